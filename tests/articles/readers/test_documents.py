"""Documents of word processors, and messages."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date

import pytest

from tenor.articles.article import Reason, UnreadableInput
from tenor.articles.readers.documents import (
    MAX_DEPTH,
    MAX_PARTS,
    parse_docx,
    parse_email,
    parse_rtf,
)

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(*paragraphs: str) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    content = f"<w:document xmlns:w='{NAMESPACE}'><w:body>{body}</w:body></w:document>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", content)
    return stream.getvalue()


EXPORT = ("Quay reopens", "Valley Press", "6 March 2024", "Body", "It reopens.", "End of Document")


def test_the_paragraphs_of_a_docx_file_are_lines() -> None:
    (article,) = parse_docx(docx("Quay reopens", "", "It reopens on Monday.", "So it was said."))
    assert article["title"] == "Quay reopens"
    assert article["text"].strip() == "It reopens on Monday.\nSo it was said."


def test_an_export_as_docx_is_read_as_its_articles() -> None:
    articles = parse_docx(docx(*EXPORT, *EXPORT))
    assert [(a["title"], a["published"], a["text"]) for a in articles] == [
        ("Quay reopens", date(2024, 3, 6), "It reopens.")
    ] * 2


@pytest.mark.parametrize(
    "data",
    [
        b"PK",
        b"",
        docx("x")[:-30],
        docx("<w:t>"),
        docx("x").replace(b"word/document.xml", b"word/documenx.xml"),
    ],
)
def test_other_files_are_no_docx_files(data: bytes) -> None:
    with pytest.raises(UnreadableInput, match="it is not a DOCX file"):
        parse_docx(data)


def test_a_docx_file_with_entities_is_refused() -> None:
    entity = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        body = "<w:p><w:r><w:t>A&e;B</w:t></w:r></w:p>"
        document = f"<w:document xmlns:w='{NAMESPACE}'><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", entity + document)
    with pytest.raises(UnreadableInput, match="it declares entities"):
        parse_docx(stream.getvalue())


def test_an_rtf_file_is_read_as_its_text() -> None:
    lines = "".join(rf"{line}\par " for line in (*EXPORT, *EXPORT))
    articles = parse_rtf(rf"{{\rtf1\ansi {lines}}}".encode())
    assert [article["title"] for article in articles] == ["Quay reopens"] * 2
    (article,) = parse_rtf(rb"{\rtf1\ansi\ansicpg1252 Title\par\par Caf\'e9 open.\par}")
    assert (article["title"], article["text"].strip()) == ("Title", "Café open.")
    with pytest.raises(UnreadableInput, match="not an RTF file"):
        parse_rtf(b"plain")


def test_a_message_is_read_with_subject_sender_and_date() -> None:
    message = (
        b"From: The Lantern <news@lantern.example>\r\nSubject: =?utf-8?q?Caf=C3=A9?=\r\n"
        b"Date: Tue, 05 Mar 2024 08:00:00 +0000\r\nContent-Type: text/plain\r\n\r\nIt is open.\r\n"
    )
    assert parse_email(message) == [
        {
            "title": "Café",
            "text": "It is open.",
            "reader": "plain",
            "outlet": "The Lantern",
            "published": date(2024, 3, 5),
        }
    ]
    with pytest.raises(UnreadableInput, match="no text"):
        parse_email(b"Content-Type: image/png\r\n\r\nx")


def test_bytes_of_an_rtf_file_are_of_its_code_page() -> None:
    data = "{\\rtf1\\ansi\\ansicpg1251 Причал – it is}".encode("cp1251")
    assert parse_rtf(data)[0]["text"] == "Причал – it is"


def test_rtf_with_a_number_out_of_range_is_unreadable() -> None:
    with pytest.raises(UnreadableInput, match="fault"):
        parse_rtf(b"{\\rtf1 \\u99999999999999999999? x}")


@pytest.mark.parametrize(
    "header",
    ["From: <a@[", 'From: "', f"From: {'(' * 1500}", f"From: {'a@b.c, ' * 5000}", "Date: x"],
)
def test_a_header_with_faults_leaves_the_text_of_a_message(header: str) -> None:
    (article,) = parse_email(f"{header}\nSubject: Quay\n\nA text.\n".encode())
    assert (article["title"], article["text"]) == ("Quay", "A text.")


def test_a_message_in_an_unknown_charset_is_an_error() -> None:
    with pytest.raises(UnreadableInput, match="charset 'x-none' is not known"):
        parse_email(b"Content-Type: text/plain; charset=x-none\n\nA text.\n")


def test_a_long_content_type_is_an_error() -> None:
    with pytest.raises(UnreadableInput, match="has more than"):
        parse_email(f"Content-Type: text/plain; {'a=b; ' * 9000}\n\nA text.\n".encode())


def test_a_long_content_type_is_not_parsed() -> None:
    header = f"Content-Type: text/plain; {'a=b; ' * 100_000}\n\nA text.\n"
    start = time.process_time()
    for before in ("", "Content-Type: multipart/mixed; boundary=b\n\n--b\n"):
        with pytest.raises(UnreadableInput, match="has more than"):
            parse_email(f"{before}{header}".encode())
    assert time.process_time() - start < 2


def nested(depth: int) -> bytes:
    headers = [f"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n" for i in range(depth)]
    return f"Subject: Quay\n{''.join(headers)}\nA text.\n".encode()


def with_parts(n: int) -> bytes:
    header = "Subject: Quay\nContent-Type: multipart/mixed; boundary=b\n\n"
    parts = "--b\n\nA text.\n" * n
    return f"{header}{parts}--b--\n".encode()


@pytest.mark.parametrize("data", [nested(1), nested(MAX_DEPTH), with_parts(1), with_parts(1000)])
def test_the_text_of_a_message_may_be_in_a_part(data: bytes) -> None:
    (article,) = parse_email(data)
    assert (article["title"], article["text"].strip()) == ("Quay", "A text.")


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (nested(MAX_DEPTH + 1), "it has parts within more than 20 others"),
        (nested(20_000), "it has parts within more than 20 others"),
        (b"Content-Type: message/rfc822\n\n" * 20_000, "it has parts within more than 20 others"),
        (with_parts(MAX_PARTS + 1), "it has more than 1,000 parts"),
        (with_parts(200_000), "it has more than 1,000 parts"),
    ],
)
def test_a_message_of_too_many_parts_is_refused_before_they_are_parsed(
    data: bytes, detail: str
) -> None:
    start = time.process_time()
    with pytest.raises(UnreadableInput, match=detail) as caught:
        parse_email(data)
    assert caught.value.reason is Reason.TOO_LARGE
    assert time.process_time() - start < 2
