"""Figures of scores, predicted labels and agreement, as matplotlib figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from tenor.evaluation.agreement import RELIABLE, TENTATIVE, Agreement
from tenor.evaluation.figure_style import (
    GIVEN,
    INK,
    PAPER,
    TEXT_SIZE,
    TRUE,
    hidden_labels_note,
    new_plot,
    set_title,
    shorten_label,
)
from tenor.evaluation.intervals import Interval
from tenor.evaluation.metrics import Scores
from tenor.evaluation.model_agreement import ModelAgreement
from tenor.evaluation.repeated_splits import MeanScore
from tenor.present import format_count, format_score, plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

MAX_COUNTED_LABELS = 15
"""The most labels with which a confusion matrix has space for its counts."""

MAX_LABELS = 30
"""The most labels that a figure shows; tables show all of them."""


def f1_per_label(scores: Scores, intervals: Mapping[str, Interval | None], title: str) -> Figure:
    """Return a bar chart of the F1 of each label with its interval, most frequent labels first.

    Parameters
    ----------
    scores
        The scores of the labels.
    intervals
        The interval of each label's F1, by ``f1:LABEL``.
    title
        The title of the figure.
    """
    rows = sorted(scores.per_label, key=lambda row: (-row.support, row.label))[:MAX_LABELS]
    rows = rows[::-1]
    figure, axes = new_plot(5.0, 1.4 + 0.28 * len(rows))
    values = [row.f1 for row in rows]
    bounds = [intervals[f"f1:{row.label}"] for row in rows]
    axes.barh(range(len(rows)), values, color=GIVEN, alpha=0.55, height=0.65)
    for y, interval in enumerate(bounds):
        if interval is not None:
            axes.hlines(y, *interval, color=INK, lw=1.5)
    names = [f"{shorten_label(row.label)} ({row.support})" for row in rows]
    axes.set_yticks(range(len(rows)), names, parse_math=False)
    mean, top = scores.macro_f1, len(rows) - 0.4
    axes.axvline(mean, color=INK, lw=1.2, ls="--")
    axes.text(mean, top, f" macro-F1 {format_score(mean, 2)}", color=INK, fontsize=TEXT_SIZE)
    axes.set_xlim(0, 1)
    axes.set_xlabel("F1 with 95 % interval (articles with the label in brackets)")
    n_hidden = len(scores.per_label) - len(rows)
    hidden = f"; {plural(n_hidden, 'rarer label')} not shown" if n_hidden else ""
    # The padding leaves space for the text that names the mean.
    set_title(axes, title + hidden, pad=16)
    return figure


def score_by_split_kind(scores: Sequence[tuple[str, MeanScore, float]], title: str) -> Figure:
    """Return a chart of the mean score by kind of split, with intervals.

    Parameters
    ----------
    scores
        The name of a kind of split, its mean score, and the majority baseline's score; the
        first is drawn at the top.
    title
        The title of the figure.
    """
    rows = list(scores)[::-1]
    figure, axes = new_plot(5.0, 1.7 + 0.42 * len(rows))
    for y, (kind, score, majority) in enumerate(rows):
        if score.interval is not None:
            axes.hlines(y, *score.interval, color=GIVEN, lw=2)
        axes.plot(score.value, y, "D" if kind == "random" else "o", color=GIVEN, ms=7)
        if len(score.per_split) > 1:
            axes.plot(score.per_split, [y - 0.22] * len(score.per_split), "|", color=INK, ms=6)
        axes.plot(majority, y, "x", color=INK, ms=6, clip_on=False)
        axes.annotate(
            format_score(score.value, 2),
            (score.value, y),
            (0, 7),
            textcoords="offset points",
            ha="center",
            fontsize=TEXT_SIZE,
            color=INK,
        )
    axes.set_yticks(range(len(rows)), [kind for kind, _, _ in rows], parse_math=False)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.set_xlim(0, 1)
    note = "mean with 95 % interval;  | single draws;  x majority baseline"
    if any(kind == "random" for kind, _, _ in rows):
        note += "\nonly in the random split, near-duplicates can be on both sides"
    axes.set_xlabel(note, fontsize=TEXT_SIZE)
    set_title(axes, title)
    return figure


def confusion_matrix(
    y_true: NDArray[np.uint8], y_pred: NDArray[np.bool_], labels: tuple[str, ...], title: str
) -> Figure:
    """Return the confusion matrix of articles with one label, normalized over the true labels.

    Parameters
    ----------
    y_true, y_pred
        True and predicted labels, 0/1, shape (n, n_labels).
    labels
        The names of the labels. The most frequent ones are shown, in this order.
    title
        The title of the figure.
    """
    from matplotlib.patches import Rectangle

    support = y_true.sum(axis=0, dtype=np.int64)
    shown = np.sort(np.argsort(-support, kind="stable")[:MAX_LABELS])
    counts = y_true.astype(np.int64)[:, shown].T @ y_pred.astype(np.int64)[:, shown]
    shares = counts / np.maximum(support[shown, None], 1)
    has_counts = len(shown) <= MAX_COUNTED_LABELS
    side = 2.6 + (0.42 if has_counts else 0.26) * len(shown)
    figure, axes = new_plot(side + 0.6, side)
    for (row, column), share in np.ndenumerate(shares):
        if share:
            cell = Rectangle((column - 0.5, row - 0.5), 1, 1, color=GIVEN, alpha=share, lw=0)
            axes.add_patch(cell)
    axes.set_xlim(-0.5, len(shown) - 0.5)
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.set_aspect("equal")
    axes.spines[["top", "right"]].set_visible(True)
    names = [shorten_label(labels[i]) for i in shown]
    axes.set_xticks(range(len(shown)), names, rotation=45, ha="right", parse_math=False)
    axes.set_yticks(range(len(shown)), names, parse_math=False)
    axes.set_xlabel("predicted\n(the darker, the larger the share of the articles of the row)")
    axes.set_ylabel("true")
    if has_counts:
        for (row, column), count in np.ndenumerate(counts):
            color = PAPER if shares[row, column] > 0.5 else INK
            axes.text(
                column, row, f"{count}", ha="center", va="center", color=color, fontsize=TEXT_SIZE
            )
    set_title(axes, title + hidden_labels_note(len(shown), len(labels)))
    return figure


def label_decisions(scores: Scores, title: str) -> Figure:
    """Return how often each label is given rightly, missed, and given wrongly, as bars.

    For articles with several labels, in place of a confusion matrix: a label that an article
    also has is no error there.

    Parameters
    ----------
    scores
        The scores of the labels; the most frequent ones are shown.
    title
        The title of the figure.
    """
    rows = sorted(scores.per_label, key=lambda row: (-row.support, row.label))[:MAX_LABELS][::-1]
    figure, axes = new_plot(5.0, 1.8 + 0.28 * len(rows))
    positions = np.arange(len(rows))
    right = np.array([row.n_right for row in rows])
    missed = np.array([row.n_missed for row in rows])
    wrong = np.array([row.n_wrong for row in rows])
    # What the label has is right of zero, what it has not is left of it.
    axes.barh(positions, right, color=TRUE, height=0.65, label="right")
    axes.barh(positions, missed, left=right, color=TRUE, alpha=0.4, height=0.65, label="missed")
    axes.barh(positions, -wrong, color=GIVEN, height=0.65, label="wrongly given")
    axes.axvline(0, color=INK, lw=0.9)
    names = [
        f"{shorten_label(row.label)} ({row.n_right}, {row.n_missed}, {row.n_wrong})" for row in rows
    ]
    axes.set_yticks(positions, names, parse_math=False)
    axes.xaxis.set_major_formatter(lambda x, _: format_count(abs(x)))
    axes.set_xlabel("articles (in brackets: right, missed, wrongly given)")
    figure.legend(
        loc="outside lower center", ncols=3, fontsize=TEXT_SIZE, frameon=False, labelcolor=INK
    )
    set_title(axes, title + hidden_labels_note(len(rows), len(scores.per_label)))
    return figure


def alpha_per_label(
    names: Sequence[str],
    agreements: Sequence[Agreement],
    model_agreements: Sequence[ModelAgreement | None],
    title: str,
) -> Figure:
    """Return a chart of Krippendorff's alpha of each label, with intervals and customary bounds.

    A label without an alpha has an empty row.

    Parameters
    ----------
    names
        The names of the labels.
    agreements
        The agreement between people on each label.
    model_agreements
        The agreement of a model with people on each label, None for labels without one. The
        model's alpha is drawn below people's.
    title
        The title of the figure.
    """
    # An undefined alpha sorts above all others.
    alphas = [2.0 if agreement.alpha is None else agreement.alpha for agreement in agreements]
    order = sorted(sorted(range(len(names)), key=alphas.__getitem__)[:MAX_LABELS], reverse=True)
    if len(order) < len(names):
        title += f"; the {MAX_LABELS} lowest of {len(names)}"
    figure, axes = new_plot(5.0, 1.6 + 0.3 * len(order))
    lowest = 0.0
    for y, i in enumerate(order):
        agreement, model_agreement = agreements[i], model_agreements[i]
        if agreement.interval is not None:
            axes.hlines(y, *agreement.interval, color=INK, lw=1.5)
            lowest = min(lowest, agreement.interval.low)
        if agreement.alpha is not None:
            axes.plot(agreement.alpha, y, "o", color=TRUE, ms=6, label="between people")
            lowest = min(lowest, agreement.alpha)
        if model_agreement is not None and model_agreement.model_alpha is not None:
            label = "between model and people"
            axes.plot(model_agreement.model_alpha, y - 0.25, "D", color=GIVEN, ms=4.5, label=label)
            lowest = min(lowest, model_agreement.model_alpha)
    _draw_bounds(axes, len(order) - 0.4)
    _draw_legend(axes, figure.get_figheight())
    axes.set_yticks(range(len(order)), [shorten_label(names[i]) for i in order], parse_math=False)
    axes.set_ylim(-0.6, len(order) - 0.1)
    axes.set_xlim(max(lowest - 0.02, -1.0), 1.03)
    axes.set_xlabel("Krippendorff's alpha with 95 % interval")
    set_title(axes, title)
    return figure


def _draw_bounds(axes: Axes, top: float) -> None:
    for bound in (TENTATIVE, RELIABLE):
        axes.axvline(bound, color=INK, lw=0.9, ls=":", zorder=0)
    middle = (TENTATIVE + RELIABLE) / 2
    axes.text(middle, top, "tentative", ha="center", color=INK, fontsize=7)
    axes.text((RELIABLE + 1) / 2, top, "reliable", ha="center", color=INK, fontsize=7)


def _draw_legend(axes: Axes, height: float) -> None:
    """Draw a legend below the plot if there is more than one kind of alpha."""
    handles, names = axes.get_legend_handles_labels()
    # Every row adds a handle of each kind; the legend shows a kind once.
    entries = dict(zip(names, handles, strict=True))
    if len(entries) > 1:
        axes.legend(
            entries.values(),
            entries,
            fontsize=TEXT_SIZE,
            frameon=False,
            ncols=2,
            loc="upper center",
            bbox_to_anchor=(0.5, -0.55 / height),
        )
