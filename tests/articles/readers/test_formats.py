"""The table of article formats."""

from __future__ import annotations

import pytest

from tenor.articles.readers.formats import FORMAT_OF_EXTENSION, FORMATS, detect_format


def test_every_extension_belongs_to_one_format() -> None:
    extensions = [extension for entry in FORMATS for extension in entry.extensions]
    assert sorted(extensions) == sorted(FORMAT_OF_EXTENSION)
    assert all(extension == extension.lower() and extension[0] == "." for extension in extensions)


def test_every_format_has_its_own_name() -> None:
    assert len({entry.name for entry in FORMATS}) == len(FORMATS)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b'[{"text": "x"}]', "json"),
        (b'\xef\xbb\xbf{"text": "x"}\n{"text": "y"}\n', "jsonl"),
        (b'{\n "text": "x"\n}', "json"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"<?xml version='1.0'?><rss>", "xml"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", "html"),
        (b"id,title,text\n1,a,b\n", "csv"),
        (b"sep=;\nid;text\n", "csv"),
        (b"The text, as it was\n", "text"),
        (b"%PDF-1.7", "pdf"),
        (b"PAR1", "parquet"),
        (b"A headline\n\nA text.", "text"),
    ],
)
def test_a_file_without_a_name_is_recognized_by_its_first_bytes(head: bytes, name: str) -> None:
    assert detect_format(head).name == name
