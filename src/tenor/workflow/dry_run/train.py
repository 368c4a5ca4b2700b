"""What ``tenor train`` would do."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from tenor import tracking
from tenor.codebook import Task
from tenor.corpus import Corpus
from tenor.corpus.corpus import ARTICLES_FILE
from tenor.models.search import grid_of
from tenor.models.spec import Experiment
from tenor.tracking.state import last_duration, stored_champions, stored_versions
from tenor.workflow.fit.labelled import (
    LabelledSet,
    make_labelled_set,
    open_corpus,
    tasks_of_spec,
)
from tenor.workflow.fit.unlabelled import make_pool
from tenor.workflow.runs.identity import TRAINING, run_tags

IDENTITY = ("kind", "task", "target", "spec", "corpus")
"""The tags of a run that a training with the same spec and corpus has, too."""

START_SECONDS = 6.0
"""The time for imports."""

MODEL_SECONDS = 2.0
"""The time for the figures, the report and the log of a model."""

SECONDS_PER_MB = 0.04
"""The time to count the terms of a view in a megabyte of text, once for all fits."""

FIT_SECONDS_PER_MB = 0.015
LABEL_SECONDS_PER_MB = 0.0016
"""The processor time of a fit on one view of a megabyte of text, and of each of its labels."""


@dataclass(frozen=True)
class TrainDryRun:
    """What the training of one model would do.

    Attributes
    ----------
    spec, task
        The spec, and what the model predicts.
    corpus
        The corpus folder.
    n_bytes
        The size of the articles of the corpus, as they are stored.
    n_train, n_scored
        The number of articles that train, and of those that are scored, in all splits.
    n_splits
        The number of splits that are scored.
    n_fits
        The number of fits at most: for each split, for the final model of folds, for the folds on
        which thresholds are chosen, and for each setting of a search.
    seconds
        The expected time; that of the last training of the same spec and corpus if there is one.
    is_measured
        Whether the time is that of such a training.
    name, version
        The name and version that the model would get in the registry.
    champion
        The version that is the champion; empty if none is.
    """

    spec: Experiment
    task: Task
    corpus: Path
    n_bytes: int
    n_train: int
    n_scored: int
    n_splits: int
    n_fits: int
    seconds: float
    is_measured: bool
    name: str
    version: int
    champion: str


def dry_train(spec: Experiment, corpus: str | Path | None = None) -> list[TrainDryRun]:
    """Return what the training of a spec would do, for each model; nothing is written.

    Raises
    ------
    TenorError
        As `train`, for faults that show before the first fit.
    """
    opened = open_corpus(spec, corpus)
    tasks = tasks_of_spec(spec, opened)
    tracking.check_store()
    versions, champions = stored_versions(), stored_champions()
    pool = make_pool(spec, opened)
    runs = []
    for task in tasks:
        labelled = make_labelled_set(spec, opened, task, pool)
        splits = labelled.splits()
        n_fits = count_fits(spec, len(splits))
        tags = run_tags(opened, spec, task, TRAINING)
        measured = last_duration({name: tags[name] for name in IDENTITY})
        runs.append(
            TrainDryRun(
                spec,
                task,
                opened.path,
                (opened.path / ARTICLES_FILE).stat().st_size,
                n_train=len(labelled.training.labels),
                n_scored=sum(len(split.test) for split in splits),
                n_splits=len(splits),
                n_fits=n_fits,
                seconds=measured or _expected_seconds(labelled, n_fits),
                is_measured=measured is not None,
                name=task.model_name,
                version=1 + versions.get(task.model_name, 0),
                champion=champions.get(task.model_name, ""),
            )
        )
    first = runs[0]
    if not first.is_measured:
        runs[0] = replace(first, seconds=START_SECONDS + first.seconds)
    return runs


def count_fits(spec: Experiment, n_splits: int) -> int:
    """Return the number of fits of a training with this number of splits."""
    n_models = n_splits + (n_splits > 1)
    n_trials = len(grid_of(spec)) * spec.search.n_folds if spec.search else 0
    return n_models * (1 + spec.tuning.n_folds + n_trials)


def _expected_seconds(labelled: LabelledSet, n_fits: int) -> float:
    megabytes = _text_bytes(labelled.corpus) / 1e6
    n_views = len(labelled.spec.features)
    n_labels = len(labelled.training.labels.labels)
    fit = FIT_SECONDS_PER_MB + n_labels * LABEL_SECONDS_PER_MB
    fits = n_fits * fit / (os.cpu_count() or 1)
    return MODEL_SECONDS + megabytes * n_views * (SECONDS_PER_MB + fits)


def _text_bytes(corpus: Corpus) -> int:
    return int(corpus.articles["text"].str.len().sum())
