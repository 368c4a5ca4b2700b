"""Figures of a run, as matplotlib Figures; nothing is shown or saved here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from tenor.evaluation.agreement import RELIABLE, TENTATIVE, Agreement
from tenor.evaluation.canvas import BLUE, INK, ORANGE, PAPER, SKY
from tenor.evaluation.canvas import figure as _figure
from tenor.evaluation.canvas import short as _short
from tenor.evaluation.comparison import Comparison
from tenor.evaluation.intervals import Interval
from tenor.evaluation.metrics import Scores
from tenor.evaluation.spread import MeanScore

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

COUNTED = 15
"""Labels up to which a confusion matrix has room for its counts."""

MOST_LABELS = 30
"""Labels that one figure shows; the table has them all."""


def f1_per_label(scores: Scores, intervals: dict[str, Interval], title: str) -> Figure:
    """Return a bar a label: F1 with its interval, most frequent labels first."""
    rows = sorted(scores.per_label, key=lambda row: (-row.support, row.label))[:MOST_LABELS]
    rows = rows[::-1]
    figure, axes = _figure(6.4, 1.4 + 0.28 * len(rows))
    values = [row.f1 for row in rows]
    bounds = np.array([intervals[f"f1:{row.label}"] for row in rows]).reshape(-1, 2)
    axes.barh(range(len(rows)), values, color=SKY, height=0.65)
    axes.hlines(range(len(rows)), bounds[:, 0], bounds[:, 1], color=INK, lw=1.5)
    names = [f"{_short(row.label)} ({row.support})" for row in rows]
    axes.set_yticks(range(len(rows)), names, parse_math=False)
    axes.axvline(scores.macro_f1, color=ORANGE, lw=1.2, ls="--")
    axes.text(
        scores.macro_f1, len(rows) - 0.4, f" mean {scores.macro_f1:.2f}", color=ORANGE, fontsize=8
    )
    axes.set_xlim(0, 1)
    axes.set_xlabel("F1 with 95 % interval (articles with the label in brackets)")
    hidden = len(scores.per_label) - len(rows)
    axes.set_title(
        title + (f"; {hidden} rarer labels not shown" if hidden else ""),
        fontsize=10,
        pad=16,  # above what names the mean
        parse_math=False,
    )
    return figure


def score_per_split(scores: Sequence[tuple[str, MeanScore, float]], title: str) -> Figure:
    """Return a row a kind of split: the mean score with its interval, each draw, the majority's.

    Parameters
    ----------
    scores
        Kind, score, and the majority's score, the first at the top.
    """
    rows = list(scores)[::-1]
    figure, axes = _figure(6.4, 1.6 + 0.42 * len(rows))
    for y, (kind, score, majority) in enumerate(rows):
        color = ORANGE if kind == "random" else BLUE
        axes.hlines(y, *score.interval, color=color, lw=2)
        axes.plot(score.value, y, "D" if kind == "random" else "o", color=color, ms=7)
        if len(score.per_draw) > 1:
            axes.plot(score.per_draw, [y - 0.22] * len(score.per_draw), "|", color=INK, ms=6)
        axes.plot(majority, y, "x", color=INK, ms=6, clip_on=False)
        axes.annotate(
            f"{score.value:.2f}", (score.value, y), (0, 7), textcoords="offset points",
            ha="center", fontsize=8, color=color,
        )  # fmt: skip
    axes.set_yticks(range(len(rows)), [kind for kind, _, _ in rows], parse_math=False)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.set_xlim(0, 1)
    axes.set_xlabel(
        "mean with 95 % interval;  | each draw;  x the majority's score\n"
        "random alone lets near-duplicates stand on both sides", fontsize=8,
    )  # fmt: skip
    axes.set_title(title, fontsize=10, parse_math=False)
    return figure


def confusion(
    truth: NDArray[np.uint8], given: NDArray[np.bool_], labels: tuple[str, ...], title: str
) -> Figure:
    """Return the confusion matrix of one-label articles: a row a true label, in shares of it."""
    support = truth.sum(axis=0, dtype=np.int64)
    order = np.sort(np.argsort(-support, kind="stable")[:MOST_LABELS])
    counts = truth.astype(np.int64)[:, order].T @ given.astype(np.int64)[:, order]
    shares = counts / np.maximum(support[order, None], 1)
    side = 2.6 + (0.42 if len(order) <= COUNTED else 0.26) * len(order)
    figure, axes = _figure(side + 0.6, side)
    image = axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    bar = figure.colorbar(image, ax=axes, shrink=0.6, pad=0.02)
    bar.set_label("share of the articles with the true label", fontsize=8, color=INK)
    bar.ax.tick_params(labelsize=8, colors=INK)
    bar.outline.set_visible(False)
    names = [_short(labels[i]) for i in order]
    axes.set_xticks(range(len(order)), names, rotation=45, ha="right", parse_math=False)
    axes.set_yticks(range(len(order)), names, parse_math=False)
    axes.set_xlabel("given")
    axes.set_ylabel("true")
    if len(order) <= COUNTED:
        for (row, column), count in np.ndenumerate(counts):
            color = PAPER if shares[row, column] > 0.5 else INK
            axes.text(column, row, f"{count}", ha="center", va="center", color=color, fontsize=8)
    hidden = len(labels) - len(order)
    more = f"; the {len(order)} most frequent of {len(labels)} labels" if hidden else ""
    axes.set_title(title + more, fontsize=10, parse_math=False)
    return figure


def co_occurrence(
    truth: NDArray[np.uint8], given: NDArray[np.bool_], labels: tuple[str, ...], title: str
) -> Figure:
    """Return, where articles have several labels, which ones those of each label were given."""
    none_true, none_given = ~truth.any(axis=1), ~given.any(axis=1)
    truth = np.column_stack([truth, none_true]).astype(np.uint8)
    given = np.column_stack([given, none_given])
    return confusion(truth, given, (*labels, "none"), title)


def alphas(
    names: Sequence[str],
    agreements: Sequence[Agreement],
    comparisons: Sequence[Comparison | None],
    title: str,
) -> Figure:
    """Return a dot a label: alpha with its interval, and between the bounds of the field.

    Where a model is compared, its alpha with people stands below the dot, as a
    diamond. Labels without an alpha have an empty row.
    """
    alpha = [2.0 if agreement.alpha is None else agreement.alpha for agreement in agreements]
    order = sorted(sorted(range(len(names)), key=alpha.__getitem__)[:MOST_LABELS], reverse=True)
    if len(order) < len(names):
        title += f"; the {MOST_LABELS} lowest of {len(names)}"
    figure, axes = _figure(6.4, 1.6 + 0.3 * len(order))
    lowest = 0.0
    for place, i in enumerate(order):
        agreement, comparison = agreements[i], comparisons[i]
        if agreement.interval is not None:
            axes.hlines(place, *agreement.interval, color=INK, lw=1.5)
            lowest = min(lowest, agreement.interval.low)
        if agreement.alpha is not None:
            axes.plot(agreement.alpha, place, "o", color=BLUE, ms=6, label="people")
            lowest = min(lowest, agreement.alpha)
        if comparison is not None and comparison.model is not None:
            below = place - 0.25
            axes.plot(comparison.model, below, "D", color=ORANGE, ms=4.5, label="model and people")
            lowest = min(lowest, comparison.model)
    for bound in (TENTATIVE, RELIABLE):
        axes.axvline(bound, color=INK, lw=0.9, ls=":", zorder=0)
    above = len(order) - 0.4
    middle = (TENTATIVE + RELIABLE) / 2
    axes.text(middle, above, "tentative", ha="center", color=INK, fontsize=7)
    axes.text((RELIABLE + 1) / 2, above, "reliable", ha="center", color=INK, fontsize=7)
    handles, kinds = axes.get_legend_handles_labels()
    entries = dict(zip(kinds, handles, strict=True))
    if len(entries) > 1:
        axes.legend(
            entries.values(), entries, fontsize=8, frameon=False, ncols=2,
            loc="upper center", bbox_to_anchor=(0.5, -0.55 / figure.get_figheight()),
        )  # fmt: skip
    axes.set_yticks(range(len(order)), [_short(names[i]) for i in order], parse_math=False)
    axes.set_ylim(-0.6, len(order) - 0.1)
    axes.set_xlim(max(lowest - 0.02, -1.0), 1.03)
    axes.set_xlabel("Krippendorff's alpha with 95 % interval")
    axes.set_title(title, fontsize=10, parse_math=False)
    return figure
