"""The figure of shares: its panels, and its file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tenor.evaluation.share_figures import (
    SharePanel,
    SharePoint,
    shares_of_groups,
    shares_over_time,
)
from tenor.output import write_file
from tenor.workflow.shares.domains import PERIODS, UNKNOWN
from tenor.workflow.shares.result import ShareRow, TaskShares

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def share_figure(results: Sequence[TaskShares]) -> Figure:
    """Return the figure of the shares of one or several tasks, grouped in the same way.

    Over time, each label has a panel, or each label and outlet; labels with the largest shares
    come first, then outlets with the most articles. Without time, outlets are rows.

    Parameters
    ----------
    results
        The shares.
    """
    first = results[0]
    assumes = f", assumes {first.assumption}" if first.assumption else ""
    title = f"Shares of {first.of}, with 95 % intervals{assumes}"
    if set(first.variables) & set(PERIODS):
        return shares_over_time(list(_panels_over_time(results)), title)
    return shares_of_groups(list(_panels_of_groups(results)), title)


def write_figure(results: Sequence[TaskShares], path: Path, *, force: bool) -> None:
    """Write the figure to an SVG or PNG file.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    write_file(path, figure_bytes(results, path.suffix), replace=force)


def figure_bytes(results: Sequence[TaskShares], extension: str) -> bytes:
    """Return the figure as the content of an ``.svg`` or ``.png`` file."""
    from tenor.evaluation.figure_style import to_png
    from tenor.evaluation.figure_svg import to_svg_file

    figure = share_figure(results)
    if extension == ".png":
        return to_png(figure)
    names = ", ".join(dict.fromkeys(r.label_name(row.label) for r in results for row in r.rows))
    return to_svg_file(figure, f"Shares of {results[0].of} with 95 % intervals: {names}")


def _panels_over_time(results: Sequence[TaskShares]) -> Iterator[SharePanel]:
    for result in results:
        has_outlets = "outlet" in result.variables
        periods = sorted({row.group.period for row in result.rows} - {"", *UNKNOWN.values()})
        for label, rows in _by_label(result):
            by_outlet: dict[str, dict[str, ShareRow]] = {}
            for row in rows:
                if bool(row.group.outlet) == has_outlets and row.group.period:
                    by_outlet.setdefault(row.group.outlet, {})[row.group.period] = row
            sizes = {
                outlet: -sum(row.n_articles for row in own.values())
                for outlet, own in by_outlet.items()
            }
            for outlet in sorted(by_outlet, key=lambda name: (sizes[name], name)):
                own = by_outlet[outlet]
                title = f"{label}, {outlet}" if outlet else label
                points = tuple(_point(period, own.get(period)) for period in periods)
                yield SharePanel(title, points)


def _panels_of_groups(results: Sequence[TaskShares]) -> Iterator[SharePanel]:
    for result in results:
        if result.variables:
            for label, rows in _by_label(result):
                outlets = [row for row in rows if row.group.outlet]
                yield SharePanel(label, tuple(_point(row.group.outlet, row) for row in outlets))
        else:
            points = [_point(label, rows[0]) for label, rows in _by_label(result)]
            yield SharePanel(result.task.name, tuple(points))


def _by_label(result: TaskShares) -> list[tuple[str, list[ShareRow]]]:
    """Return the rows of each label by its name, the label with the largest share first."""
    by_label: dict[str, list[ShareRow]] = {}
    for row in result.rows:
        by_label.setdefault(result.label_name(row.label), []).append(row)
    # The first row of a label is that of all articles.
    return sorted(by_label.items(), key=lambda item: -_share(item[1][0]))


def _share(row: ShareRow) -> float:
    return (row.corrected or row.raw_count).value


def _point(name: str, row: ShareRow | None) -> SharePoint:
    if row is None:
        return SharePoint(name, float("nan"), None, None)
    if row.corrected is None:
        return SharePoint(name, row.raw_count.value, None, None)
    return SharePoint(name, row.raw_count.value, row.corrected.value, row.corrected.interval)
