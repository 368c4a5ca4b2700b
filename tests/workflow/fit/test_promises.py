"""Promises in words, and on articles that took no part in them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tenor.evaluation.promises import PrecisionPromise
from tenor.models.promise import ModelPromise
from tenor.workflow.fit.promises import (
    LabelCheck,
    PromiseCheck,
    n_more_codings,
    promise_headline,
    promise_rows,
    promise_sentences,
)

from ...conftest import Project

RAIL = PrecisionPromise("rail", 0.9, 0.95, 0.72, 40, 1, 0.08, 60, 0)
SPORT = PrecisionPromise("sport", 0.9, 0.95, None, 10, 2, 1.0, 20, 30)
ART = PrecisionPromise("art", 0.9, 0.95, None, 60, 20, 1.0, 60, None)
LAW = PrecisionPromise("law", 0.9, 0.95, None, 0, 0, 1.0, 0, None)
PROMISE = ModelPromise(0.9, 0.95, "each", 400, (RAIL, SPORT, ART, LAW))
CHECK = PromiseCheck(
    0.9, (LabelCheck("rail", 50, 30, 2), *(LabelCheck(x, 10, 0, 0) for x in ("sport", "art"))), 1
)


def test_a_promise_is_stated_with_what_was_tested_and_what_is_lacking() -> None:
    claim, tested, lacking, scope = promise_sentences(PROMISE, CHECK, 1.25)
    assert claim == (
        "Labels written automatically are right at least 90% of the time (95% confidence, for "
        "each label by itself) for 1 of 4 labels: rail from probability 0.72."
    )
    assert tested == (
        "Tested on out-of-fold predictions for 400 training articles labelled by people, one of "
        "each duplicate group. On the test articles, which took no part in it, 28 of 30 "
        "automatic labels are right (93%); these are 43% of the labels that the model gives."
    )
    assert lacking == (
        "Left to review: sport (about 750 more codings of random articles); not right often "
        "enough at any threshold: art; given to none of the articles that test: law."
    )
    assert scope == (
        "It holds for articles drawn like the coded ones, not for other outlets or later months, "
        "and says nothing on labels that are not given."
    )


def test_a_promise_that_is_broken_on_the_test_articles_is_named() -> None:
    broken = replace(CHECK, labels=(LabelCheck("rail", 50, 30, 9),))
    assert broken.broken == ["rail"]
    assert broken.right == pytest.approx(0.7)
    sentences = promise_sentences(PROMISE, broken)
    assert "Clearly less often right than promised on the test articles: rail." in sentences


def test_few_wrong_labels_do_not_break_a_promise() -> None:
    """2 of 10 wrong, where one is allowed, happens in a fourth of all cases."""
    assert not LabelCheck("rail", 10, 10, 2).is_broken(0.9)
    assert LabelCheck("rail", 10, 10, 4).is_broken(0.9)
    assert not LabelCheck("rail", 10, 0, 0).is_broken(0.9)


def test_no_promise_is_stated_plainly() -> None:
    promise = replace(PROMISE, labels=(SPORT,), scope="all")
    assert promise_headline(promise) == (
        "No label can be promised to be right at least 90% of the time (95% confidence, for all of "
        "these labels at once); all are left to review"
    )
    without_gold = replace(promise, n_articles=0, labels=(LAW,))
    assert "only these can test a promise" in promise_sentences(without_gold, None)[1]


@pytest.mark.parametrize(("factor", "expected"), [(1, 600), (1.25, 750), (1.013, 610)])
def test_lacking_codings_have_two_digits(factor: float, expected: int) -> None:
    assert n_more_codings(PROMISE, SPORT, factor) == expected
    assert n_more_codings(PROMISE, RAIL, factor) == 0
    assert n_more_codings(PROMISE, ART, factor) is None


def test_the_rows_of_a_table_have_promise_and_check() -> None:
    rail, _, _, law = promise_rows(PROMISE, CHECK, 1.0)
    assert rail == {
        "label": "rail",
        "threshold": 0.72,
        "n_given": 60,
        "n_passed": 40,
        "n_wrong": 1,
        "p_value": 0.08,
        "automatic_share": 40 / 60,
        "n_more_codings": 0,
        "test_automatic": 30,
        "test_wrong": 2,
    }
    assert law["test_automatic"] is None


def test_checks_of_several_models_are_added_up() -> None:
    other = PromiseCheck(0.9, (LabelCheck("rail", 10, 10, 1), LabelCheck("law", 5, 0, 0)), 2)
    total = PromiseCheck.sum([CHECK, None, other])
    assert total is not None
    assert total.labels[0] == LabelCheck("rail", 60, 40, 3)
    assert (total.n_given, total.n_automatic, total.n_promised) == (85, 40, 1.5)
    assert PromiseCheck.sum([None]) is None
    none = PromiseCheck(0.9, (LabelCheck("rail", 0, 0, 0),), 0)
    assert (none.right, none.automatic_share, none.broken) == (None, 0.0, [])


def test_automatic_labels_of_test_articles_are_counted_once_a_duplicate_group(
    project: Project,
) -> None:
    result = project.themes
    model, predictions = result.model, result.predictions
    assert PromiseCheck.of(model, predictions, project.corpus) is None
    rows = tuple(replace(RAIL, label=label, threshold=0.9) for label in model.labels)
    promised = replace(model, promise=ModelPromise(0.9, 0.95, "each", 200, rows))
    check = PromiseCheck.of(promised, predictions, project.corpus)
    assert check is not None
    groups = project.corpus.articles["duplicate_group"].to_numpy()[predictions.rows]
    first = np.sort(np.unique(groups, return_index=True)[1])
    assert len(first) < len(groups)
    given = predictions.y_pred[first] & predictions.is_known[first]
    automatic = given & (predictions.probabilities[first] >= 0.9)
    assert check.n_given == given.sum()
    assert check.n_automatic == automatic.sum() > 0
    assert check.right == pytest.approx(predictions.y_true[first][automatic].mean())
