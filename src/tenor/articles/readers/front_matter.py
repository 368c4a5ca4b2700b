"""Front matter: metadata above a Markdown text, YAML between ``---`` or TOML between ``+++``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenor.articles.article import RawArticle
from tenor.articles.readers.cells import parse_cell, place_addresses
from tenor.articles.readers.columns import flatten, match_columns
from tenor.articles.readers.header import read_header

MAX_LINES = 200
MAX_CHARACTERS = 20_000
"""Characters of a front matter that is parsed; a longer one is read line by line."""
MAX_BRACKETS = 500
"""Brackets that open a list or a mapping in YAML, for whose nesting it takes quadratic time."""

_FENCES = ("---", "+++")


def read_front_matter(lines: list[str]) -> tuple[RawArticle, int]:
    """Return the fields of a front matter, and the number of its lines; 0 without one.

    Its keys are matched as the columns of a table are. YAML with faults is read line by line.

    Parameters
    ----------
    lines
        The lines of the file.
    """
    fence = lines[0].rstrip() if lines else ""
    if fence not in _FENCES:
        return {}, 0
    ends = (i for i, line in enumerate(lines[1:MAX_LINES], start=1) if line.rstrip() == fence)
    end = next(ends, 0)
    if not end:
        return {}, 0
    text = "\n".join(lines[1:end])
    parse = _parse_yaml if fence == "---" else _parse_toml
    values = parse(text) if len(text) <= MAX_CHARACTERS else None
    if values is None:
        by_line = [read_header([line]).fields for line in lines[1:end]]
        found = {name: value for fields in by_line for name, value in fields.items()}
        # Without a field, what is between two lines of hyphens is text between rules.
        return (found, end + 1) if found or fence == "+++" else ({}, 0)
    fields = _fields(values)
    # The colons of a text make it a mapping too, but its names have several words.
    if not fields and fence == "---" and all(" " in name for name in values):
        return {}, 0
    return fields, end + 1


def _fields(values: Mapping[str, Any]) -> RawArticle:
    flat = flatten(values)
    columns = match_columns(list(flat), {}, "", strict=False)
    fields = {
        field: parse_cell(field, flat[column])
        for field, column in columns.items()
        if field not in {"text", "article_id"}
    }
    place_addresses(fields, flat)
    if fields.get("byline"):
        # Note-taking programs write links to other notes in double brackets.
        fields["byline"] = fields["byline"].replace("[[", "").replace("]]", "")
    return {name: value for name, value in fields.items() if value}


def _parse_toml(text: str) -> Mapping[str, Any] | None:
    import tomllib

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return None


def _parse_yaml(text: str) -> Mapping[str, Any] | None:
    import yaml

    if text.count("[") + text.count("{") > MAX_BRACKETS:
        return None
    try:
        # An alias could stand for a value that is many times as long as the file.
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, yaml.SafeLoader)):
            return None
        values = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if not isinstance(values, dict):
        return None
    return {str(name): value for name, value in values.items()}
