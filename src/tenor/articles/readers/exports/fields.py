"""The parts of a document in an export: blocks of lines, and lines with a key and a value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from tenor.articles.readers.dates import parse_date

_KEY = re.compile(
    r"(?P<key>[^\W\d_][^\W\d_ ./&-]*(?:[ ./&-]{1,3}[^\W\d_]+){0,4})\s?:(?:\s+(?P<value>.*)|$)"
)


def blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the runs of lines between empty lines, without white space around each line."""
    block: list[str] = []
    for line in lines:
        if text := line.strip():
            block.append(text)
        elif block:
            yield block
            block = []
    if block:
        yield block


def key_and_value(line: str) -> tuple[str, str]:
    """Return the key of a line in lower case, and its value; two empty texts without a key.

    Examples
    --------
    >>> key_and_value("Publication date: Mar 5, 2024"), key_and_value("He said that")
    (('publication date', 'Mar 5, 2024'), ('', ''))
    """
    match = _KEY.match(line.strip())
    return (match["key"].lower(), (match["value"] or "").strip()) if match else ("", "")


def dated(fields: dict[str, Any], text: str) -> dict[str, Any]:
    """Return the fields of an article with a date, or with the text that is none."""
    day = parse_date(text)
    return fields | ({"published": day} if day else {"unparsed": {"published": text}})
