"""The kinds of columns of printed tables: counts, shares, scores, scores with intervals."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from tenor.present import (
    Column,
    Estimate,
    format_count,
    format_interval,
    format_percent,
    format_score,
    format_signed,
)

_PERCENT = partial(format_percent, decimals=1)


def format_estimate(estimate: Estimate) -> str:
    """Return a score, and its interval if it has one."""
    assert estimate.value is not None
    score = format_score(estimate.value)
    return f"{score} {format_interval(estimate.interval)}" if estimate.interval else score


def format_value(estimate: Estimate) -> str:
    """Return a score without its interval."""
    assert estimate.value is not None
    return format_score(estimate.value)


def format_difference(estimate: Estimate) -> str:
    """Return a signed difference, and its interval if it has one."""
    assert estimate.value is not None
    if estimate.interval is None:
        return format_signed(estimate.value)
    low, high = map(format_signed, estimate.interval)
    return f"{format_signed(estimate.value)} [{low}, {high}]"


def join_names(names: Iterable[str]) -> str:
    """Return names as one cell."""
    return ", ".join(names)


def number(name: str, heading: str, meaning: str) -> Column:
    """Return a column of counts."""
    return Column(name, heading, meaning, "number", format_count)


def score(name: str, heading: str, meaning: str, decimals: int = 3) -> Column:
    """Return a column of scores."""
    return Column(name, heading, meaning, "number", partial(format_score, decimals=decimals))


def estimated(name: str, heading: str, meaning: str) -> Column:
    """Return a column of scores with their intervals."""
    return Column(name, heading, meaning, "number", format_estimate)


def share(name: str, heading: str, meaning: str) -> Column:
    """Return a column of shares, in percent."""
    return Column(name, heading, meaning, "number", _PERCENT)
