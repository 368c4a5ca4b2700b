"""A linear model as arrays: raw scores, predictions and top terms."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tenor.articles import Article
from tenor.features import Analysis, FittedView, Vocabulary
from tenor.models import LinearModel, Prediction, count_terms
from tenor.models.calibration import Calibration
from tenor.models.linear_model import assign_labels

from ..conftest import Project


def view(field: str, *terms: str, weight: float = 1.0) -> FittedView:
    idf = np.ones(len(terms))
    return FittedView(field, Analysis(), Vocabulary.of(terms), idf, norm=None, weight=weight)


MODEL = LinearModel(
    labels=("economy", "sport"),
    labels_per_article="any",
    views=(view("title", "cup", "tax"), view("body", "bank", "goal", "tax", weight=0.5)),
    weights=np.array([[-1, 2], [3, -1], [2, 0], [0, 4], [1, 1]], dtype=np.float32),
    intercept=np.array([-1.0, -2.0]),
    calibration=Calibration(False, np.ones(2), np.zeros(2)),
    thresholds=np.array([0.5, 0.5]),
)


def test_raw_scores_are_the_weighted_values_of_all_views_plus_the_intercept() -> None:
    article = Article(article_id="1", title="Tax", text="Goal, goal: the bank of unknown words.")
    # Economy: -1 + 3 (title: tax) + 2 / 2 (bank); sport: -2 - 1 + 2 * 4 / 2 (goal, twice).
    scores = MODEL.raw_scores(count_terms(article, [MODEL]))
    assert scores.tolist() == [3.0, 1.0]
    assert MODEL.raw_scores(count_terms(Article(article_id="2", text="x"), [MODEL])).tolist() == [
        -1.0,
        -2.0,
    ]
    assert MODEL.intercept.tolist() == [-1.0, -2.0]


def test_a_prediction_has_the_labels_above_their_thresholds_and_all_probabilities() -> None:
    articles = [Article(article_id=i, text="x") for i in "12"]
    first, second = MODEL.predictions(articles, np.array([[3.0, -1.0], [-1.0, -2.0]]))
    assert first.labels == ("economy",)
    assert first.scores == pytest.approx({"economy": 0.9526, "sport": 0.2689}, abs=1e-4)
    assert second.labels == ()
    assert list(second.scores) == ["economy", "sport"]


def test_one_label_an_article_is_single_label() -> None:
    assert not MODEL.single_label
    assert not replace(MODEL, labels_per_article="one or more").single_label
    assert replace(MODEL, labels_per_article="one").single_label


def test_a_model_and_its_predictions_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        MODEL.labels = ("other",)  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        Prediction((), {}).labels = ("other",)  # type: ignore[misc]


def test_top_terms_have_the_field_and_the_weight_times_idf_and_view_weight() -> None:
    assert MODEL.top_terms(2) == {
        "economy": [("title", "tax", 3.0), ("body", "bank", 1.0)],
        "sport": [("title", "cup", 2.0), ("body", "goal", 2.0)],
    }
    assert MODEL.top_terms(1, ["sport"]) == {"sport": [("title", "cup", 2.0)]}


@given(
    arrays(np.float64, (5, 3), elements=st.floats(0.01, 0.99)),
    arrays(np.float64, 3, elements=st.floats(0.05, 0.95)),
)
def test_the_numbers_of_labels_are_those_that_an_article_may_have(
    probabilities: np.ndarray, thresholds: np.ndarray
) -> None:
    """Several where each reaches its threshold, at least one, or exactly one."""
    several, at_least_one, one = (
        assign_labels(probabilities, probabilities, thresholds, per_article)
        for per_article in ("any", "one or more", "one")
    )
    assert (several == (probabilities >= thresholds)).all()
    assert (at_least_one.sum(axis=1) == np.maximum(several.sum(axis=1), 1)).all()
    assert (at_least_one >= several).all()
    assert (one.sum(axis=1) == 1).all()


def test_labels_per_article_decide_how_many_labels_are_predicted() -> None:
    p = np.array([[0.2, 0.4, 0.1], [0.6, 0.7, 0.1]])
    thresholds = np.array([0.5, 0.5, 0.5])
    assert assign_labels(p, p, thresholds, "any").tolist() == [[False] * 3, [True, True, False]]
    assert assign_labels(p, p, thresholds, "one or more").tolist() == [
        [False, True, False],
        [True, True, False],
    ]
    assert assign_labels(p, p, thresholds, "one").tolist() == [[False, True, False]] * 2


def test_top_terms_of_a_theme_are_words_about_it(project: Project) -> None:
    terms = [term for _, term, _ in project.themes.model.top_terms(10)["education"]]
    assert "school" in terms
    assert "schools" in terms


def test_top_terms_are_the_largest_weights_in_order(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the number of features ranked at a time; equal ones keep their order."""
    monkeypatch.setattr("tenor.models.linear_model.TOP_TERMS_BLOCK", 100)
    model = project.themes.model
    weights = np.round(model.weights, 2)
    model = replace(model, weights=weights)
    top = model.top_terms(15, model.labels[1:3])
    assert list(top) == list(model.labels[1:3])
    idf = np.concatenate([view.idf * view.weight for view in model.views])
    terms = [(view.field, term) for view in model.views for term in view.vocabulary]
    for column, label in enumerate(top, start=1):
        strength = weights[:, column] * idf
        order = sorted(range(len(terms)), key=lambda i: -strength[i])[:15]
        assert [(name, term) for name, term, _ in top[label]] == [terms[i] for i in order]
        assert [w for _, _, w in top[label]] == [strength[i] for i in order]


def test_terms_with_negative_weight_are_not_among_the_top_terms(project: Project) -> None:
    [top] = project.themes.model.top_terms(10**6, ["education"]).values()
    assert 0 < len(top) < len(project.themes.model.weights)
    assert min(weight for _, _, weight in top) > 0
