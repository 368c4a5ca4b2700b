"""The rule language."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.codebook import QueryError, parse_query
from tenor.codebook.query import (
    And,
    Near,
    Not,
    Or,
    Query,
    Term,
    Zone,
    matches_nothing,
    terms,
    wanted,
)

A, B, C = Term(("a",)), Term(("b",)), Term(("c",))
TITLE, QUOTED = Zone(title=True), Zone(quoted=True)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("toll", Term(("toll",))),
        ("Toll", Term(("toll",))),
        ('"Bridge  toll"', Term(("bridge", "toll"))),
        ("“bridge toll”", Term(("bridge", "toll"))),
        ("militant*", Term(("militant*",))),
        ('"militant* group"', Term(("militant*", "group"))),
        ("U.S.", Term(("u", "s"))),
        ("CAFE\u0301", Term(("caf\u00e9",))),
        ("a b", And((A, B))),
        ("a AND b c", And((A, B, C))),
        ("a OR b OR c", Or((A, B, C))),
        ("a b OR c", Or((And((A, B)), C))),
        ("a (b OR c)", And((A, Or((B, C))))),
        ("a NOT b", And((A, Not(B)))),
        ("a AND NOT b", And((A, Not(B)))),
        ("a AND NOT NOT b", And((A, B))),
        ("a NEAR/5 b", Near((A,), (B,), 5)),
        ("a NEAR/5 b c", And((Near((A,), (B,), 5), C))),
        ("a NOT b NEAR/2 c", And((A, Not(Near((B,), (C,), 2))))),
        ("(a OR b) NEAR/5 c", Near((A, B), (C,), 5)),
        ("title:a b", And((Term(("a",), TITLE), B))),
        ("title: a", Term(("a",), TITLE)),
        ("title:(a OR b)", Or((Term(("a",), TITLE), Term(("b",), TITLE)))),
        ('quoted:"a b"', Term(("a", "b"), QUOTED)),
        ("title:quoted:a", Term(("a",), Zone(title=True, quoted=True))),
        ('"or"', Term(("or",))),
    ],
)
def test_queries_mean_what_they_mean_in_archives(text: str, query: Query) -> None:
    """NEAR binds first, then NOT, AND and OR; adjacent terms mean AND."""
    assert parse_query(text) == query


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "column 1: is empty"),
        ("a OR", "column 5: a term is missing at the end"),
        ("a AND AND b", "column 7: a term is missing before 'AND'"),
        ("tax AND (levy OR duty", "column 9: '(' is never closed"),
        ("a) b", "column 2: ')' closes nothing; add '(' or leave it out"),
        ("()", "column 2: a term is missing before ')'"),
        ('tax "levy', "column 5: the quotation mark is never closed"),
        (
            "tax or levy",
            'column 5: operators stand in capitals: write OR, or "or" in quotes for the word',
        ),
        ("a NEAR b", "column 3: NEAR needs a number of words; write NEAR/5"),
        ("a NEAR/0 b", "column 3: 'NEAR/0' is out of range; NEAR takes 1 to 100 words"),
        (
            "a NEAR/2 b NEAR/2 c",
            "column 12: NEAR joins two terms; write (a NEAR/5 b) AND (b NEAR/5 c) for three",
        ),
        (
            "(a AND b) NEAR/2 c",
            "column 1: beside NEAR stands a word, a phrase, or an OR of these",
        ),
        (
            "wom*n",
            "column 1: 'wom*n': only '*' is a wildcard, and only at the end of a word",
        ),
        ("who?", "column 1: 'who?': only '*' is a wildcard, and only at the end of a word"),
        ("tax a*", "column 5: 'a*' needs at least 2 letters before its '*'"),
        (
            "a & b",
            "column 3: '&' holds no letter or digit; operators are AND, OR, NOT and NEAR/5",
        ),
        (
            "byline:orme",
            "column 1: 'byline:' is not one of title:, quoted:; put the text in quotes otherwise",
        ),
        ("NOT a", "would match a text that has none of its words; add one that must occur"),
        ("a OR NOT b", "would match a text that has none of its words; add one that must occur"),
        ("(" * 51 + "a" + ")" * 51, "column 51: parentheses nest deeper than 50; flatten the rule"),
    ],
)
def test_a_malformed_query_is_told_with_its_column(text: str, message: str) -> None:
    """And with what to write instead."""
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    assert str(caught.value) == message


def test_ten_thousand_terms_are_parsed_at_once() -> None:
    """Word lists come that long."""
    started = time.process_time()
    query = parse_query(" OR ".join(f"word{i}" for i in range(10_000)))
    assert len(list(terms(query))) == 10_000
    assert time.process_time() - started < 2


@given(st.text(max_size=60))
def test_any_text_is_a_query_or_one_sentence(text: str) -> None:
    """Codebooks come from strangers."""
    try:
        query = parse_query(text)
    except QueryError as refusal:
        message = str(refusal)
    else:
        assert not matches_nothing(query)
        assert list(wanted(query))
        return
    assert message


TERMS = [A, B, C, Term(("a", "ab*")), Term(("ab*",), TITLE), Term(("b",), QUOTED)]


@st.composite
def queries(draw: st.DrawFn, depth: int = 3) -> Query:
    """Any query, also one that a text without its words would match."""
    term = st.sampled_from(TERMS)
    match draw(st.sampled_from(["term", "near", "and", "or", "not"])) if depth else "term":
        case "near":
            return Near((draw(term), draw(term)), (draw(term),), draw(st.integers(1, 100)))
        case "and":
            return And((draw(queries(depth - 1)), draw(queries(depth - 1))))
        case "or":
            return Or(tuple(draw(queries(depth - 1)) for _ in range(3)))
        case "not":
            part = draw(queries(depth - 1))
            return part if isinstance(part, Not) else Not(part)
        case _:
            return draw(term)


def written(query: Query) -> str:
    match query:
        case Term(words, zone):
            fields = "".join(f"{name}:" for name, on in zip(zone._fields, zone, strict=True) if on)
            return f'{fields}"{" ".join(words)}"'
        case Near(left, right, distance):
            sides = (" OR ".join(map(written, side)) for side in (left, right))
            return f" NEAR/{distance} ".join(f"({side})" for side in sides)
        case And(parts):
            return "(" + " AND ".join(f"({written(part)})" for part in parts) + ")"
        case Or(parts):
            return "(" + " OR ".join(f"({written(part)})" for part in parts) + ")"
        case Not(part):
            return f"NOT ({written(part)})"


@given(queries().filter(lambda query: not matches_nothing(query)))
def test_a_query_that_is_written_out_is_read_back(query: Query) -> None:
    """Whatever it is made of."""
    assert parse_query(written(query)) == query
