"""Probability samples: each is drawn with its stated inclusion probabilities."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.corpus.sampling import (
    allocate,
    draw_sample,
    inclusion_probabilities,
    merge_small_strata,
    systematic_sample,
)
from tenor.errors import CorpusError

SIZES = st.lists(st.floats(0.001, 1000), min_size=1, max_size=30).map(np.array)


SIZE = np.array([1.0, 1, 1, 5, 1, 2, 1, 3, 1, 1, 1, 1, 2, 1])
"""The sizes of fourteen units."""

STRATA = np.array(["Paper"] * 7 + ["Wire"] * 6 + ["Radio"], dtype=object)
"""Their strata."""


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
@given(
    sizes=st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=9), min_size=1, max_size=20),
    data=st.data(),
)
def test_allocation_is_proportional_to_strata(sizes: list[list[int]], data: st.DataObject) -> None:
    """It sums to n; a stratum gets one or more, at most its units, and else its share rounded."""
    n = data.draw(st.integers(1, sum(map(len, sizes))))
    strata = np.array([f"s{i}" for i, own in enumerate(sizes) for _ in own], dtype=object)
    size = np.array([s for own in sizes for s in own], dtype=float)
    _, codes = np.unique(merge_small_strata(strata, size, n), return_inverse=True)
    counts, totals = np.bincount(codes), np.bincount(codes, size)
    allocated = allocate(totals, counts, n)
    assert allocated.sum() == n
    assert (allocated >= 1).all()
    assert (allocated <= counts).all()
    if (allocated < counts).all():
        assert (allocated <= np.maximum(np.ceil(n * totals / totals.sum()), 1)).all()


@pytest.mark.parametrize("strata", [None, STRATA])
@pytest.mark.parametrize("uncertain", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("sizes", [np.ones(14), SIZE])
@pytest.mark.parametrize("each", [False, True])
def test_inclusion_probabilities_are_the_shares_of_samples(
    strata: np.ndarray | None, uncertain: float, sizes: np.ndarray, each: bool
) -> None:
    """In 1,000 samples of five units, or two of each stratum; within five standard errors."""
    if each and strata is None:
        strata = np.full(14, "all", dtype=object)
    available, n_samples = np.arange(14) != 8, 1000
    by_uncertainty = sizes * (np.linspace(0, 1, 14) ** 3 + 0.1)
    measures = [(1 - uncertain, sizes), (uncertain, by_uncertainty)]
    n_drawn = np.zeros(14)
    for state in range(n_samples):
        sample = draw_sample(
            measures,
            2 if each else 5,
            strata=strata,
            each=each,
            is_available=available,
            random_state=state,
        )
        n_drawn[sample.rows] += 1
    stated = sample.inclusion_probability
    assert len(sample) == len(set(sample.rows.tolist())) == round(stated[available].sum())
    assert ((stated > 0) & (stated <= 1)).all()
    errors = np.sqrt(stated * (1 - stated) / n_samples)
    is_near = np.abs(n_drawn / n_samples - stated) <= 5 * errors + 1e-12
    assert is_near[available].all()
    assert n_drawn[8] == 0


def test_a_unit_that_is_not_available_has_the_chance_of_others_of_its_size() -> None:
    """So that its chance in a second draw is known although the first one had it."""
    available = np.arange(14) != 3
    sample = draw_sample([(1.0, SIZE)], 4, is_available=available)
    chance = sample.inclusion_probability
    assert chance[available].sum() == pytest.approx(4)
    assert chance[3] == pytest.approx(min(1, 5 * chance[0]))
    assert chance[0] == pytest.approx(4 / (SIZE.sum() - 5))


def test_small_strata_are_merged() -> None:
    """Five of seven, six and one unit are drawn: the share of the last is less than one."""
    sample = draw_sample([(1.0, np.ones(14))], 5, strata=STRATA, random_state=3)
    drawn = zip(
        sample.strata[sample.rows].tolist(),
        sample.inclusion_probability[sample.rows].round(4).tolist(),
        strict=True,
    )
    assert sorted(drawn) == [
        ("(other)", 1.0),
        ("Paper", 0.2857),
        ("Paper", 0.2857),
        ("Wire", 0.3333),
        ("Wire", 0.3333),
    ]


def test_each_stratum_has_as_many_draws_or_all_of_its_units() -> None:
    """However large it is."""
    sample = draw_sample([(1.0, SIZE)], 3, strata=STRATA, each=True)
    names, counts = np.unique(sample.strata[sample.rows], return_counts=True)
    assert dict(zip(names.tolist(), counts.tolist(), strict=True)) == {
        "Paper": 3,
        "Radio": 1,
        "Wire": 3,
    }
    assert sample.inclusion_probability[13] == 1


def test_the_random_state_determines_the_sample() -> None:
    """And the order of its units."""
    first, again, other = (
        draw_sample([(1.0, np.ones(14))], 6, random_state=state).rows.tolist()
        for state in (1, 1, 2)
    )
    assert first == again != other


def test_more_articles_than_there_are_is_an_error() -> None:
    """With both numbers and what to do."""
    with pytest.raises(CorpusError) as caught:
        draw_sample([(1.0, np.ones(14))], 15)
    assert str(caught.value) == (
        "15 articles to code are more than the 14 that can be drawn (near-duplicates count once); "
        "ask for fewer, or draw from those that were drawn or coded before too, with "
        "--include-drawn"
    )
    with pytest.raises(CorpusError, match="1 article to code is more than the 0 that can be drawn"):
        nothing = np.zeros(14, dtype=bool)
        draw_sample([(1.0, SIZE)], 1, strata=STRATA, each=True, is_available=nothing)
