"""Who codes how many articles, a part of them by all coders."""

from __future__ import annotations

import pytest

from tenor.errors import InputError
from tenor.workflow.codings.workload import Workload, workload_of_articles, workload_of_codings


@pytest.mark.parametrize(
    ("n_articles", "n_coders", "overlap"),
    [(300, 1, 0), (300, 2, 50), (800, 2, 80), (9000, 3, 300), (30, 2, 30)],
)
def test_all_coders_code_fifty_articles_or_a_tenth(
    n_articles: int, n_coders: int, overlap: int
) -> None:
    """At most 300; one coder alone has nothing to agree with."""
    assert workload_of_articles(n_articles, n_coders) == Workload(n_coders, n_articles, overlap)


def test_a_budget_of_codings_is_divided_into_double_and_single_ones() -> None:
    """Two coders with six hours at twenty an hour: 50 articles twice, 140 once."""
    load = workload_of_codings(240, 2)
    assert load == Workload(2, 190, 50)
    assert load.n_codings == 240
    assert load.hours(20) == 6
    assert workload_of_codings(240, 1) == Workload(1, 240, 0)
    assert workload_of_codings(60, 2) == Workload(2, 40, 20)
    for n_codings in (*range(1, 400), 3_000, 10**15):
        for n_coders in (1, 2, 5):
            if n_codings < n_coders:
                continue
            load = workload_of_codings(n_codings, n_coders)
            assert load.n_codings <= n_codings < load.n_codings + n_coders + 1
    with pytest.raises(InputError, match="'0' codings are too few for a plan"):
        workload_of_codings(0, 2)
