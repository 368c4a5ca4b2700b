"""Files of codings: what annotation tools and spreadsheets export, and what they import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from types import ModuleType

from tenor.codebook import Codebook
from tenor.errors import InputError
from tenor.labeling.formats import argilla, doccano, label_studio, prodigy, table
from tenor.labeling.formats.entry import Entry, Item, Naming, SetAside, Texts, ToCode, Why
from tenor.labeling.formats.records import json_records
from tenor.labeling.judgment import Judgment

__all__ = [
    "ENDINGS",
    "FORMATS",
    "TABLES",
    "Entry",
    "Item",
    "Naming",
    "SetAside",
    "ToCode",
    "Why",
    "export",
    "read",
    "settings",
    "sheet",
]

_TOOLS: dict[str, ModuleType] = {
    "label-studio": label_studio,
    "prodigy": prodigy,
    "argilla": argilla,
    "doccano": doccano,
}
ENDINGS = {
    "csv": ".csv",
    "xlsx": ".xlsx",
    "label-studio": ".json",
    "doccano": ".jsonl",
    "prodigy": ".jsonl",
    "argilla": ".json",
}
"""The formats, and how their files end."""
FORMATS = tuple(ENDINGS)
TABLES = ("csv", "xlsx")
"""The formats that are tables: they show no text, and set up no tool."""
_TABLE_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")


def read(path: Path, kind: str = "auto", naming: Naming | None = None) -> Iterator[Item]:
    """Return an iterator of the entries of a file of codings, unchecked.

    ``auto`` finds the format by the file's ending and its first records.

    Raises
    ------
    InputError
        If the file cannot be read, or is of no known format.
    """
    naming = naming or Naming()
    if kind == "auto":
        kind = _detect(path)
    if kind in TABLES:
        return table.read(path, naming)
    items: Iterator[Item] = _TOOLS[kind].read(path, naming)
    return items


def _detect(path: Path) -> str:
    if path.suffix.lower() in _TABLE_ENDINGS:
        return "csv"
    for _, record in islice(json_records(path), 100):
        if not isinstance(record, SetAside):
            for name, tool in _TOOLS.items():
                if tool.is_record(record):
                    return name
    raise InputError(
        f"codings '{path}' are in none of the formats that are known by sight; name theirs with "
        f"--format ({', '.join(FORMATS)})"
    )


def export(kind: str, judgments: Iterable[Judgment], texts: Texts | None = None) -> bytes:
    """Return judgements as a file of that format; ``read`` gives each of them back."""
    if kind == "csv":
        return table.export_csv(judgments)
    if kind == "xlsx":
        return table.export_xlsx(judgments)
    text: str = _TOOLS[kind].export(judgments, texts or {})
    return text.encode("utf-8")


def sheet(kind: str, articles: Iterable[ToCode], book: Codebook, coder: str) -> bytes:
    """Return articles to code as a sheet, or as what a tool imports."""
    if kind in TABLES:
        return table.sheet(articles, book, coder, xlsx=kind == "xlsx")
    text: str = _TOOLS[kind].sheet(articles, book)
    return text.encode("utf-8")


def settings(kind: str, book: Codebook) -> dict[str, str]:
    """Return the files by which a tool is set up for a codebook, by name."""
    if kind in TABLES:
        return {}
    files: dict[str, str] = _TOOLS[kind].settings(book)
    return files
