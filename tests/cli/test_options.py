"""Options that several commands share."""

from __future__ import annotations

import pytest
import typer

from tenor.cli.options import parse_columns, parse_pairs


def test_columns_are_parsed_by_field() -> None:
    assert parse_columns(["text=body", "title=a=b"]) == {"text": "body", "title": "a=b"}
    assert parse_columns(None) == {}


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["text"], "'text' is not FIELD=COLUMN"),
        (["=body"], "'=body' is not FIELD=COLUMN"),
        (["text=a", "text=b"], "field 'text' is named twice"),
    ],
)
def test_malformed_columns_are_a_usage_error(texts: list[str], message: str) -> None:
    with pytest.raises(typer.BadParameter, match=message):
        parse_columns(texts)


def test_the_key_of_a_pair_may_contain_equals_signs() -> None:
    assert parse_pairs(["a=b=c"], "--coder", "FILE=NAME") == {"a=b": "c"}


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["ana"], "'ana' is not FILE=NAME"),
        (["a.csv="], "'a.csv=' is not FILE=NAME"),
        (["a.csv=ana", "a.csv=ben"], "'a.csv' is named twice"),
    ],
)
def test_malformed_pairs_are_a_usage_error(texts: list[str], message: str) -> None:
    with pytest.raises(typer.BadParameter, match=message):
        parse_pairs(texts, "--coder", "FILE=NAME")
