"""Codebook files: checked with their lines, shown as pages."""

from __future__ import annotations

from pathlib import Path

from tenor.codebook import Codebook
from tenor.codebook.page import PageFormat, page
from tenor.codebook.review import warnings
from tenor.errors import CodebookError
from tenor.output import check_output, replace_file
from tenor.tomlfile import located, read_toml


def check(path: Path) -> tuple[Codebook, list[str]]:
    """Read a codebook; returns it with a sentence for each thing that deserves a second look.

    Raises
    ------
    CodebookError
        With every fault of the file, a line each.
    """
    text = read_toml(path, CodebookError)
    book = Codebook.parse(text, str(path))
    return book, located(warnings(book), text, str(path))


def show(path: Path, form: PageFormat, output: Path | None = None, *, force: bool = False) -> str:
    """Return the page of a codebook file, and write it to ``output`` if that is given.

    Raises
    ------
    OutputError
        If something stands at ``output``, or it cannot be written.
    """
    text = page(Codebook.load(path), form)
    if output is not None:
        check_output(output, force=force)
        replace_file(output, text.encode())
    return text
