"""Trying the settings of a grid."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.errors import SpecError
from tenor.evaluation import score
from tenor.models import Experiment
from tenor.models import searching as room
from tenor.models.fitting import TrainingData, given_labels, held_out_scores
from tenor.models.searching import Trial, grid_of, search
from tenor.workflow.prepared import prepare_labels

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


@pytest.fixture(scope="module")
def data(project: Project) -> TrainingData:
    return prepare_labels(_spec(), project.corpus, "orle-dam").data


def test_every_setting_is_tried_and_the_best_is_the_one_that_the_metric_says(
    data: TrainingData,
) -> None:
    found = search(_spec('metric = "f_avg"'), data)
    assert [(t.number, t.settings) for t in found.trials] == [
        (i, {"classifier.C": c, "features.0.min_df": n})
        for i, (c, n) in enumerate(
            [(0.00001, 1), (0.00001, 2), (1.0, 1), (1.0, 2), (3.0, 1), (3.0, 2)], start=1
        )
    ]
    assert found.not_tried == ()
    assert found.best.metrics["f_avg"] == max(t.metrics["f_avg"] for t in found.trials)


def test_a_trial_has_the_scores_of_its_held_out_folds_and_their_spread(data: TrainingData) -> None:
    """The standard deviation over the folds, of which each is scored alone."""
    spec = _spec()
    tried = spec.with_settings({"classifier.C": 3.0, "features.0.min_df": 1})
    [trial] = [t for t in search(spec, data).trials if t.number == 5]
    _, scores = held_out_scores(tried, data, 2)
    given, _ = given_labels(tried, scores, data)
    matrix, labels = data.answers.matrix, data.answers.labels
    whole = score(matrix, given, labels, one_label=True).metrics
    assert {name: trial.metrics[name] for name in whole} == whole
    folds = data.groups().folds(matrix, 2, 0)
    first, second = (
        score(matrix[f], given[f], labels, one_label=True).metrics["macro_f1"] for f in folds
    )
    assert trial.metrics["macro_f1_spread"] == pytest.approx(abs(first - second) / np.sqrt(2))
    assert 0 < trial.metrics["weighted_average_precision"] <= 1


def test_a_search_without_time_tries_one_setting_and_says_what_it_left(data: TrainingData) -> None:
    found = search(_spec(), data, seconds=0.0)
    assert len(found.trials) == 1
    assert found.best == found.trials[0]
    left = [found.trials[0].settings, *found.not_tried]
    assert sorted(map(str, left)) == sorted(map(str, grid_of(_spec())))


def test_no_trial_begins_that_would_end_too_late(
    data: TrainingData, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each takes ten seconds: of forty-five, four."""
    now = [0.0]

    def ten_seconds(*_: object) -> dict[str, float]:
        now[0] += 10
        return {"macro_f1": 0.5}

    monkeypatch.setattr(room, "_scores", ten_seconds)
    monkeypatch.setattr(room.time, "monotonic", lambda: now[0])
    assert len(search(_spec(), data, seconds=45).trials) == 4


def test_what_is_known_is_not_tried_again(data: TrainingData) -> None:
    seen: list[Trial] = []

    def known(tried: Experiment, _: TrainingData) -> dict[str, float] | None:
        return {"macro_f1": tried.classifier.C} if tried.classifier.C > 0.5 else None

    found = search(
        _spec(), data, seconds=0.0, known=known, on_trial=lambda trial, *_: seen.append(trial)
    )
    assert [t.metrics["macro_f1"] for t in found.trials] == [1.0, 1.0, 3.0, 3.0]
    assert len(found.not_tried) == 2
    assert found.best.number == 5
    assert len(seen) == 4


def test_a_metric_that_the_labels_lack_is_refused_before_anything_is_fitted(
    project: Project,
) -> None:
    spec = Experiment.parse(
        'task = "theme"\n[search]\nmetric = "f_avg"\n[search.grid]\n"classifier.C" = [1]\n'
    )
    with pytest.raises(SpecError) as caught:
        prepare_labels(spec, project.corpus, "")
    assert str(caught.value) == (
        "search metric 'f_avg' is not a score of these labels (environment, economy, transport, "
        "health, education, ...); choose one of macro_f1, micro_f1, samples_f1, "
        "mean_average_precision, weighted_average_precision"
    )


def test_another_time_needs_a_search() -> None:
    assert _spec("minutes = 2").with_minutes(0.5).search.minutes == 0.5  # type: ignore[union-attr]
    with pytest.raises(SpecError, match=r"spec 'plain' has no \[search\] that 5 minutes"):
        Experiment.parse('task = "theme"\nname = "plain"\n').with_minutes(5)
