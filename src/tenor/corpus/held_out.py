"""Kinds of held-out articles, from the most flattering to the hardest.

A leak table fits the same spec under each. ``random`` alone lets
near-duplicates cross: it is there to show what leaking them is worth, and no
model that is kept is ever scored by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from tenor.corpus.splits import Split, make_splits
from tenor.corpus.whole import Groups
from tenor.errors import CorpusError
from tenor.labeling import Answers

if TYPE_CHECKING:
    import pandas as pd

HeldOut = Literal["random", "grouped", "outlet", "time", "target"]
HELD_OUT: tuple[HeldOut, ...] = get_args(HeldOut)

MEANING: dict[HeldOut, str] = {
    "random": "random, duplicates cross",
    "grouped": "random, duplicates grouped",
    "outlet": "outlets unseen",
    "time": "later than training",
    "target": "target unseen",
}
"""What each kind holds out, in a few words."""


def held_out_splits(
    kind: HeldOut,
    answers: Answers,
    articles: pd.DataFrame,
    *,
    n_draws: int,
    test_size: float = 0.2,
    random_state: int = 0,
) -> list[Split]:
    """Return the draws of one kind, each with another test part; time has a single one.

    Parameters
    ----------
    kind
        Any but ``target``, which `unseen_target` splits.
    answers, articles
        As in `tenor.corpus.make_splits`.

    Raises
    ------
    CorpusError
        If the corpus cannot be split in that way.
    """
    splits: list[Split] = []
    for seed in range(random_state, random_state + (1 if kind == "time" else n_draws)):
        match kind:
            case "random":
                drawn = _at_random(answers, test_size, seed)
            case "grouped":
                [drawn] = make_splits(
                    "random", answers, articles, test_size=test_size, random_state=seed
                )
            case "outlet" | "time":
                [drawn] = make_splits(
                    kind, answers, articles, test_size=test_size, random_state=seed
                )
            case _:
                raise ValueError(f"'{kind}' is not split by draws")
        # Two outlets can be held out in two ways, however many draws are asked for.
        if not any(np.array_equal(drawn.test, earlier.test) for earlier in splits):
            splits.append(drawn)
    return splits


def unseen_target(
    own: Answers, others: Sequence[Answers], articles: pd.DataFrame
) -> tuple[Answers, Split]:
    """Return the answers of several targets as one, and the split that holds one of them out.

    Parameters
    ----------
    own
        Answers about the target held out; its gold ones score.
    others
        Answers about other targets, which train; those with other positions
        than ``own`` are passed over. No article of a scored group trains.

    Returns
    -------
    tuple
        The pooled answers, in which an article stands once for each target
        that it has an answer about, and positions in them.

    Raises
    ------
    CorpusError
        If no other target has answers by the same positions.
    """
    like = [a for a in others if set(a.labels) == set(own.labels) and len(a)]
    if not like:
        raise CorpusError(
            "split 'target' needs answers about another target with the same positions; "
            "this corpus has none: label one, or choose other splits"
        )
    if not own.is_gold.any():
        raise CorpusError("split 'target' needs answers by people about the target held out")
    pool = [own.take(own.is_gold), *like]
    columns = [[a.labels.index(label) for label in own.labels] for a in pool]
    pooled = Answers(
        np.concatenate([a.rows for a in pool]),
        own.labels,
        np.concatenate([a.matrix[:, order] for a, order in zip(pool, columns, strict=True)]),
        np.concatenate([a.is_gold for a in pool]),
    )
    test = np.arange(len(pool[0]))
    train = np.flatnonzero(Groups.of(articles).take(pooled.rows).apart_from(test))
    if not len(train):
        raise CorpusError(
            "split 'target' leaves nothing to train: every answer about another target is of an "
            "article that scores; label other articles"
        )
    left_out = len(pooled) - len(test) - len(train)
    return pooled, Split(train, test, "target unseen", left_out)


def _at_random(answers: Answers, test_size: float, random_state: int) -> Split:
    alone = np.arange(len(answers))
    gold = np.flatnonzero(answers.is_gold)
    if len(gold) < 2:
        raise CorpusError(
            f"split 'random' needs at least two articles that people labelled; here are {len(gold)}"
        )
    test = Groups(alone, alone).draw(gold, answers.matrix, test_size, random_state)
    return Split(np.setdiff1d(alone, test), test, "random, duplicates cross")
