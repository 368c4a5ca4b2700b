"""Drawing articles to code: the chances that are told are the chances that there are."""

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
    draw,
    drawable,
    merged,
    proportional,
    systematic,
)
from tenor.errors import CorpusError

SIZES = st.lists(st.floats(0.001, 1000), min_size=1, max_size=30).map(np.array)


def table(n: int = 14) -> pd.DataFrame:
    """Articles of three outlets and three months, one of them undated."""
    return pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(n)],
            "duplicate_group": [f"a{i}" for i in range(n)],
            "outlet": ["Paper" if i < 7 else "Wire" if i < 13 else "Radio" for i in range(n)],
            "published": [None if i == 3 else date(2020, 1 + i % 3, 1) for i in range(n)],
        }
    )


def test_all_of_n_articles_are_drawn_where_rounding_leaves_chances_below_one() -> None:
    chances = proportional(np.array([3.0, *[1.62] * 7]), 8)
    assert systematic(chances, 0.999999999999999).tolist() == [0, 1, 2, 3, 4, 5, 6, 7]


@settings(max_examples=200)
@given(sizes=SIZES, data=st.data())
def test_systematic_sampling_has_exactly_the_chances_given(
    sizes: np.ndarray, data: st.DataObject
) -> None:
    """Over every start: between two ends of the chances laid end to end the draw is the same."""
    n = data.draw(st.integers(1, len(sizes)))
    chances = proportional(sizes, n)
    assert chances.sum() == pytest.approx(n)
    assert ((chances > 0) & (chances <= 1)).all()
    ends = np.cumsum(chances[chances < 1])
    starts = np.unique(np.concatenate([[0.0, 1.0], np.mod(ends, 1.0)]))
    real = np.zeros(len(sizes))
    for low, high in pairwise(starts.tolist()):
        drawn = systematic(chances, (low + high) / 2)
        assert len(drawn) == len(set(drawn.tolist())) == n
        real[drawn] += high - low
    np.testing.assert_allclose(real, chances, atol=1e-9)


@settings(max_examples=100)
@given(sizes=st.lists(st.integers(1, 50), min_size=1, max_size=20), data=st.data())
def test_strata_get_their_share(sizes: list[int], data: st.DataObject) -> None:
    """All of n is given, at least one to each, to none more than it has or its share rounded up."""
    n = data.draw(st.integers(1, sum(sizes)))
    names = merged([f"s{i}" for i, size in enumerate(sizes) for _ in range(size)], n)
    count = np.array([names.count(name) for name in sorted(set(names))])
    given_out = allocate(count, n)
    assert given_out.sum() == n
    assert (given_out >= 1).all()
    assert (given_out <= np.maximum(np.ceil(n * count / count.sum()), 1)).all()
    assert (given_out <= count).all()


@pytest.mark.parametrize("design", get_args(Design))
def test_the_chances_told_are_the_shares_drawn(design: Design) -> None:
    """In 2,000 draws of five articles, within four and a half standard errors."""
    articles, times = table(), 2000
    rows = np.arange(len(articles))
    unsure = np.linspace(0, 1, len(articles)) ** 3
    seen, told = np.zeros(len(rows)), np.full(len(rows), np.nan)
    for state in range(times):
        sample = draw(articles, rows, 5, design, uncertainty=unsure, random_state=state)
        assert len(sample) == len(set(sample.rows.tolist())) == 5
        seen[sample.rows] += 1
        told[sample.rows] = sample.probability
    assert not np.isnan(told).any()
    assert told.sum() == pytest.approx(5)
    errors = np.sqrt(told * (1 - told) / times)
    assert (np.abs(seen / times - told) <= 4.5 * errors + 1e-12).all()


def test_strata_are_told_and_small_ones_are_together() -> None:
    """Seven, six and one article, of which five are drawn: the last one has no share of its own."""
    sample = draw(table(), np.arange(14), 5, "outlet", random_state=3)
    found = sorted(zip(sample.stratum, sample.probability.round(4).tolist(), strict=True))
    assert found == [
        ("(other)", 1.0), ("Paper", 0.2857), ("Paper", 0.2857), ("Wire", 0.3333), ("Wire", 0.3333),
    ]  # fmt: skip
    dates = draw(table(), np.arange(14), 14, "date").stratum
    assert sorted(set(dates)) == ["(no date)", "2020-01", "2020-02", "2020-03"]


def test_many_months_become_years() -> None:
    """So that strata stay large enough to draw from."""
    articles = table(40)
    articles["published"] = [date(2000 + i // 12, 1 + i % 12, 1) for i in range(40)]
    strata = draw(articles, np.arange(40), 40, "date").stratum
    assert sorted(set(strata)) == ["2000", "2001", "2002", "2003"]


def test_the_same_seed_draws_the_same_articles() -> None:
    """In the same order; another seed draws others."""
    first, again, other = (
        draw(table(), np.arange(14), 6, "random", random_state=state).rows.tolist()
        for state in (1, 1, 2)
    )
    assert first == again != other


def test_a_group_is_drawn_once_and_not_if_one_of_it_is_coded() -> None:
    """Its first article stands for it."""
    articles = pd.DataFrame(
        {
            "article_id": ["a", "b", "c", "d", "e"],
            "duplicate_group": ["a", "a", "c", "c", "e"],
        }
    )
    assert drawable(articles, {"d"}).tolist() == [0, 4]
    assert drawable(articles, set()).tolist() == [0, 2, 4]


def test_more_than_there_are_is_one_sentence() -> None:
    """With both numbers and the way out."""
    with pytest.raises(CorpusError) as caught:
        draw(table(), np.arange(14), 15, "random")
    assert str(caught.value) == (
        "15 articles to code are more than the 14 that nobody has coded yet "
        "(duplicates count once); ask for fewer, or draw coded ones too with --again"
    )
