"""Half-widths that plans predict, against those of the draws that are made by them.

    python experiments/benchmarks/plan.py SCORES.npz [SCORES.npz ...] [--plans 200] [--draws 20]
        [--calibrated | --held-out]

SCORES.npz are files of `held_out_scores.py`. Each plan is for a label, a number of articles, a
design (random or half by uncertainty), a unit (articles or stories, of groups with simulated
copies) and a domain (all articles, or one of two outlets), all chosen at random. It is predicted
from the model's probabilities; then draws are made, the drawn articles are coded by their true
labels, and shares are estimated as `tenor shares` does. Prints how far the predicted half-width is
from the mean realized one, over plans, and from that of a single draw. With ``--calibrated``, plans
are made with probabilities that are calibrated on the same articles, which tells the error of the
plan from that of the model's probabilities. With ``--held-out``, half of the articles are those
that were held out of the training, by which `tenor plan` calibrates, and plans are for the others.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from tenor.corpus.draws import Design
from tenor.evaluation.batch_counts import BatchCounts, histograms
from tenor.evaluation.drift_reference import DriftReference
from tenor.evaluation.shares import Frame, GoldSample, estimate_shares
from tenor.workflow.codings.frame_predictions import entropy
from tenor.workflow.codings.plan_search import Domain, PlanFrame, plan_draw

SIZES = (100, 150, 300, 600)
MIN_SHARE = 0.01
"""The smallest share of a label in the corpus."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("scores", type=Path, nargs="+", metavar="SCORES.npz")
    parser.add_argument("--plans", type=int, default=200, help="simulated plans (200)")
    parser.add_argument("--draws", type=int, default=20, help="draws of each plan (20)")
    parser.add_argument("--calibrated", action="store_true", help="calibrate on the same articles")
    parser.add_argument("--held-out", action="store_true", help="calibrate on the other half")
    args = parser.parse_args()
    rng = np.random.default_rng(0)
    arrays = [np.load(path) for path in args.scores]
    results = [
        simulate(
            arrays[i % len(arrays)],
            args.draws,
            rng,
            calibrated=args.calibrated,
            held_out=args.held_out,
        )
        for i in range(args.plans)
    ]
    table = pd.DataFrame(results)
    table["ratio"] = table["predicted"] / table["realized"]
    is_near = (table["ratio"] - 1).abs() <= 0.15
    print(f"{len(table)} plans, {args.draws} draws each")
    print(f"within 15 % of the mean realized half-width: {is_near.mean():.3f}")
    print(
        f"median ratio {table['ratio'].median():.3f}, mean distance "
        f"{(table['ratio'] - 1).abs().mean():.3f}"
    )
    singles = np.concatenate([row.predicted / np.array(row.singles) for row in table.itertuples()])
    print(
        f"within 15 % of the half-width of a single draw: {(abs(singles - 1) <= 0.15).mean():.3f}"
    )
    for column in ("n", "design", "unit", "domain", "rare"):
        groups = table.assign(near=is_near).groupby(column)
        for name, group in groups:
            print(
                f"  {column} {name}: {len(group)} plans, {group['near'].mean():.3f} near, "
                f"median ratio {group['ratio'].median():.3f}"
            )
    for row in table[~is_near].sort_values("ratio").itertuples():
        print(
            f"  not near: ratio {row.ratio:.2f}, share {row.share:.3f}, n {row.n}, "
            f"{row.design}, {row.unit}, {row.domain}"
        )


def simulate(
    arrays: np.lib.npyio.NpzFile,
    n_draws: int,
    rng: np.random.Generator,
    *,
    calibrated: bool,
    held_out: bool,
) -> dict[str, object]:
    """Return the predicted half-width of a plan, and those of its draws."""
    y_true, scores = arrays["y_true_0"], arrays["probability_0"]
    labels = np.flatnonzero(y_true.mean(axis=0) >= MIN_SHARE)
    column = int(rng.choice(labels))
    truth, probability = y_true[:, column].astype(bool), scores[:, column].astype(float)
    expected = calibrate(probability, truth) if calibrated else probability
    if held_out:
        is_held_out = np.random.default_rng(5).random(len(truth)) < 0.5
        reference = reference_of(probability[is_held_out], truth[is_held_out])
        truth, probability = truth[~is_held_out], probability[~is_held_out]
        expected = reference.calibrated("label", probability)
    n_groups = len(truth)
    copies = np.where(rng.random(n_groups) < 0.1, rng.integers(2, 9, n_groups), 1)
    outlets = np.where(rng.random(n_groups) < 0.3, "B", "A")
    frame = pd.DataFrame({"n_articles": copies, "outlet": outlets, "published": None})
    n = int(rng.choice(SIZES))
    unit = "articles" if rng.random() < 0.5 else "stories"
    by_outlet = bool(rng.random() < 0.3)
    design = Design(
        unit,
        ("outlet",) if by_outlet else (),
        each=by_outlet,
        uncertain=0.5 if rng.random() < 0.5 else 0.0,
    )
    in_domain = np.flatnonzero(outlets == "B") if by_outlet else np.arange(n_groups)
    sizes = copies[in_domain] if unit == "articles" else np.ones(len(in_domain))
    plan = PlanFrame(
        frame,
        expected,
        probability >= 0.5,
        np.array([entropy([p], single_label=False) for p in probability]),
        np.zeros(n_groups),
        np.ones(n_groups, dtype=bool),
        (Domain("B" if by_outlet else "all", in_domain, sizes.astype(float)),),
    )
    predicted = plan_draw(plan, design, n).half_width
    groups = np.repeat(np.arange(n_groups), copies)
    domains = outlets[groups] if by_outlet else None
    counted = Frame(probability[groups] >= 0.5, groups, domains)
    first = np.concatenate([[0], np.cumsum(copies)[:-1]])
    singles = []
    for _ in range(n_draws):
        sample = design.draw(
            frame, n, uncertainty=plan.uncertainty, random_state=int(rng.integers(1 << 31))
        )
        gold = GoldSample(
            first[sample.rows],
            truth[sample.rows],
            sample.inclusion_probability[sample.rows],
            sample.strata[sample.rows] if by_outlet else None,
        )
        shares = estimate_shares(counted, gold, of=unit)
        [share] = [s for s in shares if s.domain == ("B" if by_outlet else "all")]
        assert share.corrected is not None
        singles.append(share.corrected.half_width)
    value = float(np.average(truth[in_domain], weights=sizes))
    return {
        "predicted": predicted,
        "realized": float(np.mean(singles)),
        "singles": singles,
        "share": value,
        "rare": value < 0.05,
        "n": n,
        "design": str(design),
        "unit": unit,
        "domain": "one of two outlets" if by_outlet else "all",
    }


def calibrate(probability: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Return the share of positive articles among those with about the same probability."""
    bins = np.digitize(probability, [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9])
    positive = np.bincount(bins, truth.astype(float))
    return (positive / np.maximum(np.bincount(bins), 1))[bins]


def reference_of(probability: np.ndarray, truth: np.ndarray) -> DriftReference:
    """Return what a bundle holds of its held-out articles, for one label."""
    known = [histograms(probability[is_it, None])[0] for is_it in (~truth, truth)]
    return DriftReference(BatchCounts(("label",)), np.array([known]))


if __name__ == "__main__":
    main()
