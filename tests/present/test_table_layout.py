"""Laying out the cells of a table."""

from __future__ import annotations

import pytest

from tenor.present.table_layout import Cells, lay_out


def _cells() -> list[Cells]:
    names = ["model", "majority", "model, covered by rules"]
    scores = ["0.680 [.48, .78]", "0.200 [.00, .30]", "1.000 [.80, 1.00]"]
    return [
        Cells("text", "", names),
        *(Cells("number", heading, scores) for heading in ("macro-F1", "micro-F1", "F_avg")),
        Cells("number", "articles", ["33", "33", "1"]),
    ]


@pytest.mark.parametrize("width", range(54, 120))
def test_a_table_fits_any_width_that_its_numbers_fit(width: int) -> None:
    lines = lay_out(_cells(), width)
    assert max(map(len, lines)) <= width
    words = [word for line in lines for word in line.split()]
    for piece in ("0.680", "[.48,", "1.000", "1.00]", "33", "macro-F1"):
        assert piece in words


def test_the_gap_is_narrowed_before_a_name_gets_lines_of_its_own() -> None:
    assert lay_out(_cells(), 55)[:4] == [
        "              macro-F1    micro-F1       F_avg articles",
        "───────────────────────────────────────────────────────",
        "model            0.680       0.680       0.680       33",
        "            [.48, .78]  [.48, .78]  [.48, .78]",
    ]


def test_a_name_has_a_line_of_its_own_where_nothing_else_helps() -> None:
    lines = lay_out(_cells(), 50)
    assert "model, covered by rules" in lines


def test_a_table_without_rows_has_its_headings() -> None:
    assert lay_out([Cells("id", "run", []), Cells("number", "n", [])], 80) == ["run  n", "──────"]
