"""Columns of tables."""

from __future__ import annotations

import pytest

from tenor.articles.readers.columns import check_fields, flatten, list_columns, match_columns
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


def test_names_of_keys_in_objects_are_matched_with_full_stops() -> None:
    names = list(flatten({"webTitle": "A", "fields": {"bodyText": "B", "x": {"y": {"z": 1}}}}))
    assert names == ["webTitle", "fields", "fields.bodyText", "fields.x", "fields.x.y"]
    assert match_columns(names, {"byline": "fields.x.y"}, "a.json") == {
        "title": "webTitle",
        "text": "fields.bodyText",
        "byline": "fields.x.y",
    }


def test_many_columns_are_listed_in_part() -> None:
    assert list_columns(["a", "b\x1b"]) == "a, b"
    assert list_columns(["name"] * 400).endswith("name, name…")
