"""Documents of word processors (DOCX, RTF), and saved messages (EML)."""

from __future__ import annotations

import contextlib
import email
import email.policy
import io
import zipfile
from collections.abc import Iterator, Sequence
from email.utils import parsedate_to_datetime
from typing import Any

from tenor.articles.article import RawArticle, Reason, UnreadableInput
from tenor.articles.readers.exports import read_text_export
from tenor.articles.readers.plain import parse_text

MAX_UNPACKED = 200_000_000
"""Bytes of the parts of a DOCX file, unpacked."""

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN_PART = "word/document.xml"


def parse_docx(data: bytes) -> list[RawArticle]:
    """Return the articles of a DOCX file: those of an export, or the one that it holds.

    Raises
    ------
    UnreadableInput
        If it is no DOCX file, is larger than `MAX_UNPACKED`, or has no text.
    """
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo(_MAIN_PART).file_size > MAX_UNPACKED:
                detail = f"its text has more than {MAX_UNPACKED:,} bytes unpacked"
                raise UnreadableInput(Reason.TOO_LARGE, detail)
            with archive.open(_MAIN_PART) as part:
                content = part.read(MAX_UNPACKED + 1)
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError) as error:
        raise UnreadableInput(Reason.UNREADABLE, f"it is not a DOCX file: {error}") from None
    if b"<!ENTITY" in content:
        raise UnreadableInput(Reason.UNREADABLE, "it declares entities, which are not read")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableInput(Reason.UNREADABLE, f"it is not a DOCX file: {error}") from None
    return _articles([*_paragraphs(root)])


def _paragraphs(root: Any) -> Iterator[str]:
    for paragraph in root.iter(f"{_WORD}p"):
        yield "".join(_runs(paragraph))


def _runs(paragraph: Any) -> Iterator[str]:
    for element in paragraph.iter(f"{_WORD}t", f"{_WORD}br", f"{_WORD}tab", f"{_WORD}cr"):
        yield (
            (element.text or "")
            if element.tag == f"{_WORD}t"
            else ("\t" if element.tag == f"{_WORD}tab" else "\n")
        )


def parse_rtf(data: bytes) -> list[RawArticle]:
    """Return the articles of an RTF file: those of an export, or the one that it holds.

    Raises
    ------
    UnreadableInput
        If it is no RTF file.
    """
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableInput(Reason.UNREADABLE, "it is not an RTF file")
    text = rtf_to_text(data.decode("latin-1"), errors="ignore")
    return _articles(text.splitlines())


def parse_email(data: bytes) -> list[RawArticle]:
    """Return the article of a saved message: its subject, sender, date and text."""
    from tenor.articles.readers.html import parse_html

    message = email.message_from_bytes(data, policy=email.policy.default)
    body = message.get_body(("plain", "html"))
    if body is None:
        raise UnreadableInput(Reason.NO_TEXT, "the message has no text")
    if body.get_content_type() == "text/html":
        articles = parse_html(body.get_content().encode())
    else:
        articles = _articles(body.get_content().splitlines())
    if len(articles) > 1:
        return articles
    fields: RawArticle = {"title": str(message["subject"] or "")}
    sender = message["from"]
    if sender is not None and sender.addresses:
        fields["outlet"] = sender.addresses[0].display_name or sender.addresses[0].domain
    with contextlib.suppress(TypeError, ValueError):
        fields["published"] = parsedate_to_datetime(str(message["date"])).date()
    return [articles[0] | {name: value for name, value in fields.items() if value}]


def _articles(lines: Sequence[str]) -> list[RawArticle]:
    return read_text_export(lines) or [parse_text("\n".join(lines))]
