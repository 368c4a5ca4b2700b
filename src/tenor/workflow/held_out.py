"""The fits of a leak table: which answers train and which score under each kind of split."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from tenor.corpus import HELD_OUT, Corpus, HeldOut, KeepWhole, held_out_splits, unseen_target
from tenor.errors import CorpusError, InputError
from tenor.labeling import Gold
from tenor.models import Experiment
from tenor.models.fitting import TrainingData
from tenor.models.texts import Lending
from tenor.workflow.background import with_background
from tenor.workflow.lending import all_lenders
from tenor.workflow.prepared import Prepared, prepare_labels, texts_of

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Part:
    """One fit of the table.

    Attributes
    ----------
    kind, number
        The kind of split, and which of its draws, from 1.
    articles
        The articles of the corpus.
    train, truth
        What trains; people's answers, which score.
    n_could_train
        How many could train before all parts were made equal.
    keep_whole
        What folds of the training answers keep whole: they are to be like the split.
    key
        What tells the fit from any other: a hash of all that goes into it.
    """

    kind: HeldOut
    number: int
    articles: pd.DataFrame
    train: TrainingData
    truth: Gold
    n_could_train: int
    keep_whole: KeepWhole = "duplicate_group"
    key: str = ""

    @property
    def name(self) -> str:
        """Kind and number."""
        return f"{self.kind} {self.number}"

    def units(self) -> NDArray[np.intp]:
        """What is resampled whole of what scores, shape (n,): duplicate groups, or outlets."""
        import pandas as pd

        # Articles of one outlet stand or fall together where outlets are unseen.
        column = "outlet" if self.kind == "outlet" else "duplicate_group"
        codes = pd.factorize(self.articles[column])[0]
        return np.asarray(codes[self.truth.rows], dtype=np.intp)


def named_splits(splits: str | Sequence[str], task: str) -> tuple[HeldOut, ...]:
    """Return the kinds of split that are asked for, from the most flattering down.

    Raises
    ------
    InputError
        If a name is not known.
    """
    wanted = splits.split(",") if isinstance(splits, str) else splits
    names = [name.strip() for name in wanted if name.strip()]
    if names == ["all"]:
        return HELD_OUT if task == "stance" else HELD_OUT[:-1]
    for name in names:
        if name not in HELD_OUT:
            raise InputError(f"split '{name}' is not one of {', '.join(HELD_OUT)}, or all")
    if not names:
        raise InputError(f"no split is named; name some of {', '.join(HELD_OUT)}, or all")
    return tuple(kind for kind in HELD_OUT if kind in names)


def make_parts(
    spec: Experiment, corpus: Corpus, target: str, kinds: Sequence[HeldOut], n_draws: int
) -> tuple[list[Part], list[str]]:
    """Return the fits of every kind of split, and why a kind is not possible.

    All fits train on as many answers as the one with the fewest has.

    Raises
    ------
    CorpusError
        If no kind is possible.
    """
    lenders = all_lenders(spec, corpus)
    own = _labels(spec, corpus, target, lenders)
    parts: list[Part] = []
    faults: list[str] = []
    for kind in kinds:
        try:
            if kind == "target":
                found = [_unseen_target(spec, corpus, own, lenders)]
            else:
                splits = held_out_splits(
                    kind, own.answered, corpus.articles, n_draws=n_draws,
                    test_size=spec.split.test_size, random_state=spec.split.random_state,
                )  # fmt: skip
                found = [(own.training_part(split), own.truth(split)) for split in splits]
        except CorpusError as exc:
            reason = str(exc)
            named = reason.startswith(f"split '{kind}'")
            faults.append(reason if named else f"{kind}: {reason}")
            continue
        for number, (train, truth) in enumerate(found, start=1):
            n_could_train = len(train.answers)
            answered = np.union1d(own.answered.rows, train.answers.rows)
            train = with_background(spec, corpus, train, answered, truth.rows, kind)
            parts.append(Part(kind, number, corpus.articles, train, truth, n_could_train))
    if not parts:
        what = f"target '{target}'" if target else "themes"
        raise CorpusError("\n".join([f"{what}: no split of these is possible", *faults]))
    n_train = min(part.n_could_train for part in parts)
    return [_sized(part, n_train, spec, corpus) for part in parts], faults


def _labels(
    spec: Experiment, corpus: Corpus, target: str, lenders: Lending | None = None
) -> Prepared:
    # A publisher's test part scores once, in training; a table to choose a spec by spares it.
    spare = "test" if spec.split.kind == "part" else ""
    return prepare_labels(spec, corpus, target, spare=spare, lenders=lenders)


def _unseen_target(
    spec: Experiment, corpus: Corpus, own: Prepared, lenders: Lending | None
) -> tuple[TrainingData, Gold]:
    if spec.task == "theme":
        raise CorpusError("split 'target' is for stances; themes have no target")
    if spec.reads_targets:
        raise CorpusError(
            "split 'target' trains on articles of other targets, and the spec reads the sentences "
            "that name this one"
        )
    names = [name for name in corpus.codebook.target_names if name != own.data.target]
    others = [_labels(spec, corpus, name).data.answers for name in names]
    pooled, split = unseen_target(own.answered, others, corpus.articles)
    trains = pooled.take(split.train)
    texts = texts_of(spec, corpus, trains.rows, own.data.texts.names, lenders)
    return replace(own.data, texts=texts, answers=trains), Gold.of(pooled.take(split.test))


def _sized(part: Part, n_train: int, spec: Experiment, corpus: Corpus) -> Part:
    """Draw as many training articles as every kind has, and tell the fit by its inputs."""
    rng = np.random.default_rng(spec.split.random_state + part.number)
    train = part.train.take(np.sort(rng.permutation(part.n_could_train)[:n_train]))
    keep_whole = _kept_whole(part.kind, train, spec)
    inputs = {
        "spec": spec.fingerprint,
        # What a search found in some minutes is not what it finds in others.
        "minutes": spec.search and spec.search.minutes,
        "target": part.train.target,
        "corpus": corpus.fingerprint,
        "codebook": corpus.codebook.fingerprint,
        "tenor": version("tenor"),
        "kind": part.kind,
        "keep_whole": keep_whole,
    }
    digest = sha256(json.dumps(inputs, sort_keys=True).encode())
    for found in (train.answers, part.truth):
        digest.update(found.rows.tobytes() + b"|")
    if train.texts.lending is not None:
        digest.update(train.texts.lending.key)
    return replace(part, train=train, keep_whole=keep_whole, key=digest.hexdigest())


def _kept_whole(kind: HeldOut, train: TrainingData, spec: Experiment) -> KeepWhole:
    n_folds = max(spec.tuning.n_folds, spec.search.n_folds if spec.search else 0)
    # Fewer outlets than folds can still be shown unseen, if not tuned for it.
    enough = kind == "outlet" and train.texts.column("outlet").nunique() >= n_folds
    return "outlet" if enough else "duplicate_group"
