"""Agreement between coders."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tenor.evaluation import Agreement, Interval
from tenor.evaluation.agreement import measure

# The worked examples of Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability":
# a row an observer, a column a unit, a dot where a cell is missing.
BINARY = ("0100000010", "1110010000")
MANY_CATEGORIES = ("aabbdcccedda", "babbbccceddd")
MISSING_DATA = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def counted(rows: tuple[str, ...]) -> np.ndarray:
    """Return how many observers gave each unit each value, in the values' order."""
    values = sorted(set("".join(rows)) - {"."})
    units = ["".join(row[i] for row in rows) for i in range(len(rows[0]))]
    return np.array([[[unit.count(value) for value in values]] for unit in units])


def alpha(rows: tuple[str, ...], metric: str = "nominal") -> float | None:
    counts = counted(rows)
    return measure(counts, np.arange(len(counts)), metric=metric).each[0].alpha  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "metric", "exact", "published"),
    [
        (BINARY, "nominal", Fraction(2, 21), 0.095),
        (MANY_CATEGORIES, "nominal", Fraction(155, 224), 0.692),
        (MISSING_DATA, "nominal", Fraction(113, 152), 0.743),
        (MISSING_DATA, "ordinal", Fraction(108577, 133160), 0.815),
        (MISSING_DATA, "interval", Fraction(951, 1120), 0.849),
    ],
)
def test_alpha_is_that_of_the_published_examples(
    rows: tuple[str, ...], metric: str, exact: Fraction, published: float
) -> None:
    """The fractions are exact, worked from the published tables by hand."""
    assert round(float(exact), 3) == published
    assert alpha(rows, metric) == pytest.approx(float(exact), abs=1e-12)


def test_units_that_one_observer_judged_do_not_count() -> None:
    """The last unit of the example has one value, so eleven are left."""
    counts = counted(MISSING_DATA)
    found = measure(counts, np.arange(12)).each[0]
    assert found.n_articles == 11
    assert found == measure(counts[:11], np.arange(11)).each[0]


def test_percent_agreement_is_the_mean_share_of_agreeing_pairs() -> None:
    """Of three coders one differs: one pair of three agrees; then two of two do."""
    counts = np.array([[[2, 1]], [[2, 0]], [[0, 1]]])
    assert measure(counts, np.arange(3)).each[0].percent == pytest.approx((1 / 3 + 1) / 2)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (1.0, "reliable"),
        (0.8, "reliable"),
        (0.799, "tentative conclusions only"),
        (0.667, "tentative conclusions only"),
        (0.666, "not reliable"),
        (-0.2, "not reliable"),
    ],
)
def test_the_verdict_follows_the_bounds_of_the_field(value: float, verdict: str) -> None:
    found = Agreement(10, 0.9, value, Interval(0, 1))
    assert (found.verdict, found.is_low) == (verdict, value < 0.667)


def test_without_overlap_alpha_is_undefined_and_says_so() -> None:
    counts = np.array([[[1, 0]], [[0, 1]]])
    found, mean = measure(counts, np.arange(2))
    assert found == (mean,)
    assert mean == Agreement(0, None, None, None, "no article was judged by two coders")
    assert mean.verdict == "undefined: no article was judged by two coders"
    assert not mean.is_low


def test_where_all_judgements_are_the_same_alpha_is_undefined_and_says_so() -> None:
    """Although coders agree on every article."""
    found = measure(np.array([[[2, 0]], [[3, 0]]]), np.arange(2)).each[0]
    assert (found.percent, found.alpha, found.interval) == (1.0, None, None)
    assert found.verdict == "undefined: every judgement is the same, so agreement says nothing"


def test_the_mean_leaves_undefined_variables_out() -> None:
    """And each variable is what it is when measured alone."""
    rng = np.random.default_rng(1)
    yes = rng.binomial(2, 0.4, size=(30, 2))
    counts = np.stack([2 - yes, yes], axis=-1)
    unvaried = np.tile([[[2, 0]]], (30, 1, 1))
    groups = np.arange(30)
    each, mean = measure(np.concatenate([counts, unvaried], axis=1), groups)
    assert each[:2] == tuple(measure(counts[:, [i]], groups).each[0] for i in range(2))
    assert each[2].alpha is None
    assert mean.alpha == pytest.approx((each[0].alpha + each[1].alpha) / 2)  # type: ignore[operator]
    assert mean.interval is not None
    assert mean.interval.low < mean.alpha < mean.interval.high  # type: ignore[operator]


def coded(n: int, right: float, seed: int) -> np.ndarray:
    """Three coders who see one of three values, each rightly with that probability."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 3, n)
    codes = np.where(rng.random((3, n)) < right, truth, rng.integers(0, 3, (3, n)))
    return (codes[:, :, None] == np.arange(3)).sum(axis=0)[:, None, :]


def test_intervals_contain_the_true_alpha_as_often_as_they_promise() -> None:
    """Coders right in .7 of cases, else random: the true alpha is .7 squared."""
    held = 0
    for seed in range(200):
        low, high = measure(coded(80, 0.7, seed), np.arange(80)).each[0].interval or (1.0, 0.0)
        held += low <= 0.49 <= high
    assert 180 <= held <= 199


@settings(max_examples=15)
@given(st.integers(5, 30), st.integers(2, 4), st.integers(0, 5))
def test_copies_of_articles_add_no_certainty(n: int, times: int, seed: int) -> None:
    """Copies in the group of their original leave the interval as it was, but for n less 1."""
    counts = coded(n, 0.8, seed)
    alone = measure(counts, np.arange(n)).each[0]
    assume(alone.interval is not None)
    copies = measure(np.repeat(counts, times, axis=0), np.repeat(np.arange(n), times)).each[0]
    assert copies.interval == pytest.approx(alone.interval, abs=0.5 / n)


@given(st.integers(0, 50), st.permutations(range(3)))
def test_nominal_alpha_knows_no_order_of_values(seed: int, order: list[int]) -> None:
    counts = coded(20, 0.6, seed)
    one, other = (measure(c, np.arange(20)).each[0].alpha for c in (counts, counts[:, :, order]))
    assert one == pytest.approx(other)


@given(st.lists(st.sampled_from([(2, 0), (1, 1), (0, 2), (1, 0), (3, 1)]), max_size=12))
def test_two_values_are_as_far_apart_by_any_metric(units: list[tuple[int, int]]) -> None:
    """So nominal, ordinal and interval alpha are the same, defined or not."""
    counts = np.array(units, dtype=np.int64).reshape(-1, 1, 2)
    groups = np.arange(len(counts))
    found = [measure(counts, groups, metric=m).each[0] for m in ("nominal", "ordinal", "interval")]
    alphas = [np.nan if f.alpha is None else f.alpha for f in found]
    assert alphas[1:] == pytest.approx(alphas[:1] * 2, nan_ok=True)


def test_a_rare_value_has_an_alpha_and_no_interval() -> None:
    """A third of the draws lose the one article that has it."""
    counts = np.array([[[0, 2]]] + [[[2, 0]]] * 20)
    found = measure(counts, np.arange(21)).each[0]
    assert (found.alpha, found.interval) == (1.0, None)


def test_coders_are_interchangeable() -> None:
    """Alpha depends on the values that units got, not on who gave them."""
    expected = alpha(MISSING_DATA)
    for order in permutations(range(4)):
        assert alpha(tuple(MISSING_DATA[i] for i in order)) == expected
