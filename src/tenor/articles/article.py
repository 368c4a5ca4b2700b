"""The article, and the rejection of an input that gives no article."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

RawArticle = dict[str, Any]
"""The fields of an article before cleaning; ``row`` is the row number in a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A text to label, with the metadata of its source.

    Metadata that the source lacks is empty: ``""``, ``()``, ``None`` for dates.

    Attributes
    ----------
    article_id
        Unique in a corpus: the id in a table, otherwise the path below the input
        folder, with ``#row`` for a row of a table without an id column.
    text
        The text of the article, cleaned; never empty.
    title, outlet, byline
        Headline, medium and authors.
    published, originally_published
        The date of this publication, and of an earlier one that the source names.
    url, language
        Web address, and language code or name.
    regions, publisher_themes
        The tags of the publisher, in the order of the source.
    series
        The series or dossier that the publisher lists it in.
    claim
        The claim, for stances towards claims.
    target
        The target of the stance to predict, if a table row names one. Not stored in a
        corpus, where judgements name their targets.
    part
        ``train``, ``validation`` or ``test``, if the source assigns one.
    source_path, reader
        The file that contains the article, and the name of the reader that read it.
    columns
        Further columns of the table row, see `read_articles`. Not stored in a corpus.
    unparsed
        Dates of the source that were not understood, or are ambiguous, by field. Not stored
        in a corpus.
    """

    article_id: str
    text: str
    title: str = ""
    outlet: str = ""
    byline: str = ""
    published: date | None = None
    originally_published: date | None = None
    url: str = ""
    language: str = ""
    regions: tuple[str, ...] = ()
    publisher_themes: tuple[str, ...] = ()
    series: str = ""
    claim: str = ""
    target: str = ""
    part: str = ""
    source_path: str = ""
    reader: str = ""
    columns: Mapping[str, object] = field(default_factory=dict, compare=False)
    unparsed: Mapping[str, str] = field(default_factory=dict, compare=False)


class Reason(enum.StrEnum):
    """Why an input gives no article, or a judgement no label."""

    EMPTY = "empty"
    BINARY = "binary"
    BROKEN_ENCODING = "broken_encoding"
    NO_TEXT = "no_text"
    NO_ARTICLE = "no_article"
    SEVERAL_DOCUMENTS = "several_documents"
    NO_TEXT_LAYER = "no_text_layer"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    OUTSIDE_FOLDER = "outside_folder"
    UNKNOWN_FORMAT = "unknown_format"
    UNREADABLE = "unreadable"
    CORPUS = "corpus"
    BAD_ROW = "bad_row"
    DUPLICATE_ID = "duplicate_id"
    BAD_LABEL = "bad_label"


@dataclass(frozen=True, slots=True)
class Rejection:
    """An input that gives no article, or a judgement that gives no label, with the reason.

    Attributes
    ----------
    source_path
        The file, with ``#N`` for row N of a table.
    reason
        The reason, one of a fixed list.
    detail
        One sentence for the user.
    """

    source_path: str
    reason: Reason
    detail: str


class UnreadableInput(Exception):
    """A file, or a row of one, cannot be read.

    Readers raise it; `read_articles` turns it into a `Rejection`.
    """

    def __init__(self, reason: Reason, detail: str) -> None:
        # All arguments are passed on, so that the error can be sent from another process.
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return self.detail
