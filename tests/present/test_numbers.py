"""Scores, intervals, shares and counts as they are shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.present import (
    format_count,
    format_interval,
    format_percent,
    format_score,
    format_signed,
    score_with_interval,
)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0.8136, 3, "0.814"),
        (0.8136, 2, "0.81"),
        (1.0, 3, "1.000"),
        (0.0, 3, "0.000"),
        (-0.25, 2, "-0.25"),
        (-0.0004, 3, "0.000"),
        (-0.0006, 3, "-0.001"),
    ],
)
def test_a_score_has_a_fixed_number_of_decimals(value: float, decimals: int, expected: str) -> None:
    """A score that is rounded to zero has no sign."""
    assert format_score(value, decimals) == expected


@given(st.floats(-1, 1))
def test_a_score_of_zero_never_has_a_sign(value: float) -> None:
    assert format_score(value) != "-0.000"
    assert float(format_score(value)) == pytest.approx(value, abs=0.0005)


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ((0.74, 0.88), "[.74, .88]"),
        ((0.0, 1.0), "[.00, 1.00]"),
        ((-0.021, 0.08), "[-.02, .08]"),
        ((-0.001, 0.001), "[.00, .00]"),
        ((-1.0, -0.5), "[-1.00, -.50]"),
    ],
)
def test_bounds_between_minus_one_and_one_have_two_decimals_and_no_leading_zero(
    bounds: tuple[float, float], expected: str
) -> None:
    assert format_interval(bounds) == expected


def test_a_score_is_followed_by_its_interval() -> None:
    assert score_with_interval(0.8136, (0.74, 0.88)) == "0.814 [.74, .88]"


def test_a_difference_has_a_sign() -> None:
    assert [format_signed(value) for value in (0.0304, -0.25, 0.0)] == [
        "+0.030",
        "-0.250",
        "+0.000",
    ]


@pytest.mark.parametrize(
    ("share", "decimals", "expected"),
    [(0.083, 1, "8.3%"), (0.083, 0, "8%"), (0.0, 0, "0%"), (1.0, 0, "100%"), (None, 0, "")],
)
def test_a_share_is_a_percentage_and_a_missing_one_is_empty(
    share: float | None, decimals: int, expected: str
) -> None:
    assert format_percent(share, decimals) == expected


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "0"), (999, "999"), (28507, "28,507"), (1234567.4, "1,234,567")]
)
def test_thousands_of_a_count_are_separated(count: float, expected: str) -> None:
    assert format_count(count) == expected
