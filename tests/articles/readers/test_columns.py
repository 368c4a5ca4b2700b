"""Columns of tables and values of their cells."""

from __future__ import annotations

import math
from datetime import date, datetime

import pytest

from tenor.articles.readers.columns import (
    check_fields,
    match_columns,
    parse_cell,
    plain_value,
    split_cell,
)
from tenor.errors import InputError


def test_columns_are_matched_by_name_in_order_of_preference() -> None:
    names = ["Body", "ARTICLE", "Headline", "uuid", "other"]
    assert match_columns(names, {}, "a.csv") == {
        "text": "Body",
        "title": "Headline",
        "article_id": "uuid",
    }


def test_an_assigned_column_is_not_matched_to_another_field() -> None:
    assert match_columns(["headline", "text"], {"claim": "headline"}, "a.csv") == {
        "claim": "headline",
        "text": "text",
    }


def test_a_missing_assigned_column_raises_if_strict() -> None:
    with pytest.raises(
        InputError, match=r"^'a\.csv' has no column 'x' for title; its columns: text$"
    ):
        match_columns(["text"], {"title": "x"}, "a.csv")
    assert match_columns(["text"], {"title": "x"}, "a.csv", strict=False)["title"] == "x"


def test_unknown_fields_raise() -> None:
    check_fields({"text": "x"})
    with pytest.raises(InputError, match=r"^'body' is not a field of an article"):
        check_fields({"body": "x"})


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("title", "A", "A"),
        ("title", 7.0, "7"),
        ("title", 7.5, "7.5"),
        ("title", math.nan, ""),
        ("title", None, ""),
        ("title", date(2018, 1, 8), "2018-01-08"),
        ("byline", ["Ana", "", "Tom"], "Ana; Tom"),
        ("text", ["one", "two"], "one\n\ntwo"),
        ("published", "8 January 2018", date(2018, 1, 8)),
        ("published", datetime(2018, 1, 8, 23), date(2018, 1, 8)),
        ("published", 2018, None),
        ("regions", "North; South|East", ("North", "South", "East")),
        ("publisher_themes", ["sea", "ships; sail"], ("sea", "ships", "sail")),
        ("part", " Dev ", "validation"),
        ("part", "elsewhere", ""),
    ],
)
def test_a_cell_is_parsed_for_its_field(field: str, cell: object, value: object) -> None:
    assert parse_cell(field, cell) == value


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("economy; sport|arts", ["economy", "sport", "arts"]),
        (" economy ", ["economy"]),
        ("economy;;", ["economy"]),
        (";", []),
        ("", []),
    ],
)
def test_semicolons_and_bars_separate_the_items_of_a_cell(text: str, items: list[str]) -> None:
    assert split_cell(text) == items


def test_kept_values_are_strings_numbers_or_lists_of_these() -> None:
    value = [1, "\ud800", date(2018, 1, 8), None, ("a",), {"b": 1}]
    assert plain_value(value) == [1, "?", "2018-01-08", None, ["a"], "{'b': 1}"]
