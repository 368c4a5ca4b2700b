"""``tenor docs``, and its pages."""

from __future__ import annotations

import re

import pytest

from tenor.cli.docs import FOLDER, complete_topics, docs, page, topics
from tenor.cli.generated_docs import generated_pages
from tenor.errors import InputError


def test_every_page_is_in_the_index() -> None:
    pages = {path.stem for path in FOLDER.glob("*.md")} - {"index"}
    assert set(topics()) == pages
    assert all(re.match(r"# \w", page(topic)) for topic in pages)


@pytest.mark.parametrize("topic", ["commands", "keys"])
def test_generated_pages_are_those_of_the_code(topic: str) -> None:
    """Otherwise ``python -m tenor.cli.generated_docs`` writes them anew."""
    assert page(topic) == generated_pages()[topic]


def test_a_page_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    docs("glossary")
    assert capsys.readouterr().out.startswith("# Glossary\n\n| word | meaning |\n")


def test_the_topics_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    docs(None)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["articles", "Articles"]
    assert len(lines) == len(topics()) + 2
    assert complete_topics("how-to-c") == ["how-to-codebook-change", "how-to-code-next"]


def test_an_unknown_topic_is_refused_with_a_hint() -> None:
    with pytest.raises(InputError, match=r"'rulse' is not a topic .* did you mean 'rules'"):
        docs("rulse")
