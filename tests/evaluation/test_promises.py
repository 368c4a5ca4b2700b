"""Promises of precision."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.errors import InputError
from tenor.evaluation.promises import promise_labels, promise_precision

SCORES = np.arange(100) / 100


def simulated(
    n: int, rng: np.random.Generator, prevalence: float = 0.15
) -> tuple[np.ndarray, np.ndarray]:
    """Return labels and scores, of which the lower are more often wrong."""
    y_true = rng.random(n) < prevalence
    return y_true, np.where(y_true, rng.beta(4, 2, n), rng.beta(1.2, 7, n))


def precision_above(threshold: float, rng: np.random.Generator) -> float:
    y_true, scores = simulated(400_000, rng)
    return float(y_true[scores >= threshold].mean())


def test_the_lowest_threshold_before_the_first_failure_is_promised() -> None:
    """30 right above .7; at .65 none wrong of 35; at .5 six of 50 wrong; at .2 few again."""
    y_true = (SCORES >= 0.56) | (SCORES < 0.5)
    promise = promise_precision(y_true, SCORES, np.array([0.7, 0.65, 0.5, 0.01]), label="rail")
    assert (promise.label, promise.threshold) == ("rail", 0.65)
    assert (promise.n_passed, promise.n_wrong, promise.n_calibration) == (35, 0, 100)
    assert promise.p_value == pytest.approx(0.9**35)
    assert (promise.observed_precision, promise.automatic_share, promise.n_more) == (1.0, 0.35, 0)


def test_scores_at_the_threshold_pass() -> None:
    scores = np.repeat([0.5, 0.4], [29, 10])
    promise = promise_precision(scores == 0.5, scores, np.array([0.5]))
    assert (promise.threshold, promise.n_passed) == (0.5, 29)


def test_28_right_are_not_enough() -> None:
    """.9^28 is .0523. One wrong of 46, or none of 29, would be."""
    y_true = np.ones(28, dtype=bool)
    promise = promise_precision(y_true, np.linspace(0.6, 0.9, 28), np.array([0.5]))
    assert promise.threshold is None
    assert promise.p_value == pytest.approx(0.9**28)
    assert promise.automatic_share == 0.0
    # By Jeffreys' posterior, .5 of 29 is wrong, and one of 46 articles can be.
    assert promise.n_more == 46 - 28


def test_a_label_that_is_wrong_too_often_needs_another_model_not_more_codings() -> None:
    y_true = np.arange(100) % 4 != 0
    promise = promise_precision(y_true, SCORES, np.array([0.5]))
    assert (promise.threshold, promise.n_more) == (None, None)
    assert promise.observed_precision == pytest.approx(38 / 50)


def test_all_labels_at_once_need_more() -> None:
    y_true = np.ones(40, dtype=bool)
    scores = np.linspace(0.6, 0.9, 40)
    assert promise_precision(y_true, scores, np.array([0.5])).threshold == 0.5
    assert promise_precision(y_true, scores, np.array([0.5]), n_labels=10).threshold is None


def test_promises_of_each_and_of_all_labels() -> None:
    rng = np.random.default_rng(0)
    one_label = simulated(1500, rng)
    y_true, scores = (np.column_stack([values, values]) for values in one_label)
    reference = np.column_stack([simulated(2000, rng)[1]] * 2)
    each = promise_labels(y_true, scores, reference, ("a", "b"))
    both = promise_labels(y_true, scores, reference, ("a", "b"), scope="all")
    for one, other in zip(each, both, strict=True):
        assert one.threshold is not None
        assert other.threshold is not None
        assert one.threshold <= other.threshold


def test_without_articles_nothing_is_promised() -> None:
    none = np.zeros(0)
    promise = promise_precision(none, none, none)
    assert (promise.threshold, promise.n_passed, promise.n_more, promise.p_value) == (
        None,
        0,
        None,
        1.0,
    )
    assert promise.observed_precision is None


@settings(max_examples=40)
@given(st.integers(0, 1000), st.integers(0, 300))
def test_order_and_other_articles_below_do_not_matter(seed: int, n_below: int) -> None:
    rng = np.random.default_rng(seed)
    y_true, scores = simulated(300, rng)
    thresholds = np.array([0.7, 0.6, 0.5, 0.4])
    first = promise_precision(y_true, scores, thresholds)
    order = rng.permutation(300)
    assert promise_precision(y_true[order], scores[order], thresholds) == first
    more_y = np.concatenate([y_true, rng.random(n_below) < 0.5])
    more_scores = np.concatenate([scores, 0.39 * rng.random(n_below)])
    more = promise_precision(more_y, more_scores, thresholds)
    assert (more.threshold, more.n_passed, more.n_wrong) == (
        first.threshold,
        first.n_passed,
        first.n_wrong,
    )


@pytest.mark.parametrize("n", [400, 1000])
def test_promises_are_broken_in_at_most_5_percent(n: int) -> None:
    """500 draws; more than 40 broken would be significant at .2 %."""
    rng = np.random.default_rng(n)
    reference_labels, reference = simulated(2000, rng)
    truth: dict[float, float] = {}
    granted = broken = 0
    for _ in range(500):
        y_true, scores = simulated(n, rng)
        (promise,) = promise_labels(
            y_true[:, None],
            scores[:, None],
            reference[:, None],
            ("rail",),
            reference_labels=reference_labels[:, None],
        )
        if promise.threshold is None:
            continue
        granted += 1
        if promise.threshold not in truth:
            truth[promise.threshold] = precision_above(promise.threshold, rng)
        broken += truth[promise.threshold] < 0.9
    assert broken <= 40
    assert granted > (100 if n == 400 else 400)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"thresholds": np.array([0.2, 0.4])}, "the thresholds do not descend"),
        ({"thresholds": np.array([np.nan])}, "threshold 'nan' at position 0 is not finite"),
        ({"scores": np.array([0.5, np.inf])}, "score 'inf' at position 1 is not finite"),
        ({"scores": np.zeros(3)}, "'scores' has 3 values for 2 labels"),
        ({"y_true": np.array([1, 3])}, "value '3' at position 1 of 'y_true'"),
        ({"precision": 90}, "precision '90' is not between 0 and 1"),
        ({"confidence": 1.0}, r"confidence '1\.0' is not between 0 and 1"),
        ({"n_labels": 0}, "'0' labels promise nothing"),
    ],
)
def test_bad_input_is_refused(arguments: dict[str, object], message: str) -> None:
    defaults = {"y_true": np.ones(2), "scores": np.ones(2), "thresholds": np.array([0.5])}
    with pytest.raises(InputError, match=message):
        promise_precision(**(defaults | arguments))  # type: ignore[arg-type]
