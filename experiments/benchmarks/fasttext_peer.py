"""fastText with word pairs on two threads: the other peer of `training.py`, for the leaning.

    python experiments/benchmarks/fasttext_peer.py CORPUS [--lr 0.1] [--epoch 5]

Needs the package fasttext (or fasttext-wheel). Prints its training seconds and macro-F1.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from pathlib import Path

import fasttext
import pandas as pd

COLUMNS = ["article_id", "title", "text", "part"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--lr", type=float, default=0.1, help="Learning rate; fastText's default.")
    parser.add_argument("--epoch", type=int, default=5, help="Passes; fastText's default.")
    args = parser.parse_args()
    corpus = args.corpus
    articles = pd.read_parquet(
        corpus / "articles.parquet", columns=["article_id", "title", "text", "part"]
    )
    labels = pd.read_parquet(corpus / "labels.parquet")
    answered = articles.merge(
        labels[labels["task"] == "stance"][["article_id", "label"]], on="article_id"
    )
    words = (answered["title"] + " " + answered["text"]).str.lower()
    answered["input"] = [" ".join(re.findall(r"\w+", text)) for text in words]
    train = answered[answered["part"] == "train"]
    held_out = answered[answered["part"] == "validation"]
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        for label, text in zip(train["label"], train["input"], strict=True):
            file.write(f"__label__{label} {text}\n")
        file.flush()
        started = time.perf_counter()
        model = fasttext.train_supervised(
            file.name, wordNgrams=2, thread=2, lr=args.lr, epoch=args.epoch, verbose=0
        )
        seconds = time.perf_counter() - started
    # The package's own predict() fails with the newest NumPy; its inner one does not.
    given = [model.f.predict(text + "\n", 1, 0.0, "strict")[0][1] for text in held_out["input"]]
    given = [label.removeprefix("__label__") for label in given]
    print(f"seconds {seconds:.1f} macro_f1 {macro_f1(held_out['label'].tolist(), given):.4f}")


def macro_f1(truth: list[str], given: list[str]) -> float:
    """Return the mean F1 of the labels."""
    pairs = list(zip(truth, given, strict=True))
    scores = []
    for label in sorted(set(truth)):
        both = sum(t == g == label for t, g in pairs)
        scores.append(2 * both / (truth.count(label) + given.count(label)))
    return sum(scores) / len(scores)


if __name__ == "__main__":
    main()
