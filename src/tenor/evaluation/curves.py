"""Figures of probabilities, learning curves and terms, as matplotlib figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tenor.evaluation.figure_style import (
    DASHES,
    FOR,
    GIVEN,
    INK,
    PALETTE,
    TEXT_SIZE,
    TITLE_SIZE,
    hidden_labels_note,
    new_figure,
    new_plot,
    set_title,
    shorten_label,
    style_axes,
)
from tenor.evaluation.intervals import Interval
from tenor.evaluation.reliability import CoveragePoint, Reliability
from tenor.present import format_count, format_score, plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

MAX_LINES = 8
"""The most labels that have a curve of their own in a precision-recall figure."""

MAX_PANELS = 12
"""The most labels whose terms a figure shows."""

MAX_TERMS = 10
"""The most terms of a label that a figure shows."""

PANELS_PER_ROW = 3


class LearningCurvePoint(NamedTuple):
    """A score, with its interval, after training on a number of articles."""

    n_train: int
    value: float
    interval: Interval | None


def precision_recall_curves(
    y_true: NDArray[np.uint8],
    probabilities: NDArray[np.float64],
    labels: tuple[str, ...],
    title: str,
    is_known: NDArray[np.bool_] | None = None,
) -> Figure:
    """Return precision-recall curves of all labels together and of the most frequent labels.

    Parameters
    ----------
    y_true, probabilities
        True labels, 0/1, and the probability of each label; shape (n, n_labels).
    labels
        The names of the labels.
    title
        The title of the figure.
    is_known
        Whether the true label is known, shape (n, n_labels); default all.
    """
    from sklearn.metrics import average_precision_score, precision_recall_curve

    figure, axes = new_plot(5.0, 5.6)
    support = y_true.sum(axis=0, dtype=np.int64)
    shown = [i for i in np.argsort(-support, kind="stable").tolist() if support[i]][:MAX_LINES]
    known = np.ones(y_true.shape, dtype=bool) if is_known is None else is_known
    lines = [("all labels", y_true[known], probabilities[known])]
    for i in shown:
        rows = known[:, i]
        lines.append((shorten_label(labels[i]), y_true[rows, i], probabilities[rows, i]))
    for number, (name, y, p) in enumerate(lines):
        if not y.any():
            continue
        precision, recall, _ = precision_recall_curve(y, p)
        mean = average_precision_score(y, p)
        style: dict[str, Any] = {"color": INK, "lw": 2.2} if not number else _line_style(number - 1)
        # The curve is a step function: between two points there is no threshold.
        [line] = axes.plot(recall, precision, drawstyle="steps-post", **style)
        line.set_label(f"{name} ({format_score(mean, 2)})".replace("$", r"\$"))
    _set_share_limits(axes)
    axes.set_xlabel("recall")
    axes.set_ylabel("precision")
    figure.legend(
        loc="outside lower center",
        ncols=2,
        fontsize=TEXT_SIZE,
        frameon=False,
        labelcolor=INK,
        title="average precision",
        title_fontsize=TEXT_SIZE,
    )
    n_known = int((support > 0).sum())
    set_title(axes, title + hidden_labels_note(len(shown), n_known))
    return figure


def reliability_curve(curve: Reliability, title: str) -> Figure:
    """Return a reliability diagram: accuracy against confidence, in bins."""
    figure, axes = new_plot(4.8, 4.6)
    axes.plot([0, 1], [0, 1], color=INK, lw=0.9, ls=":", zorder=0)
    # Near the origin, where curves seldom are: the most probable label has no small probability.
    axes.text(
        0.05,
        0.01,
        "perfectly calibrated",
        fontsize=TEXT_SIZE,
        color=INK,
        rotation=45,
        rotation_mode="anchor",
    )
    x = [point.confidence for point in curve.bins]
    y = [point.accuracy for point in curve.bins]
    axes.vlines(x, np.minimum(x, y), np.maximum(x, y), color=INK, lw=1.5, alpha=0.5)
    axes.plot(x, y, "-o", color=GIVEN, ms=5)
    _set_share_limits(axes)
    axes.set_aspect("equal")
    axes.set_xlabel("mean probability of the most probable label")
    axes.set_ylabel("accuracy")
    n = sum(point.n_articles for point in curve.bins)
    if curve.calibration_error is not None:
        error = format_score(curve.calibration_error)
        note = f"{plural(n, 'article')}\ncalibration error {error}"
        axes.text(0.04, 0.97, note, va="top", fontsize=TEXT_SIZE, color=INK)
    set_title(axes, title)
    return figure


def accuracy_coverage_curve(points: Sequence[CoveragePoint], title: str) -> Figure:
    """Return a figure of accuracy against coverage, most confident predictions first."""
    figure, axes = new_plot(5.0, 3.6)
    axes.plot(
        [point.coverage for point in points],
        [point.accuracy for point in points],
        color=GIVEN,
        lw=1.8,
    )
    if points:
        last = points[-1]
        axes.plot(last.coverage, last.accuracy, "D", color=GIVEN, ms=6)
        axes.annotate(
            f"all predictions: {format_score(last.accuracy, 2)}",
            (last.coverage, last.accuracy),
            (-6, -14),
            textcoords="offset points",
            ha="right",
            fontsize=TEXT_SIZE,
            color=INK,
        )
    _set_share_limits(axes)
    axes.set_xlabel("coverage, the most confident predictions first")
    axes.set_ylabel("accuracy")
    set_title(axes, title)
    return figure


def learning_curve(points: Sequence[LearningCurvePoint], title: str) -> Figure:
    """Return a figure of macro-F1 against the number of training articles."""
    figure, axes = new_plot(5.0, 3.6)
    x, y = [point.n_train for point in points], [point.value for point in points]
    for point in points:
        if point.interval is not None:
            axes.vlines(point.n_train, *point.interval, color=INK, lw=1.5)
    axes.plot(x, y, "-o", color=GIVEN, ms=6)
    for point in points:
        axes.annotate(
            format_score(point.value, 2),
            (point.n_train, point.value),
            (6, -12),
            textcoords="offset points",
            fontsize=TEXT_SIZE,
            color=INK,
        )
    axes.set_xscale("log", base=2)
    axes.set_xticks(x, list(map(format_count, x)))
    axes.minorticks_off()
    axes.set_xlim(min(x) / 1.2, max(x) * 1.3)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("number of training articles")
    axes.set_ylabel("macro-F1 with 95 % interval")
    set_title(axes, title)
    return figure


def top_terms(
    terms: Mapping[str, Sequence[tuple[str, float]]], n_labels: int, title: str
) -> Figure:
    """Return a figure of the terms with the largest weights, with a panel for each label.

    Parameters
    ----------
    terms
        The terms of each label and their weights, largest first. The first twelve labels are
        shown.
    n_labels
        The number of labels of the model.
    title
        The title of the figure.
    """
    shown = list(terms.items())[:MAX_PANELS]
    n_columns = min(PANELS_PER_ROW, max(1, len(shown)))
    n_rows = -(-max(1, len(shown)) // n_columns)
    figure = new_figure(3.1 * n_columns, 0.5 + 2.3 * n_rows)
    for number, (label, weights) in enumerate(shown, start=1):
        axes = style_axes(figure.add_subplot(n_rows, n_columns, number))
        _draw_terms(axes, weights[:MAX_TERMS])
        axes.set_title(shorten_label(label), fontsize=9, color=INK, parse_math=False)
    title += hidden_labels_note(len(shown), n_labels)
    figure.suptitle(title, fontsize=TITLE_SIZE, parse_math=False)
    return figure


def _draw_terms(axes: Axes, weights: Sequence[tuple[str, float]]) -> None:
    rows = list(weights)[::-1]
    axes.barh(range(len(rows)), [weight for _, weight in rows], color=FOR, alpha=0.55, height=0.65)
    axes.set_yticks(range(len(rows)), [_show_spaces(term) for term, _ in rows], parse_math=False)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)


def _show_spaces(term: str) -> str:
    # Spaces at the edges of a character n-gram are part of it.
    has_edges = term != term.strip()
    return shorten_label(term.replace(" ", "␣") if has_edges else term)


def _set_share_limits(axes: Axes) -> None:
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, 1.02)


def _line_style(number: int) -> dict[str, Any]:
    return {
        "color": PALETTE[number % len(PALETTE)],
        "ls": DASHES[number // len(PALETTE) % len(DASHES)],
        "lw": 1.3,
    }
