"""The parts of a document in an export: blocks of lines, and lines with a key and a value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from tenor.articles.article import RawArticle, Reason, UnreadableInput
from tenor.articles.readers.dates import parse_date

_KEY = re.compile(
    r"(?P<key>[^\W\d_][^\W\d_ ./&-]*(?:[ ./&-]{1,3}[^\W\d_]+){0,4})\s?:(?:\s+(?P<value>.*)|$)"
)

MIN_PARAGRAPH = 80
"""Characters of a line or block that is a paragraph, not a heading or the value of a field."""
_SENTENCE_END = re.compile(r"[.!?…。]['\"”’»)]*$")


def is_sentence(text: str) -> bool:
    """Return whether a text ends as sentences do."""
    return _SENTENCE_END.search(text.rstrip()[-5:]) is not None


def check_documents(
    n_documents: int, articles: Sequence[RawArticle | None], rest: Sequence[str]
) -> None:
    """Raise an error if documents of an export could not be read, or text is outside of them.

    Parameters
    ----------
    n_documents
        The number of documents, by the lines that end them.
    articles
        The article of each document, or None for one that was not read.
    rest
        The lines outside of the documents.

    Raises
    ------
    UnreadableInput
        If some documents were read, but not all; no text may be lost in silence.
    """
    n_read = sum(article is not None for article in articles)
    advice = "export them as a table (CSV, XLSX), or each to a file of its own"
    if n_read < n_documents and (n_read or n_documents > 1):
        detail = f"{n_read} of its {n_documents} documents have a form that is known; {advice}"
        raise UnreadableInput(Reason.SEVERAL_DOCUMENTS, detail)
    if n_read and any(len(line.strip()) >= MIN_PARAGRAPH for line in rest):
        detail = f"a text stands outside of the {n_documents} documents found; {advice}"
        raise UnreadableInput(Reason.SEVERAL_DOCUMENTS, detail)


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
    match = _KEY.match(line.strip()) if ":" in line else None
    return (match["key"].lower(), (match["value"] or "").strip()) if match else ("", "")


def dated(fields: dict[str, Any], text: str) -> dict[str, Any]:
    """Return the fields of an article with a date, or with the text that is none."""
    day = parse_date(text)
    return fields | ({"published": day} if day else {"unparsed": {"published": text}})
