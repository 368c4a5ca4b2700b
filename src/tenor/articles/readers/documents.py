"""Documents of word processors (DOCX, RTF), and saved messages (EML)."""

from __future__ import annotations

import contextlib
import email
import email.message
import email.policy
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from email.utils import parsedate_to_datetime
from typing import Any

from tenor.articles.article import RawArticle, Reason, UnreadableInput
from tenor.articles.readers.exports import read_text_export
from tenor.articles.readers.plain import parse_text

MAX_UNPACKED = 50_000_000
"""Bytes of the parts of a DOCX file, unpacked."""

_HEAD_BYTES = 4096
_MAX_HEADER = 2_000
"""Characters of a header of a message that are parsed."""
MAX_PARTS = 1_000
"""The maximum number of parts of a message; the parser takes about 0.1 ms for each."""
MAX_DEPTH = 20
"""The maximum depth of a part; the parser tests each line for the end of every enclosing part."""
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
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
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, zlib.error) as error:
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
    try:
        text = rtf_to_text(_decode_rtf(data), errors="ignore")
    except (OverflowError, ValueError, LookupError) as error:
        raise UnreadableInput(Reason.UNREADABLE, f"its RTF has a fault: {error}") from None
    return _articles(text.splitlines())


def _decode_rtf(data: bytes) -> str:
    """Return the characters of an RTF file; those beyond ASCII are of its code page."""
    page = _CODE_PAGE.search(data[:_HEAD_BYTES])
    try:
        return data.decode(f"cp{int(page[1])}" if page else "cp1252", errors="replace")
    except LookupError:
        return data.decode("latin-1")


def parse_email(data: bytes) -> list[RawArticle]:
    """Return the article of a saved message: its subject, sender, date and text.

    Raises
    ------
    UnreadableInput
        If it has more than `MAX_PARTS`, parts within more than `MAX_DEPTH`, a long header of its
        content, or no text.
    """
    from tenor.articles.readers.html import parse_html

    message = _parse_message(data)
    body = message.get_body(("plain", "html"))
    if body is None:
        raise UnreadableInput(Reason.NO_TEXT, "the message has no text")
    try:
        content = body.get_content()
    except LookupError:
        raise UnreadableInput(
            Reason.BROKEN_ENCODING, f"its charset '{body.get_content_charset()}' is not known"
        ) from None
    if body.get_content_type() == "text/html":
        articles = parse_html(content.encode())
    else:
        articles = _articles(content.splitlines())
    if len(articles) > 1:
        return articles
    fields = {name: value for name, value in _message_fields(message) if value}
    return [articles[0] | fields]


class _Part(email.message.EmailMessage):
    """A message or a part of one.

    Attributes
    ----------
    depth
        The number of parts that enclose it.
    """

    depth = 0

    def set_raw(self, name: str, value: Any) -> None:
        """Add a header; parsing a long ``Content-`` header takes more than linear time."""
        if name.lower().startswith("content-") and len(str(value)) > _MAX_HEADER:
            detail = f"its header '{name[:40]}' has more than {_MAX_HEADER:,} characters"
            raise UnreadableInput(Reason.UNREADABLE, detail)
        super().set_raw(name, value)

    def attach(self, payload: Any) -> None:
        """Add a part; the parser calls this before it reads the content of the part."""
        payload.depth = self.depth + 1
        if payload.depth > MAX_DEPTH:
            detail = f"it has parts within more than {MAX_DEPTH} others"
            raise UnreadableInput(Reason.TOO_LARGE, detail)
        super().attach(payload)


def _parse_message(data: bytes) -> email.message.EmailMessage:
    n_parts = 0

    def make_part(policy: Any) -> _Part:
        nonlocal n_parts
        n_parts += 1
        # The message itself is one.
        if n_parts > MAX_PARTS + 1:
            detail = f"it has more than {MAX_PARTS:,} parts"
            raise UnreadableInput(Reason.TOO_LARGE, detail)
        return _Part(policy=policy)

    bounded = email.policy.default.clone(message_factory=make_part)
    return email.message_from_bytes(data, policy=bounded)


def _message_fields(message: email.message.EmailMessage) -> Iterator[tuple[str, Any]]:
    """Yield the fields of an article in the header of a message; those with faults are left out."""
    # The parser of headers raises many kinds of errors, and takes long for long ones.
    for name, header in (("title", "subject"), ("outlet", "from"), ("published", "date")):
        raw = next((str(v) for k, v in message.raw_items() if k.lower() == header), "")
        with contextlib.suppress(Exception):
            if not raw or len(raw) > _MAX_HEADER:
                continue
            value = message[header]
            if name == "outlet":
                address = value.addresses[0]
                yield name, address.display_name or address.domain
            else:
                yield name, str(value) if name == "title" else parsedate_to_datetime(raw).date()


def _articles(lines: Sequence[str]) -> list[RawArticle]:
    return read_text_export(lines) or [parse_text("\n".join(lines))]
