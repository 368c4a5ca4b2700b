"""The article, and what stands in its place when an input gives none."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A text to label, with what its source says about it.

    Absent values are empty (``""``, ``()``, ``None`` for dates), never guessed.

    Attributes
    ----------
    article_id
        Unique in a corpus: the id that a table gives, else the path below the
        input folder (with ``#row`` where a table has no id column).
    text
        The article's own text, cleaned; never empty.
    published, originally_published
        The date of this publication, and of the first one where the page names it.
    regions, publisher_themes
        As the outlet tags them, in the order given.
    claim
        The statement that a stance is towards, where the target is open.
    target
        The target that a stance is asked towards, where a row names one. Not part
        of the corpus, where judgements name targets.
    part
        ``train``, ``validation`` or ``test`` where the source says so.
    source_path, reader
        The file the article was read from, and which reader read it.
    columns
        Further columns of its table row that the caller asked to keep. Not part
        of the corpus.
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


class Reason(enum.StrEnum):
    """Why an input gave no article, or a judgement no label: the whole list."""

    EMPTY = "empty"
    BINARY = "binary"
    BROKEN_ENCODING = "broken_encoding"
    NO_TEXT = "no_text"
    NO_TEXT_LAYER = "no_text_layer"
    TOO_LARGE = "too_large"
    OUTSIDE_FOLDER = "outside_folder"
    UNKNOWN_FORMAT = "unknown_format"
    UNREADABLE = "unreadable"
    BAD_ROW = "bad_row"
    DUPLICATE_ID = "duplicate_id"
    BAD_LABEL = "bad_label"


@dataclass(frozen=True, slots=True)
class Rejection:
    """An input that gave no article: which, why, and one sentence of detail.

    ``source_path`` names the file, with ``#N`` for row N of a table.
    """

    source_path: str
    reason: Reason
    detail: str
