"""JSON records of exports, one at a time, with none lost to a fault of another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tenor.articles.decoding import Refusal, decode
from tenor.errors import InputError
from tenor.labeling.formats.entry import SetAside, Why

MOST_BYTES = 1 << 30
"""The largest export that is read."""

Record = dict[str, Any]


def read_bytes(path: Path) -> bytes:
    """Return the bytes of an export.

    Raises
    ------
    InputError
        If it cannot be read or is larger than 1 GiB.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise InputError(
                f"codings '{path}' have {size:,} bytes, more than the {MOST_BYTES:,} that are "
                "read; export them in parts"
            )
        return path.read_bytes()
    except OSError as exc:
        raise InputError(f"codings '{path}' cannot be read: {exc.strerror}") from exc


def json_records(path: Path) -> Iterator[tuple[str, Record | SetAside]]:
    """Yield the place and the object of each record of a JSON or JSON Lines file.

    Raises
    ------
    InputError
        If the file cannot be read or is not JSON at all.
    """
    try:
        text = decode(read_bytes(path)).lstrip("\ufeff \t\r\n")
    except Refusal as exc:
        raise InputError(f"codings '{path}' cannot be read: {exc.detail}") from exc
    whole = _parse(text)
    if isinstance(whole, list):
        yield from (
            (f"record {n}", _object(path, f"record {n}", x)) for n, x in enumerate(whole, 1)
        )
        return
    if isinstance(whole, dict):
        yield "record 1", whole
        return
    lines = [(f"line {n}", line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not any(isinstance(_parse(line), dict) for _, line in lines[:100]):
        raise InputError(
            f"codings '{path}' are neither JSON nor JSON Lines; export them again, as JSON"
        )
    for place, line in lines:
        yield place, _object(path, place, _parse(line), line)


def strings(value: object) -> list[str]:
    """Return a label, or a list of labels, as strings; None and empty ones are left out."""
    if isinstance(value, Mapping):
        value = value.get("choices", value.get("text", []))
    found = value if isinstance(value, list) else [value]
    return [text for text in (string(one) for one in found) if text]


def string(value: object) -> str:
    """Return a value that stands for a name or an id as a string; None is empty."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else str(value)


def mapping(value: object) -> Record:
    """Return the value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def dump(value: object) -> str:
    """Return a value as one line of JSON."""
    return json.dumps(value, ensure_ascii=False)


def _parse(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _object(path: Path, place: str, value: object, raw: str = "") -> Record | SetAside:
    if isinstance(value, dict):
        return value
    what = "not JSON" if value is None else f"{type(value).__name__}, not an object"
    return SetAside(Why.BAD_RECORD, f"{place} is {what}", str(path), place, raw=raw or dump(value))
