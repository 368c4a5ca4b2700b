"""Coverage of the intervals of shares, on real labels and predictions of a model.

    python experiments/benchmarks/shares.py SCORES.npz [SCORES.npz ...] [--resamples 500]
        [--labels 4]

SCORES.npz are files of `held_out_scores.py`. For each true share, up to ``--labels`` labels (or
unions of labels) of at least that share are taken, and their positive or negative articles thinned
out at random until the share is exact. Groups of near-duplicates are simulated, as the corpora
have few: most articles stand alone, others have up to 20 copies, and articles with the label more
of them. For each draw, prints the worst and the mean of a cell over labels: the coverage of the
corrected share, of hand coding alone and of the raw count, the mean widths of the first two, and by
how much the planned half-width of the first differs from the realized one.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tenor.corpus.sampling import inclusion_probabilities, systematic_sample
from tenor.evaluation.proportions import jeffreys_limits, kish_effective_size
from tenor.evaluation.shares import predicted_half_width_of_draw
from tenor.evaluation.shares.estimators import Estimate, poststratified_estimate
from tenor.evaluation.shares.hajek import CodedUnits

SHARES = (0.02, 0.05, 0.1, 0.2, 0.5)
SIZES = (150, 300, 600)
EQUAL_PART = 0.3
"""The part of a draw by uncertainty that is drawn equally."""

MAX_COPIES = 20


@dataclass(frozen=True)
class Population:
    """The sampling units of a frame.

    ``expected`` are the probabilities after the change of the share by thinning out, which a plan
    is made with; predictions are those of the model, which does not know of it.
    """

    y_true: np.ndarray
    probability: np.ndarray
    expected: np.ndarray
    copies: np.ndarray

    @property
    def predicted(self) -> np.ndarray:
        return (self.probability >= 0.5).astype(np.intp)

    @property
    def uncertainty(self) -> np.ndarray:
        return 1 - np.abs(2 * self.probability - 1)


@dataclass(frozen=True)
class Draw:
    """How units are drawn, and what the share counts."""

    name: str
    has_copies: bool
    by_size: bool
    by_uncertainty: bool
    of_stories: bool = False

    def inclusion_probability(self, population: Population, n: int) -> np.ndarray:
        base = population.copies if self.by_size else np.ones(len(population.y_true))
        equal = inclusion_probabilities(base.astype(float), n)
        if not self.by_uncertainty:
            return equal
        uncertainty = population.uncertainty
        weights = base * (uncertainty + 0.1 * uncertainty.mean())
        return EQUAL_PART * equal + (1 - EQUAL_PART) * inclusion_probabilities(weights, n)


DRAWS = (
    Draw("no groups, equal", False, False, False),
    Draw("no groups, uncertain", False, False, True),
    Draw("groups, articles, by size", True, True, False),
    Draw("groups, articles, by size and uncertain", True, True, True),
    Draw("groups, articles, equal", True, False, False),
    Draw("groups, stories, equal", True, False, False, of_stories=True),
    Draw("groups, stories, uncertain", True, False, True, of_stories=True),
)


@dataclass(frozen=True)
class Cell:
    """Coverage and mean widths over resamples of one label, share, size and draw."""

    corrected: float
    hand: float
    raw: float
    corrected_width: float
    hand_width: float
    planned: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("scores", type=Path, nargs="+", metavar="SCORES.npz")
    parser.add_argument("--resamples", type=int, default=500, help="resamples of a label (500)")
    parser.add_argument("--labels", type=int, default=4, help="labels of a share (4)")
    args = parser.parse_args()
    cells: list[tuple[str, Cell]] = []
    for path in args.scores:
        arrays = np.load(path)
        for share in SHARES:
            populations = list(make_populations(arrays, share, args.labels))
            for n in SIZES:
                for draw in DRAWS:
                    seed = zlib.crc32(f"{path.stem} {share} {n} {draw.name}".encode())
                    rng = np.random.default_rng(seed)
                    group = [measure(p, draw, n, args.resamples, rng) for p in populations]
                    name = f"{path.stem:10} share {share:<4} n {n} {draw.name:40}"
                    cells.append((name, mean_cell(group)))
                    worst = min(cell.corrected for cell in group)
                    print(name, cell_text(cells[-1][1]), f"lowest label {worst:.3f}", flush=True)
    outside = [name for name, cell in cells if not 0.93 <= cell.corrected <= 0.97]
    wider = [name for name, cell in cells if cell.corrected_width > cell.hand_width]
    print(
        f"{len(cells)} cells, {len(outside)} with coverage outside .93 to .97, {len(wider)} wider"
    )
    for title, names in (("outside", outside), ("wider than hand coding", wider)):
        for name in names:
            print(f"  {title}: {name}")


def make_populations(arrays: np.lib.npyio.NpzFile, share: float, n: int) -> Iterator[Population]:
    """Yield populations with exactly this share of positive articles, for several labels."""
    y_true, probability = arrays["y_true_0"], arrays["probability_0"]
    frequency = y_true.mean(axis=0)
    order = np.argsort(frequency)
    frequent = order[frequency[order] >= share][:n]
    columns = [[column] for column in frequent] or [[]]
    if not len(frequent):
        # Unions of the most frequent labels.
        columns = [list(order[::-1][start::2]) for start in (0, 1)]
        columns = [union[: 1 + int((frequency[union].cumsum() < share).sum())] for union in columns]
    for k, union in enumerate(columns):
        rng = np.random.default_rng(k)
        y = y_true[:, union].any(axis=1)
        p = np.clip(probability[:, union].sum(axis=1), 0, 1)
        positive, negative = np.flatnonzero(y), np.flatnonzero(~y)
        n_positive = min(len(positive), round(len(negative) * share / (1 - share)))
        n_negative = min(len(negative), round(n_positive * (1 - share) / share))
        chosen = np.concatenate(
            [rng.permutation(positive)[:n_positive], rng.permutation(negative)[:n_negative]]
        )
        odds = n_positive / len(positive) / (n_negative / len(negative))
        p = p[chosen]
        expected = odds * p / (odds * p + 1 - p)
        several = rng.random(len(chosen)) < np.where(y[chosen], 0.4, 0.25)
        copies = np.where(several, 1 + rng.geometric(0.25, len(chosen)), 1)
        yield Population(y[chosen].astype(float), p, expected, np.minimum(copies, MAX_COPIES))


def measure(
    population: Population, draw: Draw, n: int, resamples: int, rng: np.random.Generator
) -> Cell:
    """Return coverage and widths over resamples."""
    y_true, predicted = population.y_true, population.predicted
    counts_copies = draw.has_copies and not draw.of_stories
    size = population.copies.astype(float) if counts_copies else np.ones(len(y_true))
    truth = float(size @ y_true / size.sum())
    totals = np.bincount(predicted, weights=size, minlength=2)
    pi = draw.inclusion_probability(population, n)
    plan = predicted_half_width_of_draw(population.expected, predicted == 1, pi, size)
    raw_n = kish_effective_size(size)
    raw_low, raw_high = jeffreys_limits(totals[1] / totals.sum() * raw_n, raw_n)
    covered, widths = np.zeros((resamples, 2)), np.zeros((resamples, 2))
    none = np.zeros(n, dtype=np.intp)
    for resample in range(resamples):
        order = rng.permutation(len(y_true))
        rows = order[systematic_sample(pi[order], float(rng.random()))]
        units = CodedUnits.unstratified(y_true[rows], size[rows], pi[rows])
        estimates: tuple[Estimate, Estimate] = (
            poststratified_estimate(units, predicted[rows], totals),
            poststratified_estimate(units, none, totals.sum(keepdims=True)),
        )
        for column, estimate in enumerate(estimates):
            low, high = estimate.interval
            covered[resample, column] = low <= truth <= high
            widths[resample, column] = high - low
    half = widths[:, 0].mean() / 2
    return Cell(
        *covered.mean(axis=0),
        float(raw_low <= truth <= raw_high),
        *widths.mean(axis=0),
        planned=float(abs(plan / half - 1)),
    )


def mean_cell(cells: list[Cell]) -> Cell:
    columns = zip(*(vars(cell).values() for cell in cells), strict=True)
    return Cell(*(float(np.mean(column)) for column in columns))


def cell_text(cell: Cell) -> str:
    return (
        f"corrected {cell.corrected:.3f} hand {cell.hand:.3f} raw {cell.raw:.2f} "
        f"width {cell.corrected_width:.3f} {cell.hand_width:.3f} plan off {cell.planned:.0%}"
    )


if __name__ == "__main__":
    main()
