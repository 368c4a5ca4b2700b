"""The rule language: queries as analysts know them from news archives.

===================== =====================================================
``toll``              the word, in any case
``"bridge toll"``     the words in that order, side by side
``militant*``         words that begin so; also in a phrase
``a AND b``, ``a b``  both; adjacent terms mean AND, as archives have it
``a OR b``            either
``a NOT b``           the first without the second; also ``a AND NOT b``
``a NEAR/5 b``        at most five words apart, in either order
``title:a``           in the title
``quoted:a``          inside quotation marks
===================== =====================================================

NEAR binds first, then NOT, AND and OR; parentheses group. Operators are
written in capitals. Punctuation inside a term only parts its words:
``U.S.`` is the phrase ``"u s"``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, NoReturn

from tenor.errors import CodebookError

DEEPEST = 50
"""Parentheses inside parentheses, at most."""
MOST_APART = 100
"""The largest distance of NEAR, in words."""
SHORTEST_PREFIX = 2
"""Letters that a word must have before its ``*``."""

split_words = re.compile(r"\w+").findall


def folded(text: str) -> str:
    """Return text as it is compared: without regard to case, accents composed."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text.casefold())


class QueryError(CodebookError):
    """A query is malformed; the message names the column, counted from 1."""


class Zone(NamedTuple):
    """Where a term must stand: in the title, in quoted speech, or both; default anywhere."""

    title: bool = False
    quoted: bool = False


ANYWHERE = Zone()


@dataclass(frozen=True, slots=True)
class Term:
    """Words that follow one another; one that ends in ``*`` stands for all that begin so."""

    words: tuple[str, ...]
    zone: Zone = ANYWHERE


@dataclass(frozen=True, slots=True)
class Near:
    """One of the left terms at most ``distance`` words from one of the right terms."""

    left: tuple[Term, ...]
    right: tuple[Term, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Query


Query = Term | Near | And | Or | Not


def parse_query(text: str) -> Query:
    """Return the tree of a query.

    Raises
    ------
    QueryError
        If it is malformed, or would match a text that has none of its words.

    Examples
    --------
    >>> parse_query('"bridge toll*" NOT title:ferry').parts[0]
    Term(words=('bridge', 'toll*'), zone=Zone(title=False, quoted=False))
    """
    parser = _Parser(text)
    query = parser.either(Zone(), 0)
    if parser.stands_at("close"):
        parser.fail("')' closes nothing; add '(' or leave it out")
    if matches_nothing(query):
        raise QueryError("would match a text that has none of its words; add one that must occur")
    return query


def matches_nothing(query: Query) -> bool:
    """Whether the query matches a text in which none of its words stands."""
    match query:
        case Not(part):
            return not matches_nothing(part)
        case And(parts):
            return all(map(matches_nothing, parts))
        case Or(parts):
            return any(map(matches_nothing, parts))
        case _:
            return False


def terms(query: Query) -> Iterator[Term]:
    """Yield the terms of a query."""
    yield from wanted(query)
    yield from wanted(Not(query))


def wanted(query: Query, *, negated: bool = False) -> Iterator[Term]:
    """Yield the terms of which one at least stands in any text that the query matches.

    Those are the terms under no NOT, or under an even number of them.
    """
    match query:
        case Term():
            yield from () if negated else (query,)
        case Near(left, right):
            yield from () if negated else left + right
        case Not(part):
            yield from wanted(part, negated=not negated)
        case And(parts) | Or(parts):
            for part in parts:
                yield from wanted(part, negated=negated)


_TOKEN = re.compile(
    r"""\s*+(?:
      (?P<open>\() | (?P<close>\))
    | ["“”](?P<phrase>[^"“”]*)(?P<ended>["“”])?
    | (?P<near>NEAR/(?P<distance>[0-9]{1,9}))(?![^\s()"“”])
    | (?P<operator>AND|OR|NOT)(?![^\s()"“”])
    | (?P<field>[A-Za-z_]+):
    | (?P<word>[^\s()"“”]+)
    | (?P<end>$)
    )""",
    re.X,
)
_PATTERNS = re.compile(r"\w+(?:\*(?!\w))?")
_LOWERCASE = re.compile(r"and|or|not|near(?:/[0-9]+)?|NEAR", re.I)


class _Parser:
    """Recursive descent: `either` calls `all_of` calls `one` calls `primary`."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._end = 0
        self.advance()

    def advance(self) -> None:
        match = _TOKEN.match(self._text, self._end)
        assert match is not None
        self._match, self._end = match, match.end()
        self.kind = next(
            name
            for name in ("open", "close", "phrase", "near", "operator", "field", "word", "end")
            if match[name] is not None
        )
        self.value: str = match[self.kind]
        self.column = match.start(self.kind) + (self.kind != "phrase")
        if self.kind == "phrase" and match["ended"] is None:
            self.fail("the quotation mark is never closed")

    def fail(self, what: str, column: int | None = None) -> NoReturn:
        raise QueryError(f"column {column or self.column}: {what}")

    def stands_at(self, what: str) -> bool:
        """Whether the next token is of that kind, or that operator."""
        return what in (self.kind, self.value if self.kind == "operator" else "")

    def either(self, zone: Zone, depth: int) -> Query:
        parts = [self.all_of(zone, depth)]
        while self.stands_at("OR"):
            self.advance()
            parts.append(self.all_of(zone, depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def all_of(self, zone: Zone, depth: int) -> Query:
        parts = [self.one(zone, depth)]
        while not (self.stands_at("close") or self.stands_at("end") or self.stands_at("OR")):
            if self.stands_at("AND"):
                self.advance()
            parts.append(self.one(zone, depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def one(self, zone: Zone, depth: int) -> Query:
        negated = False
        while self.stands_at("NOT"):
            negated = not negated
            self.advance()
        start = self.column
        query = self.primary(zone, depth)
        if self.stands_at("near"):
            distance = int(self._match["distance"])
            if not 1 <= distance <= MOST_APART:
                self.fail(f"'{self.value}' is out of range; NEAR takes 1 to {MOST_APART} words")
            left = self._for_near(query, start)
            self.advance()
            start = self.column
            query = Near(left, self._for_near(self.primary(zone, depth), start), distance)
            if self.stands_at("near"):
                self.fail("NEAR joins two terms; write (a NEAR/5 b) AND (b NEAR/5 c) for three")
        return Not(query) if negated else query

    def primary(self, zone: Zone, depth: int) -> Query:
        value = self.value
        match self.kind:
            case "word":
                if _LOWERCASE.fullmatch(value):
                    if value == "NEAR":
                        self.fail("NEAR needs a number of words; write NEAR/5")
                    rule = f'write {value.upper()}, or "{value}" in quotes for the word'
                    self.fail(f"operators stand in capitals: {rule}")
                query: Query = self._term(value, zone)
            case "phrase":
                query = self._term(value, zone)
            case "field":
                if value not in Zone._fields:
                    known = ", ".join(f"{name}:" for name in Zone._fields)
                    self.fail(f"'{value}:' is not one of {known}; put the text in quotes otherwise")
                self._deeper(depth)
                self.advance()
                return self.primary(zone._replace(**{value: True}), depth + 1)
            case "open":
                self._deeper(depth)
                column = self.column
                self.advance()
                query = self.either(zone, depth + 1)
                if not self.stands_at("close"):
                    self.fail("'(' is never closed", column)
            case "end":
                self.fail("a term is missing at the end" if self._text.strip() else "is empty")
            case _:
                self.fail(f"a term is missing before '{value}'")
        self.advance()
        return query

    def _deeper(self, depth: int) -> None:
        if depth >= DEEPEST:
            self.fail(f"parentheses nest deeper than {DEEPEST}; flatten the rule")

    def _term(self, text: str, zone: Zone) -> Term:
        words = list(map(folded, _PATTERNS.findall(unicodedata.normalize("NFC", text))))
        stars = [word for word in words if word.endswith("*")]
        if len(stars) < text.count("*") or (self.kind == "word" and re.search("[?!]", text)):
            self.fail(f"'{text}': only '*' is a wildcard, and only at the end of a word")
        if not words:
            what = "holds no letter or digit; operators are AND, OR, NOT and NEAR/5"
            self.fail(f"'{text}' {what}")
        for word in stars:
            if len(word) <= SHORTEST_PREFIX:
                self.fail(f"'{word}' needs at least {SHORTEST_PREFIX} letters before its '*'")
        return Term(tuple(words), zone)

    def _for_near(self, query: Query, column: int) -> tuple[Term, ...]:
        parts = query.parts if isinstance(query, Or) else (query,)
        found: list[Term] = []
        for part in parts:
            if isinstance(part, Or):
                found += self._for_near(part, column)
            elif isinstance(part, Term):
                found.append(part)
            else:
                self.fail("beside NEAR stands a word, a phrase, or an OR of these", column)
        return tuple(found)
