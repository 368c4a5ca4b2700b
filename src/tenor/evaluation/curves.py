"""Figures of a model's probabilities, its training and its terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tenor.evaluation.canvas import (
    BLUE,
    DASHES,
    INK,
    ORANGE,
    PALETTE,
    SKY,
    dressed,
    figure,
    sheet,
    short,
)
from tenor.evaluation.intervals import Interval
from tenor.evaluation.reliability import Cut, Reliability

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

MOST_LINES = 8
MOST_PANELS = 12
MOST_TERMS = 10
ACROSS = 3
"""Panels of a row."""


class Point(NamedTuple):
    """A point of a learning curve: a score after training on so many articles."""

    n_train: int
    value: float
    interval: Interval


def precision_recall(
    truth: NDArray[np.uint8],
    probabilities: NDArray[np.float64],
    labels: tuple[str, ...],
    title: str,
) -> Figure:
    """Return precision against recall: of all decisions together, and of the frequent labels.

    Parameters
    ----------
    truth, probabilities
        True labels, 0/1, and the probability of each; shape (n, n_labels).
    """
    from sklearn.metrics import average_precision_score, precision_recall_curve

    drawn, axes = figure(7.2, 4.6)
    support = truth.sum(axis=0, dtype=np.int64)
    order = [i for i in np.argsort(-support, kind="stable").tolist() if support[i]][:MOST_LINES]
    lines = [("all labels", truth.ravel(), probabilities.ravel())]
    lines += [(short(labels[i]), truth[:, i], probabilities[:, i]) for i in order]
    for number, (name, y, p) in enumerate(lines):
        if not y.any():
            continue
        precision, recall, _ = precision_recall_curve(y, p)
        mean = average_precision_score(y, p)
        style: dict[str, Any] = {"color": INK, "lw": 2.2} if not number else _style(number - 1)
        # The curve is a step function: between two points there is no threshold.
        [line] = axes.plot(recall, precision, drawstyle="steps-post", **style)
        line.set_label(f"{name} ({mean:.2f})".replace("$", r"\$"))
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("recall")
    axes.set_ylabel("precision")
    drawn.legend(
        loc="outside right upper", fontsize=8, frameon=False, labelcolor=INK,
        title="average precision", title_fontsize=8,
    )  # fmt: skip
    known = int((support > 0).sum())
    more = f"; the {len(order)} most frequent of {known} labels" if known > len(order) else ""
    axes.set_title(title + more, fontsize=10, parse_math=False)
    return drawn


def reliability_curve(found: Reliability, title: str) -> Figure:
    """Return how often answers of like confidence are right, against that confidence."""
    drawn, axes = figure(4.8, 4.6)
    axes.plot([0, 1], [0, 1], color=INK, lw=0.9, ls=":", zorder=0)
    axes.text(0.97, 0.9, "as they say", ha="right", fontsize=8, color=INK, rotation=45,
              rotation_mode="anchor")  # fmt: skip
    x = [part.confidence for part in found.bins]
    y = [part.accuracy for part in found.bins]
    axes.vlines(x, np.minimum(x, y), np.maximum(x, y), color=ORANGE, lw=1.5)
    axes.plot(x, y, "-o", color=BLUE, ms=5)
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, 1.02)
    axes.set_aspect("equal")
    axes.set_xlabel("probability of the most probable label")
    axes.set_ylabel("share that is right")
    n = sum(part.n for part in found.bins)
    if found.error is not None:
        note = f"{n:,} articles\ncalibration error {found.error:.3f}"
        axes.text(0.04, 0.97, note, va="top", fontsize=8, color=INK)
    axes.set_title(title, fontsize=10, parse_math=False)
    return drawn


def abstaining_curve(cuts: Sequence[Cut], title: str) -> Figure:
    """Return the accuracy of a model's surest answers, against how many it answers."""
    drawn, axes = figure(5.6, 3.8)
    axes.plot([cut.coverage for cut in cuts], [cut.accuracy for cut in cuts], color=BLUE, lw=1.8)
    if cuts:
        last = cuts[-1]
        axes.plot(last.coverage, last.accuracy, "D", color=ORANGE, ms=6)
        axes.annotate(
            f"all answers: {last.accuracy:.2f}", (last.coverage, last.accuracy), (-6, -14),
            textcoords="offset points", ha="right", fontsize=8, color=ORANGE,
        )  # fmt: skip
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("share of articles that are answered, the surest first")
    axes.set_ylabel("share that is right")
    axes.set_title(title, fontsize=10, parse_math=False)
    return drawn


def learning_curve(points: Sequence[Point], title: str) -> Figure:
    """Return macro-F1 against the number of training articles."""
    drawn, axes = figure(5.6, 3.8)
    x, y = [point.n_train for point in points], [point.value for point in points]
    axes.vlines(
        x, [point.interval.low for point in points], [point.interval.high for point in points],
        color=INK, lw=1.5,
    )  # fmt: skip
    axes.plot(x, y, "-o", color=BLUE, ms=6)
    for point in points:
        axes.annotate(
            f"{point.value:.2f}", (point.n_train, point.value), (6, -12),
            textcoords="offset points", fontsize=8, color=INK,
        )  # fmt: skip
    axes.set_xscale("log", base=2)
    axes.set_xticks(x, [f"{n:,}" for n in x])
    axes.minorticks_off()
    axes.set_xlim(min(x) / 1.2, max(x) * 1.3)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("training articles")
    axes.set_ylabel("macro-F1 with 95 % interval")
    axes.set_title(title, fontsize=10, parse_math=False)
    return drawn


def top_terms(
    terms: Mapping[str, Sequence[tuple[str, float]]], n_labels: int, title: str
) -> Figure:
    """Return a panel a label: the terms that speak most for it.

    Parameters
    ----------
    terms
        Of each label its terms and what they weigh, the heaviest first.
    n_labels
        How many labels there are; the first twelve of ``terms`` are shown.
    """
    shown = list(terms.items())[:MOST_PANELS]
    across = min(ACROSS, max(1, len(shown)))
    down = -(-max(1, len(shown)) // across)
    drawn = sheet(3.1 * across, 0.5 + 2.3 * down)
    for number, (label, found) in enumerate(shown, start=1):
        axes = dressed(drawn.add_subplot(down, across, number))
        _panel(axes, found[:MOST_TERMS])
        axes.set_title(short(label), fontsize=9, color=INK, parse_math=False)
    more = f"; the {len(shown)} most frequent of {n_labels} labels" if n_labels > len(shown) else ""
    drawn.suptitle(title + more, fontsize=10, parse_math=False)
    return drawn


def _panel(axes: Axes, found: Sequence[tuple[str, float]]) -> None:
    rows = list(found)[::-1]
    axes.barh(range(len(rows)), [weight for _, weight in rows], color=SKY, height=0.65)
    axes.set_yticks(range(len(rows)), [_visible(term) for term, _ in rows], parse_math=False)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)


def _visible(term: str) -> str:
    # The spaces of a letter n-gram are part of it.
    edges = term != term.strip()
    return short(term.replace(" ", "␣") if edges else term)


def _style(number: int) -> dict[str, Any]:
    return {
        "color": PALETTE[number % len(PALETTE)],
        "ls": DASHES[number // len(PALETTE) % len(DASHES)],
        "lw": 1.3,
    }
