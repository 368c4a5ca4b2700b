"""Bytes to text."""

from __future__ import annotations

import io

import pytest

from tenor.articles.article import Reason
from tenor.articles.decoding import Refusal, decode, open_text

FRENCH = "Le maire a été élu à Besançon : « C’est un succès », dit-il."
SPANISH = "El señor Muñoz llegó mañana; ¿quién lo sabía?"
ENGLISH = "“It’s over,” she said — at the café."
RUSSIAN = "Министр приехал в город вечером, и его встретили жители посёлка у вокзала."
POLISH = (
    "Żółta łódź płynęła przez całą noc, a rybacy śpiewali pieśni o morzu. Burmistrz powiedział, "
    "że miasto odbuduje port w ciągu dwóch lat. Mieszkańcy czekają na decyzję rządu."
)


@pytest.mark.parametrize("text", [FRENCH, SPANISH, ENGLISH, RUSSIAN])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_and_without_marks(text: str, codec: str) -> None:
    """A mark tells the encoding; without one it is UTF-8."""
    assert decode(text.encode(codec)) == text


@pytest.mark.parametrize("text", [FRENCH, SPANISH, ENGLISH, "café", "Été à Évreux", "it’s"])
def test_windows_1252_of_any_length(text: str) -> None:
    """Short files come out right too."""
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(("text", "codec"), [(RUSSIAN, "cp1251"), (POLISH, "cp1250")])
def test_other_code_pages(text: str, codec: str) -> None:
    """By the statistics of their letters."""
    assert decode(text.encode(codec)) == text


def test_a_file_cut_within_a_letter() -> None:
    """The cut letter is marked; the others stay."""
    assert decode((FRENCH + " é").encode()[:-1]) == FRENCH + " \ufffd"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \n\t ", Reason.EMPTY),
        (b"text\0text", Reason.BINARY),
        (b"\x01\x02\x03\x04 text", Reason.BINARY),
        (b"PK\x03\x04text", Reason.BINARY),
        (b"\x89PNG\r\n", Reason.BINARY),
        (b"\xff\xfeabc", Reason.BROKEN_ENCODING),
        (bytes(range(255, 127, -1)) * 3, Reason.BROKEN_ENCODING),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, reason: Reason) -> None:
    """With the reason."""
    with pytest.raises(Refusal) as caught:
        decode(data)
    assert caught.value.reason is reason


def test_a_stream_keeps_its_line_ends_and_bad_bytes_become_no_other_letter() -> None:
    """The first bytes tell the encoding; what breaks it later is a lone surrogate."""
    data = b"a\r\n" * 60_000 + b"\xe9"
    text = open_text(io.BufferedReader(io.BytesIO(data), 1 << 17)).read()
    assert text[:3] == "a\r\n"
    assert text[-1] == "\udce9"
