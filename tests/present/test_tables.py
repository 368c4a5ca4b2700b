"""Tables: their layout at several widths, and their records in JSON."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from tenor.present import Column, Estimate, Table, format_interval, format_score


def _estimate(estimate: Estimate) -> str:
    assert estimate.value is not None
    assert estimate.interval is not None
    return f"{format_score(estimate.value)} {format_interval(estimate.interval)}"


NAME = Column("name", "name of it", "a text")
TITLE = Column("title", "title", "a title", "title")
RULE = Column("rule", "rule", "an id", "id")
SCORE = Column("score", "score", "a score", "number", _estimate)
SCORES = Table((NAME, SCORE), [["model, covered by rules", Estimate(0.5, (0.25, 0.75))]])


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (
            80,
            [
                "name of it                          score",
                "─────────────────────────────────────────",
                "model, covered by rules  0.500 [.25, .75]",
            ],
        ),
        (
            34,
            [
                "name of it                   score",
                "──────────────────────────────────",
                "model, covered    0.500 [.25, .75]",
                "by rules",
            ],
        ),
        (
            24,
            [
                "name of it         score",
                "────────────────────────",
                "model,             0.500",
                "covered by    [.25, .75]",
                "rules",
            ],
        ),
    ],
)
def test_texts_are_wrapped_or_intervals_move_below_their_scores(
    width: int, lines: list[str]
) -> None:
    assert SCORES.lines(width) == lines


def test_numbers_are_right_aligned_and_texts_left_aligned() -> None:
    count = Column("n", "n", "a number", "number")
    assert Table((RULE, count), [["a", 5], ["bcd", 100]]).lines(80) == [
        "rule    n",
        "─────────",
        "a       5",
        "bcd   100",
    ]


def test_an_id_that_is_too_long_has_a_line_of_its_own() -> None:
    count = Column("n", "votes", "a number", "number")
    rule = "school-merger/against#12"
    assert Table((RULE, count), [[rule, 7], ["toll#1", 3]]).lines(18) == [
        "rule         votes",
        "──────────────────",
        "school-merger/against#12",
        "                 7",
        "toll#1           3",
    ]


def test_a_title_is_cut_and_a_wide_table_shows_all_of_it() -> None:
    table = Table((TITLE,), [["Evening sittings to be tried"]])
    assert table.lines(16)[-1] == "Evening sitting…"
    assert table.lines(80)[-1] == "Evening sittings to be tried"


def test_characters_of_double_width_are_measured_as_such() -> None:
    table = Table((TITLE, RULE), [["海南大桥收费", "a"], ["toll", "b"]])
    assert [cell_len(line) for line in table.lines(80)[2:]] == [15, 15]


def test_markup_and_control_characters_are_text() -> None:
    [line] = Table((TITLE,), [["[bold]X[/] :smile: \x1b[2J\n"]]).lines(80)[2:]
    assert line == "[bold]X[/] :smile: \ufffd[2J\ufffd"


def test_none_is_an_empty_cell_and_null_in_json() -> None:
    table = Table((RULE, SCORE), [["a", Estimate(None)], ["b", None]])
    assert table.lines(80)[2:] == ["a", "b"]
    assert table.records() == [
        {"rule": "a", "score": None, "score_interval": None},
        {"rule": "b", "score": None},
    ]


def test_records_have_exact_numbers_and_the_columns_that_are_not_printed() -> None:
    hidden = Column("kind", "", "not printed", "data")
    shouted = Column("name", "name", "a name", format=str.upper, of=str.title)
    table = Table((hidden, shouted, SCORE), [["x", "ana", Estimate(1 / 3, (0.1, 0.5))]])
    assert table.lines(80)[0].split() == ["name", "score"]
    assert table.lines(80)[2].startswith("ANA   0.333 ")
    assert table.records() == [
        {"kind": "x", "name": "Ana", "score": 1 / 3, "score_interval": [0.1, 0.5]}
    ]
