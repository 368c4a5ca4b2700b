"""The promise of a model: how it is made, what it decides, and how it is read."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.errors import SpecError
from tenor.evaluation.promises import PrecisionPromise
from tenor.labeling import ResolvedLabels
from tenor.models.fitting import fit_model
from tenor.models.promise import ModelPromise, fit_promise
from tenor.models.promise_spec import PromiseSpec
from tenor.models.spec import Experiment
from tenor.models.training_set import TrainingSet

RAIL = PrecisionPromise("rail", 0.9, 0.95, 0.7, 40, 1, 0.08, 60, 0)
SPORT = PrecisionPromise("sport", 0.9, 0.95, None, 10, 2, 1.0, 20, 30)
PROMISE = ModelPromise(0.9, 0.95, "each", 400, (RAIL, SPORT))


def labels_of(matrix: np.ndarray, **changes: Any) -> ResolvedLabels:
    n = len(matrix)
    labels = ResolvedLabels(
        np.arange(n), ("rail", "sport"), matrix.astype(np.uint8), np.ones(n, dtype=bool)
    )
    return replace(labels, **changes)


def simulated(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return labels and calibrated probabilities of two labels; few of sport are certain."""
    probabilities = np.column_stack([rng.beta(0.3, 0.6, n), rng.beta(2, 4, n)])
    return rng.random((n, 2)) < probabilities, probabilities


def test_a_label_is_automatic_from_its_threshold_on_and_only_if_it_is_given() -> None:
    scores = {"rail": 0.7, "sport": 0.99}
    assert PROMISE.decisions(("rail", "sport"), scores) == {"rail": "auto", "sport": "review"}
    assert PROMISE.decisions(("sport",), scores) == {"rail": "none", "sport": "review"}
    assert PROMISE.decisions(("rail",), {"rail": 0.6999, "sport": 0.1})["rail"] == "review"


def test_the_decision_follows_from_the_written_probability() -> None:
    """0.69999951 is written as 0.7."""
    assert PROMISE.decisions(("rail",), {"rail": 0.69999951, "sport": 0.0})["rail"] == "auto"


def test_an_article_without_a_prediction_has_no_decision() -> None:
    assert PROMISE.decisions(("unknown",), {}) == {}


def test_more_codings_are_counted_in_random_articles() -> None:
    """20 of 400 articles are given the label, and 30 more of these are needed."""
    assert PROMISE.n_more_codings(RAIL) == 0
    assert PROMISE.n_more_codings(SPORT) == 600


def test_a_label_that_few_articles_are_given_needs_29_of_these_at_least() -> None:
    few = replace(SPORT, n_passed=4, n_wrong=0, n_calibration=4, n_more=None)
    assert PROMISE.n_more_codings(few) == 25 * 400 // 4
    none = replace(few, n_passed=0, n_calibration=0)
    assert PROMISE.n_more_codings(none) is None
    often_wrong = replace(few, n_passed=60, n_wrong=20, n_calibration=60)
    assert PROMISE.n_more_codings(often_wrong) is None


def test_probabilities_that_are_right_are_promised_where_enough_pass() -> None:
    rng = np.random.default_rng(0)
    y_true, probabilities = simulated(4000, rng)
    promise = fit_promise(
        PromiseSpec(), labels_of(y_true), probabilities >= 0.5, probabilities, np.arange(4000)
    )
    rail, sport = promise.labels
    assert rail.threshold is not None
    assert 0.6 < rail.threshold < 0.9
    y_true, probabilities = simulated(100_000, rng)
    assert y_true[probabilities[:, 0] >= rail.threshold, 0].mean() >= 0.9
    assert sport.threshold is None
    assert promise.promised == (rail,)
    assert promise.n_articles == 4000


def test_all_labels_at_once_need_a_stricter_test() -> None:
    y_true, probabilities = simulated(3000, np.random.default_rng(1))
    args = labels_of(y_true), probabilities >= 0.5, probabilities, np.arange(3000)
    each = fit_promise(PromiseSpec(), *args)
    every = fit_promise(PromiseSpec(scope="all"), *args)
    assert every.scope == "all"
    assert every.thresholds["rail"] > each.thresholds["rail"]


def test_only_labels_by_people_test_a_promise() -> None:
    y_true, probabilities = simulated(1000, np.random.default_rng(2))
    is_gold = np.arange(1000) < 300
    promise = fit_promise(
        PromiseSpec(),
        labels_of(y_true, is_gold=is_gold),
        probabilities >= 0.5,
        probabilities,
        np.arange(1000),
    )
    assert promise.n_articles == 300
    without = fit_promise(
        PromiseSpec(),
        labels_of(y_true, is_gold=np.zeros(1000, dtype=bool)),
        probabilities >= 0.5,
        probabilities,
        np.arange(1000),
    )
    assert (without.n_articles, without.promised) == (0, ())
    assert [row.n_calibration for row in without.labels] == [0, 0]


def test_a_duplicate_group_counts_as_one_article() -> None:
    """40 copies of one right article prove nothing."""
    y_true = np.ones((400, 2))
    probabilities = np.full((400, 2), 0.9)
    groups = np.arange(400) // 40
    promise = fit_promise(PromiseSpec(), labels_of(y_true), y_true == 1, probabilities, groups)
    assert promise.n_articles == 10
    assert promise.promised == ()


def test_unknown_labels_and_labels_that_are_not_given_do_not_test() -> None:
    y_true, probabilities = simulated(800, np.random.default_rng(3))
    is_known = np.ones((800, 2), dtype=bool)
    is_known[:400, 0] = False
    y_pred = probabilities >= 0.5
    promise = fit_promise(
        PromiseSpec(),
        labels_of(y_true, is_known=is_known),
        y_pred,
        probabilities,
        np.arange(800),
    )
    n_given = y_pred[400:, 0].sum()
    assert 0.6 * n_given < promise.labels[0].n_calibration < 0.9 * n_given


def test_promises_of_simulated_labels_break_in_at_most_5_percent() -> None:
    """The precision of each promised threshold is known from a large sample."""
    rng = np.random.default_rng(4)
    y_true, probabilities = simulated(200_000, rng)
    order = np.argsort(-probabilities[:, 0])
    right = np.cumsum(y_true[order, 0]) / np.arange(1, len(order) + 1)
    broken = granted = 0
    for _ in range(200):
        drawn = rng.integers(0, len(y_true), 1500)
        promise = fit_promise(
            PromiseSpec(),
            labels_of(y_true[drawn]),
            probabilities[drawn] >= 0.5,
            probabilities[drawn],
            np.arange(1500),
        )
        threshold = promise.labels[0].threshold
        if threshold is not None:
            granted += 1
            n_passed = int((probabilities[:, 0] >= threshold).sum())
            broken += right[n_passed - 1] < 0.9
    assert granted > 100
    assert broken <= 10


def test_a_promise_is_read_as_it_was_written() -> None:
    values = json.loads(json.dumps(PROMISE.to_json()))
    assert ModelPromise.of_json(values, ["rail", "sport"]) == PROMISE


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("precision", 1.5),
        ("precision", 0),
        ("precision", True),
        ("confidence", float("nan")),
        ("confidence", "0.95"),
        ("scope", "some"),
        ("n_articles", -1),
        ("labels", None),
        ("labels", []),
    ],
)
def test_a_malformed_promise_raises_an_error(key: str, value: Any) -> None:
    with pytest.raises(ValueError, match="promise"):
        ModelPromise.of_json({**PROMISE.to_json(), key: value}, ["rail", "sport"])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("label", "other"),
        ("threshold", 1.2),
        ("threshold", float("inf")),
        ("threshold", False),
        ("n_passed", 2.5),
        ("n_passed", 70),
        ("n_wrong", 41),
        ("n_calibration", "60"),
        ("p_value", -0.1),
        ("n_more", "many"),
    ],
)
def test_a_malformed_label_of_a_promise_raises_an_error(key: str, value: Any) -> None:
    values = PROMISE.to_json()
    values["labels"][0][key] = value
    with pytest.raises(ValueError, match="promise"):
        ModelPromise.of_json(values, ["rail", "sport"])


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=4))
def test_any_other_value_is_no_promise(value: Any) -> None:
    with pytest.raises(ValueError, match="promise"):
        ModelPromise.of_json(value, ["rail"])


def test_a_fitted_model_carries_the_promise_that_its_spec_asks_for(training: TrainingSet) -> None:
    """It changes nothing else of the model."""
    spec = Experiment.parse('task = "stance"\ntarget = "orle-dam"\n')
    plain = fit_model(spec, training)
    promised = fit_model(spec.with_promise(0.6), training)
    assert plain.promise is None
    assert promised.promise is not None
    assert promised.promise.precision == 0.6
    assert [row.label for row in promised.promise.labels] == list(promised.labels)
    assert 0 < promised.promise.n_articles <= len(training.labels)
    np.testing.assert_array_equal(plain.weights, promised.weights)
    assert spec.fingerprint == spec.with_promise(0.6).fingerprint


def test_a_promise_out_of_range_is_a_fault() -> None:
    with pytest.raises(SpecError) as caught:
        Experiment.parse('task = "theme"\n[promise]\nprecision = 1.0\nscope = "any"\n')
    assert str(caught.value).splitlines() == [
        "spec.toml, line 3: [promise.precision] '1.0': input should be less than or equal to 0.99",
        "spec.toml, line 4: [promise.scope] 'any' is not one of 'each' or 'all'",
    ]


def test_the_progress_of_a_label_is_the_share_of_the_articles_that_a_promise_needs() -> None:
    hopeless = replace(SPORT, label="art", n_passed=60, n_wrong=20, n_calibration=60, n_more=None)
    promise = replace(PROMISE, labels=(RAIL, SPORT, hopeless))
    assert promise.progress == {
        "rail": 1,
        "sport": pytest.approx(21 / 51),
        "art": pytest.approx(61 / 20061),
    }
