"""The agreement of each pair of coders, and the articles that coders judged differently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.codebook import NO_THEME, Task
from tenor.corpus import Corpus
from tenor.evaluation import Agreement, measure_agreement
from tenor.evaluation.alpha import Level
from tenor.labeling import CoderLabels, Disagreement, find_disagreements
from tenor.workflow.agreement.model_annotator import ModelAnnotator

if TYPE_CHECKING:
    from numpy.typing import NDArray


class PairAgreement(NamedTuple):
    """The agreement of two coders on all labels of a task."""

    first: str
    second: str
    task: Task
    n_articles: int
    percent_agreement: float | None
    alpha: float | None


def pair_agreements(
    coder_labels: CoderLabels,
    task: Task,
    annotator: ModelAnnotator | None,
    level: Level,
    machines: CoderLabels | None = None,
) -> Iterator[PairAgreement]:
    """Yield the agreement of each pair of coders who judged an article in common.

    Parameters
    ----------
    coder_labels
        The labels of the coders.
    task
        The task.
    annotator
        A model that counts as one more coder, if there is one.
    level
        The level of measurement of single labels.
    machines
        The labels of machines, which count as further coders; their names are marked.
    """
    import pandas as pd

    if machines is not None:
        coder_labels = _with_machines(coder_labels, machines)
    if annotator is not None:
        coder_labels = _with_annotator(coder_labels, annotator)
    n_cells = len(coder_labels.rows)
    columns = {
        "row": coder_labels.rows,
        "coder": coder_labels.coder_codes,
        "cell": np.arange(n_cells),
    }
    cells = pd.DataFrame(columns)
    pairs = cells.merge(cells, on="row")
    pairs = pairs[pairs["coder_x"] < pairs["coder_y"]].sort_values("row", kind="stable")
    for _, common in pairs.groupby(["coder_x", "coder_y"]):
        first, second = (coder_labels.coders[i] for i in common[["coder_x", "coder_y"]].iloc[0])
        pair_labels = coder_labels.take(common[["cell_x", "cell_y"]].to_numpy().ravel())
        agreement = _agreement_of_pair(pair_labels, common["row"].to_numpy(), level)
        yield PairAgreement(
            first,
            second,
            task,
            agreement.n_articles,
            agreement.percent_agreement,
            agreement.alpha,
        )


def find_and_describe(
    corpus: Corpus, coder_labels: CoderLabels, task: Task, annotator: ModelAnnotator | None
) -> Iterator[Disagreement]:
    """Yield the articles that coders judged differently, with titles and a model's labels.

    Parameters
    ----------
    corpus
        The corpus.
    coder_labels
        The labels of the coders.
    task
        The task.
    annotator
        A model whose predictions are shown beside the judgements, if there is one.
    """
    titles = dict(zip(corpus.article_ids, corpus.articles["title"], strict=True))
    predicted: dict[str, str] = {}
    if annotator is not None:
        ids, labels = corpus.article_ids[annotator.rows], np.array(coder_labels.labels)
        predicted = {
            article_id: ", ".join(labels[row]) or NO_THEME
            for article_id, row in zip(ids, annotator.y_pred, strict=True)
        }
    for row in find_disagreements(coder_labels, task, corpus.article_ids.tolist()):
        article_id = row.article_id
        yield row._replace(
            title=str(titles[article_id] or ""), predicted=predicted.get(article_id, "")
        )


def _with_machines(coder_labels: CoderLabels, machines: CoderLabels) -> CoderLabels:
    return replace(
        coder_labels,
        coders=(*coder_labels.coders, *(f"machine {name}" for name in machines.coders)),
        rows=np.concatenate([coder_labels.rows, machines.rows]),
        coder_codes=np.concatenate(
            [coder_labels.coder_codes, machines.coder_codes + len(coder_labels.coders)]
        ),
        matrix=np.concatenate([coder_labels.matrix, machines.matrix]),
        is_known=np.concatenate([coder_labels.is_known, machines.is_known]),
    )


def _with_annotator(coder_labels: CoderLabels, annotator: ModelAnnotator) -> CoderLabels:
    rows = np.unique(coder_labels.rows)
    y_pred = annotator.at(rows)
    labelled = y_pred[:, 0] >= 0
    number = np.full(int(labelled.sum()), len(coder_labels.coders))
    return replace(
        coder_labels,
        coders=(*coder_labels.coders, f"model {annotator.name}"),
        rows=np.concatenate([coder_labels.rows, rows[labelled]]),
        coder_codes=np.concatenate([coder_labels.coder_codes, number]),
        matrix=np.concatenate([coder_labels.matrix, y_pred[labelled] > 0]),
        is_known=np.concatenate(
            [coder_labels.is_known, np.ones((len(number), y_pred.shape[1]), dtype=bool)]
        ),
    )


def _agreement_of_pair(
    coder_labels: CoderLabels, rows: NDArray[np.intp], level: Level
) -> Agreement:
    # Without intervals, nothing is resampled and the groups do not matter.
    if coder_labels.single_label:
        counts = coder_labels.counts(rows)
        return measure_agreement(counts, rows, level=level, intervals=False).variables[0]
    return measure_agreement(coder_labels.counts_per_label(rows), rows, intervals=False).mean
