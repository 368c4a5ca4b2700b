"""The values of the cells of tables: placeholders, markup, dates, lists and objects."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from tenor.articles.readers.date_words import date_of_epoch
from tenor.articles.readers.dates import parse_date
from tenor.articles.readers.markup import strip_markup

PLACEHOLDERS = frozenset(
    (
        *("#N/A", "#N/A N/A", "#NA", "-NaN", "-nan", "<NA>", "N/A", "NA", "NULL", "NaN", "NaT"),
        *("None", "n/a", "nan", "null", "(null)", "\\N"),
    )
)
"""Cells that pandas, databases and spreadsheets write for a missing value."""
_MAX_PLACEHOLDER = max(map(len, PLACEHOLDERS))

_SEPARATOR = re.compile(r"[;|]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_ADDRESS_STARTS = ("http://", "https://", "www.")
_KEYS_OF_VALUE = (
    "name",
    "title",
    "label",
    "rendered",
    "text",
    "value",
    "original",
    "main",
    "$oid",
    "$date",
)
"""Keys of an object that stand for the object, as an API writes authors, tags and sources."""

_PARTS = {
    "train": "train",
    "training": "train",
    "valid": "validation",
    "val": "validation",
    "dev": "validation",
    "validation": "validation",
    "test": "test",
}


def parse_cell(field: str, value: object) -> Any:
    """Return a cell as the value of a field of an article; empty for a placeholder."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str):
        stripped = value.strip()
        if len(stripped) <= _MAX_PLACEHOLDER and stripped in PLACEHOLDERS:
            value = None
    return _PARSERS.get(field, _parse_line)(value)


def plain_value(value: object) -> object:
    """Return a cell as a string, a number, a list of these, or None."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
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


def place_addresses(article: dict[str, Any], values: Mapping[str, object]) -> None:
    """Move a web address from the outlet to the url, and take the url from ``source``.

    Parameters
    ----------
    article
        The fields of an article, which are changed.
    values
        The cells of its row, by column.
    """
    candidates = (article.get("outlet", ""), values.get("source"))
    address = next((text for text in candidates if _is_address(text)), "")
    if address and not article.get("url"):
        article["url"] = address
    if _is_address(article.get("outlet", "")):
        article["outlet"] = ""


def _is_address(value: object) -> bool:
    if not isinstance(value, str):
        return False
    text = value.strip()
    return text.startswith(_ADDRESS_STARTS) and _ADDRESS.fullmatch(text) is not None


def _parse_line(value: object) -> str:
    if isinstance(value, str):
        return strip_markup(value)
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list | tuple):
        return "; ".join(filter(None, map(_parse_line, value)))
    if isinstance(value, Mapping):
        return next((_parse_line(value[key]) for key in _KEYS_OF_VALUE if value.get(key)), "")
    return ""


def _parse_text(value: object) -> str:
    if isinstance(value, list | tuple):
        return "\n\n".join(filter(None, map(_parse_line, value)))
    return _parse_line(value)


def _parse_items(value: object) -> tuple[str, ...]:
    items: Iterable[object] = value if isinstance(value, list | tuple) else [value]
    return tuple(part for item in items for part in split_cell(_parse_line(item)))


def _parse_date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, Mapping):
        return _parse_date(value.get("$date"))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return date_of_epoch(value)
    return parse_date(value) if isinstance(value, str) else None


def _parse_part(value: object) -> str:
    return _PARTS.get(_parse_line(value).strip().lower(), "")


DATE_FIELDS = ("published", "originally_published")

_PARSERS: dict[str, Callable[[object], Any]] = {
    "text": _parse_text,
    **dict.fromkeys(DATE_FIELDS, _parse_date),
    "regions": _parse_items,
    "publisher_themes": _parse_items,
    "part": _parse_part,
}
"""The parser of the cells of each field; the values of other fields are one line."""
