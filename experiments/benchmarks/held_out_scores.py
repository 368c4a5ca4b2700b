"""Scores of held-out articles by a plain linear model, on which other benchmarks draw samples.

    python experiments/benchmarks/held_out_scores.py CORPUS OUTPUT.npz [--target NAME]
        [--train 0.3] [--calibration 0.1] [--models 1]

CORPUS is a corpus folder; its themes are scored, or the positions towards ``--target``. Each model
is TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2) with LinearSVC() on title and
body, trained on a random share of the duplicate groups. A second share calibrates its scores, by a
logistic regression a label (Platt 1999). All other articles are scored. Articles of an official
test part are left out.

OUTPUT holds, for each model k, ``y_true_k`` and ``probability_k`` of the other articles, shape
(n, n_labels), their ``rows_k`` in the corpus, and ``reference_k``, the probabilities of the
calibration articles; and for the corpus ``labels``, ``groups``, ``outlets`` and ``published``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from tenor import Corpus, TfidfVectorizer
from tenor.models.svc import LinearSVC


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path, metavar="CORPUS")
    parser.add_argument("output", type=Path, metavar="OUTPUT.npz")
    parser.add_argument("--target", default="", help="the target of a stance (default: themes)")
    parser.add_argument("--train", type=float, default=0.3, help="share that trains (0.3)")
    parser.add_argument("--calibration", type=float, default=0.1, help="share that calibrates (.1)")
    parser.add_argument("--models", type=int, default=1, help="number of models (default: 1)")
    args = parser.parse_args()
    corpus = Corpus.load(args.corpus)
    articles = corpus.articles
    y_true, labels = label_matrix(corpus, args.target)
    usable = (y_true.any(axis=1)) & (articles["part"].to_numpy() != "test")
    groups = np.unique(articles["duplicate_group"].to_numpy(dtype=str), return_inverse=True)[1]
    arrays = {
        "labels": np.array(labels),
        "groups": groups,
        "outlets": articles["outlet"].fillna("").to_numpy(dtype=str),
        "published": articles["published"].fillna("").astype(str).to_numpy(dtype=str),
    }
    texts = (articles["title"] + "\n\n" + articles["text"]).to_numpy()
    for k in range(args.models):
        uniform = np.random.default_rng(k).random(groups.max() + 1)[groups]
        train = np.flatnonzero(usable & (uniform < args.train))
        below = uniform < args.train + args.calibration
        calibration = np.flatnonzero(usable & below & (uniform >= args.train))
        rest = np.flatnonzero(usable & ~below)
        probability = fit_and_score(texts, y_true, train, calibration, rest)
        arrays[f"rows_{k}"] = rest
        arrays[f"y_true_{k}"] = y_true[rest]
        arrays[f"probability_{k}"] = probability[1]
        arrays[f"reference_{k}"] = probability[0]
        right = (probability[1].argmax(axis=1) == y_true[rest].argmax(axis=1)).mean()
        print(f"model {k}: {len(train):,} train, {len(rest):,} scored, top label right {right:.3f}")
    np.savez_compressed(args.output, **arrays)


def label_matrix(corpus: Corpus, target: str) -> tuple[np.ndarray, list[str]]:
    """Return people's labels of each article, 0/1, shape (n, n_labels), and the labels' names."""
    table = corpus.labels
    kind = "stance" if target else "theme"
    table = table[(table["task"] == kind) & (table["target"].fillna("") == target)]
    table = table[table["label"] != "none"]
    labels = sorted(set(table["label"]))
    row_of = {name: row for row, name in enumerate(corpus.articles["article_id"])}
    matrix = np.zeros((len(corpus.articles), len(labels)), dtype=np.uint8)
    column_of = {label: column for column, label in enumerate(labels)}
    for name, label in zip(table["article_id"], table["label"], strict=True):
        matrix[row_of[name], column_of[label]] = 1
    return matrix, labels


def fit_and_score(
    texts: np.ndarray,
    y_true: np.ndarray,
    train: np.ndarray,
    calibration: np.ndarray,
    rest: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the probabilities of the calibration articles and of the rest, by a fitted model."""
    vectorizer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2)
    matrix = vectorizer.fit_transform(list(texts[train]))
    fitted = np.flatnonzero(y_true[train].any(axis=0) & ~y_true[train].all(axis=0))
    classifier = LinearSVC().fit(matrix, y_true[train][:, fitted])
    probabilities = []
    scores = [
        vectorizer.transform(list(texts[rows])) @ classifier.weights_ + classifier.intercept_
        for rows in (calibration, rest)
    ]
    probabilities = [np.zeros((len(rows), y_true.shape[1])) for rows in (calibration, rest)]
    for column, label in enumerate(fitted.tolist()):
        y = y_true[calibration, label]
        if 0 < y.sum() < len(y):
            platt = LogisticRegression(C=1e6).fit(scores[0][:, [column]], y)
            for values, part in zip(scores, probabilities, strict=True):
                part[:, label] = platt.predict_proba(values[:, [column]])[:, 1]
    return probabilities[0], probabilities[1]


if __name__ == "__main__":
    main()
