"""Counts over batches of labelled articles."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.evaluation import batch_counts
from tenor.evaluation.batch_counts import EDGES, N_BINS, BatchCounts, histograms

LABELS = ("rail", "sport")


def counts_of(
    probabilities: list[list[float]], terms: list[tuple[int, int]], outlets: list[str]
) -> BatchCounts:
    counts = BatchCounts(LABELS)
    p = np.array(probabilities).reshape(-1, 2)
    months = ["2024-01"] * len(p)
    counts.add_articles(p, p >= 0.5, np.array(terms).reshape(-1, 2).T, outlets, months)
    return counts


def test_articles_are_counted() -> None:
    counts = counts_of([[0.9, 0.2], [0.6, 0.5]], [(100, 10), (300, 10)], ["a", ""])
    assert counts.n_articles == 2
    assert counts.given.tolist() == [[2, 1_500_000], [1, 500_000]]
    assert counts.expected_precision == pytest.approx(2 / 3)
    assert counts.terms == [400, 20, 100_000, 4000, 200]
    assert counts.unknown_share == 0.05
    assert counts.outlets == {"a": 1, "": 1}
    assert counts.months == {"2024-01": 2}
    assert [counts.histograms[0].sum(), np.flatnonzero(counts.histograms[0]).tolist()] == [
        2,
        [np.searchsorted(EDGES, 0.6, "right"), np.searchsorted(EDGES, 0.9, "right")],
    ]


def test_only_chosen_articles_are_in_a_histogram() -> None:
    p = np.array([[0.9, 0.2], [0.6, 0.2]])
    counts = histograms(p, np.array([[True, False], [False, True]]))
    assert counts.shape == (2, N_BINS)
    assert np.argwhere(counts).tolist() == [
        [0, np.searchsorted(EDGES, 0.9)],
        [1, np.searchsorted(EDGES, 0.2)],
    ]
    assert histograms(p).sum(axis=1).tolist() == [2, 2]


def test_the_error_of_the_unknown_share_is_that_of_a_ratio() -> None:
    """Against the textbook's formula on the articles themselves."""
    rng = np.random.default_rng(0)
    n_terms = rng.integers(50, 500, 200)
    n_unknown = rng.binomial(n_terms, rng.uniform(0, 0.2, 200))
    counts = BatchCounts(LABELS)
    counts.add_articles(
        np.zeros((200, 2)), np.zeros((200, 2), bool), np.array([n_terms, n_unknown])
    )
    share = n_unknown.sum() / n_terms.sum()
    residuals = n_unknown - share * n_terms
    expected = residuals.std(ddof=1) / np.sqrt(200) / n_terms.mean()
    assert counts.unknown_share_error == pytest.approx(expected)
    assert BatchCounts(LABELS).unknown_share_error == 0
    assert BatchCounts(LABELS).unknown_share is None
    assert BatchCounts(LABELS).expected_precision is None


ARTICLES = st.lists(
    st.tuples(
        st.tuples(st.floats(0, 1), st.floats(0, 1)),
        st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda t: (max(t), min(t))),
        st.sampled_from(["a", "b", ""]),
    ),
    max_size=8,
)


@given(ARTICLES, st.integers(0, 8))
def test_the_counts_of_parts_add_up_to_those_of_the_whole(
    articles: list[Any], divided_at: int
) -> None:
    """Wherever it is divided, and read back from JSON."""

    def counted(part: list[Any]) -> BatchCounts:
        own = counts_of(
            [list(p) for p, _, _ in part], [t for _, t, _ in part], [o for *_, o in part]
        )
        return BatchCounts.of_json(json.loads(json.dumps(own.to_json())))

    together = BatchCounts(LABELS)
    together.add(counted(articles[:divided_at]))
    together.add(counted(articles[divided_at:]))
    expected = counted(articles).to_json()
    values = together.to_json()
    for key in ("outlets", "months"):
        assert sorted(values.pop(key)) == sorted(expected.pop(key))
    assert values == expected


def test_names_beyond_a_bound_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_counts, "MAX_NAMES", 2)
    counts = counts_of([[0.5, 0.5]] * 4, [(1, 0)] * 4, ["a", "b", "c", "a"])
    counts.add(counts_of([[0.5, 0.5]] * 2, [(1, 0)] * 2, ["d", "b"]))
    assert counts.outlets == {"a": 2, "b": 2, None: 2}
    assert BatchCounts.of_json(json.loads(json.dumps(counts.to_json()))).outlets == counts.outlets


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("n_articles", -1, "'-1' is no count"),
        ("n_articles", True, "'True' is no count"),
        ("n_articles", 3, "contradict"),
        ("histograms", [[0]], "'histograms' are not counts of the shape"),
        ("histograms", [[float("nan")] * N_BINS] * 2, "'histograms' are not counts"),
        ("given", [[2, 10], [3, 0]], "contradict"),
        ("given", [[1 << 61, 0], [0, 0]], "counts that are too large"),
        ("given", [[1, 1_000_001], [0, 0]], "contradict"),
        ("terms", [1, 2, 0, 0, 0], "contradict"),
        ("terms", [1], "contradict"),
    ],
)
def test_malformed_counts_are_refused(key: str, value: object, message: str) -> None:
    values = counts_of([[0.5, 0.1]] * 2, [(2, 1)] * 2, ["a", "b"]).to_json()
    with pytest.raises(ValueError, match=message):
        BatchCounts.of_json(values | {key: value})
    with pytest.raises(TypeError, match="'1' is no name"):
        BatchCounts.of_json(values | {"outlets": [[1, 1]]})
