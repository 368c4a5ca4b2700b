"""The kinds of columns of printed tables."""

from __future__ import annotations

from tenor.cli.column_kinds import estimated, format_difference, join_names, number, score, share
from tenor.present import Estimate


def test_each_kind_has_its_format() -> None:
    assert number("n", "n", "a count").format(1234) == "1,234"
    assert score("s", "s", "a score").format(0.12345) == "0.123"
    assert share("s", "s", "a share").format(0.5) == "50.0%"
    assert estimated("s", "s", "a score").format(Estimate(0.5, (0.25, 0.75))) == "0.500 [.25, .75]"
    assert join_names(["ana", "ben"]) == "ana, ben"


def test_a_difference_has_its_sign_and_its_interval_if_there_is_one() -> None:
    assert format_difference(Estimate(0.1, None)) == "+0.100"
    assert format_difference(Estimate(-0.1, (-0.2, 0.05))) == "-0.100 [-0.200, +0.050]"
