"""A small corpus with duplicate groups, and draws from it, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tenor.articles import Article
from tenor.codebook import Codebook
from tenor.corpus import Corpus, CorpusWriter
from tenor.corpus.draws import Draw, record_draw
from tenor.corpus.frame import frame_fingerprint, frame_of
from tenor.labeling import Judgment

TEXT = 'version = "1"\n[[themes]]\nname = "sport"\n'
WORDS = ("river", "stone", "harbor", "window", "garden", "engine", "market", "winter", "letter")


def article(i: int) -> Article:
    """Return an article; those with the numbers 0, 1 and 2 have nearly the same text."""
    rng = np.random.default_rng(max(i, 2))
    text = " ".join(rng.choice(WORDS, 60)) + "."
    outlet = ("Paper", "Wire")[i % 2]
    return Article(article_id=f"a{i}", text=text, outlet=outlet, published=date(2020, 1 + i % 3, 1))


def coded(article_id: str, label: str = "sport", coder: str = "ana") -> Judgment:
    return Judgment(article_id, "theme", "", label, "coder", coder)


def write_corpus(
    path: Path,
    coded_ids: Sequence[str] = (),
    n: int = 12,
    *,
    text: str = TEXT,
    **options: bool,
) -> Corpus:
    """Write a corpus of n articles; the first three of them are one duplicate group."""
    with CorpusWriter(path, text, Codebook.parse(text).fingerprint, **options) as writer:
        for i in range(n):
            writer.add(article(i))
        for article_id in coded_ids:
            writer.add_judgment(coded(article_id))
    return Corpus.load(path)


def make_draw(corpus: Corpus, drawn: Sequence[str], **changes: Any) -> Draw:
    """Return a draw that has some groups of a corpus, each with an equal chance."""
    articles = corpus.articles
    groups = frame_of(articles)["duplicate_group"].to_numpy()
    is_drawn = np.isin(groups, drawn)
    frame = pd.DataFrame(
        {
            "duplicate_group": groups,
            "article_id": groups,
            "inclusion_probability": max(1, len(drawn)) / len(groups),
            "stratum": "",
            "is_drawn": is_drawn,
            "is_certain": False,
            "coders": np.where(is_drawn, "ana", ""),
        }
    )
    values: dict[str, Any] = {
        "draw_id": "draw-1",
        "unit": "stories",
        "design": "random",
        "model": "",
        "model_fingerprint": "",
        "share": "",
        "n": len(drawn),
        "random_state": 0,
        "drawn_on": "2026-11-29",
        "includes_drawn": False,
        "frame_fingerprint": frame_fingerprint(articles["article_id"], articles["duplicate_group"]),
        "codebook": corpus.codebook.fingerprint,
        "frame": frame,
    }
    return Draw(**(values | changes))


def record(corpus: Corpus, draw: Draw) -> Draw:
    """Record a draw in a corpus, and return it."""
    with record_draw(corpus, draw):
        pass
    return draw
