"""How scores, intervals, shares and counts are written, wherever they are shown."""

from __future__ import annotations

import re

_LEADING_ZERO = re.compile(r"\b0(?=\.)")

Bounds = tuple[float, float]
"""The lower and the upper bound of an interval."""


def format_score(value: float, decimals: int = 3) -> str:
    """Return a score with a fixed number of decimals; a rounded -0.0 becomes 0.0.

    Examples
    --------
    >>> format_score(0.8136), format_score(-0.0001, decimals=2)
    ('0.814', '0.00')
    """
    return f"{round(value, decimals) + 0:.{decimals}f}"


def format_interval(bounds: Bounds | None) -> str:
    """Return an interval with two decimals and without leading zeros; empty for None.

    Examples
    --------
    >>> format_interval((-0.021, 0.08)), format_interval((0.96, 10.0))
    ('[-.02, .08]', '[.96, 10.00]')
    """
    if bounds is None:
        return ""
    low, high = (_LEADING_ZERO.sub("", format_score(bound, 2)) for bound in bounds)
    return f"[{low}, {high}]"


def score_with_interval(value: float, bounds: Bounds | None) -> str:
    """Return a score and its interval, if it has one.

    Examples
    --------
    >>> score_with_interval(0.8136, (0.74, 0.88)), score_with_interval(0.8136, None)
    ('0.814 [.74, .88]', '0.814')
    """
    return f"{format_score(value)} {format_interval(bounds)}".rstrip()


def format_signed(value: float, decimals: int = 3) -> str:
    """Return a difference with its sign.

    Examples
    --------
    >>> format_signed(0.0304), format_signed(-0.25, 2)
    ('+0.030', '-0.25')
    """
    return f"{value:+.{decimals}f}"


def format_percent(share: float | None, decimals: int = 0) -> str:
    """Return a share as a percentage, empty for None.

    Examples
    --------
    >>> format_percent(0.083, 1), format_percent(None)
    ('8.3%', '')
    """
    return "" if share is None else f"{share:.{decimals}%}"


def format_count(value: float) -> str:
    """Return a number without decimals, thousands separated by commas.

    Examples
    --------
    >>> format_count(28507)
    '28,507'
    """
    return f"{value:,.0f}"


def plural(n: float, noun: str, several: str = "") -> str:
    """Return a number and a noun that agrees with it.

    Parameters
    ----------
    n
        The number.
    noun
        The noun in the singular.
    several
        The noun in the plural; default with an s.

    Examples
    --------
    >>> plural(1, "article"), plural(2000, "article"), plural(2, "was", "were")
    ('1 article', '2,000 articles', '2 were')
    """
    return f"{format_count(n)} {noun if n == 1 else several or f'{noun}s'}"
