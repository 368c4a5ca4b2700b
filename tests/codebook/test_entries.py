"""Themes and targets: how texts mention a target."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tenor.codebook import Target


@pytest.mark.parametrize(
    ("aliases", "text", "is_found"),
    [
        (("Trump",), "Then TRUMP's plan", True),
        (("Trump",), "the Trump-era law", True),
        (("Trump",), "a trumpet", False),
        (("Trump",), "mistrump", False),
        (("Trump",), "Trump_2", False),
        (("carbon tax",), "the carbon\ntax", True),
        (("carbon tax",), "a Carbon \n\n Tax.", True),
        (("carbon  tax",), "the carbon tax", True),
        (("carbon tax",), "carbon taxes", False),
        (("carbon tax",), "carbon, tax", False),
        (("carbon tax",), "carbontax", False),
        (("U.S.",), "in the U.S. today", True),
        (("U.S.",), "in the UXSX today", False),
        (("C++",), "wrote C++, mostly", True),
        (("élysée",), "l'ÉLYSÉE dit", True),
        (("tax", "tax cut"), "no cuts but a tax", True),
        (("tax", "levy"), "a duty", False),
    ],
)
def test_aliases_are_found_as_whole_words(
    aliases: tuple[str, ...], text: str, is_found: bool
) -> None:
    """Case is ignored, any white space separates words, and aliases are not patterns."""
    assert Target(name="x", aliases=aliases).applies_to(text) is is_found


WORDS = st.lists(st.sampled_from(["carbon", "Tax", "TAXES", "a", "Über"]), min_size=1, max_size=6)


@given(WORDS, WORDS.map(lambda words: words[:2]), st.sampled_from([" ", "\n", "\n\n", " \t"]))
def test_an_alias_is_found_where_its_words_are_adjacent(
    words: list[str], alias: list[str], space: str
) -> None:
    """It is found nowhere else."""
    text_words, alias_words = [w.lower() for w in words], [w.lower() for w in alias]
    starts = range(len(text_words))
    expected = any(text_words[i : i + len(alias_words)] == alias_words for i in starts)
    target = Target(name="x", aliases=(" ".join(alias),))
    assert target.applies_to(space.join(words)) is expected


def test_one_of_several_texts_is_enough_to_mention_a_target() -> None:
    """A title or a text; an alias does not continue from one into the other."""
    target = Target(name="x", aliases=("carbon tax",))
    assert target.applies_to("Of rivers", "The carbon tax rose.")
    assert not target.applies_to("The carbon", "tax rose.")


def test_a_target_without_aliases_applies_to_every_article() -> None:
    """An empty one, too."""
    assert Target(name="x").applies_to("")


def test_aliases_with_combining_accents_are_found() -> None:
    """Cleaned text has composed accents; a codebook may not."""
    assert Target(name="x", aliases=("cafe\u0301",)).applies_to("the caf\u00e9")


@pytest.mark.parametrize(
    ("text", "expected"), [("Toll", True), ("bridge  FEE", True), ("tolls", False), ("fee", False)]
)
def test_a_text_matches_the_name_or_an_alias_of_a_target(text: str, expected: bool) -> None:
    assert Target(name="toll", aliases=("bridge fee",)).matches_name(text) is expected


@pytest.mark.parametrize(
    ("alias", "fault"),
    [
        ("to*ll", "alias 'to*ll': a '*' stands at the beginning or at the end of a word"),
        ("*", "alias '*': '*' needs at least 2 letters beside its '*'"),
        ("bridge t*", "alias 'bridge t*': 't*' needs at least 2 letters beside its '*'"),
    ],
)
def test_a_star_elsewhere_in_an_alias_is_a_fault(alias: str, fault: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(fault)):
        Target(name="x", aliases=(alias,))


def test_a_star_in_an_alias_stands_for_the_letters_of_a_compound() -> None:
    target = Target(name="x", aliases=("*maut*",))
    assert target.applies_to("Die Lkw-Mautgebühr steigt")
    assert not target.applies_to("Die Gebühr steigt")
