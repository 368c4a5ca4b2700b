"""Thresholds to test, and how many articles a promise needs."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.errors import InputError
from tenor.evaluation.promise_thresholds import (
    binomial_p_value,
    calibration_articles_needed,
    candidate_thresholds,
    fewest_to_promise,
)


@pytest.mark.parametrize(
    ("n_labels", "fewest"),
    [
        (1, [29, 46, 61, 103]),
        (5, [44, 64, 81, 127]),
        (10, [51, 72, 90, 137]),
        (20, [57, 79, 98, 147]),
    ],
)
def test_the_fewest_articles_of_a_promise(n_labels: int, fewest: list[int]) -> None:
    """With 0, 1, 2 and 5 mistakes, at precision .9 and confidence .95."""
    assert [fewest_to_promise(wrong, n_labels=n_labels) for wrong in (0, 1, 2, 5)] == fewest
    for wrong, n in zip((0, 1, 2, 5), fewest, strict=True):
        assert binomial_p_value(wrong, n, 0.9) <= 0.05 / n_labels
        assert binomial_p_value(wrong, n - 1, 0.9) > 0.05 / n_labels


def test_p_values_are_binomial_tails() -> None:
    assert float(binomial_p_value(1, 2, 0.9)) == pytest.approx(1 - 0.1**2)
    assert float(binomial_p_value(0, 0, 0.9)) == 1.0


def test_so_many_articles_are_expected_to_pass() -> None:
    """61 of 1,000, then a tenth more each: of 5,000 reference articles five times as many."""
    scores = np.random.default_rng(0).permutation(5000) / 5000
    thresholds = candidate_thresholds(scores, 1000)
    n_above = [(scores >= threshold).sum() for threshold in thresholds[:4]]
    assert n_above == [305, 336, 369, 406]
    assert (np.diff(thresholds) < 0).all()
    assert (scores >= thresholds[-1]).sum() > 4500


def test_a_rare_label_starts_with_fewer() -> None:
    """2 % of articles have the label: 29 of 1,500 can pass with none wrong, 46 cannot."""
    scores = np.arange(3000) / 3000
    thresholds = candidate_thresholds(scores, 1500, reference_labels=scores >= 0.978)
    assert (scores >= thresholds[0]).sum() == 58
    assert len(candidate_thresholds(scores, 20)) == 0
    assert len(candidate_thresholds(scores, 50)) == 0
    assert len(candidate_thresholds(scores, 50, reference_labels=scores >= 0.3)) > 0


def test_a_frequent_label_with_mistakes_starts_with_more() -> None:
    scores = np.arange(3000) / 3000
    labels = (scores >= 0.4) & (np.arange(3000) % 16 != 0)
    thresholds = candidate_thresholds(scores, 1500, reference_labels=labels)
    assert (scores >= thresholds[0]).sum() > 200


def test_equal_scores_are_one_threshold() -> None:
    assert candidate_thresholds(np.full(500, 0.3), 400).tolist() == [0.3]


def test_the_articles_needed_are_those_of_the_best_threshold() -> None:
    """40 of 400 pass without mistakes: .5 in 41 needs 1 of 46, so 460 articles."""
    assert calibration_articles_needed(np.array([40]), np.array([0]), 400, 0.9, 0.05) == 460
    both = calibration_articles_needed(np.array([40, 80]), np.array([0, 40]), 400, 0.9, 0.05)
    assert both == 460
    assert calibration_articles_needed(np.array([40]), np.array([5]), 400, 0.9, 0.05) is None


def test_bad_input_is_refused() -> None:
    with pytest.raises(InputError, match="there are no reference scores"):
        candidate_thresholds(np.zeros(0), 100)
    with pytest.raises(InputError, match="'reference_labels' has 2 values for 3 reference scores"):
        candidate_thresholds(np.zeros(3), 100, reference_labels=np.zeros(2))
    with pytest.raises(InputError, match=r"precision '0\.9999' at .* more than 20,000 articles"):
        fewest_to_promise(0, precision=0.9999)
