"""The kinds of split of a leak table, from the most optimistic to the hardest.

A leak table fits the same spec under each kind. Only ``random`` lets near-duplicates cross the
split, which shows how much they inflate the scores; models that are kept are not scored on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, assert_never, get_args

import numpy as np

from tenor.corpus.groups import Groups
from tenor.corpus.splits import Split, make_splits
from tenor.errors import CorpusError
from tenor.labeling import ResolvedLabels

if TYPE_CHECKING:
    import pandas as pd

EvalSplit = Literal["random", "grouped", "outlet", "time", "target"]
EVAL_SPLITS: tuple[EvalSplit, ...] = get_args(EvalSplit)

EVAL_SPLIT_TITLES: dict[EvalSplit, str] = {
    "random": "random, duplicates cross",
    "grouped": "random, duplicates grouped",
    "outlet": "outlets unseen",
    "time": "later than training",
    "target": "target unseen",
}
"""Each kind in a few words."""


def draw_eval_splits(
    kind: EvalSplit,
    labels: ResolvedLabels,
    articles: pd.DataFrame,
    *,
    n_draws: int,
    test_size: float = 0.2,
    random_state: int = 0,
) -> list[Split]:
    """Return splits of one kind with different test articles; ``time`` has a single one.

    Parameters
    ----------
    kind
        Any kind but ``target``, for which there is `split_unseen_target`.
    labels, articles
        As in `tenor.corpus.make_splits`.
    n_draws
        The number of draws; draws with the same test articles give one split.
    test_size
        The share of the gold articles to score.
    random_state
        The seed of the first draw.

    Raises
    ------
    CorpusError
        If the corpus cannot be split in this way.
    """
    splits: list[Split] = []
    for seed in range(random_state, random_state + (1 if kind == "time" else n_draws)):
        match kind:
            case "random":
                split = _random_split(labels, articles, test_size, seed)
            case "grouped":
                [split] = make_splits(
                    "random", labels, articles, test_size=test_size, random_state=seed
                )
            case "outlet" | "time":
                [split] = make_splits(
                    kind, labels, articles, test_size=test_size, random_state=seed
                )
            case "target":
                raise ValueError("'target' is not drawn; use split_unseen_target")
            case _:
                assert_never(kind)
        # Two outlets can be held out in two ways, whatever the number of draws.
        if not any(np.array_equal(split.test, earlier.test) for earlier in splits):
            splits.append(split)
    return splits


def split_unseen_target(
    target_labels: ResolvedLabels,
    other_labels: Sequence[ResolvedLabels],
    articles: pd.DataFrame,
) -> tuple[ResolvedLabels, Split]:
    """Return pooled stances towards several targets, and a split that holds one target out.

    Parameters
    ----------
    target_labels
        The stances towards the target held out; the gold ones are scored.
    other_labels
        The stances towards each other target, which train. Targets with other positions are
        skipped, and so are articles of a scored duplicate group.
    articles
        The articles table.

    Returns
    -------
    tuple
        The pooled labels, in which an article occurs once for each target that it has a stance
        towards, and a split of them.

    Raises
    ------
    CorpusError
        If no other target has stances with the same positions.
    """
    positions = set(target_labels.labels)
    compatible = [other for other in other_labels if set(other.labels) == positions and len(other)]
    if not compatible:
        raise CorpusError(
            "split 'target' needs labels of another target with the same positions; "
            "this corpus has none: label one, or choose other splits"
        )
    if not target_labels.is_gold.any():
        raise CorpusError(
            "split 'target' needs labels by people of the target held out; code its articles"
        )
    pool = [target_labels.take(target_labels.is_gold), *compatible]
    columns = [[labels.labels.index(label) for label in target_labels.labels] for labels in pool]
    pooled = ResolvedLabels(
        np.concatenate([labels.rows for labels in pool]),
        target_labels.labels,
        np.concatenate(
            [labels.matrix[:, order] for labels, order in zip(pool, columns, strict=True)]
        ),
        np.concatenate([labels.is_gold for labels in pool]),
        np.concatenate(
            [labels.is_known[:, order] for labels, order in zip(pool, columns, strict=True)]
        ),
    )
    test = np.arange(len(pool[0]))
    train = np.flatnonzero(Groups.of(articles).take(pooled.rows).disjoint_from(test))
    if not len(train):
        raise CorpusError(
            "split 'target' leaves nothing to train: every label of another target is of an "
            "article that is scored; label other articles"
        )
    test_articles = articles.iloc[pooled.rows[test]]
    n_left_out = len(pooled) - len(test) - len(train)
    return pooled, Split(train, test, "target unseen", test_articles, n_left_out=n_left_out)


def _random_split(
    labels: ResolvedLabels, articles: pd.DataFrame, test_size: float, random_state: int
) -> Split:
    positions = np.arange(len(labels))
    gold = np.flatnonzero(labels.is_gold)
    if len(gold) < 2:
        raise CorpusError(
            f"split 'random' needs at least two articles labelled by people; there are {len(gold)}"
        )
    test = Groups(positions, positions).draw_test(gold, labels.matrix, test_size, random_state)
    train = np.setdiff1d(positions, test)
    return Split(train, test, "random, duplicates cross", articles.iloc[labels.rows[test]])
