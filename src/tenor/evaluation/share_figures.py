"""Figures of shares: small multiples over time, or of groups side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.evaluation.figure_style import (
    GIVEN,
    INK,
    TEXT_SIZE,
    TRUE,
    new_figure,
    set_title,
    shorten_label,
    style_axes,
)
from tenor.evaluation.intervals import Interval

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

MAX_PANELS = 24
"""The most panels of a figure; the table has the shares of all."""

MAX_COLUMNS = 3
MAX_TICKS = 6
"""The most columns of panels, and the most periods that an axis names."""


@dataclass(frozen=True)
class SharePoint:
    """The share of a label in one group.

    Attributes
    ----------
    name
        The name of the period or group.
    raw_count
        The share by predictions alone.
    corrected, interval
        The corrected share and its interval; None without codings.
    """

    name: str
    raw_count: float
    corrected: float | None
    interval: Interval | None


@dataclass(frozen=True)
class SharePanel:
    """One panel: the shares of a label, in order.

    Attributes
    ----------
    title
        The label, and the group if the periods are of one.
    points
        The shares of its periods or groups.
    """

    title: str
    points: tuple[SharePoint, ...]


def shares_over_time(panels: Sequence[SharePanel], title: str) -> Figure:
    """Return a line for each panel, with intervals as bands and the raw count dashed.

    Parameters
    ----------
    panels
        The panels, of which the first `MAX_PANELS` are drawn; all have the same periods.
    title
        The title of the figure.
    """
    shown = panels[:MAX_PANELS]
    figure, all_axes = _grid(len(shown), height=2.0)
    top = _top(shown)
    for axes, panel in zip(all_axes, shown, strict=True):
        positions = np.arange(len(panel.points))
        corrected = np.array([_or_nan(point.corrected) for point in panel.points])
        bounds = np.array([point.interval or (np.nan, np.nan) for point in panel.points])
        axes.fill_between(positions, bounds[:, 0], bounds[:, 1], color=TRUE, alpha=0.25, lw=0)
        axes.plot(positions, corrected, "o-", color=TRUE, ms=3, lw=1.5, label="corrected")
        # A period between two without codings has no band.
        alone = _without_neighbors(np.isfinite(corrected))
        axes.vlines(positions[alone], *bounds[alone].T, color=TRUE, alpha=0.4, lw=2)
        raw = [point.raw_count for point in panel.points]
        axes.plot(positions, raw, "--", color=GIVEN, lw=1.2, label="raw count")
        ticks = positions[:: max(1, -(-len(positions) // MAX_TICKS))]
        names = [panel.points[i].name for i in ticks]
        axes.set_xticks(ticks, names, rotation=45, ha="right", parse_math=False)
        axes.set_ylim(0, top)
        _percent(axes.yaxis)
        set_title(axes, shorten_label(panel.title))
    _finish(figure, all_axes[0], title, len(panels) - len(shown))
    return figure


def shares_of_groups(panels: Sequence[SharePanel], title: str) -> Figure:
    """Return a row for each group of each panel, with intervals, and the raw count as a cross.

    Parameters
    ----------
    panels
        The panels, of which the first `MAX_PANELS` are drawn.
    title
        The title of the figure.
    """
    shown = panels[:MAX_PANELS]
    n_rows = max(len(panel.points) for panel in shown)
    figure, all_axes = _grid(len(shown), height=0.9 + 0.24 * n_rows)
    top = _top(shown)
    for axes, panel in zip(all_axes, shown, strict=True):
        for y, point in enumerate(panel.points[::-1]):
            if point.interval is not None:
                axes.hlines(y, *point.interval, color=TRUE, lw=2)
                axes.plot(_or_nan(point.corrected), y, "o", color=TRUE, ms=5)
            axes.plot(point.raw_count, y, "x", color=GIVEN, ms=5)
        axes.plot([], [], "o-", color=TRUE, label="corrected")
        axes.plot([], [], "x", color=GIVEN, label="raw count")
        names = [shorten_label(point.name) for point in panel.points[::-1]]
        axes.set_yticks(range(len(names)), names, parse_math=False)
        axes.set_ylim(-0.6, len(names) - 0.4)
        axes.set_xlim(0, top)
        _percent(axes.xaxis)
        set_title(axes, shorten_label(panel.title))
    _finish(figure, all_axes[0], title, len(panels) - len(shown))
    return figure


def _grid(n: int, *, height: float) -> tuple[Figure, list[Axes]]:
    n_columns = min(n, MAX_COLUMNS)
    n_rows = -(-n // n_columns)
    figure = new_figure(1.0 + 2.9 * n_columns, 0.8 + height * n_rows)
    grid = figure.add_gridspec(n_rows, n_columns)
    return figure, [style_axes(figure.add_subplot(grid[divmod(i, n_columns)])) for i in range(n)]


def _top(panels: Sequence[SharePanel]) -> float:
    """Return the end of the common axis of shares."""
    values = [
        value
        for panel in panels
        for point in panel.points
        for value in (point.raw_count, *(point.interval or ()))
        if np.isfinite(value)
    ]
    return float(min(1.02, 1.05 * max([0.05, *values])))


def _finish(figure: Figure, first: Axes, title: str, n_hidden: int) -> None:
    hidden = f"; {n_hidden} more panels in the table" if n_hidden else ""
    figure.suptitle(title + hidden, fontsize=TEXT_SIZE + 1, color=INK, parse_math=False)
    handles, labels = first.get_legend_handles_labels()
    legend = figure.legend(
        handles, labels, loc="outside lower center", ncols=2, frameon=False, fontsize=TEXT_SIZE
    )
    for text in legend.get_texts():
        text.set_color(INK)


def _percent(axis: object) -> None:
    from matplotlib.axis import Axis
    from matplotlib.ticker import PercentFormatter

    assert isinstance(axis, Axis)
    axis.set_major_formatter(PercentFormatter(1.0, decimals=0))


def _without_neighbors(is_known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which known values are between unknown ones."""
    padded = np.concatenate([[False], is_known, [False]])
    return np.asarray(is_known & ~padded[:-2] & ~padded[2:])


def _or_nan(value: float | None) -> float:
    return np.nan if value is None else value
