"""What a valid codebook may still have wrong: idle rules, names that mean two things."""

from __future__ import annotations

from collections.abc import Iterator

from tenor.codebook.codebook import Codebook
from tenor.codebook.query import And, Near, Not, Or, Query, Term, parse_query
from tenor.tomlfile import Fault, Where


def warnings(codebook: Codebook) -> list[Fault]:
    """Return what deserves a second look, each with its place in the file."""
    return [*_of_rules(codebook), *_of_names(codebook), *_of_gaps(codebook)]


def never_matches(query: Query) -> bool:
    """Whether a query asks for and excludes the same; such a rule can never match.

    Finds what one conjunction says against itself, not every contradiction.
    """
    match query:
        case And(parts):
            wanted = [fact for part in parts for fact in _facts(part)]
            excluded = [part.part for part in parts if isinstance(part, Not)]
            return any(map(never_matches, parts)) or any(_follows(e, wanted) for e in excluded)
        case Or(parts):
            return all(map(never_matches, parts))
        case _:
            return False


def _facts(query: Query) -> Iterator[Term]:
    # Terms that stand in every text that the query matches.
    match query:
        case Term():
            yield query
        case Near(left, right):
            for side in (left, right):
                yield from side if len(side) == 1 else ()
        case And(parts):
            for part in parts:
                yield from _facts(part)


def _follows(query: Query, facts: list[Term]) -> bool:
    match query:
        case Term():
            return any(_implies(fact, query) for fact in facts)
        case Or(parts):
            return any(_follows(part, facts) for part in parts)
        case And(parts):
            return all(_follows(part, facts) for part in parts)
        case _:
            return False


def _implies(fact: Term, term: Term) -> bool:
    if any(asked and not given for asked, given in zip(term.zone, fact.zone, strict=True)):
        return False
    n = len(term.words)
    runs = (fact.words[i : i + n] for i in range(len(fact.words) - n + 1))
    return any(all(map(_covers, term.words, run)) for run in runs)


def _covers(pattern: str, word: str) -> bool:
    if pattern.endswith("*"):
        return word.removesuffix("*").startswith(pattern[:-1])
    return word == pattern


def _of_rules(codebook: Codebook) -> Iterator[Fault]:
    first: dict[tuple[str, Query], str] = {}
    for where, scope, label, rule in _rules(codebook):
        query = parse_query(rule)
        if never_matches(query):
            yield where, "the rule can never match: it asks for and excludes the same term"
        other = first.get((scope, query))
        if other is not None:
            yield where, f"the same rule votes for '{other}' already; leave one of them out"
        first.setdefault((scope, query), label)


def _of_names(codebook: Codebook) -> Iterator[Fault]:
    aliases: dict[str, str] = {}
    for i, target in enumerate(codebook.targets):
        for alias in target.aliases:
            other = aliases.setdefault(alias.casefold(), target.name)
            if other != target.name:
                where = ("targets", i, "aliases")
                yield where, f"alias '{alias}' names target '{other}' too; a mention means both"
    for i, theme in enumerate(codebook.themes):
        for tag in theme.publisher_tags:
            target_name = aliases.get(tag.casefold())
            if target_name:
                where = ("themes", i, "publisher_tags")
                yield where, f"tag '{tag}' is also an alias of target '{target_name}'"


def _of_gaps(codebook: Codebook) -> Iterator[Fault]:
    ruled = [theme for theme in codebook.themes if theme.rules]
    for i, theme in enumerate(codebook.themes):
        if not theme.definition:
            yield ("themes", i), f"theme '{theme.name}' has no definition for coders to judge by"
        if ruled and not theme.rules:
            yield ("themes", i), f"theme '{theme.name}' has no rule, so no rule can give it"


def _rules(codebook: Codebook) -> Iterator[tuple[Where, str, str, str]]:
    for i, theme in enumerate(codebook.themes):
        for n, rule in enumerate(theme.rules):
            yield ("themes", i, "rules", n), "", theme.name, rule
    for i, target in enumerate(codebook.targets):
        for position, rules in target.rules.items():
            for n, rule in enumerate(rules):
                yield ("targets", i, "rules", position, n), target.name, position, rule
