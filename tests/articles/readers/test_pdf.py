"""PDF files."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tenor.articles.article import Reason, UnreadableInput
from tenor.articles.readers.pdf import parse_pdf

MakePdf = Callable[..., bytes]


def test_text_and_document_information_are_read(make_pdf: MakePdf) -> None:
    """Wrapped lines and hyphenated words are joined, paragraphs are kept."""
    fields = parse_pdf(
        make_pdf(
            "Ships came to the harbor at dawn on Monday, and the gov-",
            "ernment sent a band. It played until noon, to an Anglo-",
            "Danish crowd of nine.",
            "The mayor said that the cranes had come late this year,",
            "and left.",
            title="Harbor opens",
            author="Ana Ruiz",
            date="D:20180108101500Z",
        )
    )
    assert fields["text"].strip() == (
        "Ships came to the harbor at dawn on Monday, and the government sent a band. It played "
        "until noon, to an Anglo-Danish crowd of nine.\n\n"
        "The mayor said that the cranes had come late this year, and left."
    )
    assert fields["title"] == "Harbor opens"
    assert fields["byline"] == "Ana Ruiz"
    assert "published" not in fields  # the day on which a file was made says nothing


@pytest.mark.parametrize("title", ["Microsoft Word - a.doc", "a.indd", "Untitled", "Document1"])
def test_a_title_that_is_a_file_name_is_ignored(make_pdf: MakePdf, title: str) -> None:
    """Word processors write it."""
    fields = parse_pdf(make_pdf("Ships came.", title=title))
    assert fields["title"] == ""


def test_pages_of_images_raise_with_the_next_step(make_pdf: MakePdf) -> None:
    with pytest.raises(UnreadableInput, match="OCR") as caught:
        parse_pdf(make_pdf())
    assert caught.value.reason is Reason.NO_TEXT_LAYER


def test_a_file_with_a_password_raises(make_pdf: MakePdf) -> None:
    key = "00" * 32
    encrypt = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >> /ID [<00> <00>]"
    )
    with pytest.raises(UnreadableInput, match="password") as caught:
        parse_pdf(make_pdf("Ships came.", trailer=encrypt))
    assert caught.value.reason is Reason.UNREADABLE


def test_a_damaged_file_is_read_without_output(
    make_pdf: MakePdf, capfd: pytest.CaptureFixture[str]
) -> None:
    assert (
        "Ships came."
        in parse_pdf(make_pdf("Ships came.").replace(b"startxref\n", b"startxref\n9"))["text"]
    )
    assert capfd.readouterr() == ("", "")
