"""The agreement of a model with people."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.evaluation import ModelAgreement, compare_with_people

from .test_agreement import MANY_CATEGORIES, count_values, simulate_coders


def test_a_model_that_codes_as_people_do_is_inside_their_range() -> None:
    """A fourth coder of the same accuracy, on many articles."""
    rng = np.random.default_rng(3)
    truth = rng.integers(0, 3, 3000)
    codes = np.where(rng.random((4, 3000)) < 0.8, truth, rng.integers(0, 3, (4, 3000)))
    counts = (codes[:3, :, None] == np.arange(3)).sum(axis=0)[:, None, :]
    [model_agreement] = compare_with_people(counts, codes[3][:, None], np.arange(3000)).variables
    assert model_agreement.people_alpha == pytest.approx(0.64, abs=0.03)
    assert model_agreement.model_alpha == pytest.approx(model_agreement.people_alpha, abs=0.03)
    assert model_agreement.human_range == "inside"


def test_a_model_is_below_people_above_them_or_inconclusive() -> None:
    """The three models guess, predict the most frequent judgement, and label six articles."""
    counts = simulate_coders(500, 0.7, 4)
    rng = np.random.default_rng(5)
    guesses, modes = rng.integers(0, 3, (500, 1)), counts[:, 0].argmax(axis=1)[:, None]

    def verdict(predicted: np.ndarray, n: int) -> str:
        return compare_with_people(counts[:n], predicted[:n], np.arange(n)).variables[0].human_range

    assert verdict(guesses, 500) == "below"
    assert verdict(modes, 500) == "above"
    assert verdict(guesses, 6) == "inconclusive"


def test_the_alpha_of_a_model_is_that_of_two_coders() -> None:
    """The published pair of coders, the first of them doubled, the second as the model.

    Twice the 24 values, of which 12 are in pairs that differ; 1,792 is four
    times the 448 that the published table expects.
    """
    first, second = MANY_CATEGORIES
    predicted = np.array([["abcde".index(value)] for value in second])
    counts = count_values((first, first))
    [model_agreement] = compare_with_people(counts, predicted, np.arange(12)).variables
    assert model_agreement.people_alpha == 1.0
    assert model_agreement.model_alpha == pytest.approx(1 - 12 * 47 / 1792)


def test_articles_that_the_model_does_not_label_do_not_count() -> None:
    counts, predicted = simulate_coders(40, 0.8, 7), np.full((40, 1), -1)
    predicted[:25, 0] = 1
    model_agreement = compare_with_people(counts, predicted, np.arange(40)).variables[0]
    assert model_agreement.n_articles == 25
    expected = compare_with_people(counts[:25], predicted[:25], np.arange(25))
    assert model_agreement == expected.variables[0]
    empty = compare_with_people(counts, np.full((40, 1), -1), np.arange(40))
    assert empty.mean == ModelAgreement(0, None, None, None)
    assert empty.mean.human_range == "inconclusive"
