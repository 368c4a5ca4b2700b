"""Grouping articles by outlet and time."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

from tenor.corpus import Corpus
from tenor.errors import InputError
from tenor.workflow.shares.domains import make_domains, parse_variables


def corpus_of(outlets: list[str], dates: list[str | None]) -> Corpus:
    articles = pd.DataFrame({"outlet": outlets, "published": dates})
    return cast(Any, SimpleNamespace(articles=articles))


def test_all_articles_come_first_then_each_variable_then_both() -> None:
    corpus = corpus_of(["b", "a", "", "a"], ["2019-02-01", "2019-01-31", None, "2019-02-28"])
    everything, outlets, months, cells = make_domains(corpus, ("outlet", "month"))
    assert (everything.variables, everything.values) == ((), ((),))
    assert everything.codes.tolist() == [0, 0, 0, 0]
    assert outlets.values == (("(no outlet)",), ("a",), ("b",))
    assert outlets.codes.tolist() == [2, 1, 0, 1]
    assert months.values == (("(no date)",), ("2019-01",), ("2019-02",))
    assert cells.variables == ("outlet", "month")
    assert cells.values[1:3] == (("a", "2019-01"), ("a", "2019-02"))
    assert cells.codes.tolist() == [3, 1, 0, 2]


def test_years_are_the_beginnings_of_dates() -> None:
    _, years = make_domains(corpus_of(["a", "a"], ["2019-02-01", "2020-01-31"]), ("year",))
    assert years.values == (("2019",), ("2020",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("outlets", "'outlets' is nothing to group shares by; name outlet or month or year; did"),
        ("month,month", "shares by 'month,month' name one thing twice"),
        ("month,year", "shares by 'month,year' name one thing twice"),
    ],
)
def test_variables_are_named_once_and_known(text: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        parse_variables(text)
    assert message in str(error.value)
