"""Samples of articles to code: each design draws with its stated inclusion probabilities."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.corpus.sampling import (
    Design,
    allocate,
    draw_sample,
    inclusion_probabilities,
    merge_small_strata,
    systematic_sample,
    uncoded_rows,
)
from tenor.errors import CorpusError

SIZES = st.lists(st.floats(0.001, 1000), min_size=1, max_size=30).map(np.array)


def table(n: int = 14) -> pd.DataFrame:
    """Return articles of three outlets and three months, one of them undated."""
    return pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(n)],
            "duplicate_group": [f"a{i}" for i in range(n)],
            "outlet": ["Paper" if i < 7 else "Wire" if i < 13 else "Radio" for i in range(n)],
            "published": [None if i == 3 else date(2020, 1 + i % 3, 1) for i in range(n)],
        }
    )


def test_all_articles_can_be_drawn_despite_rounding() -> None:
    """A probability that is below 1 by rounding alone would draw an article twice."""
    probabilities = inclusion_probabilities(np.array([3.0, *[1.62] * 7]), 8)
    drawn = systematic_sample(probabilities, 0.999999999999999)
    assert drawn.tolist() == [0, 1, 2, 3, 4, 5, 6, 7]


@settings(max_examples=200)
@given(sizes=SIZES, data=st.data())
def test_systematic_sampling_has_exactly_the_given_probabilities(
    sizes: np.ndarray, data: st.DataObject
) -> None:
    """Over all starts: the sample is the same between two ends of probabilities on the line."""
    n = data.draw(st.integers(1, len(sizes)))
    probabilities = inclusion_probabilities(sizes, n)
    assert probabilities.sum() == pytest.approx(n)
    assert ((probabilities > 0) & (probabilities <= 1)).all()
    ends = np.cumsum(probabilities[probabilities < 1])
    starts = np.unique(np.concatenate([[0.0, 1.0], np.mod(ends, 1.0)]))
    actual = np.zeros(len(sizes))
    for low, high in pairwise(starts.tolist()):
        drawn = systematic_sample(probabilities, (low + high) / 2)
        assert len(drawn) == len(set(drawn.tolist())) == n
        actual[drawn] += high - low
    np.testing.assert_allclose(actual, probabilities, atol=1e-9)


@settings(max_examples=100)
@given(sizes=st.lists(st.integers(1, 50), min_size=1, max_size=20), data=st.data())
def test_allocation_is_proportional_to_strata(sizes: list[int], data: st.DataObject) -> None:
    """It sums to n; a stratum gets one or more, at most its size and its share rounded up."""
    n = data.draw(st.integers(1, sum(sizes)))
    strata = [f"s{i}" for i, size in enumerate(sizes) for _ in range(size)]
    merged = merge_small_strata(strata, n)
    counts = np.array([merged.count(name) for name in sorted(set(merged))])
    allocated = allocate(counts, n)
    assert allocated.sum() == n
    assert (allocated >= 1).all()
    assert (allocated <= np.maximum(np.ceil(n * counts / counts.sum()), 1)).all()
    assert (allocated <= counts).all()


@pytest.mark.parametrize("design", get_args(Design))
def test_inclusion_probabilities_are_the_shares_of_samples(design: Design) -> None:
    """In 2,000 samples of five articles, within four and a half standard errors."""
    articles, n_samples = table(), 2000
    rows = np.arange(len(articles))
    uncertainty = np.linspace(0, 1, len(articles)) ** 3
    n_drawn, stated = np.zeros(len(rows)), np.full(len(rows), np.nan)
    for state in range(n_samples):
        sample = draw_sample(articles, rows, 5, design, uncertainty=uncertainty, random_state=state)
        assert len(sample) == len(set(sample.rows.tolist())) == 5
        n_drawn[sample.rows] += 1
        stated[sample.rows] = sample.inclusion_probability
    assert not np.isnan(stated).any()
    assert stated.sum() == pytest.approx(5)
    errors = np.sqrt(stated * (1 - stated) / n_samples)
    assert (np.abs(n_drawn / n_samples - stated) <= 4.5 * errors + 1e-12).all()


def test_small_strata_are_merged() -> None:
    """Five of seven, six and one article are drawn: the share of the last is less than one."""
    sample = draw_sample(table(), np.arange(14), 5, "outlet", random_state=3)
    probabilities = sample.inclusion_probability.round(4).tolist()
    assert sorted(zip(sample.stratum, probabilities, strict=True)) == [
        ("(other)", 1.0),
        ("Paper", 0.2857),
        ("Paper", 0.2857),
        ("Wire", 0.3333),
        ("Wire", 0.3333),
    ]


def test_the_strata_of_dates_are_months() -> None:
    """Articles without a date are a stratum."""
    strata = draw_sample(table(), np.arange(14), 14, "date").stratum
    assert sorted(set(strata)) == ["(no date)", "2020-01", "2020-02", "2020-03"]


def test_the_strata_of_dates_are_years_where_there_are_many_months() -> None:
    """So that strata are large enough to draw from."""
    articles = table(40)
    articles["published"] = [date(2000 + i // 12, 1 + i % 12, 1) for i in range(40)]
    strata = draw_sample(articles, np.arange(40), 40, "date").stratum
    assert sorted(set(strata)) == ["2000", "2001", "2002", "2003"]


def test_the_random_state_determines_the_sample() -> None:
    """And the order of its articles."""
    first, again, other = (
        draw_sample(table(), np.arange(14), 6, "random", random_state=state).rows.tolist()
        for state in (1, 1, 2)
    )
    assert first == again != other


def test_a_group_is_drawn_once_and_only_if_none_of_its_articles_is_coded() -> None:
    """Its first article represents it."""
    articles = pd.DataFrame(
        {
            "article_id": ["a", "b", "c", "d", "e"],
            "duplicate_group": ["a", "a", "c", "c", "e"],
        }
    )
    assert uncoded_rows(articles, {"d"}).tolist() == [0, 4]
    assert uncoded_rows(articles, set()).tolist() == [0, 2, 4]


def test_more_articles_than_there_are_is_an_error() -> None:
    """With both numbers and what to do."""
    with pytest.raises(CorpusError) as caught:
        draw_sample(table(), np.arange(14), 15, "random")
    assert str(caught.value) == (
        "15 articles to code are more than the 14 that can be drawn "
        "(near-duplicates count once); ask for fewer, or draw coded ones too with --include-coded"
    )
