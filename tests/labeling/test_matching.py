"""Matching many queries at once."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.codebook import Query, Target, parse_query
from tenor.codebook.query import And, Near, Not, Or, Term
from tenor.labeling.matching import Matcher

from ..codebook.test_query import queries

TOLL = Target(name="toll", aliases=("toll", "bridge charge"))


def matches(query: str, text: str, title: str = "", target: Target | None = None) -> bool:
    return Matcher([(parse_query(query), target)]).matching(title, text) == [0]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("tax", "A TAX.", True),
        ("tax", "taxes", False),
        ("tax", "pre-tax profit", True),
        ("tax*", "Taxation", True),
        ("strasse", "Die Straße", True),
        ('"carbon tax"', "Carbon, tax", True),
        ('"carbon tax"', "a tax on carbon", False),
        ('"carbon tax*"', "the carbon taxes", True),
        ('"U.S. Senate"', "the U.S. Senate met", True),
        ("U.S.", "in the US", False),
        ("通行费", "商人反对通行费认为不公平", True),
        ("通行费", "商人反对通行", False),
        ("通行*", "商人反对通行费", True),
        ("商人 NEAR/4 通行费", "商人反对通行费", True),
        ("商人 NEAR/2 通行费", "商人反对通行费", False),
        ("a b", "b x a", True),
        ("a NOT b", "a b", False),
        ("a NOT b", "a", True),
        ("a NEAR/1 b", "b a", True),
        ("a NEAR/1 b", "a x b", False),
        ("a NEAR/2 b", "a x b", True),
        ("tax NEAR/5 tax", "tax", False),
        ("tax NEAR/5 tax", "tax upon tax", True),
        ('"a b" NEAR/1 "c d"', "a b c d", True),
        ('"a b" NEAR/1 b', "a b", False),
        ('(x OR "c d") NEAR/3 a', "a q q c d", True),
        ('(x OR "c d") NEAR/2 a', "a q q c d", False),
        ("quoted:no", 'He said "no" then.', True),
        ("quoted:he", 'He said "no" then.', False),
        ('quoted:"said no"', 'He said "no" then.', False),
    ],
)
def test_a_query_matches_the_text(query: str, text: str, expected: bool) -> None:
    """Whole words in any case, regardless of punctuation."""
    assert matches(query, text) is expected


def test_title_and_text_are_separate() -> None:
    """Words count in both; phrases and NEAR do not reach from one into the other."""
    assert matches("tax rise", "rise", title="tax")
    assert not matches('"tax rise"', "rise", title="tax")
    assert not matches("tax NEAR/100 rise", "rise", title="tax")
    assert matches("title:tax", "", title="The tax")
    assert not matches("title:tax", "The tax", title="A rise")


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("unfair", "The toll is unfair.", True),
        ("unfair", "The toll rose. Life is unfair.", False),
        ("unfair", "A bridge charge stays. It rose. The charge is unfair.", False),
        ("unfair", 'The toll is "unfair", he said.', False),
        ("quoted:unfair", 'The toll is "unfair", he said.', True),
        ("quoted:unfair", "The toll is unfair, he said.", False),
        ("unfair OR quoted:unfair", 'The toll is "unfair", he said.', True),
        ("unfair", 'He said: "The toll rose." That is unfair.', False),
        ("toll NEAR/3 unfair", 'The toll, "a tax", is unfair.', False),
        ("toll NEAR/5 unfair", 'The toll, "a tax", is unfair.', True),
        ("unfair", "Nothing but unfair.", False),
    ],
)
def test_a_stance_rule_matches_unquoted_text_about_the_target(
    query: str, text: str, expected: bool
) -> None:
    """In the sentences that mention it, outside quotation marks unless a term asks for them."""
    assert matches(query, text, target=TOLL) is expected


def test_a_target_without_aliases_is_in_every_sentence() -> None:
    """Every article concerns it."""
    assert matches("unfair", "The toll rose. Life is unfair.", target=Target(name="mood"))


def test_queries_do_not_affect_one_another() -> None:
    """The text is split once for all, each with its own scope."""
    rules = [("unfair", None), ("unfair", TOLL), ("rose", TOLL), ("gone", None), ("NEAR", None)]
    queries = [(parse_query(text.lower().replace("near", "rose")), to) for text, to in rules]
    matcher = Matcher(queries)
    assert matcher.matching("", "The toll rose. Life is unfair.") == [0, 2, 4]
    assert matcher.matching("", "Nothing.") == []
    assert matcher.matching("Unfair", "") == [0]


WORDS = st.lists(st.sampled_from(["a", "b", "c", "ab", "abc", "A", "b-c", '"', "."]), max_size=12)


@given(st.lists(queries(), min_size=1, max_size=3), WORDS, WORDS)
def test_matching_agrees_with_the_definition_of_the_language(
    rules: list[Query], title: list[str], text: list[str]
) -> None:
    """As evaluated on the tree of the query, for texts without quotations."""
    head, body = " ".join(title).replace('"', ""), " ".join(text).replace('"', "")
    matcher = Matcher([(query, None) for query in rules])
    # A rule may not match an empty text, so the matcher need not find such queries.
    expected = [i for i, query in enumerate(rules) if evaluate(query, head, body)]
    matching = matcher.matching(head, body)
    assert [i for i in expected if not evaluate(rules[i], "", "")] == [
        i for i in matching if not evaluate(rules[i], "", "")
    ]


def evaluate(query: Query, title: str, text: str) -> bool:
    match query:
        case And(parts):
            return all(evaluate(part, title, text) for part in parts)
        case Or(parts):
            return any(evaluate(part, title, text) for part in parts)
        case Not(part):
            return not evaluate(part, title, text)
        case Term():
            return bool(spans(query, title, text))
        case Near(left, right, distance):
            return any(
                0 < max(b[0] - a[1], a[0] - b[1]) <= distance
                for first in left
                for second in right
                for a in spans(first, title, text)
                for b in spans(second, title, text)
            )


def spans(term: Term, title: str, text: str) -> list[tuple[int, int]]:
    if term.zone.quoted:
        return []
    positions = []
    for start, words in ((0, title), (1000, "" if term.zone.title else text)):
        tokens = re.findall(r"\w+", words.lower())
        for i in range(len(tokens) - len(term.words) + 1):
            pairs = zip(term.words, tokens[i:], strict=False)
            if all(t.startswith(w[:-1]) if w.endswith("*") else t == w for w, t in pairs):
                positions.append((start + i, start + i + len(term.words) - 1))
    return positions


def test_the_time_hardly_depends_on_the_number_of_rules() -> None:
    """Ten thousand terms in a rule, and a thousand rules, on a long text."""
    wide = parse_query(" OR ".join(f"rare{i} OR odd{i}*" for i in range(5_000)))
    many = [parse_query(f'"word{i} comes" NEAR/5 late') for i in range(1_000)]
    phrases = parse_query(" OR ".join(f'"the word{i}0 comes"' for i in range(1, 5_000)))
    matcher = Matcher([(query, None) for query in (wide, *many, phrases)])
    text = "The word7 comes late, as words do. " * 20_000
    started = time.process_time()
    assert matcher.matching("", text) == [8]
    assert time.process_time() - started < 10


def test_a_text_without_spaces_takes_no_longer() -> None:
    """Texts come from strangers."""
    matcher = Matcher([(parse_query('"toll tax" OR tolls NEAR/5 tax*'), TOLL)])
    started = time.process_time()
    assert matcher.matching("", "toll-" * 200_000 + " tax") == [0]
    assert time.process_time() - started < 10
