"""The output of ``tenor predict``: labels of a model, which no person gave.

It is read as the codings of a machine only, from CSV, XLSX, JSON Lines or Parquet. Theme labels
are in ``themes``, and positions by target in ``stances``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tenor.articles.readers.cells import split_cell
from tenor.codebook import NO_THEME
from tenor.errors import InputError
from tenor.labeling.formats.coding import THEME_QUESTION, Item, Location, NameMap
from tenor.labeling.formats.records import Record, string, strings

COLUMNS = frozenset(
    {"theme_scores", "stance_scores", "stances", "models", "predicted_labels", "top_label"}
)
"""Columns that only tables of predictions have: output of ``tenor predict``, and the table of
predictions that a run logs."""
PREFIXES = ("theme_score", "stance_score", "theme score", "stance score", "score:", "probability:")
"""The beginnings of such columns where each label has a column of its own."""
UNKNOWN = "unknown"
"""The position towards a target that no model has."""
BATCH_SIZE = 1000


def prediction_column(names: Iterable[str]) -> str:
    """Return a column that shows a table to hold predictions of a model; empty if none does.

    Parameters
    ----------
    names
        The names of the columns, or the keys of a record.
    """
    columns = [name.strip() for name in names]
    for name in columns:
        folded = name.casefold()
        if folded in COLUMNS or folded.startswith(PREFIXES):
            return name
    # A sheet for coders has themes, but not the files of its articles.
    return "source_path" if {"themes", "source_path"} <= set(columns) else ""


def is_record(record: Record) -> bool:
    """Whether a record is a row of predictions."""
    return bool(prediction_column(record))


def check_origin(path: Path, column: str, names: NameMap) -> None:
    """Check that predictions are imported as a machine's.

    Parameters
    ----------
    path
        The file.
    column
        The column that shows them to be predictions.
    names
        The names and the origin that the user gave.

    Raises
    ------
    InputError
        If they are imported as a person's.
    """
    if names.origin != "machine":
        raise InputError(
            f"'{path}' holds predictions of a model (column '{column}'), which are no codings by "
            "people; import them as a machine's, with --origin machine --coder NAME"
        )


def parse(record: Record, location: Location, names: NameMap) -> Iterator[Item]:
    """Yield the labels of a row of predictions; a row without predictions is unanswered."""
    check_origin(Path(location.file), prediction_column(record), names)
    answers = [*_themes(record), *_stances(record)]
    if not answers:
        yield None
    for question, label in answers:
        yield location.coding(
            article_id=string(record.get("article_id")),
            question=question,
            label=label,
            coder=names.coder(""),
            origin="machine",
            codebook=_codebook(record),
        )


def read_parquet(path: Path, names: NameMap) -> Iterator[Item]:
    """Yield the labels of a Parquet file of predictions.

    Raises
    ------
    InputError
        If the file cannot be read, or holds no predictions.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as table:
            column = prediction_column(table.schema_arrow.names)
            if not column:
                raise InputError(
                    f"codings '{path}' are a Parquet table, which is read only if it holds "
                    "predictions; save it as CSV"
                )
            check_origin(path, column, names)
            number = 0
            for batch in table.iter_batches(BATCH_SIZE):
                for record in batch.to_pylist():
                    number += 1
                    yield from parse(record, Location(str(path), f"row {number}"), names)
    except (OSError, pa.ArrowException) as exc:
        raise InputError(f"codings '{path}' cannot be read: {exc}") from exc


def _themes(record: Record) -> list[tuple[str, str]]:
    value = record.get("themes")
    labels = split_cell(value) if isinstance(value, str) else strings(value)
    # Without a theme, scores show that a model of themes was applied.
    if not labels and record.get("theme_scores"):
        labels = [NO_THEME]
    return [(THEME_QUESTION, label) for label in labels]


def _stances(record: Record) -> list[tuple[str, str]]:
    positions = _pairs(record.get("stances"))
    return [
        (f"stance:{target}", position)
        for target, position in positions
        if position and position != UNKNOWN
    ]


def _pairs(value: object) -> list[tuple[str, str]]:
    """Return the targets and positions of an object, of pairs or of a cell ``toll=favor``."""
    if isinstance(value, str):
        pairs: list[Any] = [item.partition("=")[::2] for item in split_cell(value)]
    elif isinstance(value, Mapping):
        pairs = list(value.items())
    else:
        pairs = value if isinstance(value, list) else []
    return [(string(pair[0]), string(pair[1])) for pair in pairs if len(pair) == 2]


def _codebook(record: Record) -> str:
    # Models of several codebooks are named together, and their labels follow none of them alone.
    return string(record.get("codebook")).strip()
