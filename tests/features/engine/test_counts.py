"""Shared counts: what is fitted to a subset is what is fitted to its texts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tenor.features import Analysis
from tenor.features.engine.counts import TermCounts
from tenor.features.tfidf import TfidfVectorizer

from ...conftest import Project

PARAMETERS: list[dict[str, Any]] = [
    {"ngram_range": (1, 2)},
    {"ngram_range": (1, 3), "max_df": 0.7, "sublinear_tf": True},
    {"analyzer": "char_wb", "ngram_range": (2, 4), "sublinear_tf": True},
    {"analyzer": "char_wb", "ngram_range": (1, 2), "max_features": 7},
]
BATCHES = [["the dam holds", "the dam"], [], ["dam dam"]]


@pytest.mark.parametrize("parameters", PARAMETERS)
def test_a_fold_learns_from_shared_counts_what_it_learns_from_its_texts(
    project: Project, parameters: dict[str, Any]
) -> None:
    texts = project.corpus.articles["text"].tolist()[:90]
    chosen = np.array([3, 80, 5, *range(20, 60)])
    others = np.setdiff1d(np.arange(90), chosen)
    counts = TermCounts.of([texts], TfidfVectorizer(**parameters).analysis, 2)
    fold, alone = TfidfVectorizer(**parameters), TfidfVectorizer(**parameters)
    matrix = fold.fit_transform(counts.take(chosen))
    expected = alone.fit_transform([texts[i] for i in chosen])
    assert fold.get_feature_names_out().tolist() == alone.get_feature_names_out().tolist()
    assert (matrix != expected).nnz == 0
    held_out = [texts[i] for i in others]
    assert (fold.transform(counts.take(others)) != alone.transform(held_out)).nnz == 0
    assert (fold.transform(held_out) != alone.transform(held_out)).nnz == 0
    message = "not of the texts that the vectorizer was fitted on"
    with pytest.raises(ValueError, match=message):
        alone.transform(counts)


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_frequencies_are_of_the_chosen_texts(n_jobs: int) -> None:
    counts = TermCounts.of(BATCHES, Analysis(), n_jobs)
    assert len(counts) == 3
    for chosen, in_texts, occurrences in (
        (np.arange(3), [3, 1, 2], [4, 1, 2]),
        (np.array([2, 0]), [2, 1, 1], [3, 1, 1]),
    ):
        found = counts.take(chosen).frequencies(with_occurrences=True)
        assert [part.tolist() for part in found] == [in_texts, occurrences]
    assert counts.frequencies(with_occurrences=False)[1].tolist() == []


def test_texts_can_be_chosen_in_any_order() -> None:
    counts = TermCounts.of(BATCHES, Analysis(), 1).take(np.array([2, 0, 1]))
    chosen = [positions.tolist() for _, positions in counts.batches()]
    assert chosen == [[0], [0, 1]]


def test_released_rows_are_gone() -> None:
    counts = TermCounts.of(BATCHES, Analysis(), 1)
    assert [len(rows.ends) for rows, _ in counts.batches(release=True)] == [2, 1]
    assert [len(rows.ends) for rows in counts._rows] == [0, 0, 0]


def test_subsets_of_the_same_counts_share_their_rows() -> None:
    counts, others = (TermCounts.of(BATCHES, Analysis(), 1) for _ in range(2))
    assert counts.take(np.array([0])).shares_rows_with(counts)
    assert not others.shares_rows_with(counts)
