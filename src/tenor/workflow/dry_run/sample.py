"""A sample of the articles of inputs, and the time to read it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from tenor.articles import Article, read_articles
from tenor.articles.readers.file_format import ArticleFormat
from tenor.articles.readers.formats import FORMATS
from tenor.articles.survey import InputSurvey

SINGLE = {entry.name for entry in FORMATS if isinstance(entry, ArticleFormat)}
"""The formats whose files have one article each, unless they are exports."""

FILES_PER_FORMAT = 25
"""The number of files of each format that are sampled, evenly spaced."""

ARTICLES_PER_FORMAT = 500
"""The number of articles of each format that are read at most, the same from each file."""

SECONDS_PER_FORMAT = 1.0
"""The time after which no further file of a format is sampled."""


@dataclass(frozen=True)
class Sample:
    """A sample of articles.

    Attributes
    ----------
    articles
        The articles.
    seconds
        The estimated time to read all articles of the inputs.
    """

    articles: list[Article]
    seconds: float


def read_sample(
    survey: InputSurvey, columns: Mapping[str, str] | None, *, strict_columns: bool
) -> Sample:
    """Return a sample of the articles in surveyed files.

    The number of articles in the survey is corrected if files that count as one article are
    exports of several.
    """
    sampled: list[Article] = []
    seconds = 0.0
    for name, paths in survey.paths.items():
        # The first article of a format imports its libraries, once for all.
        next(read_articles(paths[0], columns=columns, strict_columns=strict_columns), None)
        started, n_read, n_files = time.perf_counter(), 0, 0
        chosen = paths[:: max(1, len(paths) // FILES_PER_FORMAT)]
        for path in chosen:
            stream = read_articles(path, columns=columns, strict_columns=strict_columns)
            items = list(islice(stream, ARTICLES_PER_FORMAT // len(chosen)))
            n_read, n_files = n_read + len(items), n_files + 1
            sampled += [item for item in items if isinstance(item, Article)]
            if time.perf_counter() - started > SECONDS_PER_FORMAT:
                break
        per_article = (time.perf_counter() - started) / max(n_read, 1)
        if name in SINGLE and n_read > n_files:
            # These are exports of several articles, or some of them are.
            survey.articles_of_format[name] = round(n_read / n_files * len(paths))
            survey.is_exact = False
        seconds += per_article * survey.articles_of_format[name]
    return Sample(sampled, seconds)
