"""Reading the labels in files that bulk labelling wrote, of any format of `tables.TABLES`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from tenor.articles.readers.cells import split_cell
from tenor.errors import InputError, reason_of, refuse_pipe
from tenor.labeling.formats.coding import RejectedCoding
from tenor.labeling.formats.records import decode_cells
from tenor.labeling.formats.spreadsheet import read_sheet
from tenor.models import UNKNOWN
from tenor.models.promise import AUTO
from tenor.prediction.columns import DECISION
from tenor.prediction.tables import SQL_TABLE

BATCH_SIZE = 1024

Record = Mapping[str, Any]


class WrittenLabel(NamedTuple):
    """A label that a model gave an article: a theme, or a position as ``TARGET=POSITION``."""

    article_id: str
    label: str


@dataclass
class WrittenLabels:
    """The automatic labels of a file.

    Attributes
    ----------
    labels
        Those with the decision ``auto``, or all where the file has no decisions.
    n_articles
        The number of labelled articles.
    n_review
        The number of labels that are not automatic.
    has_decisions
        Whether the file has decisions.
    codebooks, models
        The fingerprints of the codebooks and of the models that the rows name.
    """

    labels: list[WrittenLabel] = field(default_factory=list)
    n_articles: int = 0
    n_review: int = 0
    has_decisions: bool = False
    codebooks: set[str] = field(default_factory=set)
    models: set[str] = field(default_factory=set)

    def add(self, record: Record) -> None:
        """Add the labels of a row."""
        article_id = str(record.get("article_id") or "")
        if not article_id:  # An input that gave no article.
            return
        self.n_articles += 1
        self.codebooks.update(written_items(record.get("codebook")))
        self.models.update(written_items(record.get("model_fingerprints")))
        decisions = _decisions(record)
        self.has_decisions |= decisions is not None
        for label in dict.fromkeys(written_labels(record)):
            if decisions is None or decisions.get(label) == AUTO:
                self.labels.append(WrittenLabel(article_id, label))
            else:
                self.n_review += 1


def read_written_labels(path: Path) -> WrittenLabels:
    """Return the automatic labels of a file that ``tenor predict`` wrote.

    Parameters
    ----------
    path
        The file, whose extension names its format.

    Raises
    ------
    InputError
        If it cannot be read, or holds no labels of models.
    """
    result = WrittenLabels()
    for record in read_written_rows(path):
        result.add(record)
    return result


def read_written_rows(path: Path) -> Iterator[Record]:
    """Yield the rows of a file that ``tenor predict`` wrote.

    Parameters
    ----------
    path
        The file, whose extension names its format.

    Raises
    ------
    InputError
        If it cannot be read, or holds no labels of models.
    """
    if not path.exists():
        raise InputError(f"labels '{path}' do not exist; name a file that 'tenor predict' wrote")
    read = READERS.get(path.suffix.lower())
    if read is None:
        raise InputError(
            f"labels '{path}' are of no format that 'tenor predict' writes: {', '.join(READERS)}"
        )
    refuse_pipe(path, InputError)
    try:
        for record in read(path):
            if "article_id" not in record or "models" not in record:
                raise InputError(
                    f"'{path}' has no columns 'article_id' and 'models', so that it holds no "
                    "labels of models; name the output of 'tenor predict'"
                )
            yield record
    except (OSError, ValueError, RecursionError, sqlite3.Error) as exc:
        raise InputError(f"labels '{path}' cannot be read: {reason_of(exc)}") from exc


def written_labels(record: Record) -> Iterator[str]:
    """Yield the labels of a row, which is wide or not: themes, and ``TARGET=POSITION``."""
    yield from written_items(record.get("themes"))
    for target, position in _pairs(record.get("stances")).items():
        if position and position != UNKNOWN:
            yield f"{target}={position}"
    for name, value in record.items():
        kind, _, label = name.partition(".")
        if label and not label.endswith((".score", f".{DECISION}")):
            if kind == "theme" and str(value).lower() in ("1", "true"):
                yield label
            elif kind == "stance" and value and value != UNKNOWN:
                yield f"{label}={value}"


def _decisions(record: Record) -> dict[str, str] | None:
    """Return the decision on each label; None for a file without decisions."""
    if DECISION in record:
        return _pairs(record[DECISION])
    end = f".{DECISION}"
    wide = {name.removesuffix(end): value for name, value in record.items() if name.endswith(end)}
    if not wide:
        return None
    decisions = {}
    for name, value in wide.items():
        kind, _, label = name.partition(".")
        label = f"{label}={record.get(name)}" if kind == "stance" else label
        decisions[label] = str(value or "")
    return decisions


def written_items(value: object) -> list[str]:
    """Return the items of a list, or of a cell that joins them."""
    if isinstance(value, str):
        return split_cell(value)
    return [str(item) for item in value] if isinstance(value, list) else []


def _pairs(value: object) -> dict[str, str]:
    """Return the names and values of an object, of Arrow's pairs or of a cell ``toll=favor``."""
    if isinstance(value, str):
        # A label can be TARGET=POSITION itself.
        parts = (item.rpartition("=") for item in split_cell(value))
        return {name: text for name, _, text in parts}
    if isinstance(value, Mapping):
        return {str(name): str(text) for name, text in value.items()}
    return {str(name): str(text) for name, text in value} if isinstance(value, list) else {}


def _read_sheet(path: Path) -> Iterator[Record]:
    _, rows = read_sheet(path)
    for row in rows:
        if isinstance(row, RejectedCoding):
            raise InputError(f"labels '{path}' cannot be read at {row.place}: {row.detail}")
        yield decode_cells(row.by_name)


def _read_json_lines(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, start=1):
            record = json.loads(line)
            if not isinstance(record, dict):
                raise InputError(f"labels '{path}' have no object in line {number}")
            yield record


def _read_parquet(path: Path) -> Iterator[Record]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as table:
            for batch in table.iter_batches(BATCH_SIZE):
                yield from batch.to_pylist()
    except pa.ArrowException as exc:
        raise InputError(f"labels '{path}' cannot be read: {reason_of(exc)}") from exc


def _read_sqlite(path: Path) -> Iterator[Record]:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        for row in database.execute(f"SELECT * FROM {SQL_TABLE}"):
            yield {name: _decoded(row[name]) for name in row.keys()}  # noqa: SIM118 (no mapping)


def _decoded(value: object) -> object:
    """Return a value of a database, in which lists and objects are JSON."""
    return json.loads(value) if isinstance(value, str) and value[:1] in ("[", "{") else value


READERS: Mapping[str, Callable[[Path], Iterator[Record]]] = {
    ".jsonl": _read_json_lines,
    ".csv": _read_sheet,
    ".parquet": _read_parquet,
    ".sqlite": _read_sqlite,
    ".xlsx": _read_sheet,
}
"""For each extension, what yields the rows of a file."""
