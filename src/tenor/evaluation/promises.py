"""Promises of precision: the threshold above which a label is right as often as promised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from tenor.errors import InputError
from tenor.evaluation.checks import check_finite, check_length, check_zero_or_one
from tenor.evaluation.promise_thresholds import (
    binomial_p_value,
    calibration_articles_needed,
    candidate_thresholds,
    significance_level,
)
from tenor.evaluation.proportions import CONFIDENCE

if TYPE_CHECKING:
    from numpy.typing import NDArray

Scope = Literal["each", "all"]
"""What holds at the confidence named: the promise of each label, or of all labels at once."""


@dataclass(frozen=True)
class PrecisionPromise:
    """The promise of one label: its automatic labels are right at least with a precision.

    Attributes
    ----------
    label
        The label.
    precision, confidence
        The precision promised, and the probability that the promise holds, over draws of the
        calibration articles. For promises of all labels at once, it is that of all.
    threshold
        The lowest score of an automatic label; None if nothing can be promised.
    n_passed, n_wrong
        The number of calibration articles at or above the threshold, and of those without the
        label. Without a promise, those of the first threshold, at which testing stopped.
    p_value
        The p-value of the threshold, or of the first one without a promise; 1 without thresholds.
    n_calibration
        The number of calibration articles, one a duplicate group.
    n_more
        How many more calibration articles are likely to be needed for a promise, by the precision
        observed; 0 with a promise; None if the label is not right often enough at any threshold.
    """

    label: str
    precision: float
    confidence: float
    threshold: float | None
    n_passed: int
    n_wrong: int
    p_value: float
    n_calibration: int
    n_more: int | None

    @property
    def observed_precision(self) -> float | None:
        """The share of right ones among the articles that pass; None if none does."""
        return 1 - self.n_wrong / self.n_passed if self.n_passed else None

    @property
    def automatic_share(self) -> float:
        """The share of calibration articles that pass the threshold; 0 without a promise."""
        return self.n_passed / self.n_calibration if self.threshold is not None else 0.0


def promise_precision(
    y_true: NDArray[Any],
    scores: NDArray[np.float64],
    thresholds: NDArray[np.float64],
    *,
    label: str = "",
    precision: float = 0.9,
    confidence: float = CONFIDENCE,
    n_labels: int = 1,
) -> PrecisionPromise:
    """Return the lowest threshold at which a precision can be promised, for one label.

    Parameters
    ----------
    y_true
        Whether each calibration article has the label, shape (n,). The articles are held out from
        training, drawn with equal probability, one a duplicate group (see
        `tenor.evaluation.calibration_sample`).
    scores
        The scores of the label, shape (n,): the higher, the more probable.
    thresholds
        The thresholds in the order of testing, from high to low, shape (n_thresholds,). They must
        not depend on the labels of the calibration articles; see `candidate_thresholds`.
    label
        The name of the label.
    precision
        The precision to promise, between 0 and 1.
    confidence
        The probability that the promise holds, between 0 and 1.
    n_labels
        The number of labels whose promises are to hold at once; 1 for each label by itself.

    Raises
    ------
    InputError
        If lengths differ, thresholds do not descend, a score is not finite, or a number is out of
        its range.

    Notes
    -----
    Fixed-sequence testing of Angelopoulos et al. (2021), Learn then test: each threshold is tested
    by an exact binomial test of the hypothesis that the precision is below the one promised, at
    level 1 - confidence, divided by the number of labels (Bonferroni). Testing stops at the first
    threshold that is not significant, so that all together have the level of one.

    A test that is repeated with more codings after it failed is a further look at the same
    articles, for which the level does not allow; confidence 0.975 in both of two looks does.

    Examples
    --------
    >>> scores = np.arange(100) / 100
    >>> y_true = scores >= 0.4
    >>> promise = promise_precision(y_true, scores, np.array([0.7, 0.5, 0.3]))
    >>> promise.threshold, promise.n_passed, promise.n_wrong, round(promise.p_value, 4)
    (0.5, 50, 0, 0.0052)
    >>> promise = promise_precision(y_true[60:], scores[60:], np.array([0.9]))
    >>> promise.threshold, promise.n_passed, promise.n_more
    (None, 10, 6)
    """
    check_length("scores", scores, len(y_true), "labels")
    check_zero_or_one("y_true", y_true)
    level = significance_level(precision, confidence, n_labels)
    check_finite("score", scores)
    check_finite("threshold", thresholds)
    if (np.diff(thresholds) >= 0).any():
        raise InputError("the thresholds do not descend; sort them from high to low")
    passed, wrong = _counts(y_true, scores, thresholds)
    p_values = binomial_p_value(wrong, passed, precision)
    failed = np.flatnonzero(p_values > level)
    n_promised = int(failed[0]) if len(failed) else len(thresholds)
    threshold: float | None = None
    n_more: int | None = 0
    if n_promised:
        last = n_promised - 1
        counts = int(passed[last]), int(wrong[last]), float(p_values[last])
        threshold = float(thresholds[last])
    else:
        # Without any thresholds, there were too few articles to test one.
        counts = (int(passed[0]), int(wrong[0]), float(p_values[0])) if len(passed) else (0, 0, 1.0)
        n_more = _lacking(y_true, scores, precision, level)
    return PrecisionPromise(
        label, precision, confidence, threshold, *counts, n_calibration=len(y_true), n_more=n_more
    )


def promise_labels(
    y_true: NDArray[Any],
    scores: NDArray[np.float64],
    reference_scores: NDArray[np.float64],
    labels: tuple[str, ...],
    *,
    reference_labels: NDArray[Any] | None = None,
    precision: float = 0.9,
    confidence: float = CONFIDENCE,
    scope: Scope = "each",
) -> tuple[PrecisionPromise, ...]:
    """Return the promise of each label.

    Parameters
    ----------
    y_true, scores
        Labels, 0/1, and scores of the calibration articles, shape (n, n_labels).
    reference_scores
        Scores of other articles, for `candidate_thresholds`; shape (n_reference, n_labels).
    labels
        The names of the labels.
    reference_labels
        The labels of these articles, 0/1, shape (n_reference, n_labels), if they are known.
    precision, confidence
        As for `promise_precision`.
    scope
        ``each`` label keeps its promise with the confidence named, or ``all`` do at once.

    Raises
    ------
    InputError
        As for `promise_precision` and `candidate_thresholds`.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> scores = rng.random((600, 2))
    >>> y_true = scores > [0.4, 0.99]
    >>> promises = promise_labels(y_true, scores, rng.random((999, 2)), ("rail", "sport"))
    >>> [promise.threshold is not None for promise in promises]
    [True, False]
    """
    n_labels = len(labels) if scope == "all" else 1
    promises = []
    for column, label in enumerate(labels):
        thresholds = candidate_thresholds(
            reference_scores[:, column],
            len(y_true),
            reference_labels=None if reference_labels is None else reference_labels[:, column],
            precision=precision,
            confidence=confidence,
            n_labels=n_labels,
        )
        promises.append(
            promise_precision(
                y_true[:, column],
                scores[:, column],
                thresholds,
                label=label,
                precision=precision,
                confidence=confidence,
                n_labels=n_labels,
            )
        )
    return tuple(promises)


def _counts(
    y_true: NDArray[Any], scores: NDArray[np.float64], thresholds: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the number of articles at or above each threshold, and of those without the label."""
    order = np.argsort(-scores, kind="stable")
    n_wrong = np.concatenate([[0], np.cumsum(np.asarray(y_true)[order] == 0)])
    n_passed = np.searchsorted(-scores[order], -thresholds, side="right")
    return n_passed.astype(np.intp), n_wrong[n_passed].astype(np.intp)


def _lacking(
    y_true: NDArray[Any], scores: NDArray[np.float64], precision: float, level: float
) -> int | None:
    """Return how many more calibration articles are needed for a promise."""
    n = len(y_true)
    passed, wrong = _counts(y_true, scores, np.unique(scores)[::-1])
    needed = calibration_articles_needed(passed, wrong, n, precision, level)
    return None if needed is None else max(1, needed - n)
