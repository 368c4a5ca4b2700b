"""Columns of tables: which column has which field of an article, and the values of cells."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from tenor.articles.cleaning import clean_line
from tenor.articles.readers.dates import parse_date
from tenor.errors import InputError

COLUMN_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "heading"),
    "text": ("text", "body", "content", "article", "article_text", "full_text"),
    "article_id": ("article_id", "id", "uuid"),
    "outlet": ("outlet", "source", "publisher", "publication", "newspaper"),
    "byline": ("byline", "author", "authors"),
    "published": ("published", "date", "published_at", "publication_date", "pub_date"),
    "originally_published": ("originally_published",),
    "url": ("url", "link"),
    "language": ("language", "lang"),
    "regions": ("regions", "region"),
    "publisher_themes": ("publisher_themes", "tags", "keywords", "categories"),
    "series": ("series",),
    "claim": ("claim",),
    "target": ("target",),
    "part": ("part",),
}
"""The names of the columns for each field, in any case; the first that a table has is used."""

_SEPARATOR = re.compile(r"[;|]")

MAX_NAMES_SHOWN = 1000
"""Characters of the column names that a message shows."""

_PARTS = {
    "train": "train",
    "training": "train",
    "valid": "validation",
    "val": "validation",
    "dev": "validation",
    "validation": "validation",
    "test": "test",
}


def check_fields(columns: Mapping[str, str]) -> None:
    """Raise InputError if a key of ``columns`` is not a field of an article."""
    if unknown := sorted(columns.keys() - COLUMN_NAMES.keys()):
        raise InputError(
            f"'{unknown[0]}' is not a field of an article; name one of {', '.join(COLUMN_NAMES)}"
        )


def match_columns(
    names: Sequence[str], columns: Mapping[str, str], source_path: str, *, strict: bool = True
) -> dict[str, str]:
    """Return the column of each field, for a table with these columns.

    A column that ``columns`` assigns to one field is not matched to another by its name, so
    that a column ``headline`` assigned to the claim is not also the title.

    Parameters
    ----------
    names
        The columns of the table.
    columns
        Field to column, as the user assigns them.
    source_path
        The name of the table in errors.
    strict
        Whether the table must have the columns that the user assigns.

    Raises
    ------
    InputError
        If ``strict`` is true and the table lacks a column of ``columns``.
    """
    assigned = set(columns.values())
    by_name = {name.strip().casefold(): name for name in reversed(names) if name not in assigned}
    column_of: dict[str, str] = {}
    for field, synonyms in COLUMN_NAMES.items():
        if field in columns:
            if strict and columns[field] not in names:
                raise InputError(
                    f"'{source_path}' has no column '{columns[field]}' for {field}; "
                    f"its columns: {clean_line(', '.join(names))[:MAX_NAMES_SHOWN]}"
                )
            column_of[field] = columns[field]
        elif column := next((by_name[name] for name in synonyms if name in by_name), None):
            column_of[field] = column
    return column_of


def parse_cell(field: str, value: object) -> Any:
    """Return a cell as the value of a field of an article."""
    return _PARSERS.get(field, _parse_line)(value)


def plain_value(value: object) -> object:
    """Return a cell as a string, a number, a list of these, or None."""
    if isinstance(value, str):
        # JSON can encode lone surrogates, which no file can be written with.
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list | tuple):
        return [plain_value(item) for item in value]
    if value is None or isinstance(value, int | float):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def split_cell(text: str) -> list[str]:
    """Return the items of a cell that semicolons or bars separate, without empty ones.

    Examples
    --------
    >>> split_cell("economy; sport|arts;")
    ['economy', 'sport', 'arts']
    """
    return [item for part in _SEPARATOR.split(text) if (item := part.strip())]


def _parse_line(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "; ".join(filter(None, map(_parse_line, value)))
    return ""


def _parse_text(value: object) -> str:
    if isinstance(value, list | tuple):
        return "\n\n".join(map(_parse_line, value))
    return _parse_line(value)


def _parse_items(value: object) -> tuple[str, ...]:
    items: Iterable[object] = value if isinstance(value, list | tuple) else [value]
    return tuple(part for item in items for part in split_cell(_parse_line(item)))


def _parse_date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return parse_date(value) if isinstance(value, str) else None


def _parse_part(value: object) -> str:
    return _PARTS.get(_parse_line(value).strip().lower(), "")


_PARSERS: dict[str, Callable[[object], Any]] = {
    "text": _parse_text,
    "published": _parse_date,
    "originally_published": _parse_date,
    "regions": _parse_items,
    "publisher_themes": _parse_items,
    "part": _parse_part,
}
"""The parser of the cells of each field; the values of other fields are one line."""
