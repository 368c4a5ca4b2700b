"""The tables of an experiment spec."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError
from sklearn.base import BaseEstimator

from tenor.errors import SpecError
from tenor.features import Analysis
from tenor.models.estimator import make_pipeline
from tenor.models.spec import Experiment
from tenor.models.spec_tables import (
    CLASSIFIER_PARAMETERS,
    ClassifierSpec,
    SearchSpec,
    SplitSpec,
    TuningSpec,
    ViewSpec,
)


def test_a_split_of_outlets_groups_by_outlet_whatever_else_it_groups_by() -> None:
    assert SplitSpec().unseen_groups == "duplicate_group"
    assert SplitSpec(kind="folds", group_by="series").unseen_groups == "series"
    assert SplitSpec(kind="outlet", group_by="series").unseen_groups == "outlet"


@pytest.mark.parametrize(
    "settings",
    [
        {"kind": "target"},
        {"test_size": 0},
        {"test_size": 1},
        {"n_folds": 1},
        {"random_state": -1},
        {"group_by": "byline"},
    ],
)
def test_a_split_outside_its_bounds_is_invalid(settings: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SplitSpec.model_validate(settings)


def test_a_view_has_the_analysis_and_vectorizer_of_its_parameters() -> None:
    view = ViewSpec(
        field="title", ngram_range=(1, 2), stop_words=("the", "a"), min_df=3, sublinear_tf=False
    )
    assert view.analysis == Analysis.of("word", (1, 2), True, None, ("the", "a"))
    parameters = view.vectorizer().get_params()
    assert (parameters["min_df"], parameters["sublinear_tf"]) == (3, False)
    assert parameters["stop_words"] == ["the", "a"]
    assert parameters["dtype"] == np.float32


def test_views_of_the_same_text_have_the_same_key() -> None:
    """Target names are in the key where the field needs them."""
    names = ("dam", "reservoir")
    assert ViewSpec(field="body").text_key(names) == ViewSpec(field="body").text_key(())
    assert ViewSpec(field="target_sentences").text_key(names) == ("target_sentences", names)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"field": "byline"}, "'byline' is not one of title, body, title_body"),
        ({"ngram_range": (2, 1)}, "'2, 1' is not a range"),
        ({"n_components": 2000}, "less than or equal to 1000"),
        ({"weight": 0}, "greater than or equal to 0.000000001"),
        ({"norm": "max"}, "'l1' or 'l2'"),
    ],
)
def test_a_view_outside_its_bounds_is_invalid(settings: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        ViewSpec.model_validate(settings)


@pytest.mark.parametrize("kind", CLASSIFIER_PARAMETERS)
def test_every_parameter_of_a_classifier_is_one_of_its_estimator(kind: str) -> None:
    spec = Experiment.parse(f'task = "theme"\n[classifier]\nkind = "{kind}"\n')
    estimator: BaseEstimator = make_pipeline(spec, single_label=True).named_steps["classifier"]
    assert set(estimator.get_params()) >= CLASSIFIER_PARAMETERS[kind]
    for name, value in spec.classifier.parameters().items():
        assert estimator.get_params()[name] == value


def test_only_parameters_that_are_set_are_passed_on() -> None:
    """The others keep the defaults of the estimator; C is always passed."""
    assert ClassifierSpec().parameters() == {"C": 1.0}
    assert ClassifierSpec(kind="sgd", loss="log_loss").parameters() == {"loss": "log_loss"}
    assert ClassifierSpec(kind="ridge", class_weight=None).parameters() == {}


def test_a_parameter_of_another_classifier_is_a_fault() -> None:
    with pytest.raises(SpecError, match="ridge does not take 'C'; it takes alpha, class_weight"):
        Experiment.parse('task = "theme"\n[classifier]\nkind = "ridge"\nC = 2\n')


def test_tuning_and_search_have_their_defaults() -> None:
    assert (TuningSpec().n_folds, TuningSpec().group_by, TuningSpec().thresholds) == (
        3,
        None,
        "shared",
    )
    search = SearchSpec.model_validate({"grid": {"classifier.C": [1, 2]}})
    assert (search.grid, search.metric) == ({"classifier.C": (1, 2)}, "macro_f1")
    assert (search.n_folds, search.minutes) == (3, None)
    with pytest.raises(ValidationError):
        SearchSpec.model_validate({"grid": {}, "metric": "cleverness"})


def test_one_origin_or_folder_needs_no_list() -> None:
    spec = Experiment.parse('task = "theme"\ntrain_on = "rule"\nunlabelled_corpora = "news"\n')
    assert spec.train_on == ("rule",)
    assert spec.unlabelled_corpora == ("news",)
