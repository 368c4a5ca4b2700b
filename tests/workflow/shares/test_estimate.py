"""Shares of groups and the differences between them."""

from __future__ import annotations

import numpy as np

from tenor.codebook import THEMES
from tenor.workflow.shares.domains import Domains
from tenor.workflow.shares.estimate import (
    MAX_COMPARED,
    differences_of,
    group_of,
    rows_of,
    shares_by_group,
)
from tenor.workflow.shares.gold import DrawnGold, SampleCounts
from tenor.workflow.shares.predicted import PredictedLabels
from tenor.workflow.shares.result import Group

N, N_OUTLETS = 2600, 13


def simulated() -> tuple[PredictedLabels, DrawnGold, list[Domains]]:
    """Return 13 outlets, of which the last has fewer articles, and every fifth article coded."""
    rows = np.arange(0, N, 5)
    y_true = np.arange(N) % 4 == 0
    never = np.zeros(N, dtype=bool)
    predicted = PredictedLabels(
        THEMES, ("war",), y_true[:, None], ~never, "x", None, never, never, never
    )
    gold = DrawnGold(
        rows,
        y_true[rows, None].astype(np.uint8),
        np.ones((len(rows), 1), dtype=bool),
        np.ones(len(rows), dtype=bool),
        np.full(len(rows), 0.2),
        np.full(len(rows), "", dtype=object),
        np.ones(len(rows), dtype=bool),
        SampleCounts(len(rows), len(rows), 0, 0, 0),
        (),
    )
    outlets = np.minimum(np.arange(N) // (N // N_OUTLETS + 1), N_OUTLETS - 1)
    names = tuple((f"outlet {i:02}",) for i in range(N_OUTLETS))
    months = tuple((f"2019-{i + 1:02}",) for i in range(3))
    return (
        predicted,
        gold,
        [
            Domains((), ((),), np.zeros(N, dtype=np.intp)),
            Domains(("outlet",), names, outlets),
            Domains(("month",), months, np.arange(N) % 3),
        ],
    )


def test_rows_are_in_the_order_of_the_groupings() -> None:
    predicted, gold, domains = simulated()
    grouped = shares_by_group(predicted, 0, gold, np.arange(N), domains, "articles")
    rows = rows_of("war", grouped, 0.05)
    assert [row.group for row in rows[:2]] == [Group(), Group("outlet 00")]
    assert rows[-1].group == Group("", "2019-03")
    assert len(rows) == 1 + N_OUTLETS + 3
    assert rows[0].n_coded == 520


def test_only_the_largest_outlets_are_compared_in_pairs() -> None:
    predicted, gold, domains = simulated()
    grouped = shares_by_group(predicted, 0, gold, np.arange(N), domains, "articles")
    differences = differences_of("war", grouped)
    outlets = {group.outlet for row in differences for group in (row.first, row.second)} - {""}
    assert len(outlets) == MAX_COMPARED
    assert "outlet 12" not in outlets
    over_time = [(row.first.period, row.second.period) for row in differences if row.over_time]
    assert over_time == [("2019-01", "2019-02"), ("2019-02", "2019-03")]


def test_groups_without_a_name_are_not_compared() -> None:
    predicted, gold, domains = simulated()
    unknown = Domains(("month",), (("(no date)",), *domains[2].values[1:]), domains[2].codes)
    grouped = shares_by_group(predicted, 0, gold, np.arange(N), [unknown], "articles")
    [row] = differences_of("war", grouped)
    assert (row.first.period, row.second.period) == ("2019-02", "2019-03")


def test_a_group_is_an_outlet_and_a_period() -> None:
    domains = Domains(("outlet", "year"), (("wire", "2019"),), np.zeros(1, dtype=np.intp))
    assert group_of(domains, 0) == Group("wire", "2019")
    assert group_of(domains, 0).name == "wire 2019"
    assert Group().name == "all"
