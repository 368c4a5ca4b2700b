"""Formatting the faults of TOML files: pydantic's validation errors as lines for the user."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tenor.present import shorten
from tenor.present.hints import did_you_mean
from tenor.toml.lines import line_numbers
from tenor.toml.schema import FAULT_TYPE, Fault, KeyPath


def format_faults(faults: Iterable[Fault], text: str, name: str) -> list[str]:
    """Return one line ``FILE, line N: [key] message`` for each fault, ordered by line number.

    Parameters
    ----------
    faults
        Key paths and messages.
    text
        The TOML text with the faults.
    name
        The name of the file in messages.
    """
    lines = line_numbers(text)
    located = {(_line_of(path, lines), _format_path(path), message) for path, message in faults}
    return [f"{name}, line {n}: [{path}] {message}" for n, path, message in sorted(located)]


def validation_faults(
    error: ValidationError, data: dict[str, Any], schema: type[BaseModel]
) -> list[Fault]:
    """Return the faults of a validation error, one for each invalid value.

    Parameters
    ----------
    error
        The error from the validation of ``data``.
    data
        The parsed TOML.
    schema
        The schema of ``data``; its keys are suggested for unknown ones.
    """
    messages: dict[KeyPath, list[str]] = {}
    entries = [(_path_in_data(entry, data), entry) for entry in error.errors(include_url=False)]
    for path, entry in entries:
        # pydantic drops faulty items from a list, which may then seem too short as well.
        has_nested = any(other[: len(path)] == path != other for other, _ in entries)
        if entry["type"] == "too_short" and has_nested:
            continue
        alternatives = messages.setdefault(path, [])
        message = _message(entry, schema)
        if message not in alternatives:
            alternatives.append(message)
    return [(path, "; or ".join(alternatives)) for path, alternatives in messages.items()]


def _line_of(path: KeyPath, lines: dict[KeyPath, int]) -> int:
    # A missing key has no line, so the line of the nearest table around it is used.
    for depth in range(len(path), 0, -1):
        if path[:depth] in lines:
            return lines[path[:depth]]
    return 1


def _format_path(path: KeyPath) -> str:
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "file"


def _path_in_data(entry: ErrorDetails, data: Any) -> KeyPath:
    # pydantic's location also names the members of a union, which the file does not have.
    path: KeyPath = ()
    for part in entry["loc"]:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            if entry["type"] == "missing" and part == entry["loc"][-1]:
                path = (*path, part)
            break
        path = (*path, part)
    return path


def _message(entry: ErrorDetails, schema: type[BaseModel]) -> str:
    context, value = entry.get("ctx", {}), entry["input"]
    if entry["type"] == FAULT_TYPE:
        return str(context["message"])
    match entry["type"]:
        case "missing":
            return "is required and missing; add it"
        case "extra_forbidden":
            key = str(entry["loc"][-1])
            known = _known_keys(schema, entry["loc"][:-1])
            hint = did_you_mean(key, known) or f"; known here: {', '.join(known)}"
            return f"'{key}' is not a known key{hint}"
        case "literal_error" | "enum":
            expected = str(context["expected"])
            hint = did_you_mean(str(value), re.findall("'([^']+)'", expected))
            return f"{_quote(value)} is not one of {expected}{hint}"
        case "string_pattern_mismatch":
            rule = "begins with a letter or digit and has up to 60 of a-z, 0-9, '-' and '_'"
            return f"{_quote(value)} is not a short name, which {rule}"
        case "tuple_type":
            return f"{_quote(value)} is not a list"
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"{_quote(value)} is not a table"
        case _:
            message = str(entry["msg"])
            return f"{_quote(value)}: {message[0].lower()}{message[1:]}"


def _quote(value: object) -> str:
    return f"'{shorten(value if isinstance(value, str) else repr(value))}'"


def _known_keys(schema: type[BaseModel], path: KeyPath) -> list[str]:
    for part in path:
        if isinstance(part, str) and part in schema.model_fields:
            annotation = schema.model_fields[part].annotation
            for candidate in [annotation, *getattr(annotation, "__args__", ())]:
                if isinstance(candidate, type) and issubclass(candidate, BaseModel):
                    schema = candidate
    return sorted(field.alias or name for name, field in schema.model_fields.items())
