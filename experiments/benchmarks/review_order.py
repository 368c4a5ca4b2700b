"""Which articles to review first: what codings of a queue do to the next promise.

    python experiments/benchmarks/review_order.py CORPUS [--n 2000] [--review 1000] [--seed 0]

CORPUS is a corpus folder with themes by people. The default spec is fitted on N random articles
with a promise of precision .9, and labels the rest. Of two thirds of these, the first articles of
several orders are coded (by the corpus), and the model is fitted again. Prints, on the last third,
the labels promised, automatic labels and how many are right, labels to review, and micro-F1.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from tenor import Corpus
from tenor.codebook import THEMES
from tenor.models import LinearModel
from tenor.models.fitting import fit_model
from tenor.models.pool import UnlabelledPool
from tenor.models.promise import SCORE_DECIMALS
from tenor.models.spec import Experiment
from tenor.workflow.fit.labelled import LabelledSet, make_labelled_set
from tenor.workflow.fit.scoring import predict_matrix


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path, metavar="CORPUS")
    parser.add_argument("--n", type=int, default=2000, help="articles coded at first")
    parser.add_argument("--review", type=int, default=1000, help="articles reviewed")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    corpus = Corpus.load(args.corpus)
    spec = Experiment.parse('task = "theme"\n').with_promise(0.9)
    labelled = make_labelled_set(spec, corpus, THEMES, UnlabelledPool())
    order = np.random.default_rng(args.seed).permutation(len(labelled.training.labels))
    coded, rest = order[: args.n], order[args.n :]
    batch, later = np.sort(rest[: len(rest) * 2 // 3]), np.sort(rest[len(rest) * 2 // 3 :])

    def fit(rows: Any) -> LinearModel:
        return fit_model(spec, labelled.training.take(np.sort(rows)))

    model = fit(coded)
    print_figures("before", model, labelled, later)
    y_pred, probabilities, automatic, _ = decide(model, labelled, batch)
    to_review = y_pred & ~automatic
    candidates = np.flatnonzero(to_review.any(axis=1))
    assert model.promise is not None
    progress = np.array(list(model.promise.progress.values()))
    value = np.where(to_review, progress, 0).max(axis=1)[candidates]
    mistakes = (to_review * (1 - probabilities)).sum(axis=1)[candidates]
    highest = np.where(to_review, probabilities, 0).max(axis=1)[candidates]
    rng = np.random.default_rng(args.seed + 100)
    orders = {
        "queue": candidates[np.argsort(np.log(1 / rng.random(len(candidates))) / value)],
        "least certain": candidates[np.argsort(-mistakes, kind="stable")],
        "most certain": candidates[np.argsort(-highest, kind="stable")],
        "random review": rng.permutation(candidates),
        "random": rng.permutation(len(batch)),
    }
    for name, first in orders.items():
        reviewed = batch[first[: args.review]]
        print_figures(name, fit(np.concatenate([coded, reviewed])), labelled, later)


def decide(model: LinearModel, labelled: LabelledSet, rows: Any) -> tuple[np.ndarray, ...]:
    """Return predicted labels, probabilities, automatic and true labels, (n, n_labels)."""
    truth = labelled.training.labels.take(rows)
    columns = [truth.labels.index(label) for label in model.labels]
    y_pred, probabilities = predict_matrix(model, labelled.corpus, truth.rows, truth.labels)
    y_pred, probabilities = y_pred[:, columns], probabilities[:, columns].round(SCORE_DECIMALS)
    assert model.promise is not None
    automatic = y_pred & (probabilities >= np.array(list(model.promise.thresholds.values())))
    return y_pred, probabilities, automatic, truth.matrix[:, columns] == 1


def print_figures(name: str, model: LinearModel, labelled: LabelledSet, rows: Any) -> None:
    """Print what a model promises and labels automatically."""
    y_pred, _, automatic, y_true = decide(model, labelled, rows)
    assert model.promise is not None
    f1 = 2 * (y_pred & y_true).sum() / (y_pred.sum() + y_true.sum())
    print(
        f"{name:13} promised {len(model.promise.promised):3}, automatic {automatic.sum():5}, "
        f"right {(automatic & y_true).sum() / max(1, automatic.sum()):.3f}, "
        f"to review {(y_pred & ~automatic).sum():5}, micro-F1 {f1:.3f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
