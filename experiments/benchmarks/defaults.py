"""The default spec against a plain script and the search of `tenor init --best`, by corpus.

    python experiments/benchmarks/defaults.py CORPUS[:TARGET] ... [--best] [--folds 5] [--draws 1]
        [--articles N] [--group-by outlet]

Each CORPUS is a corpus folder, whose themes are scored, or whose stance towards TARGET. All rows
are fitted and scored on the same folds, which keep near-duplicates together. `plain` is
scikit-learn's TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2) with LinearSVC() on
title and body. Prints macro-F1 and micro-F1, the mean difference to plain over folds with its 95 %
interval, and the ratio of the times to fit one model, with calibration and thresholds for Tenor.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.stats import t as student_t

from tenor import Corpus
from tenor.codebook import THEMES, Task
from tenor.corpus import Split
from tenor.evaluation import score
from tenor.models.default_spec import BEST_SEARCH
from tenor.models.fitting import fit_model
from tenor.models.search import search
from tenor.models.spec import Experiment
from tenor.workflow.fit.labelled import LabelledSet, make_labelled_set
from tenor.workflow.fit.scoring import predict_matrix
from tenor.workflow.fit.unlabelled import make_pool


@dataclass(frozen=True)
class Fold:
    """The scores of a row on one fold, and the seconds that its fit took."""

    macro_f1: float
    micro_f1: float
    seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpora", nargs="+", metavar="CORPUS[:TARGET]")
    parser.add_argument("--best", action="store_true", help="fit the search too")
    parser.add_argument("--folds", type=int, default=5, help="folds of a draw (default: 5)")
    parser.add_argument("--draws", type=int, default=1, help="draws of the folds (default: 1)")
    parser.add_argument("--articles", type=int, help="labelled articles to use (default: all)")
    parser.add_argument("--group-by", default="duplicate_group", help="as in [split]")
    args = parser.parse_args()
    rows: dict[str, Callable[[LabelledSet, Split], tuple[np.ndarray, float]]] = {
        "plain": predict_plain,
        "default": predict_default,
    }
    if args.best:
        rows["best"] = predict_best
    warmed_up = False
    for name in args.corpora:
        path, _, target = name.partition(":")
        task = Task.stance(target) if target else THEMES
        folds: dict[str, list[Fold]] = {row: [] for row in rows}
        if not warmed_up:
            # The loops are compiled on first use, which is no part of the times.
            labelled = labelled_set(Corpus.load(path), task, 0, args)
            predict_default(labelled, labelled.splits()[0])
            warmed_up = True
        for draw in range(args.draws):
            labelled = labelled_set(Corpus.load(path), task, draw, args)
            for split in labelled.splits():
                for row, predict in rows.items():
                    folds[row].append(score_fold(labelled, split, predict))
        print(f"{Path(path).name} {target}: {len(folds['plain'])} folds")
        for row, values in folds.items():
            print(f"  {row:8} {row_text(values, folds['plain'])}", flush=True)


def labelled_set(corpus: Corpus, task: Task, draw: int, args: argparse.Namespace) -> LabelledSet:
    """Return the labelled articles of a corpus for the default spec, or a sample of them."""
    target = f'target = "{task.target}"\n' if task.is_stance else ""
    split = f'kind = "folds"\nn_folds = {args.folds}\nrandom_state = {draw}\n'
    spec = Experiment.parse(
        f'task = "{task.kind}"\n{target}[split]\n{split}group_by = "{args.group_by}"\n'
    )
    labelled = make_labelled_set(spec, corpus, task, make_pool(spec, corpus))
    n = len(labelled.labels)
    if not args.articles or args.articles >= n:
        return labelled
    chosen = np.sort(np.random.default_rng(0).permutation(n)[: args.articles])
    return replace(
        labelled,
        training=labelled.training.take(chosen),
        labels=labelled.labels.take(chosen),
        texts=labelled.texts.take(chosen),
    )


def score_fold(
    labelled: LabelledSet,
    split: Split,
    predict: Callable[[LabelledSet, Split], tuple[np.ndarray, float]],
) -> Fold:
    """Return the scores of a row on a fold."""
    y_pred, seconds = predict(labelled, split)
    truth = labelled.truth(split)
    single_label = labelled.training.single_label
    scores = score(
        truth.matrix, y_pred, truth.labels, single_label=single_label, is_known=truth.is_known
    )
    return Fold(scores.macro_f1, scores.micro_f1, seconds)


def predict_default(labelled: LabelledSet, split: Split) -> tuple[np.ndarray, float]:
    """Fit the default spec, and return its predictions and the seconds of the fit."""
    return predict_spec(labelled, split, labelled.spec)


def predict_best(labelled: LabelledSet, split: Split) -> tuple[np.ndarray, float]:
    """Search, fit the best setting, and return its predictions and the seconds of both."""
    started = time.perf_counter()
    spec = labelled.spec.model_copy(update={"search": BEST_SEARCH})
    best = search(spec, labelled.training_set(split)).best
    seconds = time.perf_counter() - started
    y_pred, fit_seconds = predict_spec(labelled, split, labelled.spec.with_settings(best.settings))
    return y_pred, seconds + fit_seconds


def predict_spec(labelled: LabelledSet, split: Split, spec: Experiment) -> tuple[np.ndarray, float]:
    """Fit a spec on the training part, whose terms are counted anew."""
    training = labelled.training_set(split)
    texts = training.texts
    recounted = replace(training, texts=type(texts)(texts.table, texts.target_names).at(texts.rows))
    started = time.perf_counter()
    model = fit_model(spec, recounted)
    seconds = time.perf_counter() - started
    truth = labelled.truth(split)
    return predict_matrix(model, labelled.corpus, truth.rows, truth.labels)[0], seconds


def predict_plain(labelled: LabelledSet, split: Split) -> tuple[np.ndarray, float]:
    """Fit the plain pipeline, and return its predictions and the seconds of the fit."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    articles = labelled.corpus.articles
    texts = (articles["title"] + "\n\n" + articles["text"]).to_numpy()
    labels, truth = labelled.training_set(split).labels, labelled.truth(split)
    single_label = labelled.training.single_label
    y = labels.matrix.argmax(axis=1) if single_label else labels.matrix
    pipeline = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        LinearSVC() if single_label else OneVsRestClassifier(LinearSVC()),
    )
    started = time.perf_counter()
    with warnings.catch_warnings():
        # A fold may lack a label.
        warnings.filterwarnings("ignore", message="Label not .* is present in all training")
        pipeline.fit(texts[labels.rows], y)
    seconds = time.perf_counter() - started
    predicted = pipeline.predict(texts[truth.rows])
    if not single_label:
        return np.asarray(predicted, dtype=bool), seconds
    return np.eye(len(labels.labels), dtype=bool)[predicted], seconds


def row_text(values: list[Fold], plain: list[Fold]) -> str:
    """Return the scores of a row, and its difference to plain and ratio of times."""
    text = ""
    for metric in ("macro_f1", "micro_f1"):
        scores = np.array([getattr(fold, metric) for fold in values])
        gains = scores - [getattr(fold, metric) for fold in plain]
        text += f"{metric} {scores.mean():.3f}"
        if values is not plain:
            half = student_t.ppf(0.975, len(gains) - 1) * gains.std(ddof=1) / len(gains) ** 0.5
            text += (
                f" ({gains.mean():+.3f} [{gains.mean() - half:+.3f}, {gains.mean() + half:+.3f}])"
            )
        text += "  "
    ratio = sum(fold.seconds for fold in values) / sum(fold.seconds for fold in plain)
    return f"{text}time x{ratio:.2f}"


if __name__ == "__main__":
    main()
