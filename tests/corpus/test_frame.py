"""The frame of a corpus: its duplicate groups, their fingerprint, their strata."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from tenor.corpus.frame import frame_fingerprint, frame_of, parse_strata, strata_of
from tenor.errors import InputError

ARTICLES = pd.DataFrame(
    {
        "article_id": ["a", "b", "c", "d", "e"],
        "duplicate_group": ["a", "a", "c", "a", "e"],
        "outlet": ["Paper", "Wire", "Wire", "Wire", "Paper"],
        "published": [date(2020, 1, 1), None, None, None, date(2021, 12, 31)],
    }
)


def test_a_group_is_a_row_with_the_columns_of_its_first_article() -> None:
    """The index is the position of this article in the articles table."""
    frame = frame_of(ARTICLES)
    assert frame["duplicate_group"].tolist() == ["a", "c", "e"]
    assert frame["n_articles"].tolist() == [3, 1, 1]
    assert frame.index.tolist() == [0, 2, 4]


def test_the_fingerprint_is_of_the_groups_and_not_of_the_order_of_articles() -> None:
    ids, groups = ARTICLES["article_id"].tolist(), ARTICLES["duplicate_group"].tolist()
    fingerprint = frame_fingerprint(ids, groups)
    assert fingerprint == frame_fingerprint(ids[::-1], groups[::-1]) == "21410d004ff6"
    assert fingerprint != frame_fingerprint(ids, ["a", "a", "c", "d", "e"])
    assert fingerprint != frame_fingerprint(ids[:-1], groups[:-1])


def test_strata_combine_outlet_month_and_year() -> None:
    """Articles without a date are a stratum."""
    frame = frame_of(ARTICLES)
    assert strata_of(frame, ("outlet", "month")).tolist() == [
        "Paper, 2020-01",
        "Wire, (no date)",
        "Paper, 2021-12",
    ]
    assert strata_of(frame, ("year",)).tolist() == ["2020", "(no date)", "2021"]
    assert strata_of(frame, ()).tolist() == ["", "", ""]


def test_strata_are_named_in_any_order_and_once() -> None:
    assert parse_strata("month, outlet") == ("outlet", "month")
    assert parse_strata(" ") == ()
    with pytest.raises(InputError) as caught:
        parse_strata("outlet,months")
    assert str(caught.value) == (
        "strata can be by outlet, month, year, not by 'months'; write for example outlet,month; "
        "did you mean 'month'?"
    )
    with pytest.raises(InputError, match="'year' is named twice in 'year,year'; name each once"):
        parse_strata("year,year")
