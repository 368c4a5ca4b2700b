"""Rows of shares."""

from __future__ import annotations

import numpy as np

from tenor.evaluation.shares import DomainShares, Frame, GoldSample, estimate_shares
from tenor.workflow.shares.result import Group, share_row


def shares_of(n: int, n_coded: int) -> DomainShares:
    y_true = np.arange(n) % 3 == 0
    rows = np.arange(n)[:: n // n_coded][:n_coded]
    sample = GoldSample(rows, y_true[rows], np.full(n_coded, n_coded / n))
    (shares,) = estimate_shares(Frame(y_true), sample)
    return shares


def test_more_codings_are_at_most_what_is_left() -> None:
    """20 stories would need far more codings for a margin of a point, and have 15 left."""
    row = share_row("war", Group(), shares_of(20, 5), 0.01)
    assert (row.n_coded, row.more_codings) == (5, 15)
    assert row.needs_all


def test_no_more_codings_are_needed_where_the_margin_is_reached() -> None:
    row = share_row("war", Group(), shares_of(20_000, 500), 0.4)
    assert row.more_codings == 0
    assert not row.needs_all


def test_without_a_margin_nothing_is_said_of_codings() -> None:
    assert share_row("war", Group(), shares_of(20, 5), None).more_codings is None
