"""Tables of articles, and labels of theirs, for tests of splits."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from tenor.corpus import GroupBy, SplitKind
from tenor.labeling import ResolvedLabels

KINDS: tuple[SplitKind, ...] = ("random", "folds", "part", "outlet", "time")
GROUP_BYS: tuple[GroupBy, ...] = ("duplicate_group", "series", "outlet")
DAY = date(2020, 1, 1)


def labels_of(
    gold: list[bool], matrix: list[list[int]] | None = None, rows: list[int] | None = None
) -> ResolvedLabels:
    n = len(gold)
    return ResolvedLabels(
        np.arange(n) if rows is None else np.array(rows),
        ("economy", "sport"),
        np.array(matrix or [[i % 2, (i + 1) % 2] for i in range(n)], dtype=np.uint8),
        np.array(gold, dtype=bool),
    )


def table_of(
    n: int,
    groups: list[str] | None = None,
    outlets: list[str] | None = None,
    days: list[date | None] | None = None,
    parts: list[str] | None = None,
    series: list[str] | None = None,
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "duplicate_group": groups or [f"g{i}" for i in range(n)],
            "outlet": outlets or [""] * n,
            "published": pd.Series(days or [None] * n, dtype=object),
            "part": parts or [""] * n,
            "series": series or [""] * n,
        }
    )


@st.composite
def corpora(draw: st.DrawFn) -> tuple[ResolvedLabels, pd.DataFrame]:
    """Draw labels of some of the articles of a table."""
    n = draw(st.integers(1, 16))
    total = n + draw(st.integers(0, 3))

    def column(values: st.SearchStrategy[object], length: int) -> list[object]:
        return draw(st.lists(values, min_size=length, max_size=length))

    rows = sorted(draw(st.permutations(range(total)))[:n])
    articles = table_of(
        total,
        column(st.integers(0, total).map("g{}".format), total),
        column(st.sampled_from(["", "A", "B", "C", "D"]), total),
        column(st.none() | st.integers(0, 6).map(lambda i: DAY + timedelta(i)), total),
        column(st.sampled_from(["train", "validation", "test", ""]), total),
        column(st.sampled_from(["", "", "S", "T", "U"]), total),
    )  # type: ignore[arg-type]
    gold = column(st.sampled_from([True, True, False]), n)
    matrix = column(st.tuples(st.integers(0, 1), st.integers(0, 1)), n)
    return labels_of(gold, matrix, rows), articles  # type: ignore[arg-type]
