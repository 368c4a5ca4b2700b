"""Exports of news databases: files that hold several documents, read as their articles.

A form is one entry of `TEXT_FORMS`, by the lines of a file, or of `PAGE_FORMS`, by its elements.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tenor.articles.article import RawArticle, Reason, UnreadableInput
from tenor.articles.readers.exports.europresse import read_europresse_page
from tenor.articles.readers.exports.factiva import is_factiva_end, read_factiva, read_factiva_page
from tenor.articles.readers.exports.nexis import is_nexis_uni_end, read_nexis, read_nexis_uni
from tenor.articles.readers.exports.proquest import is_proquest_id, read_proquest
from tenor.articles.readers.exports.several import count_documents, read_article_elements

_ADVICE = "export them as a table (CSV, XLSX), or each to a file of its own"

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

PAGE_FORMS: tuple[Callable[[Any], list[RawArticle]], ...] = (
    read_factiva_page,
    read_europresse_page,
)
"""The forms of HTML exports; each returns the articles of a page, or none if it is not one."""


def read_text_export(lines: Sequence[str], *, is_page: bool = False) -> list[RawArticle]:
    """Return the articles of a text export; none if the lines are no export.

    Parameters
    ----------
    lines
        The lines of the file.
    is_page
        Whether they are those of a web page, see `count_documents`.

    Raises
    ------
    UnreadableInput
        If the lines hold several documents that cannot all be read.
    """
    for read in TEXT_FORMS:
        if articles := read(lines):
            marks = [mark for form, mark in MARKS.items() if form is not read]
            if any(mark(line) for line in lines for mark in marks):
                detail = f"it holds exports of different forms; {_ADVICE}"
                raise UnreadableInput(Reason.SEVERAL_DOCUMENTS, detail)
            return number_rows(articles)
    if (n := count_documents(lines, are_numbers_documents=not is_page)) > 1:
        raise UnreadableInput(
            Reason.SEVERAL_DOCUMENTS,
            f"it seems to hold {n} documents in a form that is not known; {_ADVICE}",
        )
    return []


def read_page_export(tree: Any, lines: Sequence[str]) -> list[RawArticle]:
    """Return the articles of a page that holds several; none if it holds one.

    Parameters
    ----------
    tree
        The page, as lxml parses it.
    lines
        The lines of its text.

    Raises
    ------
    UnreadableInput
        If it seems to hold several documents in a form that is not known.
    """
    for read in PAGE_FORMS:
        if articles := read(tree):
            return number_rows(articles)
    if articles := read_article_elements(tree):
        return number_rows(articles)
    return read_text_export(lines, is_page=True)


def number_rows(articles: Sequence[RawArticle]) -> list[RawArticle]:
    """Return articles with their numbers as rows, which become part of their ids."""
    return [{**article, "row": row} for row, article in enumerate(articles, start=1)]
