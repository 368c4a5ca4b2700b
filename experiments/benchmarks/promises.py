"""Promises of precision on held-out articles: how often they break, and what they label.

    python experiments/benchmarks/promises.py SCORES.npz [SCORES.npz ...] [--splits 500]
        [--calibration 1000 3000] [--mapie 100]

SCORES.npz are files of `held_out_scores.py`, with several models in each. A quarter of the scored
duplicate groups, with their labels, chooses the first threshold, as out-of-fold scores do in a
training. Of the other articles, one a duplicate group, a random part calibrates the promises of
precision .9 at confidence .95 for each label and for all at once. Prints, for each label by itself
and for all at once: the share of promises granted; how often a promise is broken on all articles
(calibration articles drawn from them with replacement, for which the test is exact) and on the
rest (drawn without replacement, so that a rest with few automatic labels breaks some by chance);
the highest share broken of a label; and the share of articles with an automatic label. Beside
them: a fixed threshold of .8, and with ``--mapie N`` MAPIE's controllers on the first N splits.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tenor.evaluation.calibration_sample import one_per_group
from tenor.evaluation.promises import promise_labels

PRECISION = 0.9
FIXED = 0.8
MIN_POSITIVES = 30
"""Labels with fewer articles than this are left out: none could be promised."""


@dataclass(frozen=True)
class Population:
    """Held-out articles: those that choose the first threshold, and those that are drawn from."""

    y_true: np.ndarray
    scores: np.ndarray
    reference_labels: np.ndarray
    reference_scores: np.ndarray

    def take_labels(self, chosen: np.ndarray) -> Population:
        return Population(*(values[:, chosen] for values in vars(self).values()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("scores", type=Path, nargs="+", metavar="SCORES.npz")
    parser.add_argument("--splits", type=int, default=500)
    parser.add_argument("--calibration", type=int, nargs="+", default=[1000, 3000])
    parser.add_argument("--mapie", type=int, default=0, help="splits with MAPIE's controllers")
    args = parser.parse_args()
    for path in args.scores:
        arrays = np.load(path)
        n_models = sum(name.startswith("rows_") for name in arrays)
        populations = [make_population(arrays, k) for k in range(n_models)]
        n_positive = np.min([p.y_true.sum(axis=0) for p in populations], axis=0)
        populations = [p.take_labels(n_positive >= MIN_POSITIVES) for p in populations]
        for n in args.calibration:
            smallest = min(len(p.y_true) for p in populations)
            if n > smallest - 500:
                print(f"{path.stem}: {n:,} of {smallest:,} articles leave no rest")
                continue
            for scope in ("each", "all"):
                measure(path.stem, populations, n, scope, args.splits)
            measure_fixed(path.stem, populations)
            if args.mapie:
                measure_mapie(path.stem, populations, n, args.mapie)


def make_population(arrays: Any, k: int) -> Population:
    rows, y_true, scores = (arrays[f"{name}_{k}"] for name in ("rows", "y_true", "probability"))
    groups = arrays["groups"][rows]
    # Another seed than that of the parts of training, whose groups are no longer there.
    is_reference = np.random.default_rng(1000 + k).random(groups.max() + 1)[groups] < 0.25
    chosen = np.flatnonzero(~is_reference)
    chosen = chosen[one_per_group(groups[chosen])]
    return Population(y_true[chosen], scores[chosen], y_true[is_reference], scores[is_reference])


def measure(name: str, populations: list[Population], n: int, scope: Any, n_splits: int) -> None:
    """Print granted and broken promises, and what is labelled automatically."""
    n_labels = populations[0].y_true.shape[1]
    granted, broken, broken_rest = (np.zeros((n_splits, n_labels)) for _ in range(3))
    automatic, n_right, n_all = (np.zeros(n_splits) for _ in range(3))
    for split in range(n_splits):
        population = populations[split % len(populations)]
        rng = np.random.default_rng(split)
        size = len(population.y_true)
        for part, replace in ((broken, True), (broken_rest, False)):
            drawn = rng.choice(size, n, replace=replace)
            promises = promise_labels(
                population.y_true[drawn],
                population.scores[drawn],
                population.reference_scores,
                tuple(map(str, range(n_labels))),
                reference_labels=population.reference_labels,
                precision=PRECISION,
                scope=scope,
            )
            thresholds = np.array(
                [np.inf if p.threshold is None else p.threshold for p in promises]
            )
            rest = np.arange(size) if replace else np.setdiff1d(np.arange(size), drawn)
            given = population.scores[rest] >= thresholds
            is_right = given & (population.y_true[rest] == 1)
            n_given = given.sum(axis=0)
            precision = np.divide(
                is_right.sum(axis=0), n_given, out=np.ones(n_labels), where=n_given > 0
            )
            part[split] = precision < PRECISION
            if not replace:
                granted[split] = np.isfinite(thresholds)
                automatic[split] = given.any(axis=1).mean()
                n_right[split], n_all[split] = is_right.sum(), given.sum()
    print(
        f"{name:10} n {n:5} {scope:4}: labels {n_labels}, "
        f"granted {granted.mean():.3f}, "
        f"broken {broken.mean():.4f} (highest label {broken.mean(axis=0).max():.3f}, "
        f"any label {broken.any(axis=1).mean():.3f}), "
        f"on the rest {broken_rest.mean():.4f} "
        f"(highest {broken_rest.mean(axis=0).max():.3f}, "
        f"any {broken_rest.any(axis=1).mean():.3f}), "
        f"articles labelled {automatic.mean():.3f}, "
        f"right {n_right.sum() / max(1, n_all.sum()):.3f}",
        flush=True,
    )


def measure_fixed(name: str, populations: list[Population]) -> None:
    """Print what a fixed threshold labels, and how many labels are below the precision."""
    given = [p.scores >= FIXED for p in populations]
    share = np.mean([g.any(axis=1).mean() for g in given])
    right = np.mean([p.y_true[g].mean() for g, p in zip(given, populations, strict=True)])
    below, n_given = [], []
    for g, p in zip(given, populations, strict=True):
        used = g.sum(axis=0) > 0
        precision = (g & (p.y_true == 1)).sum(axis=0)[used] / g.sum(axis=0)[used]
        below.append((precision < PRECISION).mean())
        n_given.append(used.sum())
    print(
        f"{name:10} fixed {FIXED}: labels used {np.mean(n_given):.0f}, below {PRECISION} "
        f"{np.mean(below):.3f}, articles labelled {share:.3f}, right {right:.3f}",
        flush=True,
    )


def measure_mapie(name: str, populations: list[Population], n: int, n_splits: int) -> None:
    """Print what MAPIE's controller of a binary classifier promises, label by label."""
    import warnings

    from mapie.risk_control import BinaryClassificationController

    granted, broken, automatic = [], [], []
    for split in range(n_splits):
        population = populations[split % len(populations)]
        drawn = np.random.default_rng(split).choice(len(population.y_true), n)
        given = np.zeros(len(population.y_true), dtype=bool)
        for label in range(population.y_true.shape[1]):
            scores, y_true = population.scores[:, label], population.y_true[:, label]
            controller = BinaryClassificationController(
                lambda x: np.column_stack([1 - x[:, 0], x[:, 0]]),
                "precision",
                target_level=PRECISION,
                confidence_level=0.95,
            )
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                controller.calibrate(scores[drawn, None], y_true[drawn])
            threshold = controller.best_predict_param
            granted.append(threshold is not None)
            if threshold is None:
                broken.append(False)
                continue
            passed = scores >= threshold
            broken.append(passed.any() and y_true[passed].mean() < PRECISION)
            given |= passed
        automatic.append(given.mean())
    print(
        f"{name:10} n {n:5} MAPIE: granted {np.mean(granted):.3f}, broken {np.mean(broken):.4f}, "
        f"articles labelled {np.mean(automatic):.3f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
