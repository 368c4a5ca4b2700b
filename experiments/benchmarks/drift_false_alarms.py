"""How often drift is warned of on batches that do not differ from the training articles.

    python experiments/benchmarks/drift_false_alarms.py ARTICLES.jsonl SPEC.toml
        --codebook BOOK.toml --label theme=topics [--train 3000] [--batches 200]

The model of the spec is trained on random articles, as by ``tenor train``, and labels the others.
Prints how often each warning is given on random batches of these, of several sizes.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
from drift import SIZES, warnings_of

from tenor import train
from tenor.articles import Article, read_articles
from tenor.evaluation.batch_counts import BatchCounts
from tenor.evaluation.drift import measure_drift
from tenor.models import Labeler
from tenor.workflow.prep import prepare

MAX_ARTICLES = 8000
"""The most articles that batches are drawn from."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("articles", type=Path, metavar="ARTICLES.jsonl")
    parser.add_argument("spec", type=Path, metavar="SPEC.toml")
    parser.add_argument("--codebook", type=Path, required=True)
    parser.add_argument("--label", action="append", default=[], metavar="TASK=COLUMN")
    parser.add_argument("--train", type=int, default=3000, help="training articles (3000)")
    parser.add_argument("--batches", type=int, default=200, help="batches of each size (200)")
    args = parser.parse_args()
    rng = np.random.default_rng(0)
    lines = args.articles.read_text(encoding="utf-8").splitlines(keepends=True)
    order = rng.permutation(len(lines)).tolist()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part, rows in (
            ("train", order[: args.train]),
            ("others", order[args.train : args.train + MAX_ARTICLES]),
        ):
            text = "".join(lines[i] for i in rows)
            (folder / f"{part}.jsonl").write_text(text, encoding="utf-8")
        corpus = prepare(
            folder / "train.jsonl", args.codebook, folder / "corpus", labels=args.label
        )
        [result] = train(args.spec, corpus, log=False)
        items = read_articles(folder / "others.jsonl")
        articles = [item for item in items if isinstance(item, Article)]
    reference = result.model.reference
    assert reference is not None
    labels = reference.held_out.labels
    labelled, [terms] = Labeler([result.model]).label_and_count(articles)
    probabilities = np.array([list(own.scores.values()) for [own] in labelled])
    is_given = np.array([[label in own.labels for label in labels] for [own] in labelled])
    print(f"{len(labels)} labels, {args.train:,} training articles, {len(articles):,} others")
    for size in (size for size in SIZES if size <= len(articles)):
        alarms: Counter[str] = Counter()
        for _ in range(args.batches):
            rows = rng.choice(len(articles), size, replace=False)
            counts = BatchCounts(labels)
            nowhere = [""] * size
            counts.add_articles(
                probabilities[rows], is_given[rows], terms[:, rows], nowhere, nowhere
            )
            alarms.update(warnings_of(measure_drift(counts, reference)))
        shares = ", ".join(f"{name} {n / args.batches:.3f}" for name, n in alarms.items())
        print(f"  n {size}: {shares or 'none'}", flush=True)


if __name__ == "__main__":
    main()
