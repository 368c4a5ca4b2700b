"""Agreement between coders."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tenor.evaluation import Agreement, Interval, measure_agreement

# The worked examples of Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability":
# a row for each observer, a column for each unit, a dot for each missing value.
BINARY = ("0100000010", "1110010000")
MANY_CATEGORIES = ("aabbdcccedda", "babbbccceddd")
MISSING_DATA = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def count_values(rows: tuple[str, ...]) -> np.ndarray:
    """Return how many observers gave each unit each value, in the values' order."""
    values = sorted(set("".join(rows)) - {"."})
    units = ["".join(row[i] for row in rows) for i in range(len(rows[0]))]
    return np.array([[[unit.count(value) for value in values]] for unit in units])


def agreement_on(counts: np.ndarray, groups: np.ndarray | None = None) -> Agreement:
    """Return the agreement on the only variable; every article is a group by default."""
    groups = np.arange(len(counts)) if groups is None else groups
    return measure_agreement(counts, groups).variables[0]


def alpha(rows: tuple[str, ...], level: str = "nominal") -> float | None:
    counts = count_values(rows)
    result = measure_agreement(counts, np.arange(len(counts)), level=level)  # type: ignore[arg-type]
    return result.variables[0].alpha


@pytest.mark.parametrize(
    ("rows", "level", "exact", "published"),
    [
        (BINARY, "nominal", Fraction(2, 21), 0.095),
        (MANY_CATEGORIES, "nominal", Fraction(155, 224), 0.692),
        (MISSING_DATA, "nominal", Fraction(113, 152), 0.743),
        (MISSING_DATA, "ordinal", Fraction(108577, 133160), 0.815),
        (MISSING_DATA, "interval", Fraction(951, 1120), 0.849),
    ],
)
def test_alpha_is_that_of_the_published_examples(
    rows: tuple[str, ...], level: str, exact: Fraction, published: float
) -> None:
    """The fractions are exact, computed from the published tables by hand."""
    assert round(float(exact), 3) == published
    assert alpha(rows, level) == pytest.approx(float(exact), abs=1e-12)


def test_units_with_a_single_judgement_do_not_count() -> None:
    """The last unit of the example has one value, which leaves eleven."""
    counts = count_values(MISSING_DATA)
    agreement = agreement_on(counts)
    assert agreement.n_articles == 11
    assert agreement == agreement_on(counts[:11])


def test_percent_agreement_is_the_mean_share_of_agreeing_pairs() -> None:
    """One of three coders differs: one pair of three agrees; then two of two coders agree."""
    counts = np.array([[[2, 1]], [[2, 0]], [[0, 1]]])
    assert agreement_on(counts).percent_agreement == pytest.approx((1 / 3 + 1) / 2)


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
def test_the_verdict_follows_the_customary_bounds(value: float, verdict: str) -> None:
    agreement = Agreement(20, 0.9, value, Interval(min(value, 0.667), 1))
    assert (agreement.verdict, agreement.is_low) == (verdict, value < 0.667)
    assert Agreement(19, 0.9, value, None).verdict == "fewer than 20 articles"


def test_labels_are_not_reliable_by_an_alpha_that_may_well_be_too_low() -> None:
    """The interval decides whether they are, and not whether they are tentative."""
    assert Agreement(20, 0.9, 0.85, Interval(0.666, 1)).verdict == "uncertain"
    assert Agreement(20, 0.9, 0.7, Interval(0.2, 0.9)).verdict == "tentative conclusions only"


def test_alpha_is_undefined_without_articles_of_two_coders() -> None:
    result = measure_agreement(np.array([[[1, 0]], [[0, 1]]]), np.arange(2))
    assert result.variables == (result.mean,)
    assert result.mean == Agreement(0, None, None, None, "no article was judged by two coders")
    assert result.mean.verdict == "undefined: no article was judged by two coders"
    assert not result.mean.is_low


def test_alpha_is_undefined_where_all_judgements_are_the_same() -> None:
    """Percent agreement is 1 all the same."""
    agreement = agreement_on(np.array([[[2, 0]], [[3, 0]]]))
    assert (agreement.percent_agreement, agreement.alpha, agreement.interval) == (1.0, None, None)
    assert agreement.verdict == "undefined: all judgements are the same"


def test_the_mean_leaves_out_undefined_variables() -> None:
    """Each variable has the same agreement as if measured alone."""
    rng = np.random.default_rng(1)
    yes = rng.binomial(2, 0.4, size=(30, 2))
    counts = np.stack([2 - yes, yes], axis=-1)
    constant = np.tile([[[2, 0]]], (30, 1, 1))
    groups = np.arange(30)
    result = measure_agreement(np.concatenate([counts, constant], axis=1), groups)
    first, second, third = result.variables
    assert (first, second) == tuple(agreement_on(counts[:, [i]]) for i in range(2))
    assert third.alpha is None
    mean = result.mean
    assert mean.alpha == pytest.approx((first.alpha + second.alpha) / 2)  # type: ignore[operator]
    assert mean.interval is not None
    assert mean.interval.low < mean.alpha < mean.interval.high  # type: ignore[operator]


def test_the_mean_leaves_out_variables_that_nobody_judged() -> None:
    """A theme that is new in the codebook does not lower the agreement on the others."""
    yes = np.random.default_rng(1).binomial(2, 0.4, size=(30, 1))
    judged = np.stack([2 - yes, yes], axis=-1)
    both = np.concatenate([judged, np.zeros_like(judged)], axis=1)
    mean = measure_agreement(both, np.arange(30)).mean
    assert mean.percent_agreement == agreement_on(judged).percent_agreement


def test_without_intervals_the_values_are_the_same() -> None:
    counts, groups = simulate_coders(30, 0.7, 0), np.arange(30)
    plain = measure_agreement(counts, groups, intervals=False)
    full = measure_agreement(counts, groups)
    assert plain.variables[0].interval is plain.mean.interval is None
    assert plain.variables[0].alpha == full.variables[0].alpha
    assert plain.mean.alpha == full.mean.alpha


def simulate_coders(n: int, accuracy: float, seed: int) -> np.ndarray:
    """Return counts of three coders who see one of three values correctly at this rate."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 3, n)
    codes = np.where(rng.random((3, n)) < accuracy, truth, rng.integers(0, 3, (3, n)))
    return (codes[:, :, None] == np.arange(3)).sum(axis=0)[:, None, :]


def test_intervals_contain_the_true_alpha_at_their_nominal_rate() -> None:
    """Coders are correct in .7 of cases and else random: the true alpha is .7 squared."""
    n_contained = 0
    for seed in range(200):
        interval = agreement_on(simulate_coders(80, 0.7, seed)).interval
        low, high = interval or (1.0, 0.0)
        n_contained += low <= 0.49 <= high
    assert 180 <= n_contained <= 199


@settings(max_examples=15)
@given(st.integers(5, 30), st.integers(2, 4), st.integers(0, 5))
def test_copies_of_articles_do_not_narrow_the_interval(n: int, times: int, seed: int) -> None:
    """Copies in the group of their original keep the interval, up to the n - 1 of alpha."""
    counts = simulate_coders(n, 0.8, seed)
    alone = agreement_on(counts)
    assume(alone.interval is not None)
    copied = agreement_on(np.repeat(counts, times, axis=0), np.repeat(np.arange(n), times))
    assert copied.interval == pytest.approx(alone.interval, abs=0.5 / n)


@given(st.integers(0, 50), st.permutations(range(3)))
def test_nominal_alpha_does_not_depend_on_the_order_of_values(seed: int, order: list[int]) -> None:
    counts = simulate_coders(20, 0.6, seed)
    assert agreement_on(counts).alpha == pytest.approx(agreement_on(counts[:, :, order]).alpha)


@given(st.lists(st.sampled_from([(2, 0), (1, 1), (0, 2), (1, 0), (3, 1)]), max_size=12))
def test_two_values_have_the_same_alpha_at_every_level(units: list[tuple[int, int]]) -> None:
    """If alpha is undefined at one level, it is undefined at all."""
    counts = np.array(units, dtype=np.int64).reshape(-1, 1, 2)
    groups = np.arange(len(counts))
    values = [
        measure_agreement(counts, groups, level=level).variables[0].alpha
        for level in ("nominal", "ordinal", "interval")
    ]
    alphas = [np.nan if value is None else value for value in values]
    assert alphas[1:] == pytest.approx(alphas[:1] * 2, nan_ok=True)


def test_a_rare_value_has_an_alpha_and_no_interval() -> None:
    """A third of the resamples lose the only article that has it."""
    agreement = agreement_on(np.array([[[0, 2]]] + [[[2, 0]]] * 20))
    assert (agreement.alpha, agreement.interval) == (1.0, None)


def test_coders_are_interchangeable() -> None:
    """Alpha depends on the values of units, not on which coder gave them."""
    expected = alpha(MISSING_DATA)
    for order in permutations(range(4)):
        assert alpha(tuple(MISSING_DATA[i] for i in order)) == expected
