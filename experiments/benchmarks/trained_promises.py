"""Promises as training makes them: how often they break on articles that were never used.

    python experiments/benchmarks/trained_promises.py CORPUS [--n 2000] [--models 20]
        [--target NAME] [--scope each]

CORPUS is a corpus folder with labels by people; its themes are predicted, or the positions towards
``--target``. Each model is the default spec fitted on N random articles, with a promise of
precision .9 at confidence .95 tested on out-of-fold predictions of these. Prints how many labels
are promised, how often a promise breaks on all other articles, and what is labelled automatically;
beside them the same for probabilities of .8 and more. Labels with few automatic labels break some
promises by chance: *clearly* counts those that an exact binomial test at level .05 finds broken.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from scipy.stats import binom

from tenor import Corpus
from tenor.codebook import THEMES, Task
from tenor.models.fitting import fit_model
from tenor.models.pool import UnlabelledPool
from tenor.models.promise import SCORE_DECIMALS
from tenor.models.spec import Experiment
from tenor.workflow.fit.labelled import make_labelled_set
from tenor.workflow.fit.scoring import predict_matrix

FIXED = 0.8


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path, metavar="CORPUS")
    parser.add_argument("--n", type=int, nargs="+", default=[2000], help="training articles")
    parser.add_argument("--models", type=int, default=20, help="number of models (default: 20)")
    parser.add_argument("--target", default="", help="the target of a stance (default: themes)")
    parser.add_argument("--scope", default="each", choices=["each", "all"])
    parser.add_argument("--scored", type=int, default=5000, help="other articles that are scored")
    args = parser.parse_args()
    corpus = Corpus.load(args.corpus)
    task = Task.stance(args.target) if args.target else THEMES
    promise = f'[promise]\nprecision = 0.9\nscope = "{args.scope}"\n'
    spec = Experiment.parse(f'task = "{task.kind}"\n{promise}')
    labelled = make_labelled_set(spec, corpus, task, UnlabelledPool())
    groups = labelled.training.groups().codes
    for n in args.n:
        rows = [measure(labelled, groups, n, k, args.scored) for k in range(args.models)]
        print_means(f"{args.corpus.name} {task.question} {n:,} {args.scope}", np.array(rows))


def measure(labelled, groups, n: int, k: int, n_scored: int) -> list[float]:  # type: ignore[no-untyped-def]
    """Return the figures of one model."""
    rng = np.random.default_rng(k)
    order = rng.permutation(groups.max() + 1)[groups]
    chosen = np.sort(np.argsort(order, kind="stable")[:n])
    is_rest = ~np.isin(groups, groups[chosen])
    rest = rng.permutation(np.flatnonzero(is_rest))[:n_scored]
    training = labelled.training
    model = fit_model(labelled.spec, training.take(chosen))
    truth = training.labels.take(np.sort(rest))
    columns = [truth.labels.index(label) for label in model.labels]
    y_pred, probabilities = predict_matrix(model, labelled.corpus, truth.rows, truth.labels)
    y_true = truth.matrix[:, columns] == 1
    y_pred, probabilities = y_pred[:, columns], probabilities[:, columns].round(SCORE_DECIMALS)
    assert model.promise is not None
    thresholds = np.array(list(model.promise.thresholds.values()))
    figures: list[float] = [len(thresholds), np.isfinite(thresholds).mean()]
    for given in (y_pred & (probabilities >= thresholds), y_pred & (probabilities >= FIXED)):
        n_given, n_right = given.sum(axis=0), (given & y_true).sum(axis=0)
        used = n_given > 0
        broken = n_right[used] < 0.9 * n_given[used]
        clearly = binom.cdf(n_right[used], n_given[used], 0.9) <= 0.05
        figures += [used.sum(), broken.sum(), clearly.sum()]
        figures += [given.any(axis=1).mean(), n_right.sum(), n_given.sum()]
        figures += [given.sum() / max(1, y_pred.sum())]
    return figures


def print_means(name: str, rows: np.ndarray) -> None:
    """Print the figures of all models."""
    labels, granted = rows[:, :2].mean(axis=0)
    print(f"{name}: {len(rows)} models, {labels:.0f} labels, promised {granted:.3f}", flush=True)
    for title, part in (("promise", rows[:, 2:9]), (f"fixed {FIXED}", rows[:, 9:])):
        used, broken, clearly, articles, right, given, share = part.T
        print(
            f"    {title}: labels used {used.mean():.1f}, "
            f"below .9 {broken.sum() / used.sum():.3f}, "
            f"clearly {clearly.sum() / used.sum():.3f}, articles labelled {articles.mean():.3f}, "
            f"of the labels given {share.mean():.3f}, right {right.sum() / given.sum():.3f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
