"""Latent semantic axes, against the whole singular value decomposition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix, random_array

from tenor.features import Analysis
from tenor.features.axes import Axes, Digest, leading_axes
from tenor.features.counts import Counts
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
def test_the_axes_are_those_of_the_whole_decomposition(seed: int, n: int) -> None:
    """Nearly, largest first, however the rows are parted; signs are free.

    Here they are as hard to tell apart as they can be: noise has no axes.
    """
    matrix = _matrix(seed)
    sizes, vectors = leading_axes([matrix[:25], matrix[25:].toarray()], n)
    _, expected, across = np.linalg.svd(matrix.toarray(), full_matrices=False)
    assert sizes == pytest.approx(expected[:n], rel=0.05)
    assert vectors.T @ vectors == pytest.approx(np.eye(n), abs=1e-4)
    caught = np.linalg.norm(matrix @ vectors) ** 2
    assert caught == pytest.approx((expected[:n] ** 2).sum(), rel=0.02)
    assert across.shape == (30, 30)


def test_there_are_no_more_axes_than_rows_are_independent() -> None:
    twice = np.repeat(np.eye(3, 8, dtype=np.float32), 2, axis=0)
    sizes, vectors = leading_axes([csr_matrix(twice)], 6)
    assert sizes == pytest.approx(np.full(3, np.sqrt(2)), rel=1e-4)
    assert vectors.shape == (8, 3)


def test_near_directions_to_begin_from_lead_to_the_same_axes() -> None:
    matrix = _matrix(0)
    sizes, vectors = leading_axes([matrix], 5)
    rng = np.random.default_rng(1)
    near = vectors + 0.01 * rng.standard_normal(vectors.shape, dtype=np.float32)
    again, _ = leading_axes([matrix], 5, near)
    assert again == pytest.approx(sizes, rel=0.01)


def _counts(texts: list[str]) -> Counts:
    return Counts.of([texts], Analysis(), 1)


def _vectorizer() -> TfidfVectorizer:
    return TfidfVectorizer(stop_words=["the", "is", "was", "in"], dtype=np.float32)


def _likeness(axes: Axes, one: str, other: str) -> float:
    column = axes.vectorizer.vocabulary_
    a, b = axes.vectors[column[one]], axes.vectors[column[other]]
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def test_words_that_keep_the_same_company_point_the_same_way() -> None:
    """A trawler and a levy are in no text together with what they are like in the others."""
    counts = _counts(TEXTS)
    axes = Axes.learn(_vectorizer(), counts, counts, 2)
    assert _likeness(axes, "trawler", "sank") > 0.8
    assert _likeness(axes, "levy", "fuel") > 0.8
    assert abs(_likeness(axes, "trawler", "levy")) < 0.6


def test_places_have_mean_0_and_a_mean_square_length_of_1() -> None:
    counts = _counts(TEXTS)
    places = Axes.learn(_vectorizer(), counts, counts, 3).places(counts)
    assert places.mean(axis=0) == pytest.approx(np.zeros(3), abs=1e-5)
    assert np.square(places).sum(axis=1).mean() == pytest.approx(1, rel=1e-4)


def test_a_digest_stands_for_the_texts_that_it_was_made_of() -> None:
    """With as many rows as they have independent ones, the axes are theirs."""
    counts = _counts(TEXTS)
    own, others = counts.take(np.arange(2)), counts.take(np.arange(2, 8))
    digest = Digest.of(_vectorizer(), others, 6)
    axes = Axes.learn(_vectorizer(), counts, own, 2, digest)
    assert _likeness(axes, "trawler", "sank") > 0.8
    assert _likeness(axes, "levy", "fuel") > 0.8


def test_a_small_digest_takes_no_axes_from_what_stands_beside_it() -> None:
    """Two texts have two axes; the six others have theirs all the same."""
    counts = _counts(TEXTS)
    own = counts.take(np.arange(6))
    digest = Digest.of(_vectorizer(), counts.take(np.array([6, 7])), 4)
    assert Axes.learn(_vectorizer(), counts, own, 6, digest).vectors.shape[1] == 6


def test_texts_without_a_known_word_stand_at_one_place() -> None:
    counts = _counts([*TEXTS, "", "zebra"])
    known = counts.take(np.arange(8))
    places = Axes.learn(_vectorizer(), known, known, 2).places(counts.take(np.array([8, 9])))
    assert places[0].tolist() == places[1].tolist()
