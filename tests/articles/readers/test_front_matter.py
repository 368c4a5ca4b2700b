"""Metadata above Markdown texts."""

from __future__ import annotations

from datetime import date

import pytest

from tenor.articles.readers.front_matter import read_front_matter

YAML = """---
title: "Quay: to be widened"
source: "https://quay.example/news/quay"
author:
  - "[[Ada Quill]]"
  - Tom Orme
published: 2024-03-05
created: 2024-03-09
tags: [harbor, quay]
text: no
---
The board voted."""

TOML = """+++
title = "Quay to be widened"
date = 2024-03-05T10:00:00+01:00
author = "Ada Quill"
[params]
tags = ["harbor"]
+++

The board voted."""


def test_yaml_is_read_with_its_lists_and_dates() -> None:
    assert read_front_matter(YAML.splitlines()) == (
        {
            "title": "Quay: to be widened",
            "url": "https://quay.example/news/quay",
            "byline": "Ada Quill; Tom Orme",
            "published": date(2024, 3, 5),
            "publisher_themes": ("harbor", "quay"),
        },
        11,
    )


def test_toml_is_read() -> None:
    fields, n_lines = read_front_matter(TOML.splitlines())
    assert fields == {
        "title": "Quay to be widened",
        "byline": "Ada Quill",
        "published": date(2024, 3, 5),
    }
    assert n_lines == 7


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: A: B\ndate: 2024-03-05\n---\nx",
        "---\ntitle: &a A: B\nx: *a\ndate: 2024-03-05\n---\nx",
    ],
)
def test_faulty_yaml_and_yaml_with_aliases_are_read_line_by_line(text: str) -> None:
    fields, n_lines = read_front_matter(text.splitlines())
    assert fields["published"] == date(2024, 3, 5)
    assert n_lines == text.splitlines().index("---", 1) + 1


@pytest.mark.parametrize(
    "text",
    ["", "---", "---\ntitle: A\n", "Title\n---\nx\n---\n", "+++\n" + "a = 1\n" * 300 + "+++"],
)
def test_a_text_without_an_end_of_front_matter_has_none(text: str) -> None:
    assert read_front_matter(text.splitlines()) == ({}, 0)


@pytest.mark.parametrize(
    ("text", "n_lines"),
    [("---\n" + "[" * 5000 + "\n---\n", 0), ("+++\na = " + "[" * 5000 + "\n+++\n", 3)],
)
def test_deep_nesting_is_no_metadata(text: str, n_lines: int) -> None:
    assert read_front_matter(text.splitlines()) == ({}, n_lines)


@pytest.mark.parametrize("text", ["A text between rules.", "He said: no.\nSo it is: so."])
def test_a_text_between_rules_is_no_front_matter(text: str) -> None:
    assert read_front_matter(["---", *text.splitlines(), "---", "More"]) == ({}, 0)
