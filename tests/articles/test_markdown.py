"""Links and headings."""

from __future__ import annotations

import time

import pytest

from tenor.articles.markdown import link_labels, link_target, mend_links, without_links


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
def test_a_link_becomes_its_label(text: str, reduced: str) -> None:
    """An image goes; brackets that are no link stay."""
    assert without_links(text) == reduced


def test_a_broken_link_is_mended() -> None:
    """A label keeps a space at the break, an address does not."""
    assert mend_links("[Old\n\nTown](https://a.exam\nple)") == "[Old Town](https://a.example)"


def test_labels_and_target() -> None:
    """The address counts only if it leads somewhere."""
    line = "[A](#) and [B](https://b.example)"
    assert link_labels(line) == ["A", "B"]
    assert link_target(line) == ""
    assert link_target(line[11:]) == "https://b.example"


@pytest.mark.parametrize("bad", ["[", "[a](", "[a]((", "[a](x", "[a]((x)(x)", "![", "](", "[a]\n("])
def test_brackets_without_end_take_no_longer_than_their_length(bad: str) -> None:
    """Input comes from strangers."""
    start = time.perf_counter()
    without_links(bad * (300_000 // len(bad)))
    assert time.perf_counter() - start < 2
