"""Which column of a table is which field of an Article, and what a cell says."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from tenor.articles.cleaning import clean_line
from tenor.articles.dates import parse_date
from tenor.errors import InputError

SYNONYMS: dict[str, tuple[str, ...]] = {
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
"""Field to the names of the columns that hold it, in any case; the first one found counts."""

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
    """Raise InputError for a mapping to something that is no field of an Article."""
    if wrong := sorted(columns.keys() - SYNONYMS.keys()):
        raise InputError(
            f"'{wrong[0]}' is not a field of an article that a column can hold: "
            f"name one of {', '.join(SYNONYMS)}"
        )


def match_columns(
    names: Sequence[str], columns: Mapping[str, str], source_path: str, *, strict: bool = True
) -> dict[str, str]:
    """Return field to column name for a table with columns of these names.

    A column that `columns` gives to one field is not taken for another by its name:
    a headline that is the claim is no title.

    Raises
    ------
    InputError
        The table lacks a column that `columns` names, and `strict` forbids it.
    """
    taken = set(columns.values())
    folded = {name.strip().casefold(): name for name in reversed(names) if name not in taken}
    found: dict[str, str] = {}
    for field, synonyms in SYNONYMS.items():
        if field in columns:
            if strict and columns[field] not in names:
                raise InputError(
                    f"{source_path} has no column '{columns[field]}' for {field}: "
                    f"it has {clean_line(', '.join(names))[:1000]}"
                )
            found[field] = columns[field]
        elif column := next((folded[name] for name in synonyms if name in folded), None):
            found[field] = column
    return found


def read_cell(field: str, value: object) -> Any:
    """Return what a cell says as the value of an Article field."""
    return _CELLS.get(field, _as_line)(value)


def plain_value(value: object) -> object:
    """Return the value of a kept cell as a string, a number, a list of those, or None."""
    if isinstance(value, str):
        # Half a character that JSON may spell cannot be written to any file.
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list | tuple):
        return [plain_value(item) for item in value]
    if value is None or isinstance(value, int | float):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def _as_line(value: object) -> str:
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
        return "; ".join(filter(None, map(_as_line, value)))
    return ""


def _as_text(value: object) -> str:
    if isinstance(value, list | tuple):
        return "\n\n".join(map(_as_line, value))
    return _as_line(value)


def _as_items(value: object) -> tuple[str, ...]:
    items: Iterable[object] = value if isinstance(value, list | tuple) else [value]
    lines = [part.strip() for item in items for part in re.split(r"[;|]", _as_line(item))]
    return tuple(filter(None, lines))


def _as_date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return parse_date(value) if isinstance(value, str) else None


def _as_part(value: object) -> str:
    return _PARTS.get(_as_line(value).strip().lower(), "")


_CELLS: dict[str, Callable[[object], Any]] = {
    "text": _as_text,
    "published": _as_date,
    "originally_published": _as_date,
    "regions": _as_items,
    "publisher_themes": _as_items,
    "part": _as_part,
}
