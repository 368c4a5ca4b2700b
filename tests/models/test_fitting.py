"""Fitting, and scoring on held-out folds of the training set."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tenor.corpus import GroupBy
from tenor.errors import CorpusError
from tenor.models import estimator, fitting
from tenor.models.field_texts import FieldTexts
from tenor.models.fitting import cross_val_scores, fit_model, most_confident
from tenor.models.pool import UnlabelledPool
from tenor.models.spec import Experiment
from tenor.models.training_set import TrainingSet

HEAD = 'task = "stance"\ntarget = "orle-dam"\n'
SPEC = Experiment.parse(HEAD)
SELF_TRAINING = Experiment.parse(
    f"{HEAD}[self_training]\nshare = 1.0\n[[self_training.features]]\n"
)


def test_every_article_is_held_out_once(training: TrainingSet) -> None:
    held_out, scores = cross_val_scores(SPEC, training, 3)
    assert held_out.tolist() == list(range(len(training.labels)))
    assert np.isfinite(scores).all()


def test_no_fold_is_fitted_after_enough_articles_were_held_out(training: TrainingSet) -> None:
    """The fitted folds have the same scores as among all folds."""
    third = len(training.labels) // 3
    _, all_scores = cross_val_scores(SPEC, training, 3)
    some, some_scores = cross_val_scores(SPEC, training, 3, min_articles=third // 2)
    assert third - 2 <= len(some) <= third + 2
    assert np.diff(some).min() > 0
    assert some_scores.tolist() == all_scores[some].tolist()
    assert len(cross_val_scores(SPEC, training, 3, min_articles=2 * third)[0]) > third + 2
    assert len(cross_val_scores(SPEC, training, 3, min_articles=10**6)[0]) == len(training.labels)


@pytest.mark.parametrize("group_by", ["duplicate_group", "outlet"])
def test_no_group_crosses_the_folds(
    training: TrainingSet, monkeypatch: pytest.MonkeyPatch, group_by: GroupBy
) -> None:
    """No fold is scored by a model fitted on the same outlets or on near-duplicates."""
    fitted: list[FieldTexts] = []
    scored: list[FieldTexts] = []
    fit, decision_function = estimator.fit, estimator.decision_function

    def logged_fit(pipeline: Any, texts: FieldTexts, *rest: Any) -> Any:
        fitted.append(texts)
        return fit(pipeline, texts, *rest)

    def logged_decision(pipeline: Any, texts: FieldTexts, n_labels: int) -> Any:
        scored.append(texts)
        return decision_function(pipeline, texts, n_labels)

    monkeypatch.setattr(estimator, "fit", logged_fit)
    monkeypatch.setattr(estimator, "decision_function", logged_decision)
    spec = SPEC.with_tuning_groups(group_by)
    held_out, scores = cross_val_scores(spec, training, 3)
    assert held_out.tolist() == list(range(len(training.labels)))
    assert np.isfinite(scores).all()
    assert len(fitted) == len(scored) == 3
    crossing = []
    for fitted_texts, scored_texts in zip(fitted, scored, strict=True):
        for column in ("duplicate_group", group_by):
            assert not set(fitted_texts.column(column)) & set(scored_texts.column(column))
        crossing.append(set(fitted_texts.column("outlet")) & set(scored_texts.column("outlet")))
    assert any(crossing) == (group_by == "duplicate_group")


def test_all_folds_are_fitted_where_each_has_few_outlets(
    training: TrainingSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With other groups, one fold may suffice for the calibration."""
    monkeypatch.setattr(fitting, "MIN_CALIBRATION_ARTICLES", 1)
    limits: list[int | None] = []

    def logged(spec: Any, training: Any, n_folds: int, min_articles: int | None = None) -> Any:
        limits.append(min_articles)
        return cross_val_scores(spec, training, n_folds, min_articles)

    monkeypatch.setattr(fitting, "cross_val_scores", logged)
    fit_model(SPEC, training)
    fit_model(SPEC.with_tuning_groups("outlet"), training)
    assert limits == [1, None]


def test_too_few_outlets_for_the_folds_raise_one_sentence(training: TrainingSet) -> None:
    of_two = np.flatnonzero(
        training.texts.column("outlet").isin(sorted(set(training.texts.column("outlet")))[:2])
    )
    with pytest.raises(CorpusError) as caught:
        cross_val_scores(SPEC.with_tuning_groups("outlet"), training.take(of_two), 3)
    assert str(caught.value) == (
        "2 outlets of labelled articles cannot make 3 folds; label more articles, ask for fewer "
        "folds (n_folds), or group by duplicates alone (group_by = 'duplicate_group')"
    )


SCORES = st.integers(1, 30).flatmap(lambda n: arrays(np.float64, (n, 3), elements=st.floats(-4, 4)))


@given(SCORES, st.floats(0.01, 1))
def test_the_most_confident_are_the_same_share_of_each_label(
    scores: np.ndarray, share: float
) -> None:
    kept, best = most_confident(scores, share), scores.argmax(axis=1)
    assert np.diff(kept).min(initial=1) > 0
    ranked = np.sort(scores, axis=1)
    margin = ranked[:, -1] - ranked[:, -2]
    others = np.setdiff1d(np.arange(len(scores)), kept)
    for label in range(3):
        own, rest = kept[best[kept] == label], others[best[others] == label]
        assert len(own) == int(np.ceil(share * (len(own) + len(rest))))
        assert margin[own].min(initial=9) >= margin[rest].max(initial=0)


def test_unlabelled_articles_train_by_the_predictions_of_a_first_fit(training: TrainingSet) -> None:
    """The second fit is on the labelled articles and the most confident share of the others."""
    first, others = np.array_split(np.arange(len(training.labels)), 2)
    part = replace(
        training.take(first), pool=UnlabelledPool(applicable=training.texts.take(others))
    )
    spec = SELF_TRAINING.with_settings({"self_training.share": 0.5})
    terms_of_all = SPEC.model_copy(update={"vocabulary": "corpus"})
    plain = fit_model(terms_of_all, part)
    model = fit_model(spec, part)
    assert list(plain.views[0].vocabulary) == list(model.views[0].vocabulary)
    assert plain.n_self_trained == 0
    assert len(others) / 2 <= model.n_self_trained <= len(others) / 2 + 2
    assert np.abs(plain.weights - model.weights).max() > 0.01
    alone = fit_model(spec, training.take(first))
    assert alone.n_self_trained == 0
    without = fit_model(SPEC, part)
    assert list(without.views[0].vocabulary) == list(alone.views[0].vocabulary)


def test_held_out_articles_do_not_train_as_unlabelled_ones(
    training: TrainingSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor do near-duplicates: their predicted labels would reveal those of the test articles."""
    first, others = np.array_split(np.arange(len(training.labels)), 2)
    part = replace(
        training.take(first), pool=UnlabelledPool(applicable=training.texts.take(others))
    )
    fitted: list[set[str]] = []
    scored: list[set[str]] = []
    fit, decision_function = estimator.fit, estimator.decision_function

    def logged_fit(pipeline: Any, texts: FieldTexts, *rest: Any) -> Any:
        fitted.append(set(texts.column("duplicate_group")))
        return fit(pipeline, texts, *rest)

    def logged_decision(pipeline: Any, texts: FieldTexts, n_labels: int) -> Any:
        scored.append(set(texts.column("duplicate_group")))
        return decision_function(pipeline, texts, n_labels)

    monkeypatch.setattr(estimator, "fit", logged_fit)
    monkeypatch.setattr(estimator, "decision_function", logged_decision)
    cross_val_scores(SELF_TRAINING, part, 3)
    # Each fold has two fits, and scores of unlabelled articles before its own.
    assert (len(fitted), len(scored)) == (6, 6)
    for fold in range(3):
        for groups in fitted[2 * fold : 2 * fold + 2]:
            assert not groups & scored[2 * fold + 1]
        assert scored[2 * fold] <= fitted[2 * fold + 1]
