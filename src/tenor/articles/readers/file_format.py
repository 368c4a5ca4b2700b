"""What a format of article files is."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tenor.articles.article import RawArticle, Reason, Rejection, UnreadableInput
from tenor.articles.readers.slicing import RowSlice
from tenor.articles.readers.tables import TableReader
from tenor.articles.time_limit import MAX_SECONDS, call_within


@dataclass(frozen=True, slots=True)
class ArticleFormat:
    """A format of files that are read whole, with one article each, or several in an export.

    Attributes
    ----------
    name
        The name, which is the `Article.reader` unless the raw article names another.
    extensions
        Its file extensions, in lower case; each may be followed by ``.gz``.
    parse
        Returns the raw articles of a file from its bytes, which are not empty.
    """

    name: str
    extensions: tuple[str, ...]
    parse: Callable[[bytes], list[RawArticle]]

    def read(self, data: bytes) -> list[RawArticle]:
        """Return the raw articles of a file from its bytes.

        Raises
        ------
        UnreadableInput
            If it is empty, or takes longer than `MAX_SECONDS`.
        """
        if not data:
            raise UnreadableInput(Reason.EMPTY, "it is empty")
        return call_within(MAX_SECONDS, self.parse, data)


@dataclass(frozen=True, slots=True)
class Slicing:
    """How tables of a format are cut into slices that are read on their own.

    Attributes
    ----------
    find
        Returns the slices of a file, given the columns that the user assigns, and the size of a
        slice in bytes; empty if it has no two slices, or can be read only as a whole.
    read
        Yields the raw articles of a slice, and rejections of its faulty rows.
    halve
        Returns the two halves of a slice; None if it cannot be divided.
    divides_to_rows
        Whether a slice that cannot be divided is one row.
    """

    find: Callable[[io.BufferedReader, Mapping[str, str], int], list[RowSlice]]
    read: Callable[[TableReader, io.BufferedReader, RowSlice], Iterator[RawArticle | Rejection]]
    halve: Callable[[io.BufferedReader, RowSlice], tuple[RowSlice, RowSlice] | None]
    divides_to_rows: bool


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A format of files that are read in parts: tables with an article a row, and archives.

    Attributes
    ----------
    name
        The name, which is the `Article.reader`.
    extensions
        Its file extensions, in lower case; each may be followed by ``.gz``.
    read
        Yields the raw articles of a table, and rejections of its faulty rows.
    slicing
        How its files are cut; None if they are read only as a whole.
    """

    name: str
    extensions: tuple[str, ...]
    read: Callable[[TableReader, io.BufferedReader], Iterator[RawArticle | Rejection]]
    slicing: Slicing | None = None


Format = ArticleFormat | TableFormat
