"""Counting rejected inputs."""

from __future__ import annotations

from tenor.articles import Reason, Rejection
from tenor.articles.rejections import RejectionCounts, rejection_line


def test_the_message_names_each_reason_with_its_number_and_an_example() -> None:
    counts = RejectionCounts()
    assert counts.no_article_message().endswith("because they contain no files")
    counts.add(Rejection("a.txt", Reason.EMPTY, "it is empty"))
    for name in ("b.csv#1", "b.csv#2"):
        counts.add(Rejection(name, Reason.NO_TEXT, "name one with --column text=NAME"))
    assert counts.no_article_message() == (
        "none of the inputs gave an article: "
        "2 no_text ('b.csv#1': name one with --column text=NAME), 1 empty ('a.txt': it is empty)"
    )
    assert (counts.total, counts.by_reason()) == (3, {"empty": 1, "no_text": 2})


def test_only_the_most_frequent_reasons_are_named() -> None:
    counts = RejectionCounts()
    for i, reason in enumerate(Reason):
        for _ in range(i + 1):
            counts.add(Rejection("x", reason, "detail"))
    n_others = sum(range(1, len(Reason) - 4))
    assert counts.no_article_message().endswith(f"('x': detail), and {n_others} of other reasons")


def test_a_line_keeps_characters_as_they_are() -> None:
    line = rejection_line(Rejection("ü.txt", Reason.EMPTY, "it is empty"))
    assert line == '{"source_path": "ü.txt", "reason": "empty", "detail": "it is empty"}\n'
