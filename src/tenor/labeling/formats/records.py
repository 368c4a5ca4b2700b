"""JSON exports: reading them record by record, and writing them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tenor.articles import UnreadableInput
from tenor.articles.readers.decoding import decode
from tenor.errors import InputError
from tenor.labeling.formats.coding import Item, Location, NameMap, RejectedCoding, RejectionReason

MAX_BYTES = 1 << 30
"""The maximum size of an export."""
MAX_SNIFFED_LINES = 100
"""The number of first lines that are searched for an object, which makes a file JSON Lines."""

Record = dict[str, Any]
RecordParser = Callable[[Record, Location, NameMap], Iterator[Item]]
"""Yields the codings of one record."""


def read_items(path: Path, names: NameMap, *, parse: RecordParser) -> Iterator[Item]:
    """Yield the codings of each record of a JSON or JSON Lines file.

    Parameters
    ----------
    path
        The file.
    names
        The coders and questions of the project.
    parse
        The parser of the format.

    Raises
    ------
    InputError
        If the file cannot be read or is not JSON.
    """
    for place, record in json_records(path):
        if isinstance(record, RejectedCoding):
            yield record
        else:
            yield from parse(record, Location(str(path), place), names)


def json_records(path: Path) -> Iterator[tuple[str, Record | RejectedCoding]]:
    """Yield the place and the object of each record of a JSON or JSON Lines file.

    A record that is not an object is rejected; the others are still read.

    Raises
    ------
    InputError
        If the file cannot be read or is not JSON.
    """
    try:
        text = decode(_read_bytes(path)).lstrip("\ufeff \t\r\n")
    except UnreadableInput as exc:
        raise InputError(f"codings '{path}' cannot be read: {exc.detail}") from exc
    document = _parse(text)
    if isinstance(document, list):
        for number, value in enumerate(document, start=1):
            place = f"record {number}"
            yield place, _object(value, Location(str(path), place))
        return
    if isinstance(document, dict):
        yield "record 1", document
        return
    lines = [(f"line {n}", line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not any(isinstance(_parse(line), dict) for _, line in lines[:MAX_SNIFFED_LINES]):
        raise InputError(
            f"codings '{path}' are neither JSON nor JSON Lines; export them again as JSON"
        )
    for place, line in lines:
        yield place, _object(_parse(line), Location(str(path), place), line)


def _read_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(
                f"codings '{path}' have {size:,} bytes, more than the maximum of {MAX_BYTES:,}; "
                "export them in parts"
            )
        return path.read_bytes()
    except OSError as exc:
        raise InputError(f"codings '{path}' cannot be read: {exc.strerror}") from exc


def _parse(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _object(value: object, location: Location, raw: str = "") -> Record | RejectedCoding:
    if isinstance(value, dict):
        return value
    problem = "not JSON" if value is None else f"{type(value).__name__}, not an object"
    return location.reject(
        RejectionReason.BAD_RECORD, f"{location.place} is {problem}", raw or json_line(value)
    )


def provenance(record: Mapping[str, object]) -> dict[str, str]:
    """Return the article, origin, codebook, time and labels asked of a record, for a `Coding`."""
    return {
        "article_id": string(record.get("article_id")),
        "origin": string(record.get("origin")),
        "codebook": string(record.get("codebook")),
        "at": string(record.get("at")),
        "asked": string(record.get("asked")),
    }


def first_string(record: Mapping[str, object], *names: str) -> str:
    """Return the first of these fields that is not empty, as a string."""
    return next(filter(None, (string(record.get(name)) for name in names)), "")


def strings(value: object) -> list[str]:
    """Return a label, or a list of labels, as strings; None and empty labels are left out."""
    if isinstance(value, Mapping):
        value = value.get("choices", value.get("text", []))
    labels = value if isinstance(value, list) else [value]
    return [text for text in map(string, labels) if text]


def string(value: object) -> str:
    """Return a name, an id or a label as a string; None and booleans are empty."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else str(value)


def mapping(value: object) -> Record:
    """Return the value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def decode_cells(cells: Mapping[str, str]) -> Record:
    """Return the cells of a table as a record; cells that hold JSON are decoded."""
    return {
        name: (_parse(cell) or cell) if cell.startswith(("{", "[")) else cell
        for name, cell in cells.items()
    }


def json_line(value: object) -> str:
    """Return a value as one line of JSON."""
    return json.dumps(value, ensure_ascii=False)


def json_lines_bytes(records: Iterable[object]) -> bytes:
    """Return records as a JSON Lines file."""
    return "".join(f"{json_line(record)}\n" for record in records).encode()


def json_bytes(value: object) -> bytes:
    """Return a value as a JSON file."""
    return f"{json.dumps(value, ensure_ascii=False, indent=1)}\n".encode()
