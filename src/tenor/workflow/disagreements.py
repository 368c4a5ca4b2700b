"""Who disagrees with whom, and on which articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.codebook import NO_THEME
from tenor.corpus import Corpus
from tenor.evaluation import Agreement, measure
from tenor.evaluation.alpha import Metric
from tenor.labeling import CoderAnswers
from tenor.workflow.model_coder import ModelCoder

if TYPE_CHECKING:
    from numpy.typing import NDArray


class PairAgreement(NamedTuple):
    """How far two coders agree on all labels of a task and target."""

    first: str
    second: str
    question: str
    n_articles: int
    percent: float | None
    alpha: float | None


class Disagreement(NamedTuple):
    """An article that coders judged differently; ``model`` is what a model says of it."""

    article_id: str
    title: str
    question: str
    labels: str
    judgments: str
    model: str


def pairs_of(
    found: CoderAnswers, model: ModelCoder | None, question: str, metric: Metric
) -> Iterator[PairAgreement]:
    """Yield every pair of coders who judged an article in common, the model among them."""
    import pandas as pd

    names = [*found.coders]
    row, coder, given = found.row, found.coder, found.given
    if model is not None:
        said = model.given_at(np.unique(row))
        there = said[:, 0] >= 0
        names.append(f"model {model.name}")
        row = np.concatenate([row, np.unique(row)[there]])
        coder = np.concatenate([coder, np.full(int(there.sum()), len(found.coders))])
        given = np.concatenate([given, said[there] > 0])
    cells = pd.DataFrame({"row": row, "coder": coder, "cell": np.arange(len(row))})
    both = cells.merge(cells, on="row")
    both = both[both["coder_x"] < both["coder_y"]].sort_values(["coder_x", "coder_y", "row"])
    numbers = both[["coder_x", "coder_y"]].to_numpy()
    starts = np.flatnonzero((np.diff(numbers, axis=0, prepend=-1) != 0).any(axis=1))
    of_both = both[["cell_x", "cell_y"]].to_numpy()
    for part in np.split(np.arange(len(both)), starts[1:]) if len(both) else []:
        first, second = (names[number] for number in numbers[part[0]])
        rows = np.arange(len(part))
        of_pair = CoderAnswers(
            found.labels, (), np.tile(rows, 2), np.repeat([0, 1], len(part)),
            given[of_both[part].T.ravel()], found.one_label,
        )  # fmt: skip
        agreed = _pair(of_pair, rows, metric)
        yield PairAgreement(
            first, second, question, agreed.n_articles, agreed.percent, agreed.alpha
        )


def _pair(found: CoderAnswers, rows: NDArray[np.intp], metric: Metric) -> Agreement:
    by_label = not found.one_label
    counts = found.counts_per_label(rows) if by_label else found.counts(rows)
    measured = measure(counts, rows, metric="nominal" if by_label else metric, intervals=False)
    return measured.mean if by_label else measured.each[0]


def disagreements_of(
    corpus: Corpus, found: CoderAnswers, model: ModelCoder | None, question: str
) -> Iterator[Disagreement]:
    """Yield the articles that people judged differently, in the order of the corpus."""
    rows = found.judged_by_several()
    table = corpus.articles[["article_id", "title"]]
    labels = np.array(found.labels, dtype=object)
    said = model.given_at(rows) if model else None
    order = np.lexsort((found.coder, found.row))
    starts = np.searchsorted(found.row[order], rows)
    ends = np.searchsorted(found.row[order], rows, side="right")
    for i, (row, start, end) in enumerate(zip(rows, starts, ends, strict=True)):
        cells = order[start:end]
        given = found.given[cells]
        disputed = given.any(axis=0) & ~given.all(axis=0)
        if not disputed.any():
            continue
        judgments = [
            f"{found.coders[found.coder[cell]]}: {_said(labels, found.given[cell])}"
            for cell in cells
        ]
        of_model = ""
        if said is not None and said[i, 0] >= 0:
            of_model = _said(labels, said[i] > 0)
        yield Disagreement(
            str(table["article_id"].iat[row]), str(table["title"].iat[row] or ""), question,
            ", ".join(labels[disputed]), "; ".join(judgments), of_model,
        )  # fmt: skip


def _said(labels: NDArray[np.object_], given: NDArray[np.bool_]) -> str:
    return ", ".join(labels[given]) or NO_THEME
