"""How many codings a share needs: the predicted half-width of its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tenor.errors import InputError
from tenor.evaluation.checks import check_inclusion_probabilities, check_length
from tenor.evaluation.proportions import jeffreys_limits, mover_sum
from tenor.evaluation.shares.estimators import poststratified_estimate
from tenor.evaluation.shares.hajek import CodedUnits

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_CODINGS = 10_000_000
"""The most codings that are searched for a margin."""

N_SIMULATIONS = 200
"""The number of simulated draws that a half-width is averaged over."""


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
    *,
    random_state: int = 0,
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
    random_state
        The seed of the simulation.

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
    The mean of the half-widths of `poststratified_estimate` over 200 simulated draws, with labels
    drawn by their probabilities: the anticipated width in the sense of Isaki and Fuller (1982),
    Survey design under the regression superpopulation model. A formula would not have the few
    codings of rare labels right.

    Examples
    --------
    >>> probability = np.repeat([0.9, 0.025], [2000, 8000])
    >>> equal = np.full(10000, 0.03)
    >>> round(predicted_half_width_of_draw(probability, probability > 0.5, equal), 3)
    0.023
    """
    n_units = len(probability)
    sizes = np.ones(n_units) if size is None else np.asarray(size, dtype=np.float64)
    for name, values in (
        ("predicted", predicted),
        ("inclusion_probability", inclusion_probability),
        ("size", sizes),
    ):
        check_length(name, values, n_units, "sampling units")
    check_inclusion_probabilities(inclusion_probability)
    rng = np.random.default_rng(random_state)
    order = rng.permutation(n_units)
    ends = np.cumsum(np.asarray(inclusion_probability, dtype=np.float64)[order])
    poststrata = np.asarray(predicted).astype(np.intp)
    totals = np.bincount(poststrata, weights=sizes, minlength=2).astype(np.float64)
    half_widths = []
    for start in (np.arange(N_SIMULATIONS) + rng.random()) / N_SIMULATIONS:
        # A systematic draw: the units at every step of 1 along their probabilities laid end to end.
        positions = np.searchsorted(ends, np.arange(start, ends[-1]), side="right")
        rows = order[np.minimum(positions, n_units - 1)]
        y_true = rng.random(len(rows)) < probability[rows]
        units = CodedUnits.unstratified(y_true, sizes[rows], inclusion_probability[rows])
        half_widths.append(poststratified_estimate(units, poststrata[rows], totals).half_width)
    return float(np.mean(half_widths))


def _half_width(
    weights: NDArray[np.float64], shares: NDArray[np.float64], sizes: NDArray[np.float64]
) -> float:
    low, high = jeffreys_limits(shares * sizes, sizes)
    interval = mover_sum(weights, shares, low, high)
    return (min(1.0, interval.high) - max(0.0, interval.low)) / 2
