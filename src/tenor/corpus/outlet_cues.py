"""Outlet cues: lines, sentences, bylines and names in the texts that identify an outlet.

A line, sentence or byline is a cue if several articles of one outlet contain it and hardly
any other article does. The name of an outlet is a cue if the share of articles that contain it
is larger in the outlet than in the others. A model can learn the outlet from such cues
instead of the label.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from tenor.articles.text.sentences import split_sentences
from tenor.progress import track

if TYPE_CHECKING:
    import pandas as pd

MIN_ARTICLES = 5
"""The articles of its outlet that contain a cue, at least."""

MIN_PRECISION = 0.9
"""The share of a cue's outlet among the articles that contain it (not for names), at least."""

MIN_WORDS = 3
"""The words of a line or sentence, at least."""

MIN_NAME_LENGTH = 3
"""The characters of an outlet's name, at least."""

MAX_OUTLETS_BY_NAME = 100
"""The largest outlets, whose names are searched for; the time grows with their number."""

MAX_ARTICLES_PER_OUTLET = 100_000
"""The articles of an outlet that are searched for recurring lines; all articles are counted."""

MAX_ARTICLE_IDS = 20
"""The articles that are listed with a cue; all are counted."""

MAX_CUES = 1000

MAX_LENGTH = 2000
"""The first characters of a line or sentence, by which it is compared."""

_digits = re.compile(r"\d+")
_addition_to_name = re.compile(r"\s*\([^)]*\)|\s+-\s.*$")


@dataclass(frozen=True)
class OutletCue:
    """Text that identifies an outlet.

    Attributes
    ----------
    kind
        ``line``, ``sentence``, ``byline`` (an author's name within the text) or ``name``
        (the name of the outlet).
    text
        The text, as one of the articles has it; numbers and case may differ in the others.
    outlet
        The outlet.
    n_articles
        The number of its articles that contain the cue.
    share_of_outlet
        The share of its articles that contain the cue.
    precision
        The share of the articles containing the cue that are from the outlet.
    article_ids
        The first of its articles that contain the cue, at most twenty.
    """

    kind: str
    text: str
    outlet: str
    n_articles: int
    share_of_outlet: float
    precision: float
    article_ids: tuple[str, ...]


def find_outlet_cues(articles: pd.DataFrame) -> list[OutletCue]:
    """Return the outlet cues of an articles table, sorted by the number of articles, descending.

    Near-duplicates of one outlet count as one article, because all lines of an article recur
    in its copies. Time and memory grow with the number of lines: lines are searched for by
    their hashes, one outlet at a time, and only those that recur are counted in a second pass.
    """
    named = articles[articles["outlet"] != ""].drop_duplicates(["outlet", "duplicate_group"])
    sizes = {str(name): int(n) for name, n in named["outlet"].value_counts().items()}
    cues = [*_recurring_lines(named, sizes), *_bylines(named, sizes), *_names(named, sizes)]
    cues.sort(key=lambda cue: (-cue.n_articles, cue.outlet, cue.kind, cue.text))
    return cues[:MAX_CUES]


@dataclass
class _CueCounts:
    """The articles of each outlet that contain a text."""

    kind: str
    text: str
    outlets: Counter[str] = field(default_factory=Counter)
    article_ids: dict[str, list[str]] = field(default_factory=dict)

    def add(self, outlet: str, article_id: str) -> None:
        self.outlets[outlet] += 1
        ids = self.article_ids.setdefault(outlet, [])
        if len(ids) < MAX_ARTICLE_IDS:
            ids.append(article_id)

    def cue(self, sizes: dict[str, int]) -> OutletCue | None:
        """Return the text as a cue of its most frequent outlet; None if it is not one."""
        outlet, n = self.outlets.most_common(1)[0]
        precision = n / self.outlets.total()
        if n < MIN_ARTICLES or precision < MIN_PRECISION:
            return None
        return self.cue_of(outlet, sizes)

    def cue_of(self, outlet: str, sizes: dict[str, int]) -> OutletCue:
        n = self.outlets[outlet]
        precision = n / self.outlets.total()
        ids = tuple(self.article_ids[outlet])
        return OutletCue(self.kind, self.text, outlet, n, n / sizes[outlet], precision, ids)


def _recurring_lines(named: pd.DataFrame, sizes: dict[str, int]) -> Iterator[OutletCue]:
    candidates: set[int] = set()
    large = named[named["outlet"].map(sizes) >= MIN_ARTICLES]
    large = large.groupby("outlet").head(MAX_ARTICLES_PER_OUTLET)
    by_outlet = large.groupby("outlet", sort=True)["text"]
    for _, texts in track(by_outlet, "finding recurring lines", by_outlet.ngroups):
        hashes = np.fromiter(_hashes(texts), dtype=np.int64)
        values, counts = np.unique(hashes, return_counts=True)
        candidates.update(values[counts >= MIN_ARTICLES].tolist())
    if not candidates:
        return
    counts_by_hash: dict[int, _CueCounts] = {}
    rows = zip(named["article_id"], named["outlet"], named["text"], strict=True)
    for article_id, outlet, text in track(rows, "counting recurring lines", len(named)):
        passages = _passages(text)
        for key in candidates.intersection(passages):
            if key not in counts_by_hash:
                counts_by_hash[key] = _CueCounts(*passages[key])
            counts_by_hash[key].add(outlet, article_id)
    yield from _longest(filter(None, (counts.cue(sizes) for counts in counts_by_hash.values())))


def _longest(cues: Iterable[OutletCue]) -> Iterator[OutletCue]:
    """Yield the cues that are not part of a longer cue of the same articles.

    Where a line recurs, so do its sentences.
    """
    longer_texts: dict[tuple[str, tuple[str, ...], int], list[str]] = {}
    for cue in sorted(cues, key=lambda cue: (-len(cue.text), cue.kind, cue.text)):
        longer = longer_texts.setdefault((cue.outlet, cue.article_ids, cue.n_articles), [])
        if not any(cue.text in text for text in longer):
            longer.append(cue.text)
            yield cue


def _bylines(named: pd.DataFrame, sizes: dict[str, int]) -> Iterator[OutletCue]:
    columns = ("article_id", "outlet", "byline", "text")
    in_texts: dict[str, _CueCounts] = {}
    outlets_of: dict[str, Counter[str]] = {}
    for article_id, outlet, byline, text in zip(*(named[c] for c in columns), strict=True):
        # A single word is seldom the name of a person.
        if " " in byline:
            outlets_of.setdefault(byline, Counter())[outlet] += 1
            if byline in text:
                counts = in_texts.setdefault(byline, _CueCounts("byline", byline))
                counts.add(outlet, article_id)
    for byline, counts in in_texts.items():
        cue = counts.cue(sizes)
        outlets = outlets_of[byline]
        if cue and outlets[cue.outlet] >= MIN_PRECISION * outlets.total():
            yield cue


def _names(named: pd.DataFrame, sizes: dict[str, int]) -> Iterator[OutletCue]:
    largest = sorted(sizes, key=lambda outlet: (-sizes[outlet], outlet))[:MAX_OUTLETS_BY_NAME]
    # The texts of "CNN (Web News)" and "Reuters - World" mention CNN and Reuters.
    names = {outlet: _addition_to_name.sub("", outlet).strip() for outlet in largest}
    counts_of = {
        outlet: _CueCounts("name", name)
        for outlet, name in names.items()
        if len(name) >= MIN_NAME_LENGTH
    }
    rows = zip(named["article_id"], named["outlet"], named["text"], strict=True)
    for article_id, outlet, text in track(rows, "counting names of outlets", len(named)):
        for counts in counts_of.values():
            if counts.text in text:
                counts.add(outlet, article_id)
    for outlet, counts in counts_of.items():
        n, total = counts.outlets[outlet], counts.outlets.total()
        n_others = len(named) - sizes[outlet]
        if n >= MIN_ARTICLES and n / sizes[outlet] > (total - n) / max(n_others, 1):
            yield counts.cue_of(outlet, sizes)


def _hashes(texts: Iterable[str]) -> Iterator[int]:
    for text in texts:
        yield from _passages(text)


def _passages(text: str) -> dict[int, tuple[str, str]]:
    """Return the kind and text of each distinct line and sentence of a text, by its hash."""
    passages: dict[int, tuple[str, str]] = {}
    for line in text.splitlines():
        sentences = split_sentences(line)
        if _has_enough_words(line):
            passages[_hash(line)] = ("line", line)
        for sentence in sentences if len(sentences) > 1 else ():
            if _has_enough_words(sentence):
                passages.setdefault(_hash(sentence), ("sentence", sentence))
    return passages


def _has_enough_words(passage: str) -> bool:
    return passage.count(" ") >= MIN_WORDS - 1


def _hash(passage: str) -> int:
    # Dates and counts differ between copies of a line, so numbers are replaced. Python salts
    # its hashes for each process, so nobody can write lines that collide.
    return hash(_digits.sub("0", passage[:MAX_LENGTH].casefold()))
