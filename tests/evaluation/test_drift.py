"""Drift of batches."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.errors import InputError
from tenor.evaluation.drift import (
    expected_precision,
    prior_shift,
    score_shifts,
    unseen_term_share,
)


def calibrated(n: int, share: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return labels of this share, and probabilities calibrated at a share of .2."""
    y_true = rng.random(n) < share
    score = rng.normal(np.where(y_true, 1.0, -1.0), 1)
    positive = 1 / (1 + np.exp(-2 * score - np.log(0.2 / 0.8)))
    return y_true, np.column_stack([positive, 1 - positive])


def test_the_unseen_share_is_over_terms_not_articles() -> None:
    """10 of 10 and 0 of 90 terms are unseen: a tenth, not a half."""
    assert unseen_term_share(np.array([10, 90]), np.array([10, 0])) == 0.1
    with pytest.raises(InputError, match="'11' unseen terms of article 0 are not from 0 to its 10"):
        unseen_term_share(np.array([10, 90]), np.array([11, 0]))
    with pytest.raises(InputError, match="the batch has no terms"):
        unseen_term_share(np.zeros(2, dtype=int), np.zeros(2, dtype=int))


def test_scores_that_move_are_found() -> None:
    """All of the batch is above the reference: the statistic is 1."""
    reference, batch = np.linspace(0, 1, 400)[:, None], np.linspace(2, 3, 300)[:, None]
    (shift,) = score_shifts(reference, batch, ("rail",))
    assert (shift.label, shift.statistic, shift.is_clear) == ("rail", 1.0, True)
    assert shift.p_value < 1e-12
    assert shift.population_stability_index > 3


def test_the_stability_index_by_hand() -> None:
    """Of 1,000 and 1,000 articles in two bins, shares .5, .5 and .75, .25: .25 ln 3."""
    reference, batch = np.repeat([0.0, 1.0], 500), np.repeat([0.0, 1.0], [750, 250])
    (shift,) = score_shifts(reference[:, None], batch[:, None], ("rail",))
    assert shift.population_stability_index == pytest.approx(0.25 * np.log(3), rel=0.01)
    assert shift.statistic == 0.25


def test_batches_that_do_not_differ_give_few_false_alarms() -> None:
    """Each of 200 batches has 5 labels; a warning in at most 1 % is expected."""
    rng = np.random.default_rng(0)
    reference = rng.normal(size=(1000, 5))
    labels = tuple(map(str, range(5)))
    alarms = sum(
        any(shift.is_clear for shift in score_shifts(reference, rng.normal(size=(400, 5)), labels))
        for _ in range(200)
    )
    assert alarms <= 6


@settings(max_examples=20)
@given(st.floats(0.05, 0.95), st.integers(0, 100))
def test_a_changed_share_is_estimated(share: float, seed: int) -> None:
    y_true, probabilities = calibrated(4000, share, np.random.default_rng(seed))
    shift = prior_shift(probabilities, np.array([0.2, 0.8]))
    assert shift.batch[0] == pytest.approx(y_true.mean(), abs=0.05)
    assert shift.batch.sum() == pytest.approx(1)
    assert shift.largest_change == pytest.approx(abs(shift.batch[0] - 0.2))
    assert (shift.p_value < 0.01) or abs(share - 0.2) < 0.06


def test_an_unchanged_share_is_seldom_called_changed() -> None:
    """The likelihood-ratio test at 5 %: 300 batches, within 3 standard errors."""
    rng = np.random.default_rng(0)
    p_values = [
        prior_shift(calibrated(400, 0.2, rng)[1], np.array([0.2, 0.8])).p_value for _ in range(300)
    ]
    assert 0.01 < np.mean(np.array(p_values) < 0.05) < 0.09


def test_probabilities_that_never_change_have_their_prior() -> None:
    """Uninformative probabilities leave the share as it was."""
    shift = prior_shift(np.tile([0.3, 0.7], (50, 1)), np.array([0.3, 0.7]))
    assert shift.batch.tolist() == pytest.approx([0.3, 0.7])
    assert shift.p_value == 1.0


@pytest.mark.parametrize(
    ("probabilities", "reference", "message"),
    [
        ([[0.5, 0.4]], [0.5, 0.5], r"article 0 sum to '0\.9', not 1"),
        ([[0.5, 0.5]], [1.0, 0.0], "reference share '0' is not above 0"),
        ([[0.5, 0.5]], [1.0], "'reference' has 1 values for 2 classes"),
        ([[np.nan, 0.5]], [0.5, 0.5], "probability 'nan' at position 0 is not finite"),
    ],
)
def test_bad_probabilities_are_refused(
    probabilities: list[list[float]], reference: list[float], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        prior_shift(np.array(probabilities), np.array(reference))


def test_bad_scores_are_refused() -> None:
    with pytest.raises(InputError, match="'scores' has no articles"):
        score_shifts(np.ones((3, 1)), np.ones((0, 1)), ("rail",))
    with pytest.raises(InputError, match="'scores' has 2 values for 1 labels"):
        score_shifts(np.ones((3, 1)), np.ones((3, 2)), ("rail",))


def test_the_expected_precision_is_the_mean_probability_of_what_is_given() -> None:
    probabilities = np.array([[0.75, 0.2], [0.5, 1.0]])
    assert expected_precision(probabilities, probabilities > 0.6) == 0.875
    assert expected_precision(probabilities, probabilities > 2) is None
    with pytest.raises(InputError, match=r"shape \(2, 2\) and 'is_automatic' \(2,\)"):
        expected_precision(probabilities, np.ones(2, dtype=bool))
