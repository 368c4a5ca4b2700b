"""LSA components, against the full singular value decomposition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix, random_array

from tenor.features import Analysis
from tenor.features.engine.counts import TermCounts
from tenor.features.lsa import LsaComponents, LsaSketch, truncated_svd
from tenor.features.tfidf import TfidfVectorizer

TEXTS = [
    "the ferry sank in the harbor",
    "the harbor was closed after the ferry sank",
    "a trawler left the harbor",
    "the trawler met the ferry",
    "the minister raised the tax",
    "a tax on fuel said the minister",
    "the minister and the levy",
    "the levy is a tax",
]


def _matrix(seed: int, shape: tuple[int, int] = (60, 30)) -> csr_matrix:
    rng = np.random.default_rng(seed)
    return csr_matrix(random_array(shape, density=0.3, rng=rng, dtype=np.float32))


@given(st.integers(0, 1000), st.integers(1, 12))
def test_singular_values_and_vectors_are_close_to_those_of_the_full_decomposition(
    seed: int, n_components: int
) -> None:
    """Whatever blocks the rows come in. Random matrices, whose values fall slowly, are hardest."""
    matrix = _matrix(seed)
    blocks = [matrix[:25], matrix[25:].toarray()]
    singular_values, components = truncated_svd(blocks, n_components)
    expected = np.linalg.svd(matrix.toarray(), compute_uv=False)[:n_components]
    assert singular_values == pytest.approx(expected, rel=0.05)
    assert components.shape == (n_components, 30)
    assert components @ components.T == pytest.approx(np.eye(n_components), abs=1e-4)
    explained = np.linalg.norm(matrix @ components.T) ** 2
    assert explained == pytest.approx((expected**2).sum(), rel=0.02)


def test_there_are_no_more_components_than_the_rank_of_the_matrix() -> None:
    matrix = csr_matrix(np.repeat(np.eye(3, 8, dtype=np.float32), 2, axis=0))
    singular_values, components = truncated_svd([matrix], 6)
    assert singular_values == pytest.approx(np.full(3, np.sqrt(2)), rel=1e-4)
    assert components.shape == (3, 8)


def test_one_iteration_from_directions_close_to_the_components_is_enough() -> None:
    matrix = _matrix(0)
    expected, components = truncated_svd([matrix], 5)
    noise = np.random.default_rng(1).standard_normal(components.shape, dtype=np.float32)
    initial_directions = (components + 0.01 * noise).T
    singular_values, _ = truncated_svd([matrix], 5, initial_directions)
    assert singular_values == pytest.approx(expected, rel=0.01)


def _counts(texts: list[str]) -> TermCounts:
    return TermCounts.of([texts], Analysis(), 1)


def _vectorizer() -> TfidfVectorizer:
    return TfidfVectorizer(stop_words=["the", "is", "was", "in"], dtype=np.float32)


def _cosine(lsa: LsaComponents, first: str, second: str) -> float:
    column = lsa.vectorizer.vocabulary_
    a, b = lsa.components[:, column[first]], lsa.components[:, column[second]]
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def test_terms_of_the_same_texts_have_similar_vectors() -> None:
    """Even terms that no text has together, but that occur with the same other terms."""
    counts = _counts(TEXTS)
    lsa = LsaComponents.fit(_vectorizer(), counts, counts, 2)
    assert _cosine(lsa, "trawler", "sank") > 0.8
    assert _cosine(lsa, "levy", "fuel") > 0.8
    assert abs(_cosine(lsa, "trawler", "levy")) < 0.6


def test_embeddings_have_mean_0_and_a_mean_squared_length_of_1() -> None:
    counts = _counts(TEXTS)
    embeddings = LsaComponents.fit(_vectorizer(), counts, counts, 3).embed(counts)
    assert embeddings.mean(axis=0) == pytest.approx(np.zeros(3), abs=1e-5)
    assert np.square(embeddings).sum(axis=1).mean() == pytest.approx(1, rel=1e-4)


def test_texts_without_a_known_term_have_the_same_embedding() -> None:
    counts = _counts([*TEXTS, "", "zebra"])
    known = counts.take(np.arange(8))
    lsa = LsaComponents.fit(_vectorizer(), known, known, 2)
    embeddings = lsa.embed(counts.take(np.array([8, 9])))
    assert embeddings[0].tolist() == embeddings[1].tolist()


def test_a_sketch_takes_the_place_of_its_texts() -> None:
    """With as many rows as the texts have rank, it has their components."""
    counts = _counts(TEXTS)
    row_counts, others = counts.take(np.arange(2)), counts.take(np.arange(2, 8))
    sketch = LsaSketch.fit(_vectorizer(), others, 6)
    lsa = LsaComponents.fit(_vectorizer(), counts, row_counts, 2, sketch)
    assert _cosine(lsa, "trawler", "sank") > 0.8
    assert _cosine(lsa, "levy", "fuel") > 0.8


def test_a_sketch_of_few_texts_does_not_limit_the_number_of_components() -> None:
    """The sketch of two texts has rank two; the six other texts add theirs."""
    counts = _counts(TEXTS)
    row_counts = counts.take(np.arange(6))
    sketch = LsaSketch.fit(_vectorizer(), counts.take(np.array([6, 7])), 4)
    lsa = LsaComponents.fit(_vectorizer(), counts, row_counts, 6, sketch)
    assert len(lsa.components) == 6


def test_a_sketch_has_columns_of_zeros_for_terms_that_it_lacks() -> None:
    counts = _counts(["dam river", "dam sea"])
    sketch = LsaSketch.fit(TfidfVectorizer(dtype=np.float32), counts.take(np.array([0])), 1)
    assert sketch.kept_terms.tolist() == [True, True, False]
    rows = sketch.rows(np.array([True, False, True]))
    assert abs(rows) == pytest.approx(np.array([[np.sqrt(0.5), 0.0]]))
