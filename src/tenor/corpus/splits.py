"""Splits: which answers train, and which score.

A duplicate group never crosses a split, only people's labels score, and no
article of a scored group trains. What scores does not depend on what else may
train: gold articles are drawn among themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from tenor.errors import CorpusError
from tenor.labeling import Answers

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

Kind = Literal["random", "folds", "part", "outlet", "time"]
SCORED_PARTS = ("test", "validation")

LEFT_OUT: dict[Kind, str] = {
    "random": "neither train nor score: near-duplicates of scored ones",
    "folds": "sit out the fold that scores their near-duplicates",
    "part": "neither train nor score: of no part, near-duplicates of scored ones, or silver",
    "outlet": "neither train nor score: of no named outlet, near-duplicates, or silver",
    "time": "neither train nor score: undated, near-duplicates, or late and silver",
}
"""What becomes of the answered articles that a split leaves out, and why."""


@dataclass(frozen=True)
class Split:
    """Positions in the answers: those that train, those that score.

    ``left_out`` counts answers in neither: silver ones of a scored group,
    undated ones, those of no part.
    """

    train: NDArray[np.intp]
    test: NDArray[np.intp]
    name: str
    left_out: int = 0


def make_splits(
    kind: Kind,
    answers: Answers,
    articles: pd.DataFrame,
    *,
    test_size: float = 0.2,
    n_folds: int = 5,
    random_state: int = 0,
) -> list[Split]:
    """Split the answers of one task; ``folds`` gives several splits, the others one.

    Parameters
    ----------
    answers
        The answers of n articles; their ``rows`` are positions in ``articles``.
    articles
        The articles table, with ``duplicate_group``, ``outlet``, ``published``, ``part``.
    test_size
        The share of the gold answers that score (``random``, ``outlet``, ``time``).

    Raises
    ------
    CorpusError
        If the corpus cannot be split in that way.
    """
    if not answers.is_gold.any():
        raise CorpusError(
            "no article has a label from a person, so nothing can be scored; "
            "give 'tenor prep' codings (--codings) or a label column (--label)"
        )
    table = articles.iloc[answers.rows]
    groups = whole_groups(articles)[answers.rows]
    gold = np.flatnonzero(answers.is_gold)
    match kind:
        case "part":
            return [_by_part(table, groups, answers)]
        case "time":
            return [_by_time(table, groups, answers, test_size)]
        case "outlet":
            outlets = _codes(articles["outlet"])[answers.rows]
            return [_by_outlet(table, outlets, groups, answers, test_size, random_state)]
        case "random":
            tests = [draw_gold(groups, gold, answers.matrix, test_size, random_state)]
            name = "random"
        case "folds":
            tests = grouped_folds(groups, answers.matrix, n_folds, random_state, only=gold)
            name = "fold"
    splits = []
    for number, test in enumerate(tests, start=1):
        train = np.flatnonzero(~np.isin(groups, groups[test]))
        label = f"{name} {number}" if len(tests) > 1 else name
        splits.append(_checked(train, test, label, len(answers)))
    return splits


def grouped_folds(
    groups: NDArray[np.intp],
    matrix: NDArray[np.uint8],
    n_folds: int,
    random_state: int,
    only: NDArray[np.intp] | None = None,
) -> list[NDArray[np.intp]]:
    """Return the test positions of folds that keep groups whole and labels in proportion.

    Parameters
    ----------
    groups
        The group of each position, shape (n,).
    matrix
        The labels to stratify by, shape (n, number of labels).
    only
        Positions that may be in a test fold; default all.

    Notes
    -----
    Iterative stratification over groups: Sechidis, Tsoumakas and Vlahavas
    (2011), On the stratification of multi-label data.
    """
    from iterstrat.ml_stratifiers import MultilabelStratifiedKFold

    chosen = np.arange(len(groups)) if only is None else only
    which, labels = _per_group(groups[chosen], matrix[chosen])
    if len(labels) < n_folds:
        raise CorpusError(
            f"{len(labels)} duplicate group(s) of labelled articles cannot make {n_folds} folds; "
            "label more articles or ask for fewer folds"
        )
    folder = MultilabelStratifiedKFold(n_splits=n_folds, shuffle=True, random_state=random_state)
    return [chosen[np.isin(which, test)] for _, test in folder.split(labels, labels)]


def draw_gold(
    groups: NDArray[np.intp],
    gold: NDArray[np.intp],
    matrix: NDArray[np.uint8],
    test_size: float,
    random_state: int,
) -> NDArray[np.intp]:
    """Return the gold positions that score: whole groups, labels in proportion."""
    from iterstrat.ml_stratifiers import MultilabelStratifiedShuffleSplit

    which, labels = _per_group(groups[gold], matrix[gold])
    if len(labels) < 2:
        raise CorpusError("one duplicate group cannot be split; label more articles")
    n_test = max(1, min(round(test_size * len(labels)), len(labels) - 1))
    draw = MultilabelStratifiedShuffleSplit(1, test_size=n_test, random_state=random_state)
    _, test = next(draw.split(labels, labels))
    if not 0 < len(test) < len(labels):
        # Too few groups for so many labels: a plain draw is then the best there is.
        test = np.random.default_rng(random_state).permutation(len(labels))[:n_test]
    return gold[np.isin(which, test)]


def _by_outlet(
    table: pd.DataFrame,
    outlets: NDArray[np.intp],
    groups: NDArray[np.intp],
    answers: Answers,
    test_size: float,
    random_state: int,
) -> Split:
    # An article of an unnamed outlet may be of any outlet, so it neither trains nor scores.
    named = (table["outlet"] != "").to_numpy()
    gold = np.flatnonzero(answers.is_gold & named)
    names = np.unique(outlets[gold])
    if len(names) < 2:
        raise CorpusError(
            "split 'outlet' needs labelled articles of at least two outlets; this corpus has "
            f"{len(names)}: map the outlet column (--column outlet=NAME) or choose another split"
        )
    order = np.random.default_rng(random_state).permutation(names)
    sizes = np.cumsum([np.count_nonzero(outlets[gold] == name) for name in order])
    wanted = max(1, min(int(np.searchsorted(sizes, test_size * len(gold))) + 1, len(names) - 1))
    test = gold[np.isin(outlets[gold], order[:wanted])]
    held = np.isin(outlets, outlets[test]) | np.isin(groups, groups[test])
    return _checked(np.flatnonzero(named & ~held), test, "outlets unseen", len(table))


def _by_time(
    table: pd.DataFrame, groups: NDArray[np.intp], answers: Answers, test_size: float
) -> Split:
    import pandas as pd

    days = pd.to_datetime(table["published"]).to_numpy().astype("datetime64[D]")
    dated = ~np.isnat(days)
    gold = np.flatnonzero(answers.is_gold & dated)
    if len(np.unique(days[gold])) < 2:
        raise CorpusError(
            "split 'time' needs labelled articles of at least two dates; "
            "map the date column (--column published=NAME) or choose another split"
        )
    in_order = np.sort(days[gold])
    border = in_order[min(int(len(gold) * (1 - test_size)), len(gold) - 1)]
    if border == in_order[0]:
        border = in_order[in_order > border][0]
    test = gold[days[gold] >= border]
    train = np.flatnonzero(dated & (days < border) & ~np.isin(groups, groups[test]))
    return _checked(train, test, f"from {border} on", len(days))


def _by_part(table: pd.DataFrame, groups: NDArray[np.intp], answers: Answers) -> Split:
    part = table["part"].to_numpy(dtype=str)
    scored = scored_part(part[answers.is_gold])
    if not scored:
        raise CorpusError(
            "split 'part' needs gold labels in a part 'test' or 'validation'; "
            "map the column that names it (--column part=NAME) or choose another split"
        )
    test = np.flatnonzero((part == scored) & answers.is_gold)
    trains = ("train",) if scored == "validation" else ("train", "validation")
    train = np.flatnonzero(np.isin(part, trains) & ~np.isin(groups, groups[test]))
    return _checked(train, test, f"part {scored}", len(part))


def scored_part(parts: NDArray[np.str_]) -> str:
    """Return the part that scores, given the parts of the gold articles; empty if none does."""
    return next((part for part in SCORED_PARTS if (parts == part).any()), "")


def _checked(train: NDArray[np.intp], test: NDArray[np.intp], name: str, total: int) -> Split:
    if not len(train) or not len(test):
        raise CorpusError(
            f"split '{name}' leaves {len(train)} article(s) to train and {len(test)} to score; "
            "choose another split or label more articles"
        )
    return Split(train, test, name, total - len(train) - len(test))


def whole_groups(table: pd.DataFrame) -> NDArray[np.intp]:
    """Return the duplicate group of each row, as numbers, shape (n,)."""
    return _codes(table["duplicate_group"])


def _codes(column: pd.Series) -> NDArray[np.intp]:
    import pandas as pd

    # Of all articles, labelled or not: a new silver label must not move a draw.
    return np.asarray(pd.factorize(column)[0], dtype=np.intp)


def _per_group(
    groups: NDArray[np.intp], matrix: NDArray[np.uint8]
) -> tuple[NDArray[np.intp], NDArray[np.uint8]]:
    _, which = np.unique(groups, return_inverse=True)
    labels = np.zeros((which.max(initial=-1) + 1, matrix.shape[1] + 1), dtype=np.uint8)
    np.maximum.at(labels[:, :-1], which, matrix)
    # Groups without any label are a stratum of their own.
    labels[:, -1] = ~labels[:, :-1].any(axis=1)
    return np.asarray(which, dtype=np.intp), labels
