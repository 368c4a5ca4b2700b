"""Matching: all rules of a codebook against an article whose text is cut into words once.

Each word is looked up once, so the time of a text is linear in its words
however many rules there are; a rule of which no term stands in the article is
never looked at.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from tenor.codebook import Query, Target
from tenor.codebook.query import (
    MOST_APART,
    And,
    Near,
    Not,
    Or,
    Term,
    Zone,
    split_words,
    wanted,
)  # fmt: skip
from tenor.labeling.lookup import Terms
from tenor.labeling.sentences import sentences

Found = Mapping[int, list[int]]
"""The positions, rising, at which each term begins; terms that do not occur are absent."""

_GAP = MOST_APART + 1
"""Positions between title and text, so that NEAR does not run from one into the other."""


class Matcher:
    """Tells which of many queries match an article.

    Parameters
    ----------
    queries
        Each with the target whose sentences it reads, or None to read all of
        the article. In such sentences it reads what is not quoted, unless a
        term asks for ``quoted:``.

    Examples
    --------
    >>> from tenor.codebook import parse_query
    >>> matcher = Matcher([(parse_query("toll NEAR/3 unfair"), None), (parse_query("dam"), None)])
    >>> matcher.matching("Letters", "The toll is plainly unfair.")
    [0]
    """

    def __init__(self, queries: Sequence[tuple[Query, Target | None]]) -> None:
        self._terms = Terms()
        self._nodes = [_node(query, self._terms.number) for query, _ in queries]
        self._scopes = [target for _, target in queries]
        self._of_term: dict[int, list[int]] = defaultdict(list)
        for i, (query, _) in enumerate(queries):
            for number in {self._terms.number(term) for term in wanted(query)}:
                self._of_term[number].append(i)

    def matching(self, title: str, text: str) -> list[int]:
        """Return the numbers of the queries that match, rising."""
        found: dict[int, list[int]] = {}
        n_title = self._terms.find(title, 0, found)
        start = n_title + _GAP
        self._terms.find(text, start, found)
        candidates = sorted({i for number in found for i in self._of_term.get(number, ())})
        if not candidates:
            return []
        voices = _Voices(title, text, start)
        views: dict[str, _Views] = {}
        matching = []
        for i in candidates:
            target = self._scopes[i]
            name = target.name if target else ""
            if name not in views:
                views[name] = _Views(found, self._terms.lengths, voices, target, n_title)
            if self._nodes[i].holds(views[name]):
                matching.append(i)
        return matching


class _Voices:
    """Who speaks at which words of an article; cut only when a query asks."""

    def __init__(self, title: str, text: str, body_start: int) -> None:
        self._texts = ((title, 0), (text, body_start))
        self._sentences: list[tuple[str, list[tuple[int, int, bool]]]] | None = None

    def spans(self, target: Target | None, *, quoted: bool) -> list[tuple[int, int]]:
        """Return the positions, as start and end, where that voice speaks of the target."""
        if self._sentences is None:
            self._sentences = list(self._cut())
        return [
            (start, end)
            for text, pieces in self._sentences
            if target is None or target.mentioned_in(text)
            for start, end, in_quotes in pieces
            if in_quotes == quoted
        ]

    def _cut(self) -> Iterator[tuple[str, list[tuple[int, int, bool]]]]:
        for text, start in self._texts:
            for sentence in sentences(text):
                pieces = []
                for piece in sentence:
                    end = start + len(split_words(piece.text))
                    pieces.append((start, end, piece.quoted))
                    start = end
                yield "".join(piece.text for piece in sentence), pieces


class _Views:
    """The found terms as seen through each zone, for one scope of one article."""

    def __init__(
        self, found: Found, lengths: list[int], voices: _Voices, target: Target | None, n_title: int
    ) -> None:
        self._found, self.lengths = found, lengths
        self._voices, self._target, self._n_title = voices, target, n_title
        self._made: dict[Zone, Found] = {}

    def __getitem__(self, zone: Zone) -> Found:
        if zone not in self._made:
            self._made[zone] = self._make(zone)
        return self._made[zone]

    def _make(self, zone: Zone) -> Found:
        found = self._found
        if zone.title:
            found = _kept(found, lambda start, _: start < self._n_title)
        if self._target is None and not zone.quoted:
            return found
        spans = self._voices.spans(self._target, quoted=zone.quoted)
        starts = [start for start, _ in spans]

        def within(start: int, number: int) -> bool:
            i = bisect_right(starts, start) - 1
            return i >= 0 and start + self.lengths[number] <= spans[i][1]

        return _kept(found, within)


def _kept(found: Found, keep: Callable[[int, int], bool]) -> Found:
    kept = {n: [start for start in starts if keep(start, n)] for n, starts in found.items()}
    return {number: starts for number, starts in kept.items() if starts}


@dataclass(frozen=True, slots=True)
class _Any:
    zone: Zone
    numbers: frozenset[int]
    others: tuple[_Node, ...] = ()

    def holds(self, views: _Views) -> bool:
        if not self.numbers.isdisjoint(views[self.zone]):
            return True
        return any(node.holds(views) for node in self.others)


@dataclass(frozen=True, slots=True)
class _All:
    zone: Zone
    numbers: frozenset[int]
    others: tuple[_Node, ...]

    def holds(self, views: _Views) -> bool:
        if not self.numbers <= views[self.zone].keys():
            return False
        return all(node.holds(views) for node in self.others)


@dataclass(frozen=True, slots=True)
class _Without:
    node: _Node

    def holds(self, views: _Views) -> bool:
        return not self.node.holds(views)


@dataclass(frozen=True, slots=True)
class _Close:
    left: tuple[_Any, ...]
    right: tuple[_Any, ...]
    distance: int

    def holds(self, views: _Views) -> bool:
        for side in (self.left, self.right):
            if not any(one.holds(views) for one in side):
                return False
        left, right = _spans(self.left, views), _spans(self.right, views)
        starts = [start for start, _ in right]
        longest = max(end - start for start, end in right)
        for start, end in left:
            # Only those that begin near enough are compared, so that the work stays linear.
            first = bisect_left(starts, start - longest - self.distance)
            for i in range(first, len(right)):
                other, other_end = right[i]
                if other - end >= self.distance:
                    break
                apart = other - end if other >= end else start - other_end
                if 0 <= apart < self.distance:
                    return True
        return False


_Node = _Any | _All | _Without | _Close


def _spans(terms: tuple[_Any, ...], views: _Views) -> list[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for one in terms:
        view = views[one.zone]
        for number in one.numbers & view.keys():
            length = views.lengths[number]
            found.update((start, start + length) for start in view[number])
    return sorted(found)


def _node(query: Query, number: Callable[[Term], int]) -> _Node:
    match query:
        case Term():
            return _Any(query.zone, frozenset([number(query)]))
        case Not(part):
            return _Without(_node(part, number))
        case Near(left, right, distance):
            return _Close(_by_zone(left, number), _by_zone(right, number), distance)
        case And(parts) | Or(parts):
            plain = _by_zone([part for part in parts if isinstance(part, Term)], number)
            others = tuple(_node(part, number) for part in parts if not isinstance(part, Term))
            if isinstance(query, Or):
                first, *more = plain or (_Any(Zone(), frozenset()),)
                return _Any(first.zone, first.numbers, (*more, *others))
            alls = tuple(_All(one.zone, one.numbers, ()) for one in plain)
            return _All(Zone(), frozenset(), (*alls, *others))


def _by_zone(found: Sequence[Term], number: Callable[[Term], int]) -> tuple[_Any, ...]:
    in_order = sorted(found, key=lambda term: term.zone)
    return tuple(
        _Any(zone, frozenset(map(number, same)))
        for zone, same in groupby(in_order, lambda term: term.zone)
    )
