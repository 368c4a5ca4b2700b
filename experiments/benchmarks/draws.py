"""Coverage of shares by two draws together, of which the second excludes or includes the first.

    python experiments/benchmarks/draws.py SCORES.npz [SCORES.npz ...] [--resamples 300]

SCORES.npz are files of `held_out_scores.py`. The first draw is random, or half by uncertainty; the
second has another seed and, in one case, another design. Groups have simulated copies. The chances
are combined as `tenor.corpus.draws` does; prints the coverage of the corrected share for labels of
about 2, 5, 10 and 20 %, and the mean of the estimate's error relative to the share.
"""

from __future__ import annotations

import argparse
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from tenor.corpus.draws import Design
from tenor.evaluation.shares import Frame, GoldSample, estimate_shares
from tenor.workflow.codings.frame_predictions import entropy

SHARES = (0.02, 0.05, 0.1, 0.2)
SIZES = (150, 150)
PAIRS = {
    "random, random": (Design(), Design()),
    "uncertain, uncertain": (Design(uncertain=0.5), Design(uncertain=0.5)),
    "random, uncertain": (Design(), Design(uncertain=0.5)),
    "stories, articles": (Design("stories"), Design("articles", uncertain=0.5)),
}
"""The designs of the first and of the second draw."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("scores", type=Path, nargs="+", metavar="SCORES.npz")
    parser.add_argument("--resamples", type=int, default=300, help="pairs of draws a cell (300)")
    args = parser.parse_args()
    rng = np.random.default_rng(0)
    for path in args.scores:
        arrays = np.load(path)
        y_true, scores = arrays["y_true_0"], arrays["probability_0"]
        copies = np.where(rng.random(len(y_true)) < 0.1, rng.integers(2, 9, len(y_true)), 1)
        for share, (name, designs), again in product(SHARES, PAIRS.items(), (False, True)):
            column = int(np.argmin(abs(y_true.mean(axis=0) - share)))
            truth, probability = y_true[:, column].astype(bool), scores[:, column].astype(float)
            coverage, error = measure(
                truth, probability, copies, designs, again=again, n=args.resamples, rng=rng
            )
            second = "includes" if again else "excludes"
            print(
                f"{path.stem:10} share {truth.mean():.3f} {name:20} the second {second} the first: "
                f"coverage {coverage:.3f}, mean error {error:+.3f}",
                flush=True,
            )


def measure(
    truth: np.ndarray,
    probability: np.ndarray,
    copies: np.ndarray,
    designs: tuple[Design, Design],
    *,
    again: bool,
    n: int,
    rng: np.random.Generator,
) -> tuple[float, float]:
    """Return the coverage of the share of articles, and the mean error relative to the share."""
    frame = pd.DataFrame({"n_articles": copies, "outlet": "", "published": None})
    uncertainty = np.array([entropy([p], single_label=False) for p in probability])
    groups = np.repeat(np.arange(len(truth)), copies)
    first_row = np.concatenate([[0], np.cumsum(copies)[:-1]])
    counted = Frame(probability[groups] >= 0.5, groups)
    value = float(np.average(truth, weights=copies))
    n_covered, errors = 0, []
    for _ in range(n):
        chance, drawn = np.zeros(len(truth)), np.zeros(len(truth), dtype=bool)
        for design, size in zip(designs, SIZES, strict=True):
            sample = design.draw(
                frame,
                size,
                uncertainty=uncertainty,
                is_available=~drawn | again,
                random_state=int(rng.integers(1 << 31)),
            )
            chance = chance + (1 - chance) * sample.inclusion_probability
            drawn[sample.rows] = True
        rows = np.flatnonzero(drawn)
        [estimated] = estimate_shares(
            counted, GoldSample(first_row[rows], truth[rows], chance[rows])
        )
        assert estimated.corrected is not None
        low, high = estimated.corrected.interval
        n_covered += low <= value <= high
        errors.append(estimated.corrected.value - value)
    return n_covered / n, float(np.mean(errors)) / value


if __name__ == "__main__":
    main()
