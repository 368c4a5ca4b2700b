"""Tables that people open in a spreadsheet: CSV whose cells are text and never formulas."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tenor.errors import OutputError

_FORMULA = ("=", "+", "-", "@", "\t")


def cell(value: object) -> str:
    """Return a value as the text of a cell that no spreadsheet runs.

    Examples
    --------
    >>> cell("=1+1"), cell(["one", "two"]), cell({"toll": "favor"})
    ("'=1+1", 'one; two', 'toll=favor')
    """
    if value is None:
        return ""
    if isinstance(value, dict):
        if all(isinstance(entry, str) for entry in value.values()):
            return "; ".join(f"{key}={entry}" for key, entry in value.items())
        return json.dumps(value, ensure_ascii=False)
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    # A carriage return alone would break the row for many readers.
    text = text.replace("\r", " ")
    # A spreadsheet would run such a cell as a formula; the apostrophe makes it text.
    return f"'{text}" if text.startswith(_FORMULA) and not _is_number(value) else text


def check_csv(path: Path, *, force: bool = False) -> None:
    """Refuse an output that `write_csv` could not make.

    Raises
    ------
    OutputError
        If the name does not end in ``.csv``, its folder is missing, or a file
        stands there and ``force`` is not given.
    """
    if path.suffix != ".csv":
        raise OutputError(f"output '{path}' must end in .csv")
    if path.is_dir():
        raise OutputError(f"output '{path}' is a folder; name a file")
    if path.exists() and not force:
        raise OutputError(f"'{path}' exists already; name another file, or use --force")
    if not path.parent.is_dir():
        raise OutputError(f"the folder of output '{path}' does not exist; make it first")


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows as CSV; the file appears whole or not at all.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    temporary = path.with_name(f".{path.name}.unfinished")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([cell(row[name]) for name in columns] for row in rows)
        os.replace(temporary, path)
    except OSError as exc:
        raise OutputError(f"output '{path}' cannot be written: {exc.strerror}") from exc
    finally:
        temporary.unlink(missing_ok=True)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)
