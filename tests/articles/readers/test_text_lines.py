"""Streams as text, and their lines."""

from __future__ import annotations

import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tenor.articles import Reason, UnreadableInput
from tenor.articles.readers import text_lines
from tenor.articles.readers.decoding import is_broken
from tenor.articles.readers.text_lines import CheckedText, open_text, read_lines

FRENCH = "Le maire a été élu à Besançon : « C’est un succès », dit-il."
RUSSIAN = "Министр приехал в город вечером, и его встретили жители посёлка у вокзала."
LINES = st.lists(st.sampled_from(["a", "é", "通", "\U0001f600", "\n", "\r\n", "\r", "\x85"]))


class OnceReadable(io.BytesIO):
    """Bytes that cannot be read twice, as standard input."""

    def seekable(self) -> bool:
        return False


def open_stream(data: bytes) -> io.TextIOWrapper:
    return open_text(io.BufferedReader(io.BytesIO(data), 1 << 17))  # type: ignore[arg-type]


def open_bytes(data: bytes) -> str:
    return open_stream(data).read()


@pytest.mark.parametrize("codec", ["utf-8", "cp1252", "cp1251"])
def test_a_stream_is_decoded_by_all_its_bytes(codec: str) -> None:
    """A character beyond ASCII may come late; line ends are kept."""
    late = RUSSIAN if codec == "cp1251" else FRENCH
    text = open_bytes(b"a\r\n" * 60_000 + late.encode(codec))
    assert text[:3] == "a\r\n"
    assert text.endswith(late)


def test_bytes_of_no_known_encoding_are_marked_as_broken() -> None:
    text = open_bytes(FRENCH.encode() * 2000 + b"\ncaf\xc3 here\n")
    assert [is_broken(line) for line in text.splitlines()] == [False, True]


@given(LINES.map("".join).filter(str.strip))
@example("a\r\nb")
@example("a\rb\n")
def test_checked_lines_are_those_of_a_text_with_any_line_ends(text: str) -> None:
    expected = list(io.StringIO(text, newline=""))
    assert list(read_lines(open_stream(text.encode()), 1000)) == expected


@given(st.lists(st.sampled_from(["a", "é", "\U0001f600", "\n", "  \n"])).map("".join))
@example("\U0001f600" * 40 + "\nb\n")
def test_a_line_is_cut_off_a_little_beyond_the_limit(text: str) -> None:
    lines = [line[:4] for line in io.StringIO("x" + text, newline="\n")]
    assert list(read_lines(open_stream(("x" + text).encode()), 3)) == lines


@pytest.mark.parametrize("data", [b"a\rb\n", b"caf\xc3 x\n" + b"\xc3\xa9" * 9, b"caf\xc3"])
def test_a_text_with_other_line_ends_or_bytes_is_not_taken_for_checked(data: bytes) -> None:
    assert not isinstance(open_stream(data), CheckedText)


@pytest.mark.parametrize("end", [b"", b"\nb\n", b"\r\nb\n"])
@pytest.mark.parametrize("can_seek", [True, False])
def test_a_line_without_end_ends_the_reading(
    end: bytes, can_seek: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_lines, "MAX_ENDLESS_BYTES", 3_000_000)
    data = b"a\n" + b"x" * 3_000_001 + end

    def read(data: bytes) -> list[int]:
        raw = io.BytesIO(data) if can_seek else OnceReadable(data)
        stream = io.BufferedReader(raw, 1 << 17)  # type: ignore[arg-type]
        with open_text(stream) as text:
            return [len(line) for line in read_lines(text, 10_000)]

    with pytest.raises(
        UnreadableInput, match="it has a line of more than 3,000,000 bytes"
    ) as raised:
        read(data)
    assert raised.value.reason is Reason.TOO_LARGE
    assert read(data.replace(b"x" * 9, b"", 1))[:2] == [2, 10_001]
