"""The rows of labelled articles: their columns, and their values from predictions."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from typing import Any

from tenor.articles import CLEANING, Article, Rejection
from tenor.codebook import Task
from tenor.errors import InputError
from tenor.models import UNKNOWN, Labeler, Model, Prediction
from tenor.models.promise import SCORE_DECIMALS, Decision, rounded_scores
from tenor.prediction.batch_drift import CountsByModel, count_predictions
from tenor.prediction.columns import (
    COLUMNS,
    DECISION,
    RowOptions,
    ScoreChoice,
    check_only,
    column_types,
    label_names,
    wide_names,
)
from tenor.prediction.review import ReviewQueue

BATCH_SIZE = 256
"""The number of articles that are in memory at a time."""

BATCH_CHARACTERS = 8_000_000
"""The characters of their texts from which on fewer articles are in memory at a time."""

Row = dict[str, Any]
"""The values of a row by column."""


def check_tasks(models: Mapping[str, Model]) -> None:
    """Raise InputError if two models predict the same."""
    names: dict[Task, str] = {}
    for name, model in models.items():
        other = names.setdefault(model.task, name)
        if other != name:
            raise InputError(
                f"models '{other}' and '{name}' both predict {model.task.title}; name one of them"
            )


def label_rows(
    items: Iterable[Article | Rejection],
    models: Mapping[str, Model],
    options: RowOptions | None = None,
    *,
    labeler: Labeler | None = None,
    drift: CountsByModel | None = None,
    queue: ReviewQueue | None = None,
) -> Iterator[tuple[Row | None, Rejection | None]]:
    """Yield the output row of each article, and of each rejected input with its rejection.

    The row is None if the options leave it out.

    Parameters
    ----------
    items
        Articles and rejections, as `read_articles` yields them.
    models
        Models by the names that the rows give them.
    options
        Which rows and columns; by default all.
    labeler
        The labeler of these models, if there is one already.
    drift
        Counts that all labelled articles are added to, also those that the options leave out.
    queue
        Counts the decisions on the articles of the rows, and keeps those to review.
    """
    options = options or RowOptions()
    check_only(models, options)
    origin = {
        "models": list(models),
        "model_fingerprints": [model.fingerprint for model in models.values()],
        "codebook": "; ".join(dict.fromkeys(m.codebook.fingerprint for m in models.values())),
        "cleaning": CLEANING,
        "tenor_version": version("tenor"),
    }
    labeler = labeler or Labeler(models.values())
    columns = tuple(column_types(models, options))

    def arranged(row: Row) -> Row:
        wide = [_wide_values(row, model) for model in models.values()] if options.wide else []
        values = ChainMap(*wide, row)
        return {name: values[name] for name in columns}

    for batch in _batches(items):
        articles = [item for item in batch if isinstance(item, Article)]
        labelled, terms = labeler.label_and_count(articles)
        if drift:
            count_predictions(drift, models, articles, labelled, terms)
        predictions = iter(labelled)
        for item in batch:
            if isinstance(item, Rejection):
                error = f"{item.reason}: {item.detail}"
                row = _empty_row(item.source_path, "", origin, error)
                yield None if options.only else arranged(row), item
                continue
            row = _empty_row(item.source_path, item.article_id, origin)
            row |= {"title": item.title, "outlet": item.outlet, "published": item.published}
            labels = next(predictions)
            decisions = _decisions(models.values(), labels)
            _fill_row(row, item, models.values(), labels, options.scores)
            _fill_decisions(row, models.values(), decisions)
            if options.explain:
                row["explanation"] = _explanation(item, models, labels, options.explain)
            is_left_out = options.only and not _labels_of(row).intersection(options.only)
            if queue is not None and not is_left_out:
                queue.count(item, models.values(), decisions)
            yield None if is_left_out else arranged(row), None


def _batches(items: Iterable[Article | Rejection]) -> Iterator[list[Article | Rejection]]:
    batch: list[Article | Rejection] = []
    n_characters = 0
    for item in items:
        batch.append(item)
        n_characters += len(item.text) if isinstance(item, Article) else 0
        if len(batch) == BATCH_SIZE or n_characters >= BATCH_CHARACTERS:
            yield batch
            batch, n_characters = [], 0
    if batch:
        yield batch


def _fill_row(
    row: Row,
    article: Article,
    models: Iterable[Model],
    predictions: list[Prediction],
    choice: ScoreChoice,
) -> None:
    """Fill in the labels and scores of a row."""
    for model, prediction in zip(models, predictions, strict=True):
        scores = _written_scores(prediction, choice)
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


def _decisions(
    models: Iterable[Model], predictions: Iterable[Prediction]
) -> list[dict[str, Decision]]:
    """Return the decisions of each model on the labels of an article; none without a promise."""
    return [
        {} if model.promise is None else model.promise.decisions(own.labels, own.scores)
        for model, own in zip(models, predictions, strict=True)
    ]


def _fill_decisions(
    row: Row, models: Iterable[Model], decisions: Iterable[dict[str, Decision]]
) -> None:
    named: dict[str, Decision] = {}
    for model, own in zip(models, decisions, strict=True):
        if not own:
            continue
        names = dict(zip(model.labels, label_names(model), strict=True))
        named |= {names[label]: decision for label, decision in own.items()}
    row[DECISION] = named


def _explanation(
    article: Article, models: Mapping[str, Model], predictions: list[Prediction], n_terms: int
) -> dict[str, dict[str, float]]:
    """Return the terms that contributed most to each label that an article is given."""
    explanation: dict[str, dict[str, float]] = {}
    for model, prediction in zip(models.values(), predictions, strict=True):
        given = [label for label in prediction.labels if label in model.labels]
        if not given:
            continue
        [explained] = model.explain([article])
        for label in given:
            name = f"{model.task.target}={label}" if model.task.is_stance else label
            terms: dict[str, float] = {}
            for _, term, value in explained.of(label).terms:
                terms[term] = terms.get(term, 0.0) + value
            strongest = sorted(terms.items(), key=lambda item: (-abs(item[1]), item[0]))[:n_terms]
            explanation[name] = {term: round(value, SCORE_DECIMALS) for term, value in strongest}
    return explanation


def _written_scores(prediction: Prediction, choice: ScoreChoice) -> dict[str, float]:
    scores = prediction.scores
    if choice == "top" and scores:
        best = prediction.labels or (max(scores, key=scores.__getitem__),)
        scores = {label: scores[label] for label in best if label in scores}
    return rounded_scores(scores)


def _wide_values(row: Row, model: Model) -> Row:
    values: Row = {}
    if model.task.is_stance:
        [name], target = wide_names(model), model.task.target
        position = (row["stances"] or {}).get(target)
        scores = (row["stance_scores"] or {}).get(target) or {}
        decision = (row[DECISION] or {}).get(f"{target}={position}")
        return {
            name: position,
            f"{name}.score": scores.get(position),
            f"{name}.{DECISION}": decision,
        }
    for label, name in zip(model.labels, wide_names(model), strict=True):
        values[name] = None if row["themes"] is None else label in row["themes"]
        values[f"{name}.score"] = (row["theme_scores"] or {}).get(label)
        values[f"{name}.{DECISION}"] = (row[DECISION] or {}).get(label)
    return values


def _labels_of(row: Row) -> set[str]:
    stances = (row["stances"] or {}).items()
    return {*(row["themes"] or ()), *(f"{target}={position}" for target, position in stances)}


def _empty_row(source_path: str, article_id: str, origin: Row, error: str | None = None) -> Row:
    empty = dict.fromkeys([*COLUMNS, DECISION, "explanation"])
    return (
        empty
        | {"article_id": article_id, "source_path": source_path, "title": "", "outlet": ""}
        | origin
        | {"error": error}
    )
