"""Traces of an outlet in its texts: lines, sentences, bylines and names that give it away.

A line, sentence or byline is a trace where it stands in several articles of
one outlet and hardly anywhere else; the outlet's own name, where it stands more
often in its own articles than in others'. A model that reads it recognizes the
outlet.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from tenor.progress import track

if TYPE_CHECKING:
    import pandas as pd

LEAST_ARTICLES = 5
"""Articles of the outlet that a trace stands in, at least."""

MOSTLY = 0.9
"""The share of its articles that are of the one outlet, at least."""

LEAST_WORDS = 3
LEAST_LETTERS = 3
LARGEST_OUTLETS = 100
"""Outlets whose own names are looked for, in all articles."""

MOST_OF_AN_OUTLET = 100_000
"""Articles of an outlet among which recurring lines are looked for; they are counted in all."""

LISTED = 20
"""Articles that are listed with a trace; all are counted."""

MOST_TRACES = 1000
LONGEST = 2000
"""Characters of a line or sentence that are compared; the rest of a longer one is not."""

_sentence_end = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+")
_digits = re.compile(r"\d+")
_in_brackets = re.compile(r"\s*\([^)]*\)|\s+-\s.*$")


@dataclass(frozen=True)
class Trace:
    """Something in the texts that gives an outlet away.

    Attributes
    ----------
    kind
        ``line``, ``sentence``, ``byline`` (an author's name that stands in the
        text) or ``name`` (the outlet's own).
    text
        As it stands in one of the articles; numbers may differ in the others.
    outlet, n_articles
        The outlet, and how many of its articles hold the trace.
    share_of_outlet
        The share of the outlet's articles that hold it.
    share_there
        The share of the articles that hold it which are of this outlet.
    article_ids
        The first of its articles, at most twenty.
    """

    kind: str
    text: str
    outlet: str
    n_articles: int
    share_of_outlet: float
    share_there: float
    article_ids: tuple[str, ...]


def find_traces(articles: pd.DataFrame) -> list[Trace]:
    """Return the traces of outlets in an articles table, those in most articles first.

    Near-duplicates within an outlet count as one article: an article that was
    published five times has no line that recurs. Time and memory grow with the
    number of lines; the texts are read twice, and what is kept between is one
    number a line of one outlet at a time.
    """
    named = articles[articles["outlet"] != ""].drop_duplicates(["outlet", "duplicate_group"])
    sizes = {str(name): int(n) for name, n in named["outlet"].value_counts().items()}
    found = [*_recurring(named, sizes), *_bylines(named, sizes), *_names(named, sizes)]
    found.sort(key=lambda trace: (-trace.n_articles, trace.outlet, trace.kind, trace.text))
    return found[:MOST_TRACES]


@dataclass
class _Seen:
    kind: str
    text: str
    outlets: Counter[str] = field(default_factory=Counter)
    article_ids: dict[str, list[str]] = field(default_factory=dict)

    def at(self, outlet: str, article_id: str) -> None:
        self.outlets[outlet] += 1
        listed = self.article_ids.setdefault(outlet, [])
        if len(listed) < LISTED:
            listed.append(article_id)

    def trace(self, sizes: dict[str, int]) -> Trace | None:
        outlet, n = self.outlets.most_common(1)[0]
        there = n / self.outlets.total()
        if n < LEAST_ARTICLES or there < MOSTLY:
            return None
        ids = tuple(self.article_ids[outlet])
        return Trace(self.kind, self.text, outlet, n, n / sizes[outlet], there, ids)


def _recurring(named: pd.DataFrame, sizes: dict[str, int]) -> Iterator[Trace]:
    candidates: set[int] = set()
    large = named[named["outlet"].map(sizes) >= LEAST_ARTICLES]
    large = large.groupby("outlet").head(MOST_OF_AN_OUTLET)
    by_outlet = large.groupby("outlet", sort=True)["text"]
    for _, texts in track(by_outlet, "lines that recur", by_outlet.ngroups):
        hashes = np.fromiter(_all_hashes(texts), dtype=np.int64)
        values, counts = np.unique(hashes, return_counts=True)
        candidates.update(values[counts >= LEAST_ARTICLES].tolist())
    if not candidates:
        return
    seen: dict[int, _Seen] = {}
    rows = zip(named["article_id"], named["outlet"], named["text"], strict=True)
    for article_id, outlet, text in track(rows, "where they recur", len(named)):
        pieces = _pieces(text)
        for key in candidates.intersection(pieces):
            if key not in seen:
                seen[key] = _Seen(*pieces[key])
            seen[key].at(outlet, article_id)
    yield from _widest(filter(None, (entry.trace(sizes) for entry in seen.values())))


def _widest(traces: Iterable[Trace]) -> Iterator[Trace]:
    # A line of one sentence is found as both, and a recurring line brings its sentences along.
    kept: dict[tuple[str, tuple[str, ...], int], list[str]] = {}
    for trace in sorted(traces, key=lambda trace: (-len(trace.text), trace.kind, trace.text)):
        longer = kept.setdefault((trace.outlet, trace.article_ids, trace.n_articles), [])
        if not any(trace.text in text for text in longer):
            longer.append(trace.text)
            yield trace


def _bylines(named: pd.DataFrame, sizes: dict[str, int]) -> Iterator[Trace]:
    columns = ("article_id", "outlet", "byline", "text")
    seen: dict[str, _Seen] = {}
    wrote: dict[str, Counter[str]] = {}
    for article_id, outlet, byline, text in zip(*(named[c] for c in columns), strict=True):
        if " " in byline:
            wrote.setdefault(byline, Counter())[outlet] += 1
            if byline in text:
                seen.setdefault(byline, _Seen("byline", byline)).at(outlet, article_id)
    for byline, entry in seen.items():
        found = entry.trace(sizes)
        if found and wrote[byline][found.outlet] >= MOSTLY * wrote[byline].total():
            yield found


def _names(named: pd.DataFrame, sizes: dict[str, int]) -> Iterator[Trace]:
    largest = sorted(sizes, key=lambda outlet: (-sizes[outlet], outlet))[:LARGEST_OUTLETS]
    names = {outlet: _in_brackets.sub("", outlet).strip() for outlet in largest}
    entries = {o: _Seen("name", name) for o, name in names.items() if len(name) >= LEAST_LETTERS}
    rows = zip(named["article_id"], named["outlet"], named["text"], strict=True)
    for article_id, outlet, text in track(rows, "names of outlets", len(named)):
        for entry in entries.values():
            if entry.text in text:
                entry.at(outlet, article_id)
    for outlet, entry in entries.items():
        n, total = entry.outlets[outlet], entry.outlets.total()
        others = len(named) - sizes[outlet]
        if n >= LEAST_ARTICLES and n / sizes[outlet] > (total - n) / max(others, 1):
            ids = tuple(entry.article_ids[outlet])
            yield Trace("name", entry.text, outlet, n, n / sizes[outlet], n / total, ids)


def _all_hashes(texts: Iterable[str]) -> Iterator[int]:
    for text in texts:
        yield from _pieces(text)


def _pieces(text: str) -> dict[int, tuple[str, str]]:
    """Return the lines and sentences of a text by their hashes, each once."""
    pieces: dict[int, tuple[str, str]] = {}
    for line in text.splitlines():
        sentences: Sequence[str] = _sentence_end.split(line)
        if _counts(line):
            pieces[_hash(line)] = ("line", line)
        for sentence in sentences if len(sentences) > 1 else ():
            if _counts(sentence):
                pieces.setdefault(_hash(sentence), ("sentence", sentence))
    return pieces


def _counts(piece: str) -> bool:
    return piece.count(" ") >= LEAST_WORDS - 1


def _hash(piece: str) -> int:
    # Salted by Python for each process: nobody can write lines that collide. Dates and
    # counts differ between copies of one line, so numbers are compared as one sign.
    return hash(_digits.sub("0", piece[:LONGEST].casefold()))
