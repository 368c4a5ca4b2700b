"""What ``tenor prep`` would do."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tenor.articles.survey import InputSurvey, survey_inputs
from tenor.codebook import Codebook, CodebookVersions
from tenor.corpus import Corpus, CorpusWriter, accept_codebooks
from tenor.corpus.draws import load_draws
from tenor.corpus.duplicates import minhash_signatures
from tenor.errors import CodebookError, CorpusError
from tenor.labeling import LabelColumn, read_codings
from tenor.toml import read_toml
from tenor.workflow.dry_run.sample import read_sample

START_SECONDS = 1.0
"""The time for imports, and for writing a small corpus."""


@dataclass(frozen=True)
class PrepDryRun:
    """What a preparation would do.

    Attributes
    ----------
    survey
        The inputs.
    n_codings
        The number of judgements in the files of codings.
    seconds
        The expected time.
    replaced
        The corpus that would be replaced; None if there is none, or it cannot be read.
    n_draws
        The number of its draws of articles to code.
    """

    survey: InputSurvey
    n_codings: int
    seconds: float
    replaced: Corpus | None
    n_draws: int


def dry_prepare(
    inputs: Sequence[str | Path],
    codebook: str | Path,
    output: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    strict_columns: bool = True,
    labels: Sequence[str] = (),
    codings: Sequence[str | Path] = (),
    accepted_codebooks: Sequence[str] = (),
    force: bool = False,
) -> PrepDryRun:
    """Return what `prepare` would do with these arguments; nothing is written.

    Raises
    ------
    TenorError
        As `prepare`, for faults that show before the articles are read.
    """
    text = read_toml(Path(codebook), CodebookError)
    book = Codebook.parse(text, str(codebook))
    for label in labels:
        LabelColumn.parse(label, book)
    versions, _ = accept_codebooks(accepted_codebooks, CodebookVersions(book))
    n_codings = len(read_codings(list(map(Path, codings)), versions).judgments)
    CorpusWriter(Path(output), text, book.fingerprint, force=force)
    survey = survey_inputs(inputs, columns=columns, strict_columns=strict_columns, exclude=[output])
    sample = read_sample(survey, columns, strict_columns=strict_columns)
    started = time.perf_counter()
    minhash_signatures([article.text for article in sample.articles])
    per_article = (time.perf_counter() - started) / max(len(sample.articles), 1)
    seconds = START_SECONDS + sample.seconds + per_article * survey.n_articles
    replaced = _corpus(Path(output))
    n_draws = len(load_draws(replaced)) if replaced else 0
    return PrepDryRun(survey, n_codings, seconds, replaced, n_draws)


def _corpus(path: Path) -> Corpus | None:
    try:
        return Corpus.load(path) if path.exists() else None
    except CorpusError:
        return None
