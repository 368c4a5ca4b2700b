"""Warnings about a valid codebook: rules without effect, ambiguous names, missing fields."""

from __future__ import annotations

from collections.abc import Iterator

from tenor.codebook.codebook import Codebook
from tenor.codebook.fields import fold_name
from tenor.codebook.query import And, Near, Not, Or, Query, Term, Zone, parse_query
from tenor.toml import Fault, KeyPath


def review_codebook(codebook: Codebook) -> list[Fault]:
    """Return warnings about parts of a codebook that are valid but probably mistakes."""
    return [
        *_rule_warnings(codebook),
        *_name_warnings(codebook),
        *_missing_field_warnings(codebook),
    ]


def never_matches(query: Query) -> bool:
    """Whether a query requires and excludes the same terms, so that it can never match.

    Finds contradictions within one conjunction, not every contradiction.
    """
    match query:
        case And(parts):
            required = [term for part in parts for term in _required(part)]
            excluded = [part.part for part in parts if isinstance(part, Not)]
            return any(map(never_matches, parts)) or any(
                _follows(part, required) for part in excluded
            )
        case Or(parts):
            return all(map(never_matches, parts))
        case _:
            return False


def _required(query: Query) -> Iterator[Term]:
    """Yield terms that occur in every text that the query matches."""
    match query:
        case Term():
            yield query
        case Near(left, right):
            for side in (left, right):
                yield from side if len(side) == 1 else ()
        case And(parts):
            for part in parts:
                yield from _required(part)


def _follows(query: Query, present: list[Term]) -> bool:
    """Whether a query matches every text that contains these terms."""
    match query:
        case Term():
            return any(_implies(term, query) for term in present)
        case Or(parts):
            return any(_follows(part, present) for part in parts)
        case And(parts):
            return all(_follows(part, present) for part in parts)
        case _:
            return False


def _implies(present: Term, term: Term) -> bool:
    """Whether every text that contains ``present`` also contains ``term``."""
    if any(term.zone[i] and not present.zone[i] for i in range(len(Zone._fields))):
        return False
    n = len(term.words)
    runs = (present.words[i : i + n] for i in range(len(present.words) - n + 1))
    return any(all(map(_covers, term.words, run)) for run in runs)


def _covers(pattern: str, word: str) -> bool:
    if pattern.endswith("*"):
        return word.removesuffix("*").startswith(pattern[:-1])
    return word == pattern


def _rule_warnings(codebook: Codebook) -> Iterator[Fault]:
    first_label: dict[tuple[str, Query], str] = {}
    for path, target, label, rule in _rules(codebook):
        query = parse_query(rule)
        if never_matches(query):
            yield (
                path,
                "the rule can never match: it requires and excludes the same term",
            )
        other = first_label.get((target, query))
        if other is not None:
            yield path, f"the same rule votes for '{other}' already; remove one of them"
        first_label.setdefault((target, query), label)


def _name_warnings(codebook: Codebook) -> Iterator[Fault]:
    aliases: dict[str, str] = {}
    for i, target in enumerate(codebook.targets):
        for alias in target.aliases:
            if "*" in alias:
                detail = "'*' is a wildcard in rules only; list each form of the name"
                yield ("targets", i, "aliases"), f"alias '{alias}': {detail}"
            other = aliases.setdefault(fold_name(alias), target.name)
            if other != target.name:
                path = ("targets", i, "aliases")
                yield path, f"alias '{alias}' names target '{other}' too; a mention counts for both"
    for i, theme in enumerate(codebook.themes):
        for tag in theme.publisher_tags:
            target_name = aliases.get(fold_name(tag))
            if target_name:
                path = ("themes", i, "publisher_tags")
                yield path, f"tag '{tag}' is also an alias of target '{target_name}'"


def _missing_field_warnings(codebook: Codebook) -> Iterator[Fault]:
    has_rules = any(theme.rules for theme in codebook.themes)
    for i, theme in enumerate(codebook.themes):
        if not theme.definition:
            yield ("themes", i), f"theme '{theme.name}' has no definition for coders"
        if has_rules and not theme.rules:
            yield ("themes", i), f"theme '{theme.name}' has no rule, unlike other themes"


def _rules(codebook: Codebook) -> Iterator[tuple[KeyPath, str, str, str]]:
    """Yield the key path, the target (empty for themes), the label and the text of each rule."""
    for i, theme in enumerate(codebook.themes):
        for n, rule in enumerate(theme.rules):
            yield ("themes", i, "rules", n), "", theme.name, rule
    for i, target in enumerate(codebook.targets):
        for position, rules in target.rules.items():
            for n, rule in enumerate(rules):
                yield ("targets", i, "rules", position, n), target.name, position, rule
