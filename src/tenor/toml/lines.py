"""The line numbers of TOML keys, which ``tomllib`` does not report."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from tenor.toml.schema import KeyPath

_TOKENS = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|.', re.S
)


def line_numbers(text: str) -> dict[KeyPath, int]:
    """Return the 1-based line on which each table, key and array element begins.

    Examples
    --------
    >>> line_numbers('version = "1"\\n[[themes]]\\nname = "economy"\\n')
    {('version',): 1, ('themes',): 2, ('themes', 0): 2, ('themes', 0, 'name'): 3}
    """
    lines: dict[KeyPath, int] = {}
    last_index: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for number, statement, parsed in _statements(text):
        if statement.startswith("["):
            keys, is_array = _header_keys(parsed)
            table = _with_positions(keys[:-1], last_index) + keys[-1:]
            if is_array:
                last_index[table] = last_index.get(table, -1) + 1
                lines.setdefault(table, number)
                table = (*table, last_index[table])
            lines.setdefault(table, number)
        else:
            for path in _nested_paths(parsed):
                lines.setdefault(table + path, number)
            [(key, value)] = parsed.items()
            if isinstance(value, list) and "\n" in statement:
                for i, offset in enumerate(_element_offsets(statement)):
                    lines.setdefault((*table, key, i), number + offset)
    return lines


def _statements(text: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Yield the first line, the text and the parsed data of each header or assignment."""
    # str.splitlines also splits at separators that TOML allows within strings.
    lines = text.replace("\r\n", "\n").split("\n")
    start = 0
    while start < len(lines):
        # A statement ends with the first line up to which it parses.
        for end in range(start + 1, len(lines) + 1):
            last = lines[end - 1]
            if end > start + 1 and not any(mark in last for mark in ("]", "}", '"""', "'''")):
                continue
            statement = "\n".join(lines[start:end])
            try:
                parsed = tomllib.loads(statement)
            except tomllib.TOMLDecodeError:
                continue
            if parsed:
                yield start + 1, statement.lstrip(), parsed
            break
        else:
            return
        start = end


def _element_offsets(statement: str) -> Iterator[int]:
    """Yield for each element of ``key = [...]`` its line, counted from 0 in the statement."""
    line = depth = 0
    expects_element = False
    for match in _TOKENS.finditer(statement, statement.index("=") + 1):
        token = match.group()
        if depth == 1 and expects_element and not (token.isspace() or token[0] in "#],"):
            expects_element = False
            yield line
        if token in "[{":
            depth += 1
            expects_element = depth == 1
        elif token in "]}":
            depth -= 1
        elif token == "," and depth == 1:
            expects_element = True
        line += token.count("\n")


def _header_keys(parsed: dict[str, Any]) -> tuple[KeyPath, bool]:
    """Return the keys of a table header, and whether the table is one of an array."""
    keys: list[str] = []
    value: Any = parsed
    while isinstance(value, dict) and value:
        [(key, value)] = value.items()
        keys.append(key)
    return tuple(keys), isinstance(value, list)


def _with_positions(keys: KeyPath, last_index: dict[KeyPath, int]) -> KeyPath:
    """Return keys with the position of the last table after each array of tables."""
    path: KeyPath = ()
    for key in keys:
        path = (*path, key)
        if path in last_index:
            path = (*path, last_index[path])
    return path


def _nested_paths(parsed: dict[str, Any]) -> Iterator[KeyPath]:
    for key, value in parsed.items():
        yield (key,)
        if isinstance(value, dict):
            for path in _nested_paths(value):
                yield (key, *path)
