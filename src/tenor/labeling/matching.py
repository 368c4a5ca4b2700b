"""Matching the queries of a codebook against an article.

Each word of the article is looked up once, so that the time is linear in the number of words
and hardly depends on the number of queries. A query is evaluated only if one of its terms
occurs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from tenor.articles.text import split_speech, split_words
from tenor.codebook import Query, Target
from tenor.codebook.query import (
    MAX_DISTANCE,
    And,
    Near,
    Not,
    Or,
    Term,
    Zone,
    required_terms,
)
from tenor.labeling.term_index import TermIndex

Positions = Mapping[int, list[int]]
"""The positions at which each term begins, by its number, ascending; only terms that occur."""

Spans = list[tuple[int, int]]
"""The first word and the end of runs of words, ascending."""

_TITLE_GAP = MAX_DISTANCE + 1
"""The gap between the positions of title and text, so that NEAR does not match across it."""


class Matcher:
    """Finds the queries that match an article.

    Parameters
    ----------
    queries
        Each query with a target, or with None. A query with a target is matched against the
        sentences that name the target, and there against unquoted text unless a term asks for
        ``quoted:``. A query without a target is matched against the whole article.

    Examples
    --------
    >>> from tenor.codebook import parse_query
    >>> matcher = Matcher([(parse_query("toll NEAR/3 unfair"), None), (parse_query("dam"), None)])
    >>> matcher.matching("Letters", "The toll is plainly unfair.")
    [0]
    """

    def __init__(self, queries: Sequence[tuple[Query, Target | None]]) -> None:
        self._terms = TermIndex()
        self._nodes = [_compile(query, self._terms.number) for query, _ in queries]
        self._targets = [target for _, target in queries]
        self._queries_of_term: dict[int, list[int]] = defaultdict(list)
        for i, (query, _) in enumerate(queries):
            for number in {self._terms.number(term) for term in required_terms(query)}:
                self._queries_of_term[number].append(i)

    def matching(self, title: str, text: str) -> list[int]:
        """Return the numbers of the queries that match, ascending."""
        positions: dict[int, list[int]] = {}
        n_title = self._terms.find(title, 0, positions)
        start = n_title + _TITLE_GAP
        self._terms.find(text, start, positions)
        candidates = sorted(
            {i for number in positions for i in self._queries_of_term.get(number, ())}
        )
        if not candidates:
            return []
        speech = _Speech(title, text, start)
        zones: dict[str, _ZonePositions] = {}
        matching = []
        for i in candidates:
            target = self._targets[i]
            name = target.name if target else ""
            if name not in zones:
                zones[name] = _ZonePositions(
                    positions, self._terms.lengths, speech, target, n_title
                )
            if self._nodes[i].matches(zones[name]):
                matching.append(i)
        return matching


class _Speech:
    """The quoted and unquoted spans of an article; computed when a query first needs them."""

    def __init__(self, title: str, text: str, text_start: int) -> None:
        self._texts = ((title, 0), (text, text_start))
        self._sentences: list[tuple[str, list[tuple[int, int, bool]]]] | None = None

    def spans(self, target: Target | None, *, quoted: bool) -> Spans:
        """Return the quoted or unquoted spans of the sentences that name a target."""
        if self._sentences is None:
            self._sentences = list(self._split())
        return [
            (start, end)
            for text, spans in self._sentences
            if target is None or target.applies_to(text)
            for start, end, is_quoted in spans
            if is_quoted == quoted
        ]

    def _split(self) -> Iterator[tuple[str, list[tuple[int, int, bool]]]]:
        for text, start in self._texts:
            for sentence in split_speech(text):
                spans = []
                for span in sentence:
                    end = start + len(split_words(span.text))
                    spans.append((start, end, span.quoted))
                    start = end
                yield "".join(span.text for span in sentence), spans


class _ZonePositions:
    """The positions of terms by zone, for one target of one article; computed on demand."""

    def __init__(
        self,
        positions: Positions,
        lengths: list[int],
        speech: _Speech,
        target: Target | None,
        n_title: int,
    ) -> None:
        self._positions, self.lengths = positions, lengths
        self._speech, self._target, self._n_title = speech, target, n_title
        self._by_zone: dict[Zone, Positions] = {}

    def __getitem__(self, zone: Zone) -> Positions:
        if zone not in self._by_zone:
            self._by_zone[zone] = self._restrict(zone)
        return self._by_zone[zone]

    def _restrict(self, zone: Zone) -> Positions:
        positions = self._positions
        if zone.title:
            positions = _filter(positions, lambda start, _: start < self._n_title)
        if self._target is None and not zone.quoted:
            return positions
        spans = self._speech.spans(self._target, quoted=zone.quoted)
        starts = [start for start, _ in spans]

        def is_within(start: int, number: int) -> bool:
            i = bisect_right(starts, start) - 1
            return i >= 0 and start + self.lengths[number] <= spans[i][1]

        return _filter(positions, is_within)


def _filter(positions: Positions, keep: Callable[[int, int], bool]) -> Positions:
    filtered = {n: [start for start in starts if keep(start, n)] for n, starts in positions.items()}
    return {number: starts for number, starts in filtered.items() if starts}


@dataclass(frozen=True, slots=True)
class _AnyNode:
    zone: Zone
    numbers: frozenset[int]
    others: tuple[_Node, ...] = ()

    def matches(self, zones: _ZonePositions) -> bool:
        if not self.numbers.isdisjoint(zones[self.zone]):
            return True
        return any(node.matches(zones) for node in self.others)


@dataclass(frozen=True, slots=True)
class _AllNode:
    zone: Zone
    numbers: frozenset[int]
    others: tuple[_Node, ...]

    def matches(self, zones: _ZonePositions) -> bool:
        if not self.numbers <= zones[self.zone].keys():
            return False
        return all(node.matches(zones) for node in self.others)


@dataclass(frozen=True, slots=True)
class _NotNode:
    node: _Node

    def matches(self, zones: _ZonePositions) -> bool:
        return not self.node.matches(zones)


@dataclass(frozen=True, slots=True)
class _NearNode:
    left: tuple[_AnyNode, ...]
    right: tuple[_AnyNode, ...]
    distance: int

    def matches(self, zones: _ZonePositions) -> bool:
        for side in (self.left, self.right):
            if not any(node.matches(zones) for node in side):
                return False
        left, right = _term_spans(self.left, zones), _term_spans(self.right, zones)
        starts = [start for start, _ in right]
        max_length = max(end - start for start, end in right)
        for start, end in left:
            # Only spans that begin close enough are compared, which keeps the time linear.
            first = bisect_left(starts, start - max_length - self.distance)
            for i in range(first, len(right)):
                other_start, other_end = right[i]
                if other_start - end >= self.distance:
                    break
                gap = other_start - end if other_start >= end else start - other_end
                if 0 <= gap < self.distance:
                    return True
        return False


_Node = _AnyNode | _AllNode | _NotNode | _NearNode


def _term_spans(nodes: tuple[_AnyNode, ...], zones: _ZonePositions) -> Spans:
    spans: set[tuple[int, int]] = set()
    for node in nodes:
        positions = zones[node.zone]
        for number in node.numbers & positions.keys():
            length = zones.lengths[number]
            spans.update((start, start + length) for start in positions[number])
    return sorted(spans)


def _compile(query: Query, number: Callable[[Term], int]) -> _Node:
    match query:
        case Term():
            return _AnyNode(query.zone, frozenset([number(query)]))
        case Not(part):
            return _NotNode(_compile(part, number))
        case Near(left, right, distance):
            return _NearNode(_by_zone(left, number), _by_zone(right, number), distance)
        case And(parts) | Or(parts):
            terms = _by_zone([part for part in parts if isinstance(part, Term)], number)
            others = tuple(_compile(part, number) for part in parts if not isinstance(part, Term))
            if isinstance(query, Or):
                first, *more = terms or (_AnyNode(Zone(), frozenset()),)
                return _AnyNode(first.zone, first.numbers, (*more, *others))
            all_terms = tuple(_AllNode(node.zone, node.numbers, ()) for node in terms)
            return _AllNode(Zone(), frozenset(), (*all_terms, *others))


def _by_zone(terms: Sequence[Term], number: Callable[[Term], int]) -> tuple[_AnyNode, ...]:
    in_order = sorted(terms, key=lambda term: term.zone)
    return tuple(
        _AnyNode(zone, frozenset(map(number, same)))
        for zone, same in groupby(in_order, lambda term: term.zone)
    )
