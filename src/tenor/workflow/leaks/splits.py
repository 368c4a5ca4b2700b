"""The fits of a leak table: which articles train and which are scored under each kind of split."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Task
from tenor.codebook.task import Kind
from tenor.corpus import (
    EVAL_SPLITS,
    Corpus,
    EvalSplit,
    GroupBy,
    draw_eval_splits,
    split_unseen_target,
)
from tenor.corpus.groups import factorize
from tenor.errors import CorpusError, InputError
from tenor.labeling import GoldLabels
from tenor.models.pool import UnlabelledPool
from tenor.models.spec import Experiment
from tenor.models.training_set import TrainingSet
from tenor.present.hints import did_you_mean
from tenor.workflow.fit.labelled import LabelledSet, make_labelled_set, texts_of_rows
from tenor.workflow.fit.unlabelled import make_pool, with_unlabelled

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class LeakFit:
    """One fit of a leak table: one draw of one kind of split.

    Attributes
    ----------
    kind, number
        The kind of split, and the number of the draw, from 1.
    corpus, task
        The corpus and the task.
    training
        The training set.
    truth
        The gold labels of the test articles.
    n_could_train
        The number of training articles that the split would allow.
    group_by
        The column whose groups do not cross the folds that the model is tuned on: like the
        split, these folds hold outlets out or not.
    key
        A hash of all that the fit depends on.
    """

    kind: EvalSplit
    number: int
    corpus: Corpus
    task: Task
    training: TrainingSet
    truth: GoldLabels
    n_could_train: int
    group_by: GroupBy = "duplicate_group"
    key: str = ""

    @property
    def name(self) -> str:
        """The kind of split and the number of the draw."""
        return f"{self.kind} {self.number}"

    def groups(self) -> NDArray[np.intp]:
        """Return the groups of the test articles that are resampled as one, shape (n_test,).

        They are outlets for the kind ``outlet``, else duplicate groups. A group has the same
        number in all draws.
        """
        column = "outlet" if self.kind == "outlet" else "duplicate_group"
        return factorize(self.corpus.articles[column])[self.truth.rows]


@dataclass(frozen=True)
class LeakFits:
    """All fits of the leak table of a task.

    Attributes
    ----------
    task
        The task.
    fits
        The fits, by kind of split.
    failures
        Why other kinds of split are not possible.
    """

    task: Task
    fits: tuple[LeakFit, ...]
    failures: tuple[str, ...]


def parse_eval_splits(names: str | Sequence[str], task_kind: Kind) -> tuple[EvalSplit, ...]:
    """Return kinds of split by their names, ordered from the most optimistic to the hardest.

    Raises
    ------
    InputError
        If a name is unknown, or there is none.
    """
    parts = names.split(",") if isinstance(names, str) else names
    kinds = [name.strip() for name in parts if name.strip()]
    if kinds == ["all"]:
        return tuple(kind for kind in EVAL_SPLITS if kind != "target" or task_kind == "stance")
    for name in kinds:
        if name not in EVAL_SPLITS:
            raise InputError(
                f"split '{name}' is not one of {', '.join(EVAL_SPLITS)} or all"
                f"{did_you_mean(name, EVAL_SPLITS)}"
            )
    if not kinds:
        raise InputError(
            f"no kind of split is named; name some of {', '.join(EVAL_SPLITS)}, or all"
        )
    return tuple(kind for kind in EVAL_SPLITS if kind in kinds)


def make_leak_fits(
    spec: Experiment, corpus: Corpus, task: Task, kinds: Sequence[EvalSplit], n_draws: int
) -> LeakFits:
    """Return the fits of a leak table, with training sets of equal size.

    Where the spec's own split is ``part``, articles of the part ``test`` neither train nor are
    scored: they are reserved for the model that is trained with the chosen spec.

    Parameters
    ----------
    spec, corpus, task
        The spec, the corpus and the task.
    kinds
        The kinds of split.
    n_draws
        The number of draws of ``random``, ``grouped`` and ``outlet``.

    Raises
    ------
    CorpusError
        If no kind of split is possible.
    """
    pool = make_pool(spec, corpus)
    labelled = _labelled_set(spec, corpus, task, pool)
    fits: list[LeakFit] = []
    failures: list[str] = []
    for kind in kinds:
        try:
            if kind == "target":
                pairs = [_unseen_target(labelled, pool)]
            else:
                pairs = list(_draw(labelled, kind, n_draws))
        except CorpusError as exc:
            reason = str(exc)
            names_kind = reason.startswith(f"split '{kind}'")
            failures.append(reason if names_kind else f"{kind}: {reason}")
            continue
        fits += [
            LeakFit(kind, number, corpus, task, training, truth, len(training.labels))
            for number, (training, truth) in enumerate(pairs, start=1)
        ]
    if not fits:
        raise CorpusError(f"{task.title}: no kind of split is possible", *failures)
    n_train = min(leak_fit.n_could_train for leak_fit in fits)
    sized = tuple(_with_size(leak_fit, n_train, spec) for leak_fit in fits)
    return LeakFits(task, sized, tuple(failures))


def _labelled_set(
    spec: Experiment, corpus: Corpus, task: Task, pool: UnlabelledPool
) -> LabelledSet:
    exclude = "test" if spec.split.kind == "part" else ""
    return make_labelled_set(spec, corpus, task, pool, exclude_part=exclude)


def _draw(
    labelled: LabelledSet, kind: EvalSplit, n_draws: int
) -> Iterator[tuple[TrainingSet, GoldLabels]]:
    splits = draw_eval_splits(
        kind,
        labelled.labels,
        labelled.corpus.articles,
        n_draws=n_draws,
        test_size=labelled.spec.split.test_size,
        random_state=labelled.spec.split.random_state,
    )
    for split in splits:
        yield labelled.training_set(split), labelled.truth(split)


def _unseen_target(labelled: LabelledSet, pool: UnlabelledPool) -> tuple[TrainingSet, GoldLabels]:
    """Return the training set of other targets, and the gold labels of this target."""
    spec, corpus, task = labelled.spec, labelled.corpus, labelled.task
    if not task.is_stance:
        raise CorpusError("split 'target' is for stances; themes have no target")
    if spec.uses_target_names:
        raise CorpusError(
            "split 'target' trains on articles of other targets, and the spec needs the sentences "
            "that name this one; choose other splits or other fields"
        )
    others = [
        _labelled_set(spec, corpus, Task.stance(name), UnlabelledPool()).training_set().labels
        for name in corpus.codebook.target_names
        if name != task.target
    ]
    pooled, split = split_unseen_target(labelled.labels, others, corpus.articles)
    labels = pooled.take(split.train)
    names = task.target_names(corpus.codebook)
    texts, pool = texts_of_rows(spec, corpus, labels.rows, names, pool)
    training = replace(labelled.training, texts=texts, labels=labels, pool=pool)
    labelled_rows = np.union1d(labelled.labels.rows, labels.rows)
    training = with_unlabelled(training, spec, corpus, task, labelled_rows, split)
    return training, GoldLabels.of(pooled.take(split.test))


def _with_size(leak_fit: LeakFit, n_train: int, spec: Experiment) -> LeakFit:
    """Return a fit with a random sample of its training articles, and its key."""
    rng = np.random.default_rng(spec.split.random_state + leak_fit.number)
    sampled = np.sort(rng.permutation(leak_fit.n_could_train)[:n_train])
    training = leak_fit.training.take(sampled)
    group_by = _tuning_groups(leak_fit.kind, training, spec)
    inputs = {
        "spec": spec.fingerprint,
        # A search finds other settings when it has more time.
        "minutes": spec.search and spec.search.minutes,
        "target": leak_fit.task.target,
        "corpus": leak_fit.corpus.fingerprint,
        "codebook": leak_fit.corpus.codebook.fingerprint,
        "tenor": version("tenor"),
        "kind": leak_fit.kind,
        "group_by": group_by,
        "promise": spec.promise and spec.promise.model_dump(),
    }
    digest = sha256(json.dumps(inputs, sort_keys=True).encode())
    for labels in (training.labels, leak_fit.truth):
        digest.update(labels.rows.tobytes() + b"|")
    digest.update(training.pool.key)
    return replace(leak_fit, training=training, group_by=group_by, key=digest.hexdigest())


def _tuning_groups(kind: EvalSplit, training: TrainingSet, spec: Experiment) -> GroupBy:
    n_folds = max(spec.tuning.n_folds, spec.search.n_folds if spec.search else 0)
    # With fewer outlets than folds, the split can hold outlets out, but the folds cannot.
    by_outlet = kind == "outlet" and training.texts.column("outlet").nunique() >= n_folds
    return "outlet" if by_outlet else "duplicate_group"
