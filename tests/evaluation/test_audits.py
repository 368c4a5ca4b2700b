"""Audits that can be looked at at any time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.errors import InputError
from tenor.evaluation.audits import audit, log_e_process, log_e_value, simulate_audits_to_alarm


def test_e_values_by_hand() -> None:
    """At .9: one right label gives .5 * .81 / .9² = 1/2; then a wrong one .162 / (.9² * .1) = 2."""
    assert np.exp(log_e_process(np.array([True, False]), 0.9)).tolist() == pytest.approx([0.5, 2.0])
    assert float(log_e_value(0, 0, 0.9)) == pytest.approx(0)


@given(st.integers(0, 400), st.integers(0, 100), st.floats(0.5, 0.99))
def test_the_expected_e_value_does_not_grow_while_the_promise_holds(
    n_right: int, n_wrong: int, precision: float
) -> None:
    """At the precision promised it stays, which makes it a martingale; above, it shrinks."""
    now = float(log_e_value(n_right, n_wrong, precision))
    right = np.exp(float(log_e_value(n_right + 1, n_wrong, precision)) - now)
    wrong = np.exp(float(log_e_value(n_right, n_wrong + 1, precision)) - now)
    assert precision * right + (1 - precision) * wrong == pytest.approx(1, rel=1e-6)
    better = (1 + precision) / 2
    assert better * right + (1 - better) * wrong <= 1 + 1e-6


def test_false_alarms_are_at_most_5_percent() -> None:
    """2,000 streams of 1,000 audits at just the precision promised."""
    n = simulate_audits_to_alarm(0.9, n_streams=2000, n_audits=1000)
    assert 0.01 < np.isfinite(n).mean() <= 0.05


@pytest.mark.parametrize(("true", "median"), [(0.8, 88), (0.7, 22)])
def test_a_stale_promise_is_found(true: float, median: int) -> None:
    n = simulate_audits_to_alarm(true, n_streams=2000, n_audits=600)
    assert np.median(n) == pytest.approx(median, rel=0.15)


def test_an_alarm_stays() -> None:
    """Right labels after an alarm do not withdraw it."""
    result = audit(np.array([0] * 5 + [1] * 300))
    assert (result.is_alarm, result.n_to_alarm) == (True, 2)
    assert (result.n_right, result.n_wrong, result.n) == (300, 5, 305)
    assert result.p_value < 0.001
    assert result.upper_limit == 0.9


def test_a_promise_that_was_refuted_is_above_the_upper_limit() -> None:
    """Also where later audits are right: the alarm was given all the same."""
    result = audit(np.array([0] * 4 + [1] * 60))
    assert result.is_alarm
    assert result.upper_limit <= 0.9


def test_the_upper_limit_is_where_the_alarm_begins() -> None:
    result = audit(np.array([1] * 70 + [0] * 30))
    assert result.is_alarm
    assert result.observed_precision == 0.7
    assert 0.7 < result.upper_limit < 0.9
    limit = result.upper_limit
    assert float(np.exp(log_e_value(70, 30, limit))) == pytest.approx(20, rel=1e-3)


def test_audits_without_mistakes_or_without_audits_refute_nothing() -> None:
    perfect = audit(np.ones(50))
    assert (perfect.is_alarm, perfect.upper_limit, perfect.p_value) == (False, 1.0, 1.0)
    none = audit(np.zeros(0))
    assert (none.n, none.observed_precision, none.is_alarm, none.upper_limit) == (0, None, False, 1)


def test_bad_input_is_refused() -> None:
    with pytest.raises(InputError, match="value '2' at position 1 of 'is_right'"):
        audit(np.array([1, 2]))
    with pytest.raises(InputError, match="precision '1' is not between 0 and 1"):
        audit(np.array([1]), precision=1)
    with pytest.raises(InputError, match=r"true precision '1\.5' is not from 0 to 1"):
        simulate_audits_to_alarm(1.5)
