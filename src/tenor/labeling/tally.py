"""The number of judges of each article who gave a label, and who were asked about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import NO_THEME, Codebook, CodebookVersions
from tenor.codebook.task import Task
from tenor.labeling.judgment import (
    CODING_ORIGINS,
    GOLD_ORIGINS,
    judgments_of_task,
    split_labels,
)

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

PRECEDENCE = {"adjudicated": 0, "coder": 0, "machine": 1, "publisher": 2, "rule": 3}
"""The rank of each origin; the lowest rank among an article's judgements gives its labels.

People come first, and among them an adjudicated answer replaces those of coders. A machine
judges articles by the codebook's own definitions, which a publisher's tags do not follow; a
rule knows words only.
"""


@dataclass(frozen=True)
class Tally:
    """The judges of the n judged articles of a task, counted for each label.

    Attributes
    ----------
    rows
        Positions of the articles in the articles table, ascending, shape (n,).
    labels
        The labels of the task, in codebook order.
    votes
        The number of judges who gave each label, and last of those who gave none; shape
        (n, n_labels + 1).
    n_judges
        The number of judges who were asked about each label, shape (n, n_labels).
    is_gold
        Whether the judges are people, shape (n,).
    single_label
        Whether an article has exactly one label.
    """

    rows: NDArray[np.intp]
    labels: tuple[str, ...]
    votes: NDArray[np.int64]
    n_judges: NDArray[np.int64]
    is_gold: NDArray[np.bool_]
    single_label: bool


def tally_judgments(
    judgments: pd.DataFrame,
    article_ids: pd.Index,
    codebook: Codebook | CodebookVersions,
    task: Task,
    origins: Sequence[str],
    *,
    keep_unanswered: bool = False,
) -> Tally:
    """Count the judges of each article, of the origin that decides its labels.

    People decide where any of their judgements still answers a label; an adjudicated answer
    decides the labels that it answers. Else the origin that comes first in `PRECEDENCE`
    decides.

    Parameters
    ----------
    judgments, article_ids, codebook, task, origins
        As for `tenor.labeling.resolve_labels`.
    keep_unanswered
        Whether to keep articles whose judgements answer no label of the codebook any more.
    """
    versions = codebook if isinstance(codebook, CodebookVersions) else CodebookVersions(codebook)
    labels, single_label = task.labels(versions.current), task.single_label(versions.current)
    chosen = judgments_of_task(judgments, article_ids, task, origins)
    answered = answered_matrix(chosen, versions, task)
    if not keep_unanswered:
        still_answers = np.asarray(answered.any(axis=1))
        chosen, answered = chosen.loc[still_answers], answered[still_answers]
    rank = chosen["origin"].map(PRECEDENCE).to_numpy(dtype=np.int64)
    rows, position = np.unique(chosen["row"].to_numpy(dtype=np.intp), return_inverse=True)
    first = np.full(len(rows), len(PRECEDENCE))
    np.minimum.at(first, position, rank)
    decides = rank == first[position]
    chosen, answered, position = chosen.loc[decides], answered[decides], position[decides]

    # The last column counts the judges who decided that no label applies.
    gave = np.zeros((len(chosen), len(labels) + 1), dtype=bool)
    # A position may be named "none", which no theme may: it is a label as any other.
    numbers = {NO_THEME: len(labels)} | {label: i for i, label in enumerate(labels)}
    column = chosen["label"].map(numbers).to_numpy(dtype=np.float64)
    has_column = np.flatnonzero(~np.isnan(column))
    gave[has_column, column[has_column].astype(np.intp)] = True
    gave[:, :-1] &= answered

    # A judge may have several judgements of an article. All rules together are one judge.
    is_rule = chosen["origin"].to_numpy() == "rule"
    names = np.where(is_rule, "", chosen["coder"].to_numpy(dtype=object))
    is_adjudicated = (chosen["origin"] == "adjudicated").to_numpy()
    judges = _Judges.of(position, names, is_adjudicated)
    gave, asked = judges.any(gave), judges.any(answered)
    overruled = judges.overruled(asked, len(rows))
    asked &= ~overruled
    gave[:, :-1] &= asked
    if single_label:
        gave[:, -1] &= asked.any(axis=1)
    return Tally(
        rows,
        tuple(labels),
        judges.sum(gave, len(rows)),
        judges.sum(asked, len(rows)),
        first == PRECEDENCE[GOLD_ORIGINS[0]],
        single_label,
    )


def answered_matrix(
    judgments: pd.DataFrame, versions: CodebookVersions, task: Task
) -> NDArray[np.bool_]:
    """Return whether each of n judgements answers each label of a task, shape (n, n_labels).

    Tags of publishers and rules have no codebook of their own: they answer every label.
    """
    import pandas as pd

    labels = task.labels(versions.current)
    is_coding = judgments["origin"].isin(CODING_ORIGINS)
    keys = pd.MultiIndex.from_arrays(
        [judgments["codebook"].where(is_coding, ""), judgments["asked"].where(is_coding, "")]
    )
    codes, distinct = pd.factorize(keys)
    answered = np.zeros((len(distinct), len(labels)), dtype=bool)
    for i, (fingerprint, asked) in enumerate(distinct):
        known = versions.answered(task, fingerprint, split_labels(asked))
        answered[i] = [label in known for label in labels]
    return answered[codes]


@dataclass(frozen=True)
class _Judges:
    """The judges of articles: for each judgement its judge, and for each judge the article.

    Judges are sorted by article.
    """

    order: NDArray[np.intp]
    starts: NDArray[np.intp]
    position: NDArray[np.intp]
    is_adjudicated: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        position: NDArray[np.intp],
        names: NDArray[np.object_],
        is_adjudicated: NDArray[np.bool_],
    ) -> _Judges:
        import pandas as pd

        codes = pd.factorize(names)[0]
        order = np.lexsort((codes, is_adjudicated, position))
        keys = np.stack([position[order], is_adjudicated[order], codes[order]])
        is_first = np.ones(len(order), dtype=bool)
        is_first[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
        starts = np.flatnonzero(is_first)
        return cls(order, starts, position[order][starts], is_adjudicated[order][starts])

    def any(self, values: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return for each judge and column whether any of the judge's judgements is true."""
        if not len(self.starts):
            return values
        return np.logical_or.reduceat(values[self.order], self.starts, axis=0)

    def sum(self, values: NDArray[np.bool_], n_articles: int) -> NDArray[np.int64]:
        """Return the number of judges of each article for whom a column is true."""
        if not n_articles:
            return np.zeros((0, values.shape[1]), dtype=np.int64)
        starts = np.searchsorted(self.position, np.arange(n_articles))
        return np.asarray(np.add.reduceat(values, starts, axis=0, dtype=np.int64))

    def overruled(self, asked: NDArray[np.bool_], n_articles: int) -> NDArray[np.bool_]:
        """Return where an adjudicator was asked about a label that a coder answered as well."""
        is_adjudicated = self.is_adjudicated
        if not is_adjudicated.any():
            return np.zeros_like(asked)
        adjudicated = self.sum(asked & is_adjudicated[:, None], n_articles) > 0
        return np.asarray(adjudicated[self.position] & ~is_adjudicated[:, None])
