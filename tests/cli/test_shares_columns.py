"""The columns of tables of shares."""

from __future__ import annotations

from dataclasses import replace

from tenor.cli.shares_columns import DIFFERENCES, SHARES, share_cells, share_columns
from tenor.present import Table

from ..workflow.shares.test_files import example


def test_outlet_and_period_are_printed_if_shares_are_grouped_by_them() -> None:
    kinds = {column.name: column.kind for column in share_columns(("month",))}
    assert (kinds["outlet"], kinds["period"]) == ("data", "text")
    kinds = {column.name: column.kind for column in share_columns(("outlet", "year"))}
    assert (kinds["outlet"], kinds["period"]) == ("text", "text")


def test_a_group_without_codings_has_empty_cells() -> None:
    rows = [share_cells("war", row) for row in example().rows]
    record = Table(SHARES, rows).records()[1]
    assert record["corrected"] is None
    assert record["effective_n"] is None
    line = Table(SHARES, rows).lines(200)[3]
    assert line.split() == ["war", "=1+1", "100", "25.0%", "0", "all", "90"]


def test_codings_of_no_draw_are_not_counted_for_a_group() -> None:
    row = replace(example().rows[0], hand_coding=None, more_codings=None)
    record = Table(SHARES, [share_cells("war", row)]).records()[0]
    assert (record["n_coded"], record["more_codings"], record["corrected"]) == (None, None, 0.22)


def test_every_column_has_a_meaning() -> None:
    assert all(column.meaning for column in (*SHARES, *DIFFERENCES))
