"""Drift by month: what the warnings show on later articles, and on articles that do not differ.

    python experiments/benchmarks/drift.py CORPUS [--until 2018-01] [--train 8000] [--labels 20]

CORPUS is a corpus folder with themes and dates. A plain linear model is trained on a random part of
the articles before ``--until``, for the most frequent labels among them; other articles of that
time calibrate it, and are its reference. Prints, for each later month and for as many random
batches of the same size from the time of training: the share of unseen terms, the labels whose
scores have clearly changed and those whose share has (p < .01 over all labels, by Holm's method),
and the precision at a probability of .8, expected and true.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from held_out_scores import label_matrix
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from tenor import Corpus, TfidfVectorizer
from tenor.evaluation.drift import (
    expected_precision,
    prior_shift,
    score_shifts,
    unseen_term_share,
)
from tenor.evaluation.paired import holm
from tenor.models.svc import LinearSVC

THRESHOLD = 0.8
MIN_ARTICLES = 100


@dataclass(frozen=True)
class Scored:
    """Articles with their labels, probabilities, numbers of terms and of unseen ones."""

    y_true: np.ndarray
    probability: np.ndarray
    n_terms: np.ndarray
    n_unseen: np.ndarray

    def take(self, rows: np.ndarray) -> Scored:
        return Scored(*(values[rows] for values in vars(self).values()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path, metavar="CORPUS")
    parser.add_argument("--until", default="2018-01", help="month after the training (2018-01)")
    parser.add_argument("--train", type=int, default=8000, help="training articles (8000)")
    parser.add_argument("--labels", type=int, default=20, help="most frequent labels (20)")
    args = parser.parse_args()
    corpus = Corpus.load(args.corpus)
    articles = corpus.articles
    published = articles["published"].fillna("").astype(str).to_numpy(dtype=str)
    usable = (published != "") & (articles["part"].to_numpy() != "test")
    rng = np.random.default_rng(0)
    earlier = rng.permutation(np.flatnonzero(usable & (published < args.until)))
    later = np.flatnonzero(usable & (published >= args.until))
    train, others = earlier[: args.train], earlier[args.train :]
    y_true, names = label_matrix(corpus, "")
    frequent = np.argsort(y_true[train].sum(axis=0))[::-1][: args.labels]
    labels = tuple(names[column] for column in frequent)
    rows = np.concatenate([others, later])
    texts = (articles["title"] + "\n\n" + articles["text"]).to_numpy()
    scored = score(texts, y_true[:, frequent], train, rows, len(others) // 3)
    # A third of the earlier articles calibrates and is the reference; the rest gives batches.
    n_reference = len(others) // 3
    reference = scored.take(np.arange(n_reference))
    print(f"{len(train):,} training articles before {args.until}, {n_reference:,} of reference")
    months = np.array([date[:7] for date in published[later]])
    alarms = np.zeros((0, 2), dtype=bool)
    for month in np.unique(months):
        chosen = len(others) + np.flatnonzero(months == month)
        if len(chosen) < MIN_ARTICLES:
            continue
        print(f"{month}      {batch_text(reference, scored.take(chosen), labels)[0]}", flush=True)
        same = n_reference + rng.permutation(len(others) - n_reference)[: len(chosen)]
        text, *warned = batch_text(reference, scored.take(same), labels)
        print(f"  no change  {text}", flush=True)
        alarms = np.vstack([alarms, warned])
    print(
        f"batches without change: {len(alarms)}, with a warning of scores and of shares:", end=" "
    )
    print(f"{alarms[:, 0].mean():.3f}, {alarms[:, 1].mean():.3f}")


def score(
    texts: np.ndarray, y_true: np.ndarray, train: np.ndarray, rows: np.ndarray, n_calibration: int
) -> Scored:
    """Return the scored articles; the first ones calibrate the probabilities."""
    vectorizer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2)
    classifier = LinearSVC().fit(vectorizer.fit_transform(list(texts[train])), y_true[train])
    margins = vectorizer.transform(list(texts[rows])) @ classifier.weights_ + classifier.intercept_
    probability = np.zeros(margins.shape)
    for column in range(margins.shape[1]):
        y, margin = y_true[rows, column], margins[:, [column]]
        platt = LogisticRegression(C=1e6).fit(margin[:n_calibration], y[:n_calibration])
        probability[:, column] = platt.predict_proba(margin)[:, 1]
    counter = CountVectorizer().fit(texts[train])
    analyze, known = counter.build_analyzer(), counter.vocabulary_
    tokens = [analyze(text) for text in texts[rows]]
    n_unseen = np.array([sum(token not in known for token in words) for words in tokens])
    return Scored(y_true[rows], probability, np.array([len(words) for words in tokens]), n_unseen)


def batch_text(reference: Scored, batch: Scored, labels: tuple[str, ...]) -> tuple[str, bool, bool]:
    """Return the signs of drift of a batch, and whether there is a warning of scores and shares."""
    shifts = score_shifts(reference.probability, batch.probability, labels)
    changed = [shift.label for shift in shifts if shift.is_clear]
    priors = [
        prior_shift(np.column_stack([p, 1 - p]), np.array([r.mean(), 1 - r.mean()]))
        for p, r in zip(batch.probability.T, reference.probability.T, strict=True)
    ]
    p_values = holm([prior.p_value for prior in priors])
    moved = [label for label, p in zip(labels, p_values, strict=True) if p < 0.01]
    automatic = batch.probability >= THRESHOLD
    expected = expected_precision(batch.probability, automatic)
    right = batch.y_true[automatic].mean() if automatic.any() else np.nan
    unseen = unseen_term_share(batch.n_terms, batch.n_unseen)
    text = (
        f"n {len(batch.y_true):4} unseen {unseen:.2%} scores changed {len(changed)} shares "
        f"{len(moved)} ({', '.join(moved[:3])}) precision expected {expected or 0:.3f} "
        f"true {right:.3f}"
    )
    return text, bool(changed), bool(moved)


if __name__ == "__main__":
    main()
