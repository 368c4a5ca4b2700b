"""Figures of shares."""

from __future__ import annotations

import pytest

from tenor.evaluation.intervals import Interval
from tenor.evaluation.share_figures import (
    MAX_PANELS,
    SharePanel,
    SharePoint,
    shares_of_groups,
    shares_over_time,
)

KNOWN = SharePoint("2019-01", 0.3, 0.25, Interval(0.2, 0.31))
UNKNOWN = SharePoint("2019-02", 0.4, None, None)


def test_a_period_without_codings_interrupts_the_line_and_not_the_raw_count() -> None:
    panel = SharePanel("war", (KNOWN, UNKNOWN, KNOWN, KNOWN))
    [axes] = shares_over_time([panel], "Shares").axes
    corrected, raw = axes.get_lines()
    assert corrected.get_ydata()[[0, 2, 3]].tolist() == [0.25, 0.25, 0.25]
    assert corrected.get_ydata()[1] != corrected.get_ydata()[1]
    assert list(raw.get_ydata()) == [0.3, 0.4, 0.3, 0.3]
    # The first interval has no neighbor, with which it would be a band.
    [segment] = axes.collections[1].get_segments()
    assert segment.tolist() == [[0, 0.2], [0, 0.31]]


def test_panels_share_an_axis_and_those_left_out_are_counted() -> None:
    panels = [SharePanel(f"label {i}", (KNOWN, UNKNOWN)) for i in range(MAX_PANELS + 2)]
    figure = shares_over_time(panels, "Shares")
    assert len(figure.axes) == MAX_PANELS
    assert figure.get_suptitle() == "Shares; 2 more panels in the table"
    tops = [axes.get_ylim()[1] for axes in figure.axes]
    assert tops == pytest.approx([0.42] * MAX_PANELS)


def test_groups_are_rows_from_the_top() -> None:
    points = (SharePoint("a", 0.3, 0.25, Interval(0.2, 0.31)), SharePoint("b", 0.4, None, None))
    [axes] = shares_of_groups([SharePanel("war", points)], "Shares").axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["b", "a"]
    crosses = [line for line in axes.get_lines() if line.get_marker() == "x"]
    assert [(line.get_xdata()[0], line.get_ydata()[0]) for line in crosses[:2]] == [
        (0.4, 0),
        (0.3, 1),
    ]
