"""Thresholds to test for a promise of precision, and how many articles a promise needs."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.errors import InputError
from tenor.evaluation.checks import check_confidence, check_length, check_precision
from tenor.evaluation.proportions import CONFIDENCE

if TYPE_CHECKING:
    from numpy.typing import NDArray

GROWTH = 1.1
"""The ratio of the numbers of articles that are expected to pass successive thresholds."""

N_WRONG_AT_START = (0, 1, 2, 3, 5, 8, 13)
"""Mistakes that the first threshold can have and still be promised, of which one is chosen."""

DEFAULT_N_WRONG = 2
"""The mistakes that the first threshold can have where nothing is known about the label."""

MIN_GAIN_IN_POWER = 0.01
"""A later start is chosen only if it makes the first promise more probable by this."""

MAX_ARTICLES_OF_LABEL = 20_000
"""The most articles above a threshold that are searched for a promise."""


def candidate_thresholds(
    reference_scores: NDArray[np.float64],
    n_calibration: int,
    *,
    reference_labels: NDArray[Any] | None = None,
    precision: float = 0.9,
    confidence: float = CONFIDENCE,
    n_labels: int = 1,
) -> NDArray[np.float64]:
    """Return thresholds to test in turn, from high to low, by other articles than those that test.

    So many calibration articles are expected to pass the first threshold that it can be promised
    with a few mistakes. Each further one is passed by a tenth more.

    Parameters
    ----------
    reference_scores
        Scores of the label for articles that do not calibrate, such as out-of-fold scores of the
        training articles; shape (n_reference,).
    n_calibration
        The number of calibration articles.
    reference_labels
        Whether these articles have the label, shape (n_reference,). With them, the sequence starts
        where a promise is most probable; without, where two mistakes are allowed.
    precision, confidence, n_labels
        As for `tenor.evaluation.promises.promise_precision`.

    Returns
    -------
    ndarray of shape (n_thresholds,)
        Empty if even the fewest articles that a promise needs are more than there are.

    Raises
    ------
    InputError
        If there are no reference scores, if lengths differ, or as for `fewest_to_promise`.

    Notes
    -----
    Angelopoulos et al. (2021), Learn then test, where the order is learned on other data: split
    fixed-sequence testing.

    Examples
    --------
    >>> scores = np.arange(1000) / 1000
    >>> candidate_thresholds(scores, 400)[:3].round(3).tolist()
    [0.848, 0.832, 0.815]
    >>> labels = scores > 0.9
    >>> float(candidate_thresholds(scores, 400, reference_labels=labels)[0].round(3))
    0.928
    """
    n_reference = len(reference_scores)
    if not n_reference:
        raise InputError("there are no reference scores; pass the scores of other articles")
    check_length("reference_labels", reference_labels, n_reference, "reference scores")
    order = np.argsort(-np.asarray(reference_scores), kind="stable")
    ratio = n_reference / max(n_calibration, 1)
    settings = {"precision": precision, "confidence": confidence}
    if reference_labels is None:
        start = fewest_to_promise(DEFAULT_N_WRONG, **settings, n_labels=n_labels)
    else:
        wrong = np.cumsum(np.asarray(reference_labels)[order] == 0)
        start, best_power = 0, -1.0
        for allowed in N_WRONG_AT_START:
            n = fewest_to_promise(allowed, **settings, n_labels=n_labels)
            n_above = round(n * ratio)
            if not 1 <= n_above <= n_reference:
                continue
            error = (int(wrong[n_above - 1]) + 0.5) / (n_above + 1)
            # The probability of at most the mistakes allowed, at the error rate of the reference.
            power = float(binomial_p_value(allowed, n, 1 - error))
            if power > best_power + MIN_GAIN_IN_POWER:
                start, best_power = n, power
        start = start or fewest_to_promise(0, **settings, n_labels=n_labels)
    if start > n_calibration:
        return np.zeros(0)
    n_steps = math.floor(math.log(n_calibration / start, GROWTH)) + 1
    ranks = np.round(start * GROWTH ** np.arange(n_steps) * ratio).astype(np.intp)
    ranks = ranks[(ranks >= 1) & (ranks <= n_reference)]
    return np.unique(np.asarray(reference_scores)[order][ranks - 1])[::-1]


@lru_cache(maxsize=256)
def fewest_to_promise(
    n_wrong: int, *, precision: float = 0.9, confidence: float = CONFIDENCE, n_labels: int = 1
) -> int:
    """Return the fewest articles that must pass a threshold to promise it with some mistakes.

    Parameters
    ----------
    n_wrong
        The number of mistakes among them.
    precision, confidence, n_labels
        As for `tenor.evaluation.promises.promise_precision`.

    Raises
    ------
    InputError
        If a number is out of its range, or more than 20,000 articles are needed.

    Examples
    --------
    >>> [fewest_to_promise(n_wrong) for n_wrong in (0, 1, 2, 5)]
    [29, 46, 61, 103]
    >>> fewest_to_promise(0, n_labels=10)
    51
    """
    level = significance_level(precision, confidence, n_labels)
    lower, upper = n_wrong, n_wrong + 1
    while binomial_p_value(n_wrong, upper, precision) > level:
        lower, upper = upper, 2 * upper
        if upper > MAX_ARTICLES_OF_LABEL:
            raise InputError(
                f"precision '{precision}' at confidence '{confidence}' needs more than "
                f"{MAX_ARTICLES_OF_LABEL:,} articles; promise less"
            )
    while upper - lower > 1:
        middle = (lower + upper) // 2
        is_enough = binomial_p_value(n_wrong, middle, precision) <= level
        lower, upper = (lower, middle) if is_enough else (middle, upper)
    return upper


def binomial_p_value(n_wrong: Any, n_passed: Any, precision: float) -> NDArray[np.float64]:
    """Return the exact p-values of the hypothesis that the precision is below the one promised.

    Parameters
    ----------
    n_wrong, n_passed
        The number of mistakes and of all articles that pass, of any shapes that broadcast.
    precision
        The precision promised.

    Returns
    -------
    ndarray
        The probability of so few mistakes at a precision of just the one promised.

    Examples
    --------
    >>> float(binomial_p_value(0, 29, 0.9).round(4))
    0.0471
    """
    from scipy.special import bdtr

    wrong, passed = np.broadcast_arrays(np.asarray(n_wrong), np.asarray(n_passed))
    return np.asarray(bdtr(wrong.astype(np.float64), passed.astype(np.intp), 1 - precision))


def significance_level(precision: float, confidence: float, n_labels: int) -> float:
    """Return the level of the test of each label, after checking the numbers that give it."""
    check_confidence(confidence)
    check_precision(precision)
    if n_labels < 1:
        raise InputError(f"'{n_labels}' labels promise nothing; pass the number of labels")
    return (1 - confidence) / n_labels


def calibration_articles_needed(
    n_passed: NDArray[np.intp],
    n_wrong: NDArray[np.intp],
    n_calibration: int,
    precision: float,
    level: float,
) -> int | None:
    """Return how many calibration articles a promise is likely to need; None if any number fails.

    Parameters
    ----------
    n_passed, n_wrong
        The number of calibration articles at or above each possible threshold, and of those
        without the label; shape (n_thresholds,).
    n_calibration
        The number of calibration articles.
    precision, level
        The precision to promise, and the level of its test.

    Notes
    -----
    The error rate at each threshold is estimated by the mean of Jeffreys' posterior, (wrong + .5) /
    (passed + 1). The threshold that needs the fewest articles is taken.

    Examples
    --------
    >>> passed = np.array([20, 30])
    >>> calibration_articles_needed(passed, np.array([0, 4]), 200, 0.9, 0.05)
    610
    """
    error = (n_wrong + 0.5) / (n_passed + 1)
    needed = np.searchsorted(_allowed_error_rates(precision, level), error) + 1
    possible = (needed <= MAX_ARTICLES_OF_LABEL) & (n_passed > 0)
    if not possible.any():
        return None
    rates = n_passed[possible] / n_calibration
    return int(np.ceil((needed[possible] / rates).min()))


@lru_cache(maxsize=16)
def _allowed_error_rates(precision: float, level: float) -> NDArray[np.float64]:
    """Return the largest error rate that is significant with 1, 2, 3 ... articles or fewer."""
    from scipy.stats import binom

    n = np.arange(1, MAX_ARTICLES_OF_LABEL + 1)
    # One below the quantile is the largest number of mistakes that is significant.
    return np.asarray(np.maximum.accumulate((binom.ppf(level, n, 1 - precision) - 1) / n))
