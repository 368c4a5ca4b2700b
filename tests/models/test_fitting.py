"""Fitting on held-out folds of the training part."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tenor.errors import CorpusError
from tenor.labeling import answers
from tenor.models import Experiment, estimator
from tenor.models import fitting as room
from tenor.models.fitting import TrainingData, fit_model, held_out_scores, surest
from tenor.models.texts import FieldTexts

from ..conftest import Project

SPEC = Experiment.parse('task = "stance"\ntarget = "orle-dam"\n')


@pytest.fixture
def data(project: Project) -> TrainingData:
    """The articles of the sample with a stance to the dam."""
    corpus = project.corpus
    ids = pd.Index(corpus.articles["article_id"])
    found = answers(corpus.labels, ids, corpus.codebook, "stance", "orle-dam")
    texts = FieldTexts(corpus.articles.iloc[found.rows])
    return TrainingData(texts, found, corpus.codebook, "stance", "orle-dam")


def test_every_article_is_held_out_once(data: TrainingData) -> None:
    held_out, scores = held_out_scores(SPEC, data, 3)
    assert held_out.tolist() == list(range(len(data.answers)))
    assert np.isfinite(scores).all()


def test_no_fold_is_fitted_once_enough_articles_were_held_out(data: TrainingData) -> None:
    """The folds that are fitted give what they give among all."""
    third = len(data.answers) // 3
    _, all_scores = held_out_scores(SPEC, data, 3)
    some, some_scores = held_out_scores(SPEC, data, 3, enough=third // 2)
    assert third - 2 <= len(some) <= third + 2
    assert np.diff(some).min() > 0
    assert some_scores.tolist() == all_scores[some].tolist()
    assert len(held_out_scores(SPEC, data, 3, enough=2 * third)[0]) > third + 2
    assert len(held_out_scores(SPEC, data, 3, enough=10**6)[0]) == len(data.answers)


@pytest.mark.parametrize("kept", ["duplicate_group", "outlet"])
def test_what_is_kept_whole_is_held_out_whole(
    data: TrainingData, monkeypatch: pytest.MonkeyPatch, kept: str
) -> None:
    """No fold is scored by a model that was fitted on the same outlet, or on near-duplicates."""
    fitted: list[FieldTexts] = []
    scored: list[FieldTexts] = []
    fit, decision = estimator.fit, estimator.decision

    def noted_fit(pipeline: Any, texts: FieldTexts, *rest: Any) -> Any:
        fitted.append(texts)
        return fit(pipeline, texts, *rest)

    def noted_decision(pipeline: Any, texts: FieldTexts, n_labels: int) -> Any:
        scored.append(texts)
        return decision(pipeline, texts, n_labels)

    monkeypatch.setattr(estimator, "fit", noted_fit)
    monkeypatch.setattr(estimator, "decision", noted_decision)
    spec = SPEC.tuned_by(kept)  # type: ignore[arg-type]
    held_out, scores = held_out_scores(spec, data, 3)
    assert held_out.tolist() == list(range(len(data.answers)))
    assert np.isfinite(scores).all()
    assert len(fitted) == len(scored) == 3
    crossing = []
    for seen, unseen in zip(fitted, scored, strict=True):
        for column in ("duplicate_group", kept):
            assert not set(seen.column(column)) & set(unseen.column(column))
        crossing.append(set(seen.column("outlet")) & set(unseen.column("outlet")))
    assert any(crossing) == (kept == "duplicate_group")


def test_all_folds_are_fitted_where_each_shows_few_outlets(
    data: TrainingData, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many articles were held out by then; else one fold may settle the calibration."""
    monkeypatch.setattr(room, "SETTLED", 1)
    asked: list[int | None] = []
    held_out = room.held_out_scores

    def noted(spec: Any, data: Any, n_folds: int, enough: int | None = None) -> Any:
        asked.append(enough)
        return held_out(spec, data, n_folds, enough)

    monkeypatch.setattr(room, "held_out_scores", noted)
    fit_model(SPEC, data, {})
    fit_model(SPEC.tuned_by("outlet"), data, {})
    assert asked == [1, None]


def test_too_few_outlets_for_the_folds_are_one_sentence(data: TrainingData) -> None:
    of_two = np.flatnonzero(
        data.texts.column("outlet").isin(sorted(set(data.texts.column("outlet")))[:2])
    )
    with pytest.raises(CorpusError) as caught:
        held_out_scores(SPEC.tuned_by("outlet"), data.take(of_two), 3)
    assert str(caught.value) == (
        "2 outlet(s) of labelled articles cannot make 3 folds; label more articles, ask for fewer "
        "folds (n_folds), or keep less whole (keep_whole = 'duplicate_group')"
    )


SCORES = st.integers(1, 30).flatmap(lambda n: arrays(np.float64, (n, 3), elements=st.floats(-4, 4)))


@given(SCORES, st.floats(0.01, 1))
def test_the_surest_are_the_same_share_of_each_label(scores: np.ndarray, share: float) -> None:
    kept, best = surest(scores, share), scores.argmax(axis=1)
    assert np.diff(kept).min(initial=1) > 0
    ranked = np.sort(scores, axis=1)
    lead = ranked[:, -1] - ranked[:, -2]
    left = np.setdiff1d(np.arange(len(scores)), kept)
    for label in range(3):
        own, others = kept[best[kept] == label], left[best[left] == label]
        assert len(own) == int(np.ceil(share * (len(own) + len(others))))
        assert lead[own].min(initial=9) >= lead[others].max(initial=0)


def test_unanswered_articles_train_by_what_a_first_fit_says(data: TrainingData) -> None:
    """The second fit is on the answers and on the share of the others that it is surest of."""
    first, others = np.array_split(np.arange(len(data.answers)), 2)
    part = replace(data.take(first), background=data.texts.take(others))
    spec = SPEC.with_settings({"self_training": 0.5})
    terms_of_all = SPEC.model_copy(update={"vocabulary": "corpus"})
    plain = fit_model(terms_of_all, part, {})
    model = fit_model(spec, part, {})
    assert list(plain.views[0].vocabulary) == list(model.views[0].vocabulary)
    assert plain.info["self_trained"] == 0
    assert len(others) / 2 <= model.info["self_trained"] <= len(others) / 2 + 2
    assert np.abs(plain.weights - model.weights).max() > 0.01
    alone = fit_model(spec, data.take(first), {})
    assert alone.info["self_trained"] == 0
    without = fit_model(SPEC, part, {})
    assert list(without.views[0].vocabulary) == list(alone.views[0].vocabulary)


def test_what_is_held_out_does_not_train_unanswered(
    data: TrainingData, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Near-duplicates of it neither: with their labels guessed they would tell of it."""
    first, others = np.array_split(np.arange(len(data.answers)), 2)
    part = replace(data.take(first), background=data.texts.take(others))
    fitted: list[set[str]] = []
    scored: list[set[str]] = []
    fit, decision = estimator.fit, estimator.decision

    def noted_fit(pipeline: Any, texts: FieldTexts, *rest: Any) -> Any:
        fitted.append(set(texts.column("duplicate_group")))
        return fit(pipeline, texts, *rest)

    def noted_decision(pipeline: Any, texts: FieldTexts, n_labels: int) -> Any:
        scored.append(set(texts.column("duplicate_group")))
        return decision(pipeline, texts, n_labels)

    monkeypatch.setattr(estimator, "fit", noted_fit)
    monkeypatch.setattr(estimator, "decision", noted_decision)
    held_out_scores(SPEC.with_settings({"self_training": 1.0}), part, 3)
    # Of each fold two fits, and the scores of what is unanswered before those of the fold.
    assert (len(fitted), len(scored)) == (6, 6)
    for fold in range(3):
        for seen in fitted[2 * fold : 2 * fold + 2]:
            assert not seen & scored[2 * fold + 1]
        assert scored[2 * fold] <= fitted[2 * fold + 1]
