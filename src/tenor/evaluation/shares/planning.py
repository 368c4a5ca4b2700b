"""How many codings a share needs: the predicted half-width of its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tenor.errors import InputError
from tenor.evaluation.checks import check_inclusion_probabilities, check_length
from tenor.evaluation.proportions import jeffreys_limits, mover_sum
from tenor.evaluation.shares.estimators import effective_size

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_CODINGS = 10_000_000
"""The most codings that are searched for a margin."""


def predicted_half_width(
    n: int,
    predicted_share: float,
    share_if_predicted: float,
    share_otherwise: float,
    *,
    design_effect: float = 1.0,
) -> float:
    """Return the half-width that the interval of a corrected share is expected to have.

    Parameters
    ----------
    n
        The number of articles to code, drawn with equal probability.
    predicted_share
        The share of articles to which the model gives the label; 0 for hand coding alone.
    share_if_predicted
        The share of these that have the label, so the model's precision.
    share_otherwise
        The share of the other articles that have the label; for hand coding alone, of all.
    design_effect
        The variance relative to that of a draw with equal probability of single articles, as
        `Estimate.design_effect` of an earlier draw by hand coding.

    Returns
    -------
    float
        Half the width of the 95 % interval, as a share: .03 is 3 percentage points.

    Raises
    ------
    InputError
        If n is below 1, a share is not from 0 to 1, or the design effect is not above 0.

    Notes
    -----
    The interval of `poststratified_estimate` at the expected numbers of coded articles.

    Examples
    --------
    >>> round(predicted_half_width(300, 0.2, 0.9, 0.025), 3)
    0.023
    >>> round(predicted_half_width(300, 0.0, 0.0, 0.2), 3)
    0.045
    """
    if n < 1:
        raise InputError(f"'{n}' codings have no interval; plan at least 1")
    named = {
        "predicted_share": predicted_share,
        "share_if_predicted": share_if_predicted,
        "share_otherwise": share_otherwise,
    }
    for name, value in named.items():
        if not 0 <= value <= 1:
            raise InputError(f"{name} '{value}' is not from 0 to 1; pass 0.2 for 20 %")
    if not design_effect > 0:
        raise InputError(f"design effect '{design_effect}' is not above 0")
    weights = np.array([predicted_share, 1 - predicted_share])
    shares = np.array([share_if_predicted, share_otherwise])
    return _half_width(weights, shares, n * weights / design_effect)


def codings_for_margin(
    margin: float,
    predicted_share: float,
    share_if_predicted: float,
    share_otherwise: float,
    *,
    design_effect: float = 1.0,
) -> int:
    """Return the fewest codings whose predicted half-width is at most a margin.

    Parameters
    ----------
    margin
        The half-width wanted, as a share: .03 for 3 percentage points.
    predicted_share, share_if_predicted, share_otherwise, design_effect
        As for `predicted_half_width`.

    Raises
    ------
    InputError
        If the margin is not between 0 and 1 or needs more than 10,000,000 codings, or as for
        `predicted_half_width`.

    Examples
    --------
    >>> codings_for_margin(0.03, 0.2, 0.9, 0.025), codings_for_margin(0.03, 0.0, 0.0, 0.2)
    (184, 682)
    """
    if not 0 < margin < 1:
        raise InputError(f"margin '{margin}' is not between 0 and 1; pass 0.03 for 3 points")

    def is_enough(n: int) -> bool:
        rates = predicted_share, share_if_predicted, share_otherwise
        return predicted_half_width(n, *rates, design_effect=design_effect) <= margin

    upper = 1
    while not is_enough(upper):
        upper *= 2
        if upper > MAX_CODINGS:
            raise InputError(
                f"margin '{margin}' needs more than {MAX_CODINGS:,} codings; choose a larger one"
            )
    lower = upper // 2
    while upper - lower > 1:
        middle = (lower + upper) // 2
        lower, upper = (lower, middle) if is_enough(middle) else (middle, upper)
    return upper


def predicted_half_width_of_draw(
    probability: NDArray[np.float64],
    predicted: NDArray[np.bool_],
    inclusion_probability: NDArray[np.float64],
    size: NDArray[np.float64] | None = None,
) -> float:
    """Return the half-width expected of a planned draw with any inclusion probabilities.

    Parameters
    ----------
    probability
        The calibrated probability that each sampling unit of the domain has the label, shape
        (n_units,).
    predicted
        Whether the model gives it the label, shape (n_units,).
    inclusion_probability
        The probability of each unit to be drawn, shape (n_units,).
    size
        The number of articles of each unit, or 1 for shares of stories (default); shape
        (n_units,).

    Returns
    -------
    float
        Half the width of the 95 % interval of the corrected share.

    Raises
    ------
    InputError
        If lengths differ, or an inclusion probability is not above 0 and at most 1.

    Notes
    -----
    The anticipated variance (Isaki and Fuller 1982, Survey design under the regression
    superpopulation model) of each post-stratum takes the place of the estimated one in
    `poststratified_estimate`.

    Examples
    --------
    >>> probability = np.repeat([0.9, 0.025], [2000, 8000])
    >>> equal = np.full(10000, 0.03)
    >>> round(predicted_half_width_of_draw(probability, probability > 0.5, equal), 3)
    0.023
    """
    n_units = len(probability)
    ones = np.ones(n_units) if size is None else np.asarray(size, dtype=np.float64)
    for name, values in (
        ("predicted", predicted),
        ("inclusion_probability", inclusion_probability),
        ("size", ones),
    ):
        check_length(name, values, n_units, "sampling units")
    check_inclusion_probabilities(inclusion_probability)
    totals: list[float] = []
    shares: list[float] = []
    sizes: list[float] = []
    for stratum in (predicted, ~predicted):
        total = float(ones[stratum].sum())
        if not total:
            continue
        value, effective_n = _anticipated(
            probability[stratum], inclusion_probability[stratum], ones[stratum] / total
        )
        totals.append(total)
        shares.append(value)
        sizes.append(effective_n)
    return _half_width(np.array(totals) / sum(totals), np.array(shares), np.array(sizes))


def _anticipated(
    probability: NDArray[np.float64], pi: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[float, float]:
    """Return the expected share of a post-stratum and its effective size; weights sum to 1."""
    value = float(weights @ probability)
    deviation = probability * (1 - value) ** 2 + (1 - probability) * value**2
    squares = weights**2 / pi
    variance = float(((1 - pi) * squares) @ deviation)
    n_events = min(
        float(weights @ part) ** 2 / max(float(squares @ part), 1e-300)
        for part in (probability, 1 - probability)
    )
    return value, effective_size(
        value, variance, float(pi.sum()), 1 / float(squares.sum()), n_events
    )


def _half_width(
    weights: NDArray[np.float64], shares: NDArray[np.float64], sizes: NDArray[np.float64]
) -> float:
    low, high = jeffreys_limits(shares * sizes, sizes)
    interval = mover_sum(weights, shares, low, high)
    return (min(1.0, interval.high) - max(0.0, interval.low)) / 2
