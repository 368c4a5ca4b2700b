"""Blocks of lines, and lines with a key."""

from __future__ import annotations

from datetime import date

from tenor.articles.readers.exports.fields import blocks, dated, key_and_value


def test_blocks_are_runs_of_lines() -> None:
    assert list(blocks(["", " a ", "b", "", "", "c"])) == [["a", "b"], ["c"]]


def test_a_key_is_at_the_beginning_of_a_line() -> None:
    assert key_and_value(" Full text: He said: no") == ("full text", "He said: no")
    assert key_and_value("Title:") == ("title", "")
    assert key_and_value("At 10:30 it rained") == ("", "")


def test_a_date_that_is_not_understood_is_kept_as_text() -> None:
    assert dated({}, "5 March 2024") == {"published": date(2024, 3, 5)}
    assert dated({}, "03/04/2024") == {"unparsed": {"published": "03/04/2024"}}
