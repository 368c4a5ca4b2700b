"""Bulk labelling: articles stream in, one row each streams out, in their order."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from tenor.articles import Article, Rejection, number_claims, read_articles
from tenor.errors import InputError
from tenor.models import UNKNOWN, Labeler, Model, Prediction
from tenor.prediction.writers import STDOUT, open_writer
from tenor.progress import track

BATCH = 256
"""Rows held in memory at a time."""

DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Labelled:
    """What a bulk labelling did.

    ``rejected_path`` lists the inputs that gave no article; None if there are
    none, or if the output went to standard output.
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
    force: bool = False,
) -> Labelled:
    """Label article files and write one row an article.

    Parameters
    ----------
    inputs
        Files, folders, globs, or ``-``.
    models
        Models by the name that the output gives them; at most one for themes
        and one for each stance target.
    output
        A file ending in ``.jsonl``, ``.csv`` or ``.parquet``, or ``-``.
    columns
        Names of table columns by Article field.
    force
        Replace a file that stands there.

    Raises
    ------
    InputError
        If an input does not exist, or two models label the same thing.
    OutputError
        If the output cannot be written.
    """
    _check(models)
    found = number_claims(read_articles(inputs, columns=columns))
    writer = open_writer(output, force=force)
    rejected_path = None if output == STDOUT else rejected_beside(Path(output))
    rejections: list[Rejection] = []
    n_articles = 0
    with writer:
        rows = track(label_rows(found, models), "labelling")
        while batch := list(islice(rows, BATCH)):
            writer.write([row for row, _ in batch])
            rejections += [rejection for _, rejection in batch if rejection is not None]
            n_articles += sum(rejection is None for _, rejection in batch)
    if rejected_path is not None:
        rejected_path.unlink(missing_ok=True)
        if rejections:
            rejected_path.write_text("".join(map(_line, rejections)), encoding="utf-8")
    else:
        sys.stderr.writelines(map(_line, rejections))
    return Labelled(n_articles, len(rejections), rejected_path if rejections else None)


def label_rows(
    found: Iterable[Article | Rejection], models: Mapping[str, Model]
) -> Iterator[tuple[dict[str, Any], Rejection | None]]:
    """Yield the output row of each article, and of each input that gave none with its reason."""
    codebooks = "; ".join(dict.fromkeys(m.codebook.fingerprint for m in models.values()))
    names = list(models)
    labeler = Labeler(models.values())
    stream = iter(found)
    while batch := list(islice(stream, BATCH)):
        articles = [item for item in batch if isinstance(item, Article)]
        predictions = iter(labeler.label(articles))
        for item in batch:
            if isinstance(item, Rejection):
                error = f"{item.reason}: {item.detail}"
                yield _row(item.source_path, "", names, codebooks, error=error), item
                continue
            row = _row(item.source_path, item.article_id, names, codebooks)
            row |= {"title": item.title, "outlet": item.outlet, "published": item.published}
            _say(row, item, models.values(), next(predictions))
            yield row, None


def _say(
    row: dict[str, Any], article: Article, models: Iterable[Model], predictions: list[Prediction]
) -> None:
    for model, prediction in zip(models, predictions, strict=True):
        scores = {label: round(p, DECIMALS) for label, p in prediction.scores.items()}
        if model.task == "theme":
            row |= {"themes": list(prediction.labels), "theme_scores": scores}
            continue
        row["stances"] = row["stances"] or {}
        row["stance_scores"] = row["stance_scores"] or {}
        # A row that asks for one target is told of that one alone.
        if prediction.labels and (model.knows(article) or not article.target):
            row["stances"][model.target] = prediction.labels[0]
            row["stance_scores"][model.target] = scores
    if article.target and row["stances"] is not None:
        stances = [model for model in models if model.task == "stance"]
        if not any(model.knows(article) for model in stances):
            row["stances"][article.target] = UNKNOWN
            row["stance_scores"][article.target] = {}


def rejected_beside(output: Path) -> Path:
    """Return where the rejected inputs of an output file are listed."""
    return output.with_name(f"{output.stem}.rejected.jsonl")


def _check(models: Mapping[str, Model]) -> None:
    first: dict[tuple[str, str], str] = {}
    for name, model in models.items():
        other = first.setdefault((model.task, model.target), name)
        if other != name:
            what = f"stance towards '{model.target}'" if model.target else "themes"
            raise InputError(f"models '{other}' and '{name}' both label {what}; name one of them")


def _row(
    source_path: str, article_id: str, models: list[str], codebooks: str, error: str | None = None
) -> dict[str, Any]:
    return {
        "article_id": article_id, "source_path": source_path, "title": "", "outlet": "",
        "published": None, "themes": None, "theme_scores": None, "stances": None,
        "stance_scores": None, "models": models, "codebook": codebooks, "error": error,
    }  # fmt: skip


def _line(rejection: Rejection) -> str:
    row = {
        "source_path": rejection.source_path,
        "reason": str(rejection.reason),
        "detail": rejection.detail,
    }
    return json.dumps(row, ensure_ascii=False) + "\n"
