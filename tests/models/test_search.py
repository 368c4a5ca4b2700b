"""Search: trying the settings of a grid on held-out folds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tenor.codebook import THEMES
from tenor.errors import CorpusError, SpecError
from tenor.evaluation import score
from tenor.models import search as search_module
from tenor.models.fitting import calibrated_predictions, cross_val_scores
from tenor.models.pool import UnlabelledPool
from tenor.models.search import Search, Trial, grid_of, search
from tenor.models.spec import Experiment
from tenor.models.training_set import TrainingSet
from tenor.workflow.fit.labelled import make_labelled_set

from ..conftest import Project

SPEC = """
task = "stance"
target = "orle-dam"
[search]
n_folds = 2
{more}
[search.grid]
"classifier.C" = [0.00001, 1.0, 3.0]
"features.0.min_df" = [1, 2]
"""


def _spec(more: str = "") -> Experiment:
    return Experiment.parse(SPEC.format(more=more))


def test_every_setting_is_tried_and_the_best_maximizes_the_metric(
    training: TrainingSet,
) -> None:
    result = search(_spec('metric = "f_avg"'), training)
    assert [(t.number, t.settings) for t in result.trials] == [
        (i, {"classifier.C": c, "features.0.min_df": n})
        for i, (c, n) in enumerate(
            [(0.00001, 1), (0.00001, 2), (1.0, 1), (1.0, 2), (3.0, 1), (3.0, 2)], start=1
        )
    ]
    assert result.untried == ()
    assert result.best.metrics["f_avg"] == max(t.metrics["f_avg"] for t in result.trials)


def test_a_trial_has_the_scores_over_all_folds_and_their_standard_deviation(
    training: TrainingSet,
) -> None:
    """Each fold is scored by itself for the standard deviation."""
    spec = _spec()
    tried = spec.with_settings({"classifier.C": 3.0, "features.0.min_df": 1})
    [trial] = [t for t in search(spec, training).trials if t.number == 5]
    _, scores = cross_val_scores(tried, training, 2)
    y_pred, _ = calibrated_predictions(tried, scores, training)
    matrix, labels = training.labels.matrix, training.labels.labels
    expected = score(matrix, y_pred, labels, single_label=True).metrics
    assert {name: trial.metrics[name] for name in expected} == expected
    folds = training.groups().folds(matrix, 2, 0)
    first, second = (
        score(matrix[f], y_pred[f], labels, single_label=True).metrics["macro_f1"] for f in folds
    )
    assert trial.metrics["macro_f1_std"] == pytest.approx(abs(first - second) / np.sqrt(2))
    assert 0 < trial.metrics["weighted_average_precision"] <= 1


def test_a_search_without_time_tries_one_setting_and_lists_the_others(
    training: TrainingSet,
) -> None:
    result = search(_spec(), training, seconds=0.0)
    assert len(result.trials) == 1
    assert result.best == result.trials[0]
    settings = [result.trials[0].settings, *result.untried]
    assert sorted(map(str, settings)) == sorted(map(str, grid_of(_spec())))


def test_no_trial_starts_that_would_end_after_the_time_limit(
    training: TrainingSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of trials of ten seconds, four fit into forty-five."""
    now = [0.0]

    def ten_seconds(*_: object) -> dict[str, float]:
        now[0] += 10
        return {"macro_f1": 0.5}

    monkeypatch.setattr(search_module, "_scores", ten_seconds)
    monkeypatch.setattr(search_module.time, "monotonic", lambda: now[0])
    assert len(search(_spec(), training, seconds=45).trials) == 4


def test_trials_of_an_interrupted_search_are_not_repeated(training: TrainingSet) -> None:
    logged: list[Trial] = []

    def find_scores(tried: Experiment, _: TrainingSet) -> dict[str, float] | None:
        return {"macro_f1": tried.classifier.C} if tried.classifier.C > 0.5 else None

    result = search(
        _spec(),
        training,
        seconds=0.0,
        find_scores=find_scores,
        on_trial=lambda trial, *_: logged.append(trial),
    )
    assert [t.metrics["macro_f1"] for t in result.trials] == [1.0, 1.0, 3.0, 3.0]
    assert len(result.untried) == 2
    assert result.best.number == 5
    assert len(logged) == 4


def test_a_metric_that_the_labels_lack_raises_an_error_before_anything_is_fitted(
    project: Project,
) -> None:
    spec = Experiment.parse(
        'task = "theme"\n[search]\nmetric = "f_avg"\n[search.grid]\n"classifier.C" = [1]\n'
    )
    with pytest.raises(SpecError) as caught:
        make_labelled_set(spec, project.corpus, THEMES, UnlabelledPool())
    assert str(caught.value) == (
        "search metric 'f_avg' is not a metric of these labels (environment, economy, transport, "
        "health, education, ...); choose one of macro_f1, micro_f1, samples_f1, "
        "mean_average_precision, weighted_average_precision"
    )


def test_a_time_limit_needs_a_search() -> None:
    assert _spec("minutes = 2").with_minutes(0.5).search.minutes == 0.5  # type: ignore[union-attr]
    with pytest.raises(SpecError, match=r"spec 'plain' has no \[search\], so 5 minutes"):
        Experiment.parse('task = "theme"\nname = "plain"\n').with_minutes(5)


def test_a_search_without_gold_labels_raises_an_error(training: TrainingSet) -> None:
    """Nothing could be scored."""
    silver = replace(training.labels, is_gold=np.zeros(len(training.labels), dtype=bool))
    with pytest.raises(CorpusError, match="a search is scored on labels by people"):
        search(_spec(), replace(training, labels=silver))


def test_a_spec_without_a_search_has_no_settings() -> None:
    assert grid_of(_spec().without_search()) == []
    assert len(grid_of(_spec())) == 6


def test_the_first_of_several_best_trials_is_the_best() -> None:
    trials = [Trial(i, {}, {"macro_f1": score}) for i, score in enumerate([0.1, 0.5, 0.5], 1)]
    result = Search("macro_f1", tuple(trials), ({},))
    assert result.best.number == 2
    assert result.n_settings == 4
