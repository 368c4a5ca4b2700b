"""Sheets that ask again what is unanswered of articles that people judged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tenor.corpus import Corpus
from tenor.corpus.sampling import draw_sample
from tenor.output import write_folder
from tenor.workflow.codings.sheet_files import (
    MadeSheets,
    check_coders,
    check_folder,
    sheet_files,
    sheet_rows,
)
from tenor.workflow.codings.stale import stale_questions


def make_stale_sheets(
    corpus: str | Path,
    output: str | Path,
    *,
    n: int | None = None,
    coders: Sequence[str] = (),
    format_name: str = "csv",
    random_state: int = 0,
) -> MadeSheets:
    """Write sheets that ask again what is unanswered of articles that people judged.

    They are the articles judged by an earlier codebook, or on some of the labels; see
    `stale_questions`. Each goes to the coders who judged it.

    Parameters
    ----------
    corpus
        The corpus folder.
    output
        The folder to make.
    n
        The number of articles to draw of them at random; default all.
    coders
        The names of the coders; default all who judged the articles.
    format_name
        The name of the format of the sheets.
    random_state
        The seed of the sample.

    Raises
    ------
    TenorError
        If the corpus cannot be read, or nothing has to be asked again.
    """
    folder = Path(output)
    check_folder(folder)
    if coders:
        check_coders(coders)
    loaded = Corpus.load(corpus)
    articles = loaded.read_columns(["article_id", "duplicate_group"])
    questions = stale_questions(loaded)
    n_stale = len(questions.rows)
    n = n_stale if n is None else n
    sample = draw_sample([(1.0, np.ones(n_stale))], n, random_state=random_state)
    coders_of = [questions.assign(position, coders) for position in sample.rows.tolist()]
    rows = sheet_rows(articles.iloc[questions.rows], sample, coders_of)
    settings = {
        "draw": "",
        "for": "",
        "design": "stale",
        "model": "",
        "share": "",
        "drawn": str(n),
        "population": str(n_stale),
        "random_state": str(random_state),
    }
    named = sorted({name for names in coders_of for name in names})
    files = sheet_files(
        loaded, rows, named, questions.codebook, format_name, settings, asked=questions.asked
    )
    write_folder(folder, files)
    return MadeSheets(tuple(rows), n_stale, n_coded=n)
