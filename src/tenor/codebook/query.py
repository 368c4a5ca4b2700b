"""The query language of codebook rules, with the operators of news archives.

===================== =====================================================
``toll``              the word, in any case
``"bridge toll"``     the words side by side, in this order
``militant*``         any word that begins with these letters; also in a phrase
``a AND b``, ``a b``  both; AND may be left out
``a OR b``            at least one of them
``a NOT b``           the first without the second; also ``a AND NOT b``
``a NEAR/5 b``        at most five words apart, in either order
``title:a``           in the title
``quoted:a``          inside quotation marks
===================== =====================================================

NEAR binds tightest, then NOT, then AND, then OR; parentheses group. Operators
are written in capitals. Punctuation inside a term separates its words:
``U.S.`` is the phrase ``"u s"``. In scripts written without spaces, every
character is a word, so that ``通行费`` is found wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, NoReturn

from tenor.articles.text import MIN_PREFIX, WORD, fold_word, has_unspaced_script, nfc
from tenor.errors import CodebookError

MAX_DEPTH = 50
"""The maximum number of nested parentheses and zones."""
MAX_DISTANCE = 100
"""The maximum distance of NEAR, in words."""


class QueryError(CodebookError):
    """Raised for a malformed query; the message gives the column, counted from 1."""


class Zone(NamedTuple):
    """Where a term must occur: in the title, in a quotation, or both; anywhere by default."""

    title: bool = False
    quoted: bool = False


ANYWHERE = Zone()


@dataclass(frozen=True, slots=True)
class Term:
    """Adjacent words; a word that ends in ``*`` matches every word with that prefix."""

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
    """All of the parts."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the parts."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything that the part does not match."""

    part: Query


Query = Term | Near | And | Or | Not


def parse_query(text: str) -> Query:
    """Return the syntax tree of a query.

    Raises
    ------
    QueryError
        If the query is malformed, or would match a text without any of its words.

    Examples
    --------
    >>> parse_query('"bridge toll*" NOT title:ferry').parts[0]
    Term(words=('bridge', 'toll*'), zone=Zone(title=False, quoted=False))
    """
    parser = _Parser(text)
    query = parser.parse_or(Zone(), 0)
    if parser.next_is("close"):
        parser.fail("')' closes nothing; add '(' or remove it")
    if matches_empty_text(query):
        raise QueryError("would match a text without any of its words; add a word that must occur")
    return query


def matches_empty_text(query: Query) -> bool:
    """Whether the query matches a text without any of its words."""
    match query:
        case Not(part):
            return not matches_empty_text(part)
        case And(parts):
            return all(map(matches_empty_text, parts))
        case Or(parts):
            return any(map(matches_empty_text, parts))
        case _:
            return False


def required_terms(query: Query, *, negated: bool = False) -> Iterator[Term]:
    """Yield terms of which every matching text contains at least one.

    These are the terms under an even number of NOTs.

    Parameters
    ----------
    query
        A query that does not match the empty text.
    negated
        Whether the query is itself under an odd number of NOTs.
    """
    match query:
        case Term():
            yield from () if negated else (query,)
        case Near(left, right):
            yield from () if negated else left + right
        case Not(part):
            yield from required_terms(part, negated=not negated)
        case And(parts) | Or(parts):
            for part in parts:
                yield from required_terms(part, negated=negated)


_TOKEN = re.compile(
    r"""\s*+(?:
      (?P<open>\() | (?P<close>\))
    | ["“”](?P<phrase>[^"“”]*)(?P<close_quote>["“”])?
    | (?P<near>NEAR/(?P<distance>[0-9]{1,9}))(?![^\s()"“”])
    | (?P<operator>AND|OR|NOT)(?![^\s()"“”])
    | (?P<field>[A-Za-z_]+):
    | (?P<word>[^\s()"“”]+)
    | (?P<end>$)
    )""",
    re.X,
)
_TERM_WORD = re.compile(rf"{WORD}(?:\*(?!\w))?")
_MISSPELLED_OPERATOR = re.compile(r"and|or|not|near(?:/[0-9]+)?|NEAR", re.I)


class _Parser:
    """A recursive-descent parser: or, and, not with near, then the primary terms."""

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
        if self.kind == "phrase" and match["close_quote"] is None:
            self.fail("the quotation mark is never closed; add another one or remove it")

    def fail(self, message: str, column: int | None = None) -> NoReturn:
        raise QueryError(f"column {column or self.column}: {message}")

    def next_is(self, name: str) -> bool:
        """Whether the next token is of this kind, or is this operator."""
        return name in (self.kind, self.value if self.kind == "operator" else "")

    def parse_or(self, zone: Zone, depth: int) -> Query:
        parts = [self.parse_and(zone, depth)]
        while self.next_is("OR"):
            self.advance()
            parts.append(self.parse_and(zone, depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def parse_and(self, zone: Zone, depth: int) -> Query:
        parts = [self.parse_not(zone, depth)]
        while not (self.next_is("close") or self.next_is("end") or self.next_is("OR")):
            if self.next_is("AND"):
                self.advance()
            parts.append(self.parse_not(zone, depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def parse_not(self, zone: Zone, depth: int) -> Query:
        negated = False
        while self.next_is("NOT"):
            negated = not negated
            self.advance()
        start = self.column
        query = self.parse_primary(zone, depth)
        if self.next_is("near"):
            distance = int(self._match["distance"])
            if not 1 <= distance <= MAX_DISTANCE:
                self.fail(f"'{self.value}' is out of range; NEAR takes 1 to {MAX_DISTANCE} words")
            left = self._near_terms(query, start)
            self.advance()
            start = self.column
            query = Near(left, self._near_terms(self.parse_primary(zone, depth), start), distance)
            if self.next_is("near"):
                self.fail("NEAR takes two terms; write (a NEAR/5 b) AND (b NEAR/5 c) for three")
        return Not(query) if negated else query

    def parse_primary(self, zone: Zone, depth: int) -> Query:
        value = self.value
        match self.kind:
            case "word":
                if _MISSPELLED_OPERATOR.fullmatch(value):
                    if value == "NEAR":
                        self.fail("NEAR needs a number of words; write NEAR/5")
                    self.fail(
                        f"operators are written in capitals: write {value.upper()}, or "
                        f'"{value}" in quotes for the word'
                    )
                query: Query = self._term(value, zone)
            case "phrase":
                query = self._term(value, zone)
            case "field":
                if value not in Zone._fields:
                    zones = ", ".join(f"{name}:" for name in Zone._fields)
                    self.fail(f"'{value}:' is not one of {zones}; write the text in quotes instead")
                self._check_depth(depth)
                self.advance()
                return self.parse_primary(zone._replace(**{value: True}), depth + 1)
            case "open":
                self._check_depth(depth)
                column = self.column
                self.advance()
                query = self.parse_or(zone, depth + 1)
                if not self.next_is("close"):
                    self.fail("'(' is never closed; add ')' or remove it", column)
            case "end":
                blank = not self._text.strip()
                self.fail("the query is empty" if blank else "a term is missing at the end")
            case _:
                self.fail(f"a term is missing before '{value}'")
        self.advance()
        return query

    def _check_depth(self, depth: int) -> None:
        if depth >= MAX_DEPTH:
            self.fail(f"parentheses nest deeper than {MAX_DEPTH}; flatten the rule")

    def _term(self, text: str, zone: Zone) -> Term:
        words = [fold_word(w) for w in _TERM_WORD.findall(nfc(text))]
        prefixes = [word for word in words if word.endswith("*")]
        if len(prefixes) < text.count("*") or (self.kind == "word" and re.search("[?!]", text)):
            self.fail(f"'{text}': the only wildcard is '*', at the end of a word")
        if not words:
            self.fail(f"'{text}' has no letter or digit; operators are AND, OR, NOT and NEAR/5")
        # In scripts without spaces a character is a word, so that its '*' changes nothing.
        words = [word.removesuffix("*") if has_unspaced_script(word) else word for word in words]
        for word in prefixes:
            if len(word) <= MIN_PREFIX and not has_unspaced_script(word):
                self.fail(f"'{word}' needs at least {MIN_PREFIX} letters before its '*'")
        return Term(tuple(words), zone)

    def _near_terms(self, query: Query, column: int) -> tuple[Term, ...]:
        """Return the terms of one side of NEAR; any other query there is an error."""
        if isinstance(query, Or):
            return tuple(term for part in query.parts for term in self._near_terms(part, column))
        if not isinstance(query, Term):
            self.fail("each side of NEAR must be a word, a phrase or an OR of these", column)
        return (query,)
