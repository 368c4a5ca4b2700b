"""The vectorizer against scikit-learn's, on the same texts in the same process.

    python experiments/benchmarks/vectorizer.py [--case NAME] [--articles N] [--source FILE.parquet]
    python experiments/benchmarks/vectorizer.py --growth growth.png

Prints the seconds of both (the second run of Tenor's), their ratio, the memory that the first run
of each adds, relative to the size of its matrix, and whether the matrices are equal. ``--growth``
measures one case for 1,000, 3,000, 10,000 and all articles, and plots time and memory against the
size of the texts.
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
from sklearn.feature_extraction.text import TfidfVectorizer as SklearnVectorizer

from tenor import TfidfVectorizer

ALLSIDES = Path(__file__).parents[3] / "shared" / "datasets" / "allsides" / "articles.parquet"
COLUMNS = ("title", "content_original", "text")
GROWTH_SIZES = (1_000, 3_000, 10_000)

CASES: dict[str, dict[str, Any]] = {
    "words": {},
    "words 1-2": {"ngram_range": (1, 2)},
    "words 1-2, min_df 2": {"ngram_range": (1, 2), "min_df": 2},
    "char_wb 2-5": {"analyzer": "char_wb", "ngram_range": (2, 5)},
}


@dataclass(frozen=True)
class Cost:
    """The seconds of a call, and the gigabytes that it added at its peak."""

    seconds: float
    memory: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=None, help="The first N only.")
    parser.add_argument("--source", type=Path, default=ALLSIDES, help="A Parquet table of texts.")
    parser.add_argument("--case", choices=list(CASES), action="append", help="Default all.")
    parser.add_argument("--growth", type=Path, default=None, help="Plot one case's growth here.")
    args = parser.parse_args()
    if not args.source.exists():
        sys.exit(f"'{args.source}' does not exist; name a Parquet table with --source")
    texts = read_texts(args.source)[: args.articles]
    print(f"{len(texts):,} articles, {megabytes(texts):.0f} MB")
    if args.growth:
        plot_growth((args.case or ["words 1-2"])[0], texts, args.growth)
        return
    print(
        f"{'case':22}{'':16}{'tenor':>8}{'sklearn':>8}{'ratio':>7}{'memory':>9}{'skl.':>7}  equal"
    )
    for name in args.case or CASES:
        compare(name, texts)


def read_texts(source: Path) -> list[str]:
    """Return title and text of every row, joined."""
    table = pq.read_table(source)
    columns = [table.column(name).to_pylist() for name in COLUMNS if name in table.column_names]
    return [" ".join(part or "" for part in row) for row in zip(*columns, strict=True)]


def megabytes(texts: list[str]) -> float:
    """Return the size of texts as UTF-8."""
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6


def compare(name: str, texts: list[str]) -> None:
    """Measure and print fitting and transforming by both vectorizers, without compilation."""
    parameters = CASES[name] | {"sublinear_tf": True}
    TfidfVectorizer(**parameters).fit(texts[:50]).transform(texts[:50])
    tenor, sklearn = TfidfVectorizer(**parameters), SklearnVectorizer(**parameters)
    for method in ("fit_transform", "transform"):
        # Memory that the system hands out for the first time costs more time than the work. So
        # the memory is that of a first run, and the time is that of a second one.
        memory = measure(getattr(tenor, method), texts)[1].memory
        matrix, tenor_cost = measure(getattr(tenor, method), texts)
        expected, sklearn_cost = measure(getattr(sklearn, method), texts)
        size = (matrix.data.nbytes + matrix.indices.nbytes + matrix.indptr.nbytes) / 1e9
        print(
            f"{name:22}{method:16}{tenor_cost.seconds:8.2f}{sklearn_cost.seconds:8.2f}"
            f"{sklearn_cost.seconds / tenor_cost.seconds:7.1f}"
            f"{memory / size:9.2f}{sklearn_cost.memory / size:7.2f}"
            f"  {are_equal(matrix, expected)}",
            flush=True,
        )
        del matrix, expected


def are_equal(matrix: Any, expected: Any) -> bool:
    """Whether two CSR matrices have the same entries, to 1e-12."""
    expected.sort_indices()
    return (
        matrix.shape == expected.shape
        and bool((matrix.indptr == expected.indptr).all())
        and bool((matrix.indices == expected.indices).all())
        and float(np.abs(matrix.data - expected.data).max()) <= 1e-12
    )


def measure(work: Callable[[list[str]], Any], texts: list[str]) -> tuple[Any, Cost]:
    """Return the result of a call and its cost; memory is sampled every 10 ms."""
    before = peak = used_memory()
    done = threading.Event()

    def sample() -> None:
        nonlocal peak
        while not done.wait(0.01):
            peak = max(peak, used_memory())

    sampler = threading.Thread(target=sample)
    sampler.start()
    started = time.perf_counter()
    result = work(texts)
    seconds = time.perf_counter() - started
    done.set()
    sampler.join()
    return result, Cost(seconds, max(peak, used_memory()) - before)


def used_memory() -> float:
    """Return the resident memory of this process in gigabytes."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 1e9
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def plot_growth(name: str, texts: list[str], output: Path) -> None:
    """Plot time and memory of fitting and transforming against the size of the texts."""
    import matplotlib.pyplot as plt

    parameters = CASES[name] | {"sublinear_tf": True}
    TfidfVectorizer(**parameters).fit(texts[:50]).transform(texts[:50])
    sizes = [n for n in GROWTH_SIZES if n < len(texts)] + [len(texts)]
    rows = []
    for n in sizes:
        part = texts[:n]
        vectorizer = TfidfVectorizer(**parameters)
        fit_cost = measure(vectorizer.fit_transform, part)[1]
        transform_cost = measure(vectorizer.transform, part)[1]
        rows.append((megabytes(part), fit_cost, transform_cost))
        print(f"{n:8,} articles {rows[-1][0]:6.0f} MB", end="")
        for method, cost in (("fit_transform", fit_cost), ("transform", transform_cost)):
            print(f"   {method} {cost.seconds:6.2f} s {cost.memory:5.2f} GB", end="")
        print()
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained", facecolor="white")
    for axis, unit in zip(axes, ("seconds", "memory"), strict=True):
        for column, method, style in ((1, "fit_transform", "o-"), (2, "transform", "s--")):
            values = [getattr(row[column], unit) for row in rows]
            axis.plot([row[0] for row in rows], values, style, label=method)
        axis.set(xlabel="MB of text", ylabel="seconds" if unit == "seconds" else "GB added")
        axis.set_xlim(0)
        axis.set_ylim(0)
    axes[0].legend(frameon=False)
    figure.suptitle(f"{name}: cost against size")
    figure.savefig(output, dpi=150)
    print(f"wrote {output}")


if __name__ == "__main__":
    main()
