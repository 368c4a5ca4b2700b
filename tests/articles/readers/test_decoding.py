"""Decoding of bytes."""

from __future__ import annotations

import pytest

from tenor.articles.article import Reason, UnreadableInput
from tenor.articles.readers.decoding import decode

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
def test_unicode_is_decoded_with_or_without_a_byte_order_mark(text: str, codec: str) -> None:
    assert decode(text.encode(codec)) == text


@pytest.mark.parametrize("text", [FRENCH, SPANISH, ENGLISH, "café", "Été à Évreux", "it’s"])
def test_windows_1252_is_decoded_in_files_of_any_length(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(("text", "codec"), [(RUSSIAN, "cp1251"), (POLISH, "cp1250")])
def test_other_code_pages_are_decoded_by_letter_statistics(text: str, codec: str) -> None:
    assert decode(text.encode(codec)) == text


def test_an_incomplete_character_at_the_end_is_left_out() -> None:
    assert decode((FRENCH + " é").encode()[:-1]) == FRENCH + " "


def test_marks_of_windows_1252_in_a_utf_8_text_are_decoded() -> None:
    assert decode(FRENCH.encode() + b" It\x92s \x93here\x94.") == FRENCH + " It’s “here”."


def test_a_character_that_is_cut_off_within_a_text_is_not_replaced() -> None:
    with pytest.raises(UnreadableInput, match="bytes in another encoding") as caught:
        decode(FRENCH.encode() + b" caf\xc3 here. " + FRENCH.encode())
    assert caught.value.reason is Reason.BROKEN_ENCODING


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
def test_bytes_that_are_not_text_raise_with_the_reason(data: bytes, reason: Reason) -> None:
    with pytest.raises(UnreadableInput) as caught:
        decode(data)
    assert caught.value.reason is reason
