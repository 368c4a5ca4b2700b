"""The vectorizer against scikit-learn's, on the same texts in the same run.

    python experiments/benchmarks/vectorizer.py [--articles N] [--source FILE.parquet]

Prints the seconds of both, their ratio, and whether the matrices are equal.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from sklearn.feature_extraction.text import TfidfVectorizer as Peer

from tenor import TfidfVectorizer

ALLSIDES = Path(__file__).parents[3] / "shared" / "datasets" / "allsides" / "articles.parquet"
COLUMNS = ("title", "content_original")

CASES: dict[str, dict[str, Any]] = {
    "words": {},
    "words 1-2": {"ngram_range": (1, 2)},
    "words 1-2, min_df 2": {"ngram_range": (1, 2), "min_df": 2},
    "char_wb 2-5": {"analyzer": "char_wb", "ngram_range": (2, 5)},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=None, help="The first N only.")
    parser.add_argument("--source", type=Path, default=ALLSIDES, help="A Parquet table of texts.")
    parser.add_argument("--case", choices=list(CASES), action="append", help="Default all.")
    args = parser.parse_args()
    if not args.source.exists():
        sys.exit(f"{args.source} is not here; name a Parquet table with --source")
    texts = read_texts(args.source)[: args.articles]
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6
    print(f"{len(texts):,} articles, {size:.0f} MB")
    print(f"{'case':22}{'':16}{'tenor':>9}{'peer':>9}{'ratio':>8}  same")
    for name in args.case or CASES:
        measure(name, CASES[name] | {"sublinear_tf": True}, texts)


def read_texts(source: Path) -> list[str]:
    """Return title and text of every row, joined."""
    table = pq.read_table(source)
    columns = [table.column(name).to_pylist() for name in COLUMNS if name in table.column_names]
    return [" ".join(part or "" for part in row) for row in zip(*columns, strict=True)]


def measure(name: str, parameters: dict[str, Any], texts: list[str]) -> None:
    """Time fitting and transforming by both, compilation left out."""
    TfidfVectorizer(**parameters).fit_transform(texts[:50])
    ours, theirs = TfidfVectorizer(**parameters), Peer(**parameters)
    for what in ("fit_transform", "transform"):
        found, own = timed(getattr(ours, what), texts)
        expected, peer = timed(getattr(theirs, what), texts)
        same = (
            found.shape == expected.shape
            and found.nnz == expected.nnz
            and abs(found - expected).max() <= 1e-12
        )
        ratio = peer / own
        print(f"{name:22}{what:16}{own:9.2f}{peer:9.2f}{ratio:8.1f}  {same}", flush=True)


def timed(work: Any, texts: list[str]) -> tuple[Any, float]:
    """Return what a call gives and its seconds."""
    started = time.perf_counter()
    result = work(texts)
    return result, time.perf_counter() - started


if __name__ == "__main__":
    main()
