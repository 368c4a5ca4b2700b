"""The table of codings formats; a new format is one entry of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from tenor.codebook import Codebook
from tenor.errors import InputError, refuse_pipe
from tenor.labeling.formats import argilla, doccano, label_studio, predictions, prodigy, table
from tenor.labeling.formats.annotation import ArticleToCode, Texts
from tenor.labeling.formats.coding import Item, NameMap, RejectedCoding
from tenor.labeling.formats.records import Record, json_records, read_items
from tenor.labeling.judgment import Judgment

AUTO = "auto"
"""The name that asks for the format to be recognized from the file."""
MAX_SNIFFED_RECORDS = 100
PARQUET = ".parquet"

ReadCodings = Callable[[Path, NameMap], Iterator[Item]]
"""Yields the codings of a file, not yet checked."""


@dataclass(frozen=True)
class CodingsFormat:
    """A file format of codings.

    Attributes
    ----------
    name
        The name that ``--format`` takes.
    extensions
        Its file extensions, in lower case; files are written with the first.
    read
        Yields the codings of a file, not yet checked.
    export
        Returns judgements as a file, from which ``read`` yields the same codings.
    sheet
        Returns articles to code as a file for one coder, the last argument.
    settings
        Returns the files that configure the tool for a codebook, by name.
    recognizes
        Whether a JSON record has this format; never true for tables.
    is_table
        Whether files are tables. They are recognized by their extension, and exports of them
        contain no texts of articles.
    """

    name: str
    extensions: tuple[str, ...]
    read: ReadCodings
    export: Callable[[Iterable[Judgment], Texts], bytes]
    sheet: Callable[[Iterable[ArticleToCode], Codebook, str], bytes]
    settings: Callable[[Codebook], dict[str, bytes]] = lambda codebook: {}
    recognizes: Callable[[Record], bool] = lambda record: False
    is_table: bool = False


_FORMATS = (
    CodingsFormat(
        "csv",
        (".csv", ".tsv", ".txt"),
        table.read,
        partial(table.export, xlsx=False),
        partial(table.sheet, xlsx=False),
        is_table=True,
    ),
    CodingsFormat(
        "xlsx",
        (".xlsx", ".xlsm"),
        table.read,
        partial(table.export, xlsx=True),
        partial(table.sheet, xlsx=True),
        is_table=True,
    ),
    CodingsFormat(
        "label-studio",
        (".json",),
        partial(read_items, parse=label_studio.parse),
        label_studio.export,
        label_studio.sheet,
        label_studio.settings,
        label_studio.is_record,
    ),
    CodingsFormat(
        "prodigy",
        (".jsonl",),
        partial(read_items, parse=prodigy.parse),
        prodigy.export,
        prodigy.sheet,
        prodigy.settings,
        prodigy.is_record,
    ),
    CodingsFormat(
        "argilla",
        (".json",),
        partial(read_items, parse=argilla.parse),
        argilla.export,
        argilla.sheet,
        argilla.settings,
        argilla.is_record,
    ),
    # Records of other tools can have a text and labels too, so this format comes last.
    CodingsFormat(
        "doccano",
        (".jsonl",),
        partial(read_items, parse=doccano.parse),
        doccano.export,
        doccano.sheet,
        doccano.settings,
        doccano.is_record,
    ),
)
FORMATS = {codings_format.name: codings_format for codings_format in _FORMATS}
"""The formats by name, in the order in which they are tried on a file."""


def read(path: Path, format_name: str = AUTO, names: NameMap | None = None) -> Iterator[Item]:
    """Return an iterator of the codings of a file, not yet checked.

    Parameters
    ----------
    path
        The file.
    format_name
        The name of its format, or ``auto``.
    names
        The names of coders and questions in the file, if they differ from the corpus.

    Raises
    ------
    InputError
        If the file cannot be read, or its format is not recognized.
    """
    refuse_pipe(path, InputError)
    read_file = _recognize(path) if format_name == AUTO else FORMATS[format_name].read
    return read_file(path, names or NameMap())


def _recognize(path: Path) -> ReadCodings:
    if path.suffix.lower() == PARQUET:
        return predictions.read_parquet
    for codings_format in FORMATS.values():
        if codings_format.is_table and path.suffix.lower() in codings_format.extensions:
            return codings_format.read
    for _, record in islice(json_records(path), MAX_SNIFFED_RECORDS):
        if isinstance(record, RejectedCoding):
            continue
        if predictions.is_record(record):
            return partial(read_items, parse=predictions.parse)
        for codings_format in FORMATS.values():
            if codings_format.recognizes(record):
                return codings_format.read
    raise InputError(
        f"codings '{path}' have no format that is recognized; name it with --format "
        f"({', '.join(FORMATS)})"
    )
