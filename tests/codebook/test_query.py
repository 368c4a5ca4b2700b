"""The query language of codebook rules."""

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
    matches_empty_text,
    required_terms,
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
def test_a_query_is_parsed_by_the_precedence_of_its_operators(text: str, query: Query) -> None:
    """NEAR binds tightest, then NOT, AND and OR; AND may be left out."""
    assert parse_query(text) == query


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "column 1: the query is empty"),
        ("a OR", "column 5: a term is missing at the end"),
        ("a AND AND b", "column 7: a term is missing before 'AND'"),
        ("tax AND (levy OR duty", "column 9: '(' is never closed; add ')' or remove it"),
        ("a) b", "column 2: ')' closes nothing; add '(' or remove it"),
        ("()", "column 2: a term is missing before ')'"),
        ('tax "levy', "column 5: the quotation mark is never closed; add another one or remove it"),
        (
            "tax or levy",
            'column 5: operators are written in capitals: write OR, or "or" in quotes for the word',
        ),
        ("a NEAR b", "column 3: NEAR needs a number of words; write NEAR/5"),
        ("a NEAR/0 b", "column 3: 'NEAR/0' is out of range; NEAR takes 1 to 100 words"),
        (
            "a NEAR/2 b NEAR/2 c",
            "column 12: NEAR takes two terms; write (a NEAR/5 b) AND (b NEAR/5 c) for three",
        ),
        (
            "(a AND b) NEAR/2 c",
            "column 1: each side of NEAR must be a word, a phrase or an OR of these",
        ),
        (
            "wom*n",
            "column 1: 'wom*n': the only wildcard is '*', at the end of a word",
        ),
        ("who?", "column 1: 'who?': the only wildcard is '*', at the end of a word"),
        ("tax a*", "column 5: 'a*' needs at least 2 letters before its '*'"),
        (
            "a & b",
            "column 3: '&' has no letter or digit; operators are AND, OR, NOT and NEAR/5",
        ),
        (
            "byline:orme",
            "column 1: 'byline:' is not one of title:, quoted:; write the text in quotes instead",
        ),
        ("NOT a", "would match a text without any of its words; add a word that must occur"),
        ("a OR NOT b", "would match a text without any of its words; add a word that must occur"),
        ("(" * 51 + "a" + ")" * 51, "column 51: parentheses nest deeper than 50; flatten the rule"),
    ],
)
def test_the_error_of_a_malformed_query_names_column_and_correction(
    text: str, message: str
) -> None:
    """The column counts from 1."""
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    assert str(caught.value) == message


def test_ten_thousand_terms_are_parsed_within_two_seconds() -> None:
    """Word lists can be that long."""
    started = time.process_time()
    query = parse_query(" OR ".join(f"word{i}" for i in range(10_000)))
    assert len(list(required_terms(query))) == 10_000
    assert time.process_time() - started < 2


@given(st.text(max_size=60))
def test_any_text_is_a_query_or_a_query_error(text: str) -> None:
    """A codebook may come from a stranger."""
    try:
        query = parse_query(text)
    except QueryError as exc:
        message = str(exc)
    else:
        assert not matches_empty_text(query)
        assert list(required_terms(query))
        return
    assert message


TERMS = [A, B, C, Term(("a", "ab*")), Term(("ab*",), TITLE), Term(("b",), QUOTED)]


@st.composite
def queries(draw: st.DrawFn, depth: int = 3) -> Query:
    """Any query, including those that match the empty text."""
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


def query_text(query: Query) -> str:
    match query:
        case Term(words, zone):
            fields = "".join(f"{name}:" for name, on in zip(zone._fields, zone, strict=True) if on)
            return f'{fields}"{" ".join(words)}"'
        case Near(left, right, distance):
            sides = (" OR ".join(map(query_text, side)) for side in (left, right))
            return f" NEAR/{distance} ".join(f"({side})" for side in sides)
        case And(parts):
            return "(" + " AND ".join(f"({query_text(part)})" for part in parts) + ")"
        case Or(parts):
            return "(" + " OR ".join(f"({query_text(part)})" for part in parts) + ")"
        case Not(part):
            return f"NOT ({query_text(part)})"


@given(queries().filter(lambda query: not matches_empty_text(query)))
def test_a_query_written_as_text_is_parsed_back(query: Query) -> None:
    """Holds for every combination of terms and operators."""
    assert parse_query(query_text(query)) == query
