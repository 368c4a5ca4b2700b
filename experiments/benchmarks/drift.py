"""Drift by month: what the warnings show on later articles, and on articles that do not differ.

    python experiments/benchmarks/drift.py CORPUS [--until 2018-01] [--train 8000] [--labels 20]

CORPUS is a corpus folder with themes and dates. A linear model is trained on a random part of the
articles before ``--until``, for the most frequent labels among them; its reference is the scores of
the same articles by models of five folds, as in a training. Prints the drift line and the true
precision for each later month, and how often each warning is given on ``--batches`` random batches
of several sizes from the time of training, whose articles did not train.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
from held_out_scores import label_matrix

from tenor import Corpus, TfidfVectorizer
from tenor.corpus import MODEL_INPUT
from tenor.evaluation.batch_counts import BatchCounts, histograms
from tenor.evaluation.drift import MIN_ARTICLES, Drift, measure_drift
from tenor.evaluation.drift_reference import DriftReference
from tenor.features import FittedView
from tenor.models.calibration import Calibration, fit_calibration
from tenor.models.labeler import Labeler
from tenor.models.linear_model import LinearModel
from tenor.models.svc import LinearSVC
from tenor.prediction.drift_text import drift_line

THRESHOLD = 0.5
N_FOLDS = 5
SIZES = (100, 300, 1000, 3000)
WARNINGS = {
    "unknown terms": lambda drift: drift.has_more_unknown_terms,
    "scores": lambda drift: any(label.has_other_scores for label in drift.labels),
    "shares": lambda drift: any(label.has_other_prior for label in drift.labels),
    "precision": lambda drift: drift.has_less_precision,
    "outlets": lambda drift: drift.has_new_outlets,
    "months": lambda drift: drift.is_late,
}


class Scored:
    """Articles with their labels, probabilities, numbers of terms, outlets and months."""

    def __init__(self, corpus: Corpus, y_true: np.ndarray, labels: tuple[str, ...]) -> None:
        n = len(y_true)
        self.corpus, self.y_true, self.labels = corpus, y_true, labels
        self.probability = np.zeros(y_true.shape)
        self.terms = np.zeros((2, n), dtype=np.int64)
        self.outlets = corpus.articles["outlet"].to_numpy()
        published = corpus.articles["published"]
        self.months = published.map(lambda day: f"{day:%Y-%m}", na_action="ignore").fillna("")
        self.months = self.months.to_numpy()

    def fit(self, rows: np.ndarray) -> LinearModel:
        articles = self.corpus.articles_at(rows, MODEL_INPUT)
        vectorizer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2)
        matrix = vectorizer.fit_transform([f"{a.title}\n\n{a.text}" for a in articles])
        classifier = LinearSVC().fit(matrix, self.y_true[rows])
        n_labels = len(self.labels)
        return LinearModel(
            self.labels,
            "any",
            (FittedView.of("title_body", vectorizer, 1.0),),
            classifier.weights_.astype(np.float32),
            classifier.intercept_,
            Calibration(False, np.ones(n_labels), np.zeros(n_labels)),
            np.full(n_labels, THRESHOLD),
        )

    def score(self, model: LinearModel, rows: np.ndarray) -> None:
        predictions, terms = Labeler([model]).label_and_count(
            self.corpus.articles_at(rows, MODEL_INPUT)
        )
        self.probability[rows] = [list(own.scores.values()) for [own] in predictions]
        self.terms[:, rows] = terms[0]

    def counts(self, rows: np.ndarray) -> BatchCounts:
        counts = BatchCounts(self.labels)
        probability = self.probability[rows]
        counts.add_articles(
            probability,
            probability >= THRESHOLD,
            self.terms[:, rows],
            self.outlets[rows].tolist(),
            self.months[rows].tolist(),
        )
        return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path, metavar="CORPUS")
    parser.add_argument("--until", default="2018-01", help="month after the training (2018-01)")
    parser.add_argument("--train", type=int, default=8000, help="training articles (8000)")
    parser.add_argument("--labels", type=int, default=20, help="most frequent labels (20)")
    parser.add_argument("--batches", type=int, default=200, help="batches of each size (200)")
    args = parser.parse_args()
    corpus = Corpus.load(args.corpus)
    published = corpus.articles["published"].fillna("").astype(str).to_numpy(dtype=str)
    usable = (published != "") & (corpus.articles["part"].to_numpy() != "test")
    rng = np.random.default_rng(0)
    earlier = rng.permutation(np.flatnonzero(usable & (published < args.until)))
    later = np.flatnonzero(usable & (published >= args.until))
    train, others = earlier[: args.train], earlier[args.train :]
    every_label, names = label_matrix(corpus, "")
    frequent = np.argsort(every_label[train].sum(axis=0))[::-1][: args.labels]
    labels = tuple(names[column] for column in frequent)
    scored = Scored(corpus, every_label[:, frequent], labels)
    reference = train_and_score(scored, train, np.concatenate([others, later]))
    print(f"{len(train):,} training articles before {args.until}; {len(later):,} later ones")
    months = np.array([date[:7] for date in published[later]])
    for month in np.unique(months):
        rows = later[months == month]
        if len(rows) < MIN_ARTICLES:
            continue
        drift = measure_drift(scored.counts(rows), reference)
        given = scored.probability[rows] >= THRESHOLD
        right = scored.y_true[rows][given].mean() if given.any() else np.nan
        warned = ", ".join(warnings_of(drift)) or "none"
        print(f"{month} n {len(rows)}: {drift_line(drift)}, true precision {right:.2f}")
        moved = [label.label for label in drift.labels if label.has_other_prior]
        print(f"  warnings: {warned}; shares: {', '.join(moved) or 'none'}", flush=True)
    print(f"{args.batches} random batches of the time of training, share with a warning:")
    for size in (size for size in SIZES if size <= len(others)):
        alarms: Counter[str] = Counter()
        n_given = n_right = 0
        for _ in range(args.batches):
            rows = rng.choice(others, size, replace=False)
            alarms.update(warnings_of(measure_drift(scored.counts(rows), reference)))
            given = scored.probability[rows] >= THRESHOLD
            n_given, n_right = n_given + given.sum(), n_right + scored.y_true[rows][given].sum()
        shares = ", ".join(f"{name} {alarms[name] / args.batches:.3f}" for name in WARNINGS)
        print(f"  n {size}: {shares}; true precision {n_right / n_given:.2f}", flush=True)


def train_and_score(scored: Scored, train: np.ndarray, rest: np.ndarray) -> DriftReference:
    """Score the rest by a model of all training articles, and these by models of folds."""
    for fold in range(N_FOLDS):
        held_out = np.arange(len(train)) % N_FOLDS == fold
        scored.score(scored.fit(train[~held_out]), train[held_out])
    p = scored.probability[train]
    calibration = fit_calibration(np.log(p / (1 - p)), scored.y_true[train], single_label=False)
    scored.probability[train] = calibration.probabilities(np.log(p / (1 - p)))
    scored.score(replace(scored.fit(train), calibration=calibration), rest)
    has_label = scored.y_true[train].astype(bool)
    p = scored.probability[train]
    known = np.stack([histograms(p, ~has_label), histograms(p, has_label)], axis=1)
    return DriftReference.of(
        scored.counts(train),
        known,
        scored.outlets[train].tolist(),
        scored.months[train].tolist(),
    )


def warnings_of(drift: Drift) -> list[str]:
    return [name for name, is_given in WARNINGS.items() if is_given(drift)]


if __name__ == "__main__":
    main()
