"""The searches of one training: taken up where they stopped, logged, kept to their time."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from tenor import tracking
from tenor.models import Experiment
from tenor.models.fitting import TrainingData
from tenor.models.searching import Search, Trial, search
from tenor.workflow.run_params import run_params

if TYPE_CHECKING:
    import pandas as pd

TRIAL, PLACE, NOT_TRIED = "search_trial", "search_place", "search_not_tried"
"""Tags: of a trial, what tells it from any other and which search it is of; of a run, how many
settings its searches had no time for (of a leak table, a metric)."""

KEPT = "kept model"


@dataclass(frozen=True)
class Searched:
    """One search of a training: ``place`` tells which, ``kept model`` or a fold."""

    place: str
    search: Search


class Searches:
    """Makes the searches of one training, one for each fit.

    Parameters
    ----------
    spec
        What is trained.
    corpus
        The fingerprint of the corpus, or whatever else tells its articles from others.
    n_searches
        How many fits there will be: they share the time evenly.
    run
        Where each trial is logged as a nested run; None where nothing is.
    """

    def __init__(
        self, spec: Experiment, corpus: str, n_searches: int, run: tracking.Run | None = None
    ) -> None:
        self._spec, self._corpus, self._run = spec, corpus, run
        self._n_left, self._spent = n_searches, 0.0
        self._done = tracking.finished_trials(run, TRIAL, NOT_TRIED) if spec.search and run else {}
        self.made: list[Searched] = []

    def best(self, data: TrainingData, place: str = KEPT) -> Experiment:
        """Return the spec with the settings that do best; as it is if it has no search."""
        if self._spec.search is None:
            return self._spec
        started = time.monotonic()
        minutes = self._spec.search.minutes
        seconds = None if minutes is None else (minutes * 60 - self._spent) / self._n_left

        def known(tried: Experiment, data: TrainingData) -> dict[str, float] | None:
            return self._done.get(self._key(tried, data)) if self._done else None

        def on_trial(trial: Trial, tried: Experiment, data: TrainingData) -> None:
            if self._run is None:
                return
            name = f"trial {trial.number}" if place == KEPT else f"{place}, trial {trial.number}"
            tags = {TRIAL: self._key(tried, data), PLACE: place}
            self._run.trial(name, run_params(tried), trial.metrics, tags)

        found = search(self._spec, data, seconds=seconds, known=known, on_trial=on_trial)
        self._n_left -= 1
        self._spent += time.monotonic() - started
        self.made.append(Searched(place, found))
        return self._spec.with_settings(found.best.settings)

    def _key(self, tried: Experiment, data: TrainingData) -> str:
        assert self._spec.search is not None
        inputs = {
            "spec": tried.fingerprint,
            "n_folds": self._spec.search.n_folds,
            "metric": self._spec.search.metric,
            "target": data.target,
            "corpus": self._corpus,
            "codebook": data.codebook.fingerprint,
            "tenor": version("tenor"),
        }
        digest = sha256(json.dumps(inputs, sort_keys=True).encode())
        found = data.answers
        for array in (found.rows, found.matrix, found.is_gold):
            digest.update(array.tobytes() + b"|")
        if data.background is not None:
            digest.update("\n".join(data.background.column("article_id")).encode())
        if data.texts.lending is not None:
            digest.update(data.texts.lending.key)
        return digest.hexdigest()


def left_over(made: Sequence[Searched]) -> int:
    """Return how many settings searches had no time for."""
    return sum(len(one.search.not_tried) for one in made)


def told(made: Sequence[Searched]) -> str:
    """Return in a sentence what searches had no time for; empty if they tried everything."""
    if not (left := left_over(made)):
        return ""
    n = sum(one.search.n_settings for one in made)
    several = f" in {len(made)} searches" if len(made) > 1 else ""
    return (
        f"The search had time for {n - left:,} of {n:,} settings{several}; "
        "the best of those was taken."
    )


def set_as(settings: dict[str, Any]) -> str:
    """Return settings as a spec would write them: ``classifier.C = 3``."""
    return ", ".join(f"{key} = {value}" for key, value in _flat(settings).items())


def search_table(made: Sequence[Searched]) -> pd.DataFrame:
    """Return a row for each setting: whether it was tried and taken, and how it did."""
    import pandas as pd

    rows = []
    for one in made:
        found = one.search
        for trial in found.trials:
            row: dict[str, Any] = {"search": one.place, **_flat(trial.settings), "tried": True}
            rows.append(row | {"taken": trial == found.best} | trial.metrics)
        rows += [
            {"search": one.place, **_flat(settings), "tried": False, "taken": False}
            for settings in found.not_tried
        ]
    return pd.DataFrame(rows)


def _flat(settings: dict[str, Any]) -> dict[str, Any]:
    return {key: value if isinstance(value, str | int | float) else json.dumps(value)
            for key, value in settings.items()}  # fmt: skip
