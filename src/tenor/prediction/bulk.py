"""Bulk labelling: a stream of articles is labelled and written, a row for each, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from tenor.articles import Article, Rejection, number_claims, read_articles
from tenor.articles.rejections import RejectionCounts
from tenor.codebook import Task
from tenor.errors import InputError
from tenor.models import UNKNOWN, Labeler, Model, Prediction
from tenor.prediction.writers import STDOUT, open_rejected_list, open_writer, rejected_path
from tenor.progress import track

BATCH_SIZE = 256
"""The number of articles that are in memory at a time."""

SCORE_DECIMALS = 6
"""The decimals of a written probability."""


@dataclass(frozen=True, slots=True)
class PredictionSummary:
    """The counts of a bulk labelling.

    Attributes
    ----------
    n_articles
        The number of labelled articles.
    n_rejected
        The number of inputs that could not be read as an article.
    rejected_path
        The file that lists those inputs; None if there are none, or if the output is
        standard output.
    """

    n_articles: int
    n_rejected: int
    rejected_path: Path | None


def predict(
    inputs: str | Path | Sequence[str | Path],
    models: Mapping[str, Model],
    output: str,
    *,
    columns: Mapping[str, str] | None = None,
    strict_columns: bool = True,
    force: bool = False,
) -> PredictionSummary:
    """Label the articles of files and write a row for each.

    Parameters
    ----------
    inputs
        Files, folders, globs, or ``-`` for standard input.
    models
        Models by the names that the output gives them; at most one for themes and one for
        each stance target.
    output
        A file that ends in ``.jsonl``, ``.csv`` or ``.parquet``, or ``-`` for standard output.
    columns
        The names of table columns by the names of Article fields.
    strict_columns
        Whether each table must have all of these columns, as in `read_articles`.
    force
        Replace an existing file, and an existing list of rejected inputs.

    Raises
    ------
    InputError
        If an input does not exist, no input gives an article, or two models have the same task.
    OutputError
        If the output or the list of rejected inputs exists and ``force`` is false, or cannot be
        written.
    """
    check_tasks(models)
    exclude: list[str | Path] = [] if output == STDOUT else [output, rejected_path(output)]
    items = number_claims(
        read_articles(inputs, columns=columns, strict_columns=strict_columns, exclude=exclude)
    )
    rejected = RejectionCounts()
    n_articles = 0
    with (
        open_writer(output, force=force) as write,
        open_rejected_list(output, force=force) as reject,
    ):
        rows = track(label_rows(items, models), "labelling")
        while batch := list(islice(rows, BATCH_SIZE)):
            write([row for row, _ in batch])
            for _, rejection in batch:
                if rejection is None:
                    n_articles += 1
                else:
                    rejected.add(rejection)
                    reject(rejection)
        if not n_articles:
            raise InputError(rejected.no_article_message())
    has_list = rejected.total and output != STDOUT
    return PredictionSummary(
        n_articles, rejected.total, rejected_path(output) if has_list else None
    )


def label_rows(
    items: Iterable[Article | Rejection], models: Mapping[str, Model]
) -> Iterator[tuple[dict[str, Any], Rejection | None]]:
    """Yield the output row of each article, and of each rejected input with its rejection.

    Parameters
    ----------
    items
        Articles and rejections, as `read_articles` yields them.
    models
        Models by the names that the rows give them.
    """
    codebooks = "; ".join(dict.fromkeys(m.codebook.fingerprint for m in models.values()))
    names = list(models)
    labeler = Labeler(models.values())
    stream = iter(items)
    while batch := list(islice(stream, BATCH_SIZE)):
        articles = [item for item in batch if isinstance(item, Article)]
        predictions = iter(labeler.label(articles))
        for item in batch:
            if isinstance(item, Rejection):
                error = f"{item.reason}: {item.detail}"
                yield _empty_row(item.source_path, "", names, codebooks, error), item
                continue
            row = _empty_row(item.source_path, item.article_id, names, codebooks)
            row |= {"title": item.title, "outlet": item.outlet, "published": item.published}
            _fill_row(row, item, models.values(), next(predictions))
            yield row, None


def _fill_row(
    row: dict[str, Any], article: Article, models: Iterable[Model], predictions: list[Prediction]
) -> None:
    """Fill in the labels and scores of a row."""
    for model, prediction in zip(models, predictions, strict=True):
        scores = {label: round(p, SCORE_DECIMALS) for label, p in prediction.scores.items()}
        if not model.task.is_stance:
            row |= {"themes": list(prediction.labels), "theme_scores": scores}
            continue
        row["stances"] = row["stances"] or {}
        row["stance_scores"] = row["stance_scores"] or {}
        # An article that names a target gets only the stance towards it.
        if prediction.labels and (model.accepts(article) or not article.target):
            row["stances"][model.task.target] = prediction.labels[0]
            row["stance_scores"][model.task.target] = scores
    if article.target and row["stances"] is not None:
        stance_models = [model for model in models if model.task.is_stance]
        if not any(model.accepts(article) for model in stance_models):
            row["stances"][article.target] = UNKNOWN
            row["stance_scores"][article.target] = {}


def check_tasks(models: Mapping[str, Model]) -> None:
    """Raise InputError if two models predict the same."""
    names: dict[Task, str] = {}
    for name, model in models.items():
        other = names.setdefault(model.task, name)
        if other != name:
            raise InputError(
                f"models '{other}' and '{name}' both predict {model.task.title}; name one of them"
            )


def _empty_row(
    source_path: str, article_id: str, models: list[str], codebooks: str, error: str | None = None
) -> dict[str, Any]:
    return {
        "article_id": article_id,
        "source_path": source_path,
        "title": "",
        "outlet": "",
        "published": None,
        "themes": None,
        "theme_scores": None,
        "stances": None,
        "stance_scores": None,
        "models": models,
        "codebook": codebooks,
        "error": error,
    }
