"""A model beside people, as one more coder."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.evaluation import Comparison, compare

from .test_agreement import MANY_CATEGORIES, coded, counted


def test_a_model_that_codes_as_people_do_is_inside_their_range() -> None:
    """A fourth coder of the same skill, on many articles."""
    rng = np.random.default_rng(3)
    truth = rng.integers(0, 3, 3000)
    codes = np.where(rng.random((4, 3000)) < 0.8, truth, rng.integers(0, 3, (4, 3000)))
    counts = (codes[:3, :, None] == np.arange(3)).sum(axis=0)[:, None, :]
    [found] = compare(counts, codes[3][:, None], np.arange(3000)).each
    assert found.people == pytest.approx(0.64, abs=0.03)
    assert found.model == pytest.approx(found.people, abs=0.03)
    assert found.verdict == "inside"


def test_a_model_is_below_people_above_them_or_cannot_be_told() -> None:
    """It guesses, it gives what most people see, or there are six articles."""
    counts = coded(500, 0.7, 4)
    rng = np.random.default_rng(5)
    guesses, modes = rng.integers(0, 3, (500, 1)), counts[:, 0].argmax(axis=1)[:, None]
    groups = np.arange(500)
    assert compare(counts, guesses, groups).each[0].verdict == "below"
    assert compare(counts, modes, groups).each[0].verdict == "above"
    assert compare(counts[:6], guesses[:6], groups[:6]).each[0].verdict == "cannot be told"


def test_the_alpha_of_a_model_is_that_of_two_coders() -> None:
    """The published pair of coders, the first of them doubled, the second as the model.

    Twice the 24 values, of which 12 are in pairs that differ; 1,792 is four
    times the 448 that the published table expects.
    """
    first, second = MANY_CATEGORIES
    given = np.array([["abcde".index(value)] for value in second])
    [found] = compare(counted((first, first)), given, np.arange(12)).each
    assert found.people == 1.0
    assert found.model == pytest.approx(1 - 12 * 47 / 1792)


def test_articles_that_the_model_did_not_label_do_not_count() -> None:
    counts, given = coded(40, 0.8, 7), np.full((40, 1), -1)
    given[:25, 0] = 1
    found = compare(counts, given, np.arange(40)).each[0]
    assert found.n_articles == 25
    assert found == compare(counts[:25], given[:25], np.arange(25)).each[0]
    none = compare(counts, np.full((40, 1), -1), np.arange(40))
    assert none.mean == Comparison(0, None, None, None)
    assert none.mean.verdict == "cannot be told"
