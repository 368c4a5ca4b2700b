"""PDF files: the text layer, its lines joined to paragraphs again."""

from __future__ import annotations

import io
import re
import warnings
from datetime import date
from typing import TYPE_CHECKING, Any

from tenor.articles.article import Reason
from tenor.articles.decoding import Refusal

if TYPE_CHECKING:
    from pypdf import PdfReader

_FILE_NAME = re.compile(r".*\.\w{2,5}|(?:microsoft word|untitled|document\d*)\b.*", re.IGNORECASE)
_WRAP = re.compile(r"(?<!\n)\n(?!\n)")
_HYPHEN = re.compile(r"([^\W\d_])[-\u00ad\u2010]\n([^\W\d_])")


def parse_pdf(data: bytes) -> dict[str, Any]:
    """Return the Article fields of a PDF.

    Raises
    ------
    Refusal
        The file wants a password, or its pages are images.
    """
    import logging

    from pypdf import PdfReader

    # What it reports to the terminal becomes a Rejection here, or does not matter.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refusal(Reason.UNREADABLE, "it is encrypted and wants a password")
        text = "\n\n".join(_paragraphs(page.extract_text()) for page in reader.pages)
        if not text.strip():
            raise Refusal(
                Reason.NO_TEXT_LAYER, "it has no text layer: recognize its text (OCR) beforehand"
            )
        title = _info(reader, "title")
        return {
            "title": "" if _FILE_NAME.fullmatch(title) else title,
            "text": text,
            "byline": _info(reader, "author"),
            "published": _created(reader),
        }


def _paragraphs(page: str) -> str:
    """Join the lines of a page; a short line that ends a sentence ends a paragraph."""
    lines = [line.strip() for line in page.splitlines()]
    widths = sorted(len(line) for line in lines if line)
    full = 0.75 * widths[len(widths) * 3 // 4] if widths else 0
    parts: list[str] = []
    for line in lines:
        ends = len(line) < full and line.endswith((".", "!", "?", ".”", '."', "»"))
        parts.append(line + ("\n\n" if ends or not line else "\n"))
    return _WRAP.sub(" ", _HYPHEN.sub(_joined, "".join(parts)))


def _joined(match: re.Match[str]) -> str:
    hyphen = "" if match[2].islower() else "-"
    return match[1] + hyphen + match[2]


def _info(reader: PdfReader, name: str) -> str:
    value = getattr(reader.metadata, name, None)
    return value if isinstance(value, str) else ""


def _created(reader: PdfReader) -> date | None:
    try:
        created = reader.metadata.creation_date if reader.metadata else None
    except ValueError:
        return None
    return created.date() if created else None
