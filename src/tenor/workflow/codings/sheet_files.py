"""The files of a sample: a sheet for each coder, and the table that documents the sample."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Codebook
from tenor.codebook.fields import fold_name, is_invisible
from tenor.corpus import Corpus, articles_of
from tenor.corpus.draws import Draw
from tenor.corpus.sampling import Sample
from tenor.errors import InputError, OutputError
from tenor.labeling.formats import FORMATS, ArticleToCode
from tenor.labeling.formats.spreadsheet import csv_bytes
from tenor.present import printable

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

SAMPLE_FILE = "sample.csv"
"""The file that documents the sample."""

MAX_FILE_NAME_BYTES = 120
"""The length of the name of a coder's file."""


@dataclass(frozen=True)
class SheetRow:
    """An article to code.

    Attributes
    ----------
    article_id
        Its id.
    duplicate_group
        The group that it represents.
    stratum
        The stratum that it was drawn in.
    inclusion_probability
        The probability that the draw has it.
    coders
        Who gets it.
    """

    article_id: str
    duplicate_group: str
    stratum: str
    inclusion_probability: float
    coders: Sequence[str]


@dataclass(frozen=True)
class MadeSheets:
    """The sample of articles on the sheets that were made.

    Attributes
    ----------
    rows
        The articles, in random order.
    population
        The number of articles that they were drawn from.
    draw
        The draw that was recorded in the corpus; None for articles that are asked again.
    n_coded
        The number of them that people coded already.
    n_uncoded_before
        The number of articles of earlier draws that nobody has coded.
    """

    rows: tuple[SheetRow, ...]
    population: int
    draw: Draw | None = None
    n_coded: int = 0
    n_uncoded_before: int = 0

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def inclusion_probability(self) -> NDArray[np.float64]:
        """The inclusion probability of each article, shape (n,)."""
        return np.array([row.inclusion_probability for row in self.rows])


def sheet_rows(
    table: pd.DataFrame, sample: Sample, coders_of: Sequence[Sequence[str]]
) -> list[SheetRow]:
    """Return the articles of a sample.

    Parameters
    ----------
    table
        The articles that were drawn from, with the columns ``article_id`` and ``duplicate_group``.
    sample
        The sample of its rows.
    coders_of
        The coders of each drawn article.
    """
    drawn = table.iloc[sample.rows]
    columns = (
        drawn["article_id"].tolist(),
        drawn["duplicate_group"].tolist(),
        sample.strata[sample.rows].tolist(),
        sample.inclusion_probability[sample.rows].tolist(),
        coders_of,
    )
    return [SheetRow(*values) for values in zip(*columns, strict=True)]


def sheet_files(
    corpus: Corpus,
    rows: Sequence[SheetRow],
    coders: Sequence[str],
    codebook: Codebook,
    format_name: str,
    settings: Mapping[str, str],
    *,
    asked: str = "",
) -> dict[str, bytes]:
    """Return the content of each file by its name.

    Parameters
    ----------
    corpus
        The corpus.
    rows
        The articles.
    coders
        The coders; each gets a sheet.
    codebook
        The themes and targets that are asked.
    format_name
        The name of the format of the sheets.
    settings
        What `SAMPLE_FILE` says of the whole sample, by column.
    asked
        The themes that are asked, joined by ``; ``; empty for all.
    """
    to_code = _articles_to_code(corpus, rows, asked)
    files = {SAMPLE_FILE: _sample_csv(corpus, rows, settings)}
    codings_format = FORMATS[format_name]
    files |= codings_format.settings(codebook)
    used = {name.partition(".")[0] for name in files}
    for coder in coders:
        own = [article for article, row in zip(to_code, rows, strict=True) if coder in row.coders]
        name = file_name(coder, used) + codings_format.extensions[0]
        files[name] = codings_format.sheet(own, codebook, coder)
    return files


def _articles_to_code(corpus: Corpus, rows: Sequence[SheetRow], asked: str) -> list[ArticleToCode]:
    columns = ["article_id", "title", "text", "outlet", "published"]
    table = corpus.read_columns(columns, [row.article_id for row in rows])
    articles = {article.article_id: article for article in articles_of(table)}
    return [
        ArticleToCode(
            row.article_id,
            articles[row.article_id].title,
            articles[row.article_id].text,
            corpus.codebook.fingerprint,
            row.inclusion_probability,
            articles[row.article_id].outlet,
            str(articles[row.article_id].published or ""),
            asked,
        )
        for row in rows
    ]


def _sample_csv(corpus: Corpus, rows: Sequence[SheetRow], settings: Mapping[str, str]) -> bytes:
    constant = dict(settings) | {
        "corpus": corpus.fingerprint,
        "codebook": corpus.codebook.fingerprint,
    }
    columns = ("article_id", "duplicate_group", "stratum", "inclusion_probability", "coders")
    cells = [
        [
            row.article_id,
            row.duplicate_group,
            row.stratum,
            repr(row.inclusion_probability),
            "; ".join(row.coders),
            *constant.values(),
        ]
        for row in rows
    ]
    return csv_bytes([*columns, *constant], cells)


def file_name(coder: str, used: set[str]) -> str:
    """Return a file name for a coder that is valid on any system, and add it to those used."""
    safe = "".join(
        "_" if char in '/\\:*?"<>|' or unicodedata.category(char) in ("Cc", "Cs") else char
        for char in coder.strip()
    )
    safe = re.sub(r"^\.+|[. ]+$", "_", safe)
    safe = safe.encode()[:MAX_FILE_NAME_BYTES].decode("utf-8", "ignore")
    name, number = safe, 1
    while name.casefold() in used:
        number += 1
        name = f"{safe}-{number}"
    used.add(name.casefold())
    return name


def check_folder(folder: Path) -> None:
    """Raise an OutputError if a folder for sheets is not new or empty: sheets are not replaced."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"'{folder}' exists already and is not empty; name another folder")


def check_coders(coders: Sequence[str]) -> None:
    """Raise an InputError if names of coders are missing, empty or repeated."""
    if not coders or not all(name.strip() for name in coders):
        raise InputError("sheets need the names of the coders, as in --coders ana,ben")
    if hidden := next((name for name in coders if any(map(is_invisible, name))), None):
        raise InputError(
            f"coder '{printable(hidden)}' has characters that are not shown; write the name "
            "without them"
        )
    keys = list(map(fold_name, coders))
    repeated = next((name for i, name in enumerate(coders) if keys[i] in keys[:i]), None)
    if repeated is not None:
        raise InputError(
            f"coder '{repeated}' is named twice, perhaps in other case or spacing; give each coder "
            "a different name"
        )
