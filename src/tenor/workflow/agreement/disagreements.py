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
from tenor.labeling import CoderLabels
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


class DisputedArticle(NamedTuple):
    """An article that coders judged differently.

    Attributes
    ----------
    article_id, title
        The article.
    task
        The task.
    labels
        The labels that some coders gave and others did not, joined by commas.
    judgments
        The labels of each coder: ``ana: economy; ben: none``.
    predicted
        The labels that a model predicts; empty without a prediction.
    """

    article_id: str
    title: str
    task: Task
    labels: str
    judgments: str
    predicted: str


def pair_agreements(
    coder_labels: CoderLabels, task: Task, annotator: ModelAnnotator | None, level: Level
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
    """
    import pandas as pd

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


def disputed_articles(
    corpus: Corpus, coder_labels: CoderLabels, task: Task, annotator: ModelAnnotator | None
) -> Iterator[DisputedArticle]:
    """Yield the articles that coders judged differently, in the order of the corpus.

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
    rows = coder_labels.rows_of_several_coders()
    ids, titles = (corpus.articles[name].iloc[rows].tolist() for name in ("article_id", "title"))
    labels = np.array(coder_labels.labels, dtype=object)
    y_pred = np.full((len(rows), len(labels)), -1) if annotator is None else annotator.at(rows)
    order = np.lexsort((coder_labels.coder_codes, coder_labels.rows))
    starts = np.searchsorted(coder_labels.rows[order], rows)
    ends = np.searchsorted(coder_labels.rows[order], rows, side="right")
    for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
        of_article = coder_labels.take(order[start:end])
        refused = (of_article.is_known & ~of_article.matrix).any(axis=0)
        disputed = of_article.matrix.any(axis=0) & refused
        if not disputed.any():
            continue
        judgments = [
            f"{coder_labels.coders[coder]}: {_joined(labels[row])}"
            for coder, row in zip(of_article.coder_codes, of_article.matrix, strict=True)
        ]
        yield DisputedArticle(
            str(ids[i]),
            str(titles[i] or ""),
            task,
            ", ".join(labels[disputed]),
            "; ".join(judgments),
            _joined(labels[y_pred[i] > 0]) if y_pred[i, 0] >= 0 else "",
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


def _joined(labels: NDArray[np.object_]) -> str:
    return ", ".join(labels) or NO_THEME
