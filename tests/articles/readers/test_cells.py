"""Values of the cells of tables."""

from __future__ import annotations

import math
from datetime import date, datetime

import pytest

from tenor.articles.readers.cells import parse_cell, place_addresses, plain_value, split_cell


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("title", "A", "A"),
        ("title", 7.0, "7"),
        ("title", 7.5, "7.5"),
        ("title", math.nan, ""),
        ("title", None, ""),
        ("title", date(2018, 1, 8), "2018-01-08"),
        ("title", "N/A", ""),
        ("title", "Na", "Na"),
        ("title", "Quay &amp; ferry", "Quay & ferry"),
        ("text", " NULL ", ""),
        ("text", "Été".encode(), "Été"),
        ("text", "<p>One.</p><p>Two.</p>", "\nOne.\n\nTwo.\n"),
        ("outlet", {"id": None, "name": "Quay Post"}, "Quay Post"),
        ("byline", [{"name": "Ana"}, {"name": "Tom"}], "Ana; Tom"),
        ("byline", {"first": "Ana"}, ""),
        ("published", 1515405600, date(2018, 1, 8)),
        ("published", 1515405600000.0, date(2018, 1, 8)),
        ("published", True, None),
        ("published", {"$date": "2018-01-08T00:00:00Z"}, date(2018, 1, 8)),
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


@pytest.mark.parametrize(
    ("article", "source", "outlet", "url"),
    [
        ({"outlet": "https://quay.example/a"}, None, "", "https://quay.example/a"),
        ({"outlet": "https://quay.example/a", "url": "u"}, None, "", "u"),
        ({"outlet": "Post"}, "https://quay.example/a", "Post", "https://quay.example/a"),
        ({"outlet": "Post"}, "Post", "Post", ""),
    ],
)
def test_a_web_address_is_the_url_and_no_outlet(
    article: dict[str, str], source: str | None, outlet: str, url: str
) -> None:
    place_addresses(article, {"source": source})
    assert (article.get("outlet", ""), article.get("url", "")) == (outlet, url)
