"""The panels of the figure of shares."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tenor.workflow.shares.figure import share_figure, write_figure
from tenor.workflow.shares.result import Group, TaskShares

from .test_files import example


def titles(result: TaskShares) -> list[str]:
    return [axes.get_title() for axes in share_figure([result]).axes]


def over_time() -> TaskShares:
    rows = example().rows
    cells = [
        replace(rows[i], group=Group(outlet, period), n_articles=n)
        for i, outlet, period, n in (
            (0, "small", "2019-01", 1),
            (1, "large", "2019-01", 9),
            (2, "large", "2019-02", 9),
            (2, "", "2019-02", 10),
            (2, "large", "", 18),
        )
    ]
    return replace(example(), rows=(rows[0], *cells), variables=("outlet", "month"))


def test_outlets_are_rows_of_a_panel_for_each_label() -> None:
    figure = share_figure([example()])
    [axes] = figure.axes
    assert axes.get_title() == "war"
    assert [label.get_text() for label in axes.get_yticklabels()] == ["wire", "=1+1"]


def test_periods_are_points_of_a_panel_for_each_label_and_outlet_the_largest_first() -> None:
    assert titles(over_time()) == ["war, large", "war, small"]
    figure = share_figure([over_time()])
    labels = [label.get_text() for label in figure.axes[0].get_xticklabels()]
    assert labels == ["2019-01", "2019-02"]


def test_without_groups_labels_are_rows() -> None:
    result = replace(example(), rows=example().rows[:1], variables=())
    [axes] = share_figure([result]).axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["war"]


def test_the_title_says_what_is_assumed() -> None:
    figure = share_figure([replace(example(), assumption="label-shift")])
    assert figure.get_suptitle() == ("Shares of articles, with 95 % intervals, assumes label-shift")


@pytest.mark.parametrize(("extension", "start"), [(".svg", b"<?xml"), (".png", b"\x89PNG")])
def test_it_is_written_by_its_extension(tmp_path: Path, extension: str, start: bytes) -> None:
    path = tmp_path / f"shares{extension}"
    write_figure([over_time()], path, force=False)
    assert path.read_bytes().startswith(start)
