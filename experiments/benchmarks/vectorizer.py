"""The vectorizer against scikit-learn's, on the same texts in the same process.

    python experiments/benchmarks/vectorizer.py [--case NAME] [--articles N] [--source FILE.parquet]
    python experiments/benchmarks/vectorizer.py --growth growth.png

Prints the seconds of both (Tenor's second run), their ratio, the memory that the
first run of each adds relative to the matrix it makes, and whether the matrices are equal.
``--growth`` repeats one case at 1,000, 3,000, 10,000 and all articles and draws
how time and memory grow.
"""

from __future__ import annotations

import argparse
import resource
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from sklearn.feature_extraction.text import TfidfVectorizer as Peer

from tenor import TfidfVectorizer

ALLSIDES = Path(__file__).parents[3] / "shared" / "datasets" / "allsides" / "articles.parquet"
COLUMNS = ("title", "content_original", "text")
SIZES = (1_000, 3_000, 10_000)

CASES: dict[str, dict[str, Any]] = {
    "words": {},
    "words 1-2": {"ngram_range": (1, 2)},
    "words 1-2, min_df 2": {"ngram_range": (1, 2), "min_df": 2},
    "char_wb 2-5": {"analyzer": "char_wb", "ngram_range": (2, 5)},
}


@dataclass(frozen=True)
class Cost:
    """Seconds of a call, and the gigabytes that it added at its highest."""

    seconds: float
    memory: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=None, help="The first N only.")
    parser.add_argument("--source", type=Path, default=ALLSIDES, help="A Parquet table of texts.")
    parser.add_argument("--case", choices=list(CASES), action="append", help="Default all.")
    parser.add_argument("--growth", type=Path, default=None, help="Draw one case's growth here.")
    args = parser.parse_args()
    if not args.source.exists():
        sys.exit(f"{args.source} is not here; name a Parquet table with --source")
    texts = read_texts(args.source)[: args.articles]
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6
    print(f"{len(texts):,} articles, {size:.0f} MB")
    if args.growth:
        draw_growth((args.case or ["words 1-2"])[0], texts, args.growth)
        return
    print(f"{'case':22}{'':16}{'tenor':>8}{'peer':>8}{'ratio':>7}{'memory':>9}{'peer':>7}  same")
    for name in args.case or CASES:
        measure(name, texts)


def read_texts(source: Path) -> list[str]:
    """Return title and text of every row, joined."""
    table = pq.read_table(source)
    columns = [table.column(name).to_pylist() for name in COLUMNS if name in table.column_names]
    return [" ".join(part or "" for part in row) for row in zip(*columns, strict=True)]


def measure(name: str, texts: list[str]) -> None:
    """Time fitting and transforming by both, compilation left out."""
    parameters = CASES[name] | {"sublinear_tf": True}
    TfidfVectorizer(**parameters).fit(texts[:50]).transform(texts[:50])
    ours, theirs = TfidfVectorizer(**parameters), Peer(**parameters)
    for what in ("fit_transform", "transform"):
        # Memory that the system hands out for the first time costs more than the work itself:
        # a second run is timed, and the first is asked what it took.
        memory = costed(getattr(ours, what), texts)[1].memory
        found, own = costed(getattr(ours, what), texts)
        expected, peer = costed(getattr(theirs, what), texts)
        size = (found.data.nbytes + found.indices.nbytes + found.indptr.nbytes) / 1e9
        print(
            f"{name:22}{what:16}{own.seconds:8.2f}{peer.seconds:8.2f}"
            f"{peer.seconds / own.seconds:7.1f}{memory / size:9.2f}{peer.memory / size:7.2f}"
            f"  {same(found, expected)}",
            flush=True,
        )
        del found, expected


def same(found: Any, expected: Any) -> bool:
    """Whether two matrices have the same entries, to 1e-12."""
    expected.sort_indices()
    return (
        found.shape == expected.shape
        and bool((found.indptr == expected.indptr).all())
        and bool((found.indices == expected.indices).all())
        and float(np.abs(found.data - expected.data).max()) <= 1e-12
    )


def costed(work: Callable[[list[str]], Any], texts: list[str]) -> tuple[Any, Cost]:
    """Return what a call gives and what it cost; memory is looked at every 10 ms."""
    before = highest = in_use()
    done = threading.Event()

    def watch() -> None:
        nonlocal highest
        while not done.wait(0.01):
            highest = max(highest, in_use())

    watcher = threading.Thread(target=watch)
    watcher.start()
    started = time.perf_counter()
    result = work(texts)
    seconds = time.perf_counter() - started
    done.set()
    watcher.join()
    return result, Cost(seconds, max(highest, in_use()) - before)


def in_use() -> float:
    """Return the gigabytes of memory that this process has in hand."""
    pages = Path("/proc/self/statm")
    if pages.exists():
        return int(pages.read_text().split()[1]) * resource.getpagesize() / 1e9
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def draw_growth(name: str, texts: list[str], output: Path) -> None:
    """Draw time and memory of fitting and transforming against the size of the texts."""
    import matplotlib.pyplot as plt

    parameters = CASES[name] | {"sublinear_tf": True}
    TfidfVectorizer(**parameters).fit(texts[:50]).transform(texts[:50])
    sizes = [n for n in SIZES if n < len(texts)] + [len(texts)]
    rows = []
    for n in sizes:
        part = texts[:n]
        megabytes = sum(len(text.encode("utf-8", "surrogatepass")) for text in part) / 1e6
        vectorizer = TfidfVectorizer(**parameters)
        fitted = costed(vectorizer.fit_transform, part)[1]
        transformed = costed(vectorizer.transform, part)[1]
        rows.append((megabytes, fitted, transformed))
        print(f"{n:8,} articles {megabytes:6.0f} MB", end="")
        for what, cost in (("fit_transform", fitted), ("transform", transformed)):
            print(f"   {what} {cost.seconds:6.2f} s {cost.memory:5.2f} GB", end="")
        print()
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained", facecolor="white")
    for axis, unit in zip(axes, ("seconds", "memory"), strict=True):
        for column, what, mark in ((1, "fit_transform", "o-"), (2, "transform", "s--")):
            values = [getattr(row[column], unit) for row in rows]
            axis.plot([row[0] for row in rows], values, mark, label=what)
        axis.set(xlabel="MB of text", ylabel="seconds" if unit == "seconds" else "GB added")
        axis.set_xlim(0)
        axis.set_ylim(0)
    axes[0].legend(frameon=False)
    figure.suptitle(f"{name}: cost against size")
    figure.savefig(output, dpi=150)
    print(f"drawn to {output}")


if __name__ == "__main__":
    main()
