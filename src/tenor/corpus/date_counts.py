"""Counts of the articles without a date, and of the dates that were not understood."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tenor.articles import Article, date_fault

MAX_EXAMPLE = 60
"""Characters of a date that are shown."""


class DateCounts:
    """Counts what is missing among the dates of articles.

    Examples
    --------
    >>> counts = DateCounts()
    >>> counts.add(Article(article_id="7", text="x", unparsed={"published": "03/04/2020"}))
    >>> counts.info()
    {'no_date': 1, 'ambiguous': {'count': 1, 'example': '03/04/2020', 'article_id': '7'}}
    """

    def __init__(self) -> None:
        self._n_undated = 0
        self._counts: Counter[str] = Counter()
        self._examples: dict[str, dict[str, str]] = {}

    def add(self, article: Article) -> None:
        """Count an article."""
        self._n_undated += article.published is None
        for text in article.unparsed.values():
            kind = date_fault(text)
            self._counts[kind] += 1
            example = {"example": text[:MAX_EXAMPLE], "article_id": article.article_id}
            self._examples.setdefault(kind, example)

    def info(self) -> dict[str, Any]:
        """Return the counts, and the first example of each fault, for ``corpus.json``."""
        faults = {kind: {"count": n, **self._examples[kind]} for kind, n in self._counts.items()}
        return {"no_date": self._n_undated, **dict(sorted(faults.items()))}
