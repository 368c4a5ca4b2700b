"""The fits of a leak table: which answers train and which score under each kind of split."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from tenor.corpus import HELD_OUT, Corpus, HeldOut, Split, held_out_splits, unseen_target
from tenor.errors import CorpusError, InputError
from tenor.labeling import Answers, answers
from tenor.models import Experiment
from tenor.models.fitting import TrainingData

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Part:
    """One fit of the table.

    Attributes
    ----------
    kind, number
        The kind of split, and which of its draws, from 1.
    data, split
        The answers, and positions in them.
    n_could_train
        How many could train before all parts were made equal.
    key
        What tells the fit from any other: a hash of all that goes into it.
    """

    kind: HeldOut
    number: int
    data: TrainingData
    split: Split
    n_could_train: int
    key: str = ""

    @property
    def name(self) -> str:
        """Kind and number."""
        return f"{self.kind} {self.number}"

    def units(self) -> NDArray[np.intp]:
        """What is resampled whole, shape (n,): duplicate groups, or outlets."""
        # Articles of one outlet stand or fall together where outlets are unseen.
        import pandas as pd

        if self.kind != "outlet":
            return self.data.groups
        return np.asarray(pd.factorize(self.data.articles["outlet"])[0], dtype=np.intp)


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
) -> tuple[TrainingData, list[Part], list[str]]:
    """Return the answers, the fits of every kind of split, and why a kind is not possible.

    All fits train on as many answers as the one with the fewest has.

    Raises
    ------
    CorpusError
        If no kind is possible.
    """
    own = _answers(spec, corpus, target)
    data = TrainingData(corpus.articles.iloc[own.rows], own, corpus.codebook, spec.task, target)
    parts: list[Part] = []
    faults: list[str] = []
    for kind in kinds:
        try:
            if kind == "target":
                held, splits = _unseen_target(spec, corpus, own, target)
            else:
                held, splits = data, held_out_splits(
                    kind, own, corpus.articles, n_draws=n_draws,
                    test_size=spec.split.test_size, random_state=spec.split.random_state,
                )  # fmt: skip
        except CorpusError as exc:
            reason = str(exc)
            named = reason.startswith(f"split '{kind}'")
            faults.append(reason if named else f"{kind}: {reason}")
            continue
        parts += [Part(kind, i, held, split, len(split.train)) for i, split in enumerate(splits, 1)]
    if not parts:
        what = f"target '{target}'" if target else "themes"
        raise CorpusError("\n".join([f"{what}: no split of these is possible", *faults]))
    n_train = min(part.n_could_train for part in parts)
    return data, [_sized(part, n_train, spec, corpus) for part in parts], faults


def _answers(spec: Experiment, corpus: Corpus, target: str) -> Answers:
    import pandas as pd

    ids = pd.Index(corpus.articles["article_id"])
    found = answers(corpus.labels, ids, corpus.codebook, spec.task, target)
    if spec.split.kind == "part":
        # A publisher's test part scores once, in training; a table to choose a spec by spares it.
        found = found.take(corpus.articles["part"].to_numpy()[found.rows] != "test")
    return found


def _unseen_target(
    spec: Experiment, corpus: Corpus, own: Answers, target: str
) -> tuple[TrainingData, list[Split]]:
    if spec.task == "theme":
        raise CorpusError("split 'target' is for stances; themes have no target")
    others = [_answers(spec, corpus, name) for name in corpus.codebook.target_names
              if name != target]  # fmt: skip
    pooled, split = unseen_target(own, others, corpus.articles)
    articles = corpus.articles.iloc[pooled.rows]
    return TrainingData(articles, pooled, corpus.codebook, spec.task, target), [split]


def _sized(part: Part, n_train: int, spec: Experiment, corpus: Corpus) -> Part:
    """Draw as many training articles as every kind has, and tell the fit by its inputs."""
    split = part.split
    order = np.random.default_rng(spec.split.random_state + part.number).permutation(split.train)
    split = replace(split, train=np.sort(order[:n_train]))
    rows = part.data.answers.rows
    inputs = {
        "spec": spec.model_dump(mode="json", exclude={"corpus", "name", "target"}),
        "target": part.data.target,
        "corpus": corpus.fingerprint,
        "codebook": corpus.codebook.fingerprint,
        "tenor": version("tenor"),
        "kind": part.kind,
    }
    digest = sha256(json.dumps(inputs, sort_keys=True).encode())
    for positions in (split.train, split.test):
        digest.update(rows[positions].tobytes() + b"|")
    return replace(part, split=split, key=digest.hexdigest())
