"""Markdown links."""

from __future__ import annotations

import time

import pytest

from tenor.articles.readers.markdown import join_links, link_labels, link_url, strip_links


@pytest.mark.parametrize(
    ("text", "reduced"),
    [
        ("See [the map](https://a.example/x) now", "See the map now"),
        ("[A](#), [B (b)](https://a.example/wiki/B_(b))", "A, B (b)"),
        ("![alt](a.png)Text", "Text"),
        ("Note [1] and (2)", "Note [1] and (2)"),
        ("[open](never", "[open](never"),
    ],
)
def test_a_link_is_replaced_by_its_label(text: str, reduced: str) -> None:
    """Images are removed; brackets that are not a link are kept."""
    assert strip_links(text) == reduced


def test_a_link_broken_over_lines_is_joined() -> None:
    """With a space in its label, without one in its address."""
    assert join_links("[Old\n\nTown](https://a.exam\nple)") == "[Old Town](https://a.example)"


def test_the_labels_and_the_web_address_of_links_are_found() -> None:
    line = "[A](#) and [B](https://b.example)"
    assert link_labels(line) == ["A", "B"]
    assert link_url(line) == ""
    assert link_url(line[11:]) == "https://b.example"


@pytest.mark.parametrize("bad", ["[", "[a](", "[a]((", "[a](x", "[a]((x)(x)", "![", "](", "[a]\n("])
def test_unclosed_brackets_take_linear_time(bad: str) -> None:
    start = time.perf_counter()
    strip_links(bad * (300_000 // len(bad)))
    assert time.perf_counter() - start < 2
