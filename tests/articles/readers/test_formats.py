"""The table of article formats."""

from __future__ import annotations

from tenor.articles.readers.formats import FORMAT_OF_EXTENSION, FORMATS


def test_every_extension_belongs_to_one_format() -> None:
    extensions = [extension for entry in FORMATS for extension in entry.extensions]
    assert sorted(extensions) == sorted(FORMAT_OF_EXTENSION)
    assert all(extension == extension.lower() and extension[0] == "." for extension in extensions)


def test_every_format_has_its_own_name() -> None:
    assert len({entry.name for entry in FORMATS}) == len(FORMATS)
