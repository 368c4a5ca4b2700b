"""Splits: which answers train, and which score.

A duplicate group never crosses a split, nor does a group of another kind that is
to be kept whole, only people's labels score, and no article of a scored group
trains. What scores does not depend on what else may train: gold articles are
drawn among themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from tenor.corpus.whole import UNSEEN, Groups, KeepWhole, codes
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
    keep_whole: KeepWhole = "duplicate_group",
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
    keep_whole
        The column whose articles of one value never cross, beside near-duplicates:
        ``random`` and ``folds`` draw such groups, and of the groups of what
        the other kinds score nothing trains.

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
    groups = Groups.of(articles, keep_whole).take(answers.rows)
    gold = np.flatnonzero(answers.is_gold)
    match kind:
        case "part":
            return [_by_part(table, groups, answers)]
        case "time":
            return [_by_time(table, groups, answers, test_size)]
        case "outlet":
            return [_by_outlet(articles, groups, answers, test_size, random_state)]
        case "random":
            tests = [groups.draw(gold, answers.matrix, test_size, random_state)]
            name = "random"
        case "folds":
            tests = groups.folds(answers.matrix, n_folds, random_state, only=gold)
            name = "fold"
    splits = []
    for number, test in enumerate(tests, start=1):
        train = np.flatnonzero(groups.apart_from(test))
        label = (f"{name} {number}" if len(tests) > 1 else name) + UNSEEN[keep_whole]
        splits.append(_checked(train, test, label, len(answers)))
    return splits


def _by_outlet(
    articles: pd.DataFrame,
    groups: Groups,
    answers: Answers,
    test_size: float,
    random_state: int,
) -> Split:
    # An article of an unnamed outlet may be of any outlet, so it neither trains nor scores.
    named = (articles["outlet"] != "").to_numpy()[answers.rows]
    gold = np.flatnonzero(answers.is_gold & named)
    n_outlets = len(np.unique(codes(articles["outlet"])[answers.rows][gold]))
    if n_outlets < 2:
        raise CorpusError(
            "split 'outlet' needs labelled articles of at least two outlets; this corpus has "
            f"{n_outlets}: map the outlet column (--column outlet=NAME) or choose another split"
        )
    outlets = Groups.of(articles, "outlet").take(answers.rows)
    test = outlets.draw(gold, answers.matrix, test_size, random_state)
    train = named & outlets.apart_from(test) & groups.apart_from(test)
    return _checked(np.flatnonzero(train), test, "outlets unseen", len(answers))


def _by_time(table: pd.DataFrame, groups: Groups, answers: Answers, test_size: float) -> Split:
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
    train = np.flatnonzero(dated & (days < border) & groups.apart_from(test))
    return _checked(train, test, f"from {border} on", len(days))


def _by_part(table: pd.DataFrame, groups: Groups, answers: Answers) -> Split:
    part = table["part"].to_numpy(dtype=str)
    scored = scored_part(part[answers.is_gold])
    if not scored:
        raise CorpusError(
            "split 'part' needs gold labels in a part 'test' or 'validation'; "
            "map the column that names it (--column part=NAME) or choose another split"
        )
    test = np.flatnonzero((part == scored) & answers.is_gold)
    trains = ("train",) if scored == "validation" else ("train", "validation")
    train = np.flatnonzero(np.isin(part, trains) & groups.apart_from(test))
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
