"""Paragraphs of a page that are text, and those that are furniture."""

from __future__ import annotations

import random
import time
from types import SimpleNamespace

from justext.core import revise_paragraph_classification
from trafilatura import external

from tenor.articles.readers.web_page.paragraph_classes import (
    replace_paragraph_classification,
    revise_classes,
)


def paragraphs(classes: list[str], *, heading: bool = False) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(cf_class=name, class_type="", heading=heading, text="A line")
        for name in classes
    ]


def test_the_classes_are_those_of_the_search_that_is_slow() -> None:
    rng = random.Random(0)
    for number in range(3000):
        kinds = rng.choices(["good", "bad", "short", "neargood"], [1, 1, 2, 1], k=rng.randrange(14))
        expected = paragraphs(kinds, heading=number % 10 == 0)
        revised = paragraphs(kinds, heading=number % 10 == 0)
        revise_paragraph_classification(expected, 150)
        revise_classes(revised, 150)
        assert [p.class_type for p in revised] == [p.class_type for p in expected], kinds


def test_the_extraction_uses_them() -> None:
    assert hasattr(external, "revise_paragraph_classification")
    replace_paragraph_classification()
    assert vars(external)["revise_paragraph_classification"] is revise_classes


def test_many_short_paragraphs_take_time_in_proportion_to_their_number() -> None:
    def seconds(n: int) -> float:
        many = paragraphs(["good", *["short"] * n])
        start = time.process_time()
        revise_classes(many, 150)
        return time.process_time() - start

    assert seconds(80_000) < 12 * max(seconds(20_000), 0.01)
