"""Predictions for the articles that trained a model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tenor.errors import InputError
from tenor.tracking import out_of_fold_labels
from tenor.workflow.shares import cross_fitting
from tenor.workflow.shares.cross_fitting import cross_fit, models_of_tasks
from tenor.workflow.shares.predicted import group_codes

from ...conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")
REFERENCE = "tenor-theme@champion"


def test_training_articles_have_the_predictions_of_other_folds(project: Project) -> None:
    """All 276 articles of the sample trained its model, and each was held out of one fold."""
    model = project.themes.model
    nothing = np.zeros((276, len(model.labels)), dtype=bool)
    predicted = cross_fit(REFERENCE, model, nothing, project.corpus)
    logged = project.themes.predictions
    expected = np.zeros_like(nothing)
    expected[logged.rows] = logged.y_pred
    assert (predicted.y_pred == expected).all()
    assert predicted.is_training.all()
    assert predicted.is_cross_fitted.all()
    assert predicted.knows_gold.all()
    [note] = predicted.notes
    assert note == (
        "276 articles of the 276 trained tenor-theme@champion or are near-duplicates of such "
        "articles; out-of-fold predictions of its run take the place of its own for 276"
    )


def test_near_duplicates_of_training_articles_get_their_predictions(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the first article of a group with two trained; both flatter."""
    groups = group_codes(project.corpus)
    first, second = np.flatnonzero(groups == np.flatnonzero(np.bincount(groups) > 1)[0])[:2]
    out_of_fold = out_of_fold_labels(REFERENCE)
    assert out_of_fold is not None
    ids = project.corpus.article_ids
    alone = np.flatnonzero(np.bincount(groups)[groups] == 1)[0]
    at = out_of_fold.article_ids.index(ids[first])
    fewer = replace(
        out_of_fold,
        article_ids=(ids[first],),
        titles=(out_of_fold.titles[at],),
        predicted_labels=("transport; health",),
        training_ids=(ids[first], ids[alone]),
    )
    monkeypatch.setattr("tenor.tracking.out_of_fold_labels", lambda reference: fewer)
    nothing = np.zeros((276, 6), dtype=bool)
    predicted = cross_fit(REFERENCE, project.themes.model, nothing, project.corpus)
    given = {project.themes.model.labels[i] for i in np.flatnonzero(predicted.y_pred[second])}
    assert given == {"transport", "health"}
    assert predicted.is_cross_fitted.sum() == (groups == groups[first]).sum()
    assert predicted.is_training[alone]
    assert not predicted.is_cross_fitted[alone]
    assert "the run has none for 1, which keep the model's" in predicted.notes[0]


def test_the_same_ids_in_another_corpus_are_other_articles(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    out_of_fold = out_of_fold_labels(REFERENCE)
    assert out_of_fold is not None
    other = replace(out_of_fold, titles=tuple("another" for _ in out_of_fold.titles))
    monkeypatch.setattr("tenor.tracking.out_of_fold_labels", lambda reference: other)
    ones = np.ones((276, 6), dtype=bool)
    predicted = cross_fit(REFERENCE, project.themes.model, ones, project.corpus)
    assert predicted.y_pred.all()
    assert not predicted.is_training.any()


def test_a_bundle_folder_needs_the_statement_that_no_drawn_article_trained_it(
    project: Project,
) -> None:
    model = project.themes.model
    nothing = np.zeros((276, 6), dtype=bool)
    with pytest.raises(InputError) as error:
        cross_fit("data", model, nothing, project.corpus)
    assert str(error.value) == (
        "it is not known which articles trained model 'data' (a bundle folder has no run), and "
        "predictions for these flatter; name the model as NAME@ALIAS or by its run, or state that "
        "none of the drawn articles did with --assume unseen"
    )
    predicted = cross_fit("data", model, nothing, project.corpus, unseen=True)
    assert not predicted.is_training.any()
    assert predicted.notes == (
        "assumed, not known: data was trained on none of the drawn articles",
    )


def test_a_run_that_lists_no_training_articles_is_trained_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    out_of_fold = out_of_fold_labels(REFERENCE)
    assert out_of_fold is not None
    older = replace(out_of_fold, training_ids=None)
    monkeypatch.setattr("tenor.tracking.out_of_fold_labels", lambda reference: older)
    with pytest.raises(InputError, match=r"an earlier version logged it.* train it again"):
        cross_fit(REFERENCE, project.themes.model, np.zeros((276, 6), dtype=bool), project.corpus)


def test_models_are_chosen_by_task(project: Project) -> None:
    models = {"a": project.themes.model, "b": project.stances[0].model}
    assert list(models_of_tasks(models, [project.stances[0].model.task])) == ["b"]
    with pytest.raises(InputError, match="none of the models a, b predicts 'stance:"):
        models_of_tasks(models, [project.stances[1].model.task])


def test_the_assumption_has_the_name_of_the_option() -> None:
    assert cross_fitting.UNSEEN == "unseen"
