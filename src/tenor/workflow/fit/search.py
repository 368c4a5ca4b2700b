"""The searches of one training, which are logged, limited in time and resumed."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from tenor import tracking
from tenor.models.search import Search, Trial, search
from tenor.models.spec import Experiment
from tenor.models.training_set import TrainingSet
from tenor.present import format_count
from tenor.workflow.runs.identity import UNTRIED, setting_params

if TYPE_CHECKING:
    import pandas as pd

TRIAL_TAG, FIT_TAG = "search_trial", "search_fit"
"""Tags of a trial: its key, and the fit that it belongs to."""

FINAL_FIT = "final model"


@dataclass(frozen=True)
class FitSearch:
    """The search for one fit of a training: the final model, or a fold."""

    fit: str
    search: Search


class Searches:
    """Runs the searches of one training, one for each fit.

    Parameters
    ----------
    spec
        The spec.
    data_key
        The fingerprint of the corpus, or another key of the articles that are searched on.
    n_searches
        The number of fits, which share the time evenly.
    run
        The run in which each trial is logged as a nested run; None to log nothing.
    """

    def __init__(
        self, spec: Experiment, data_key: str, n_searches: int, run: tracking.Run | None = None
    ) -> None:
        self._spec, self._data_key, self._run = spec, data_key, run
        self._n_left, self._elapsed = n_searches, 0.0
        self._finished: dict[str, dict[str, float]] = {}
        if spec.search and run:
            self._finished = tracking.finished_trials(run, spec.fingerprint, TRIAL_TAG, UNTRIED)
        self.completed: list[FitSearch] = []

    def best_spec(self, training: TrainingSet, fit: str = FINAL_FIT) -> Experiment:
        """Return the spec with the best settings for a training set.

        Without a search, it is the spec itself.
        """
        if self._spec.search is None:
            return self._spec
        started = time.monotonic()
        minutes = self._spec.search.minutes
        seconds = None if minutes is None else (minutes * 60 - self._elapsed) / self._n_left

        def find_scores(spec: Experiment, training: TrainingSet) -> dict[str, float] | None:
            return self._finished.get(self._key(spec, training)) if self._finished else None

        def on_trial(trial: Trial, spec: Experiment, training: TrainingSet) -> None:
            if self._run is None:
                return
            name = f"trial {trial.number}" if fit == FINAL_FIT else f"{fit}, trial {trial.number}"
            tags = {
                "spec": self._spec.fingerprint,
                TRIAL_TAG: self._key(spec, training),
                FIT_TAG: fit,
            }
            self._run.log_trial(name, setting_params(trial.settings), trial.metrics, tags)

        result = search(
            self._spec, training, seconds=seconds, find_scores=find_scores, on_trial=on_trial
        )
        self._n_left -= 1
        self._elapsed += time.monotonic() - started
        self.completed.append(FitSearch(fit, result))
        return self._spec.with_settings(result.best.settings)

    def _key(self, spec: Experiment, training: TrainingSet) -> str:
        assert self._spec.search is not None
        inputs = {
            "spec": spec.fingerprint,
            "n_folds": self._spec.search.n_folds,
            "metric": self._spec.search.metric,
            "task": training.name,
            "data": self._data_key,
            "tenor": version("tenor"),
        }
        digest = sha256(json.dumps(inputs, sort_keys=True).encode())
        labels = training.labels
        for array in (labels.rows, labels.matrix, labels.is_gold, labels.is_known):
            digest.update(array.tobytes() + b"|")
        digest.update(training.pool.key)
        return digest.hexdigest()


def count_untried(searches: Sequence[FitSearch]) -> int:
    """Return the number of settings that searches did not try."""
    return sum(len(entry.search.untried) for entry in searches)


def untried_settings_note(searches: Sequence[FitSearch]) -> str:
    """Return a sentence on the settings that searches did not try; empty if there are none."""
    if not (n_untried := count_untried(searches)):
        return ""
    n_settings = sum(entry.search.n_settings for entry in searches)
    several = f" in {len(searches)} searches" if len(searches) > 1 else ""
    return (
        f"The search tried {format_count(n_settings - n_untried)} of {format_count(n_settings)} "
        f"settings{several} within its time; the model has the best of these."
    )


def format_settings(settings: dict[str, Any]) -> str:
    """Return settings as a spec would write them: ``classifier.C = 3``."""
    return ", ".join(f"{key} = {value}" for key, value in _as_scalars(settings).items())


def search_table(searches: Sequence[FitSearch]) -> pd.DataFrame:
    """Return a row for each setting: whether it was tried and selected, and its scores."""
    import pandas as pd

    rows = []
    for entry in searches:
        for trial in entry.search.trials:
            row: dict[str, Any] = {"fit": entry.fit, **_as_scalars(trial.settings), "tried": True}
            rows.append(row | {"selected": trial == entry.search.best} | trial.metrics)
        rows += [
            {"fit": entry.fit, **_as_scalars(settings), "tried": False, "selected": False}
            for settings in entry.search.untried
        ]
    return pd.DataFrame(rows)


def _as_scalars(settings: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value if isinstance(value, str | int | float) else json.dumps(value)
        for key, value in settings.items()
    }
