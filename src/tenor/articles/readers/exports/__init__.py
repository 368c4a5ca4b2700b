"""Exports of news databases: files that hold several documents, read as their articles.

A form is one entry of `TEXT_FORMS`, by the lines of a file, or of `PAGE_FORMS`, by its elements.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from tenor.articles.article import RawArticle, Reason, UnreadableInput
from tenor.articles.readers.exports.europresse import read_europresse_page
from tenor.articles.readers.exports.factiva import is_factiva_end, read_factiva, read_factiva_page
from tenor.articles.readers.exports.nexis import is_nexis_uni_end, read_nexis, read_nexis_uni
from tenor.articles.readers.exports.proquest import PROQUEST_MARKS, is_proquest_id, read_proquest
from tenor.articles.readers.exports.several import count_documents, read_article_elements
from tenor.articles.readers.markup import text_of

_ADVICE = "export them as a table (CSV, XLSX), or each to a file of its own"

_DOCUMENT = re.compile("do[ck]ument")
_NUMBERED_DOCUMENT = re.compile(
    r"\d(?:\s|&nbsp;|<[^<>]{0,20}>){1,9}[a-z]{2,3}(?:\s|&nbsp;){1,9}\d{1,6}(?:\s|&nbsp;){1,9}do[ck]ument"
    r"|do[ck]ument\w{0,3}(?:\s|&nbsp;){1,9}\d{1,6}(?:\s|&nbsp;){1,9}[a-z]{2,3}(?:\s|&nbsp;){1,9}\d"
    r"|(?:end of|ende des|fin du|fin del|fine del|einde van het|einde van|fim do) do[ck]ument"
    r"|proquest do[ck]ument id"
)
_FACTIVA_CLASS = re.compile("article [a-z]{2}article")
_EUROPRESSE_CLASS = "docpublicationname"
_CONTEXT = 60

TEXT_FORMS: tuple[Callable[[Sequence[str]], list[RawArticle]], ...] = (
    read_nexis,
    read_nexis_uni,
    read_factiva,
    read_proquest,
)
"""The forms of text exports; each returns the articles of a file, or none if it is not one."""

MARKS: dict[Callable[[Sequence[str]], list[RawArticle]], Callable[[str], bool]] = {
    read_nexis_uni: is_nexis_uni_end,
    read_factiva: is_factiva_end,
    read_proquest: is_proquest_id,
}
"""What tells the lines of the documents of a form, to find exports of two forms in one file."""

_SHARED_MARKS: dict[Callable[[Sequence[str]], list[RawArticle]], re.Pattern[str]] = {
    read_nexis: re.compile("ument"),
    read_nexis_uni: re.compile("ument"),
    read_factiva: re.compile(r"(?:19|20)\d{6}[a-z0-9]{7}"),
    read_proquest: re.compile("|".join(map(re.escape, PROQUEST_MARKS))),
}
"""What every export of a form has in its text in lower case; most files have none of it."""

PAGE_FORMS: tuple[Callable[[Any], list[RawArticle]], ...] = (
    read_factiva_page,
    read_europresse_page,
)
"""The forms of HTML exports; each returns the articles of a page, or none if it is not one."""


def read_text_export(lines: Sequence[str]) -> list[RawArticle]:
    """Return the articles of a text export; none if the lines are no export.

    Raises
    ------
    UnreadableInput
        If the lines hold several documents that cannot all be read.
    """
    if articles := _read_known_form(lines):
        return articles
    if (n := count_documents(lines)) > 1:
        raise UnreadableInput(
            Reason.SEVERAL_DOCUMENTS,
            f"it seems to hold {n} documents in a form that is not known; {_ADVICE}",
        )
    return []


def read_page_export(tree: Any, page: str) -> list[RawArticle]:
    """Return the articles of a page that holds several; none if it holds one.

    Parameters
    ----------
    tree
        The page, as lxml parses it.
    page
        Its source.

    Raises
    ------
    UnreadableInput
        If it holds several documents that cannot all be read.
    """
    # Most pages have no mark of an export, and their elements and lines are not searched for one.
    if _has_export_mark(page.lower()):
        for read in PAGE_FORMS:
            if articles := read(tree):
                return number_rows(articles)
        if articles := _read_known_form(text_of(tree).splitlines()):
            return articles
    return number_rows(read_article_elements(tree))


def _has_export_mark(page: str) -> bool:
    """Whether the source of a page, in lower case, has what exports of known forms have."""
    if _EUROPRESSE_CLASS in page or _FACTIVA_CLASS.search(page):
        return True
    # The word is in every script, so only its surroundings are searched.
    surroundings = (
        page[max(0, match.start() - _CONTEXT) : match.end() + _CONTEXT]
        for match in _DOCUMENT.finditer(page)
    )
    return any(map(_NUMBERED_DOCUMENT.search, surroundings))


def _read_known_form(lines: Sequence[str]) -> list[RawArticle]:
    text = "\n".join(lines).lower()
    for read in TEXT_FORMS:
        if _SHARED_MARKS[read].search(text) and (articles := read(lines)):
            marks = [mark for form, mark in MARKS.items() if form is not read]
            if any(mark(line) for line in lines for mark in marks):
                detail = f"it holds exports of different forms; {_ADVICE}"
                raise UnreadableInput(Reason.SEVERAL_DOCUMENTS, detail)
            return number_rows(articles)
    return []


def number_rows(articles: Sequence[RawArticle]) -> list[RawArticle]:
    """Return articles with their numbers as rows, which become part of their ids."""
    return [{**article, "row": row} for row, article in enumerate(articles, start=1)]
