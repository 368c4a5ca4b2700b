"""Baseline of `training.py` for the leaning: fastText with word pairs on two threads.

    python experiments/benchmarks/fasttext_peer.py CORPUS [--lr 0.1] [--epoch 5]

Needs the package fasttext (or fasttext-wheel). Prints the seconds of training and macro-F1 on the
validation part.
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
    parser.add_argument("corpus", type=Path, help="corpus folder")
    parser.add_argument("--lr", type=float, default=0.1, help="learning rate (default: 0.1)")
    parser.add_argument("--epoch", type=int, default=5, help="number of epochs (default: 5)")
    args = parser.parse_args()
    articles = pd.read_parquet(args.corpus / "articles.parquet", columns=COLUMNS)
    labels = pd.read_parquet(args.corpus / "labels.parquet")
    labels = labels[labels["task"] == "stance"]
    labelled = articles.merge(labels[["article_id", "label"]], on="article_id")
    texts = (labelled["title"] + " " + labelled["text"]).str.lower()
    labelled["input"] = [" ".join(re.findall(r"\w+", text)) for text in texts]
    train = labelled[labelled["part"] == "train"]
    test = labelled[labelled["part"] == "validation"]
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        for label, text in zip(train["label"], train["input"], strict=True):
            file.write(f"__label__{label} {text}\n")
        file.flush()
        started = time.perf_counter()
        model = fasttext.train_supervised(
            file.name, wordNgrams=2, thread=2, lr=args.lr, epoch=args.epoch, verbose=0
        )
        seconds = time.perf_counter() - started
    # The package's predict() fails with NumPy 2; the wrapped C++ method does not.
    predicted = [model.f.predict(text + "\n", 1, 0.0, "strict")[0][1] for text in test["input"]]
    predicted = [label.removeprefix("__label__") for label in predicted]
    print(f"seconds {seconds:.1f} macro_f1 {macro_f1(test['label'].tolist(), predicted):.4f}")


def macro_f1(y_true: list[str], y_pred: list[str]) -> float:
    """Return the mean F1 of the labels that occur in ``y_true``."""
    pairs = list(zip(y_true, y_pred, strict=True))
    scores = []
    for label in sorted(set(y_true)):
        true_positives = sum(true == predicted == label for true, predicted in pairs)
        scores.append(2 * true_positives / (y_true.count(label) + y_pred.count(label)))
    return sum(scores) / len(scores)


if __name__ == "__main__":
    main()
