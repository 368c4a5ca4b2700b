"""The columns of the tables of ``tenor shares``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tenor.cli.column_kinds import number
from tenor.present import Column, Estimate, format_count, format_percent, format_signed

if TYPE_CHECKING:
    from tenor.evaluation.shares import Estimate as ShareEstimate
    from tenor.workflow.shares.result import DifferenceRow, ShareRow

PERCENT = 100


def _format_share(estimate: Estimate) -> str:
    assert estimate.value is not None
    share = format_percent(estimate.value, 1)
    if estimate.interval is None:
        return share
    low, high = (f"{PERCENT * bound:.1f}" for bound in estimate.interval)
    return f"{share} [{low}, {high}]"


def _format_value(estimate: Estimate) -> str:
    return format_percent(estimate.value, 1)


def _format_points(estimate: Estimate) -> str:
    assert estimate.value is not None
    assert estimate.interval is not None
    value, low, high = (
        format_signed(PERCENT * share, 1) for share in (estimate.value, *estimate.interval)
    )
    return f"{value} [{low}, {high}]"


def _format_more(row: ShareRow) -> str:
    if not row.more_codings:
        return ""
    return (
        f"all {format_count(row.more_codings)}" if row.needs_all else format_count(row.more_codings)
    )


def _more(row: ShareRow) -> int | None:
    return row.more_codings


_LABEL = Column("label", "label", "a theme, or a position as TARGET=POSITION")
_OUTLET = Column("outlet", "outlet", "the outlet; empty for all")
_PERIOD = Column("period", "period", "the month or year; empty for all")

SHARES = (
    _LABEL,
    _OUTLET,
    _PERIOD,
    number("n_articles", "articles", "articles of the group that the share counts"),
    Column(
        "raw_count",
        "raw count",
        "the share to which the label is predicted, biased by wrong predictions",
        "number",
        _format_value,
    ),
    Column(
        "hand_coding",
        "hand-coded",
        "the share by coded articles alone, with its 95 % interval",
        "number",
        _format_share,
    ),
    Column(
        "corrected",
        "corrected",
        "the share by predictions corrected by coded articles, with its 95 % interval",
        "number",
        _format_share,
    ),
    number("n_coded", "coded", "coded stories: near-duplicates are coded once"),
    number(
        "effective_n",
        "worth",
        "the number of articles coded by hand at random that would be as precise as the "
        "corrected share, at most all",
    ),
    Column(
        "more_codings",
        "more",
        "how many more articles to code for the margin; 'all' if every one",
        "number",
        _format_more,
        _more,
    ),
)

DIFFERENCES = (
    _LABEL,
    Column("first", "from", "an outlet, a period or both"),
    Column("second", "to", "another outlet, or the period after it"),
    Column(
        "difference",
        "difference",
        "the second corrected share minus the first in percentage points, with its 95 % interval",
        "number",
        _format_points,
    ),
)


def share_columns(variables: Sequence[str]) -> list[Column]:
    """Return the columns of shares; outlet and period are printed if shares are grouped by them."""
    shown = {"outlet": "outlet" in variables, "period": bool(set(variables) - {"outlet"})}
    return [
        column if shown.get(column.name, True) else replace(column, kind="data")
        for column in SHARES
    ]


def share_cells(name: str, row: ShareRow) -> list[Any]:
    """Return the cells of a row of shares; ``name`` is that of its label."""
    return [
        name,
        row.group.outlet,
        row.group.period,
        row.n_articles,
        _estimate(row.raw_count),
        _estimate(row.hand_coding),
        _estimate(row.corrected),
        None if row.more_codings is None else row.n_coded,
        row.worth,
        row,
    ]


def difference_cells(name: str, row: DifferenceRow) -> list[Any]:
    """Return the cells of a row of differences; ``name`` is that of its label."""
    difference = Estimate(row.difference.value, row.difference.interval)
    return [name, row.first.name, row.second.name, difference]


def _estimate(estimate: ShareEstimate | None) -> Estimate | None:
    return None if estimate is None else Estimate(estimate.value, estimate.interval)
