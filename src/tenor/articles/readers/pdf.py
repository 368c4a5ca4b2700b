"""PDF files: the text layer, its lines joined to paragraphs, and the document information."""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING

from tenor.articles.article import RawArticle, Reason, UnreadableInput

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 5_000

_FILE_NAME = re.compile(r".*\.\w{2,5}|(?:microsoft word|untitled|document\d*)\b.*", re.IGNORECASE)
_SINGLE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")
_HYPHEN = re.compile(r"([^\W\d_])[-\u00ad\u2010]\n([^\W\d_])")


def parse_pdf(data: bytes) -> RawArticle:
    """Return the raw article of a PDF.

    Raises
    ------
    UnreadableInput
        If the file requires a password, its pages are images, or it has more than `MAX_PAGES`.
    """
    import logging

    from pypdf import PdfReader

    # Its errors become rejections and are not logged.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableInput(Reason.UNREADABLE, "it needs a password; save it without one")
        if len(reader.pages) > MAX_PAGES:
            detail = f"it has {len(reader.pages):,} pages, more than {MAX_PAGES:,}"
            raise UnreadableInput(Reason.TOO_LARGE, detail)
        text = "\n\n".join(_join_paragraphs(page.extract_text()) for page in reader.pages)
        if not text.strip():
            raise UnreadableInput(
                Reason.NO_TEXT_LAYER, "it has no text layer; recognize its text (OCR) first"
            )
        title = _info(reader, "title")
        return {
            "title": "" if _FILE_NAME.fullmatch(title) else title,
            "text": text,
            "byline": _info(reader, "author"),
        }


def _join_paragraphs(page: str) -> str:
    """Return a page with its lines joined to paragraphs, which end with the end of a short line."""
    lines = [line.strip() for line in page.splitlines()]
    widths = sorted(len(line) for line in lines if line)
    # Most lines are full, and wrapped at about the same width.
    short = 0.75 * widths[len(widths) * 3 // 4] if widths else 0
    parts: list[str] = []
    for line in lines:
        is_last = len(line) < short and line.endswith((".", "!", "?", ".”", '."', "»"))
        parts.append(line + ("\n\n" if is_last or not line else "\n"))
    return _SINGLE_BREAK.sub(" ", _HYPHEN.sub(_join_word, "".join(parts)))


def _join_word(match: re.Match[str]) -> str:
    hyphen = "" if match[2].islower() else "-"
    return match[1] + hyphen + match[2]


def _info(reader: PdfReader, name: str) -> str:
    value = getattr(reader.metadata, name, None)
    return value if isinstance(value, str) else ""
