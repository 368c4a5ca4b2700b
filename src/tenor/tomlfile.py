"""TOML files that people write: checked whole, every fault with its line."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic.functional_validators import ModelWrapValidatorHandler
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from tenor.errors import TenorError

Schema = TypeVar("Schema", bound=BaseModel)
Where = tuple[int | str, ...]
Fault = tuple[Where, str]
"""A place in a file, as keys and positions, and what is wrong there."""


def load_toml(path: Path, schema: type[Schema], error: type[TenorError]) -> Schema:
    """Read a TOML file into a schema.

    Raises
    ------
    TenorError
        Of the class ``error``, with a line ``FILE, line N: [where] what`` for
        every fault found.
    """
    return parse_toml(read_toml(path, error), str(path), schema, error)


def read_toml(path: Path, error: type[TenorError]) -> str:
    """Return the text of a TOML file; raises ``error`` where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise error(f"'{path}' does not exist") from None
    except IsADirectoryError:
        raise error(f"'{path}' is a folder; name the TOML file in it") from None
    except OSError as exc:
        raise error(f"'{path}' cannot be read: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise error(f"'{path}' is not UTF-8 text; save it as UTF-8") from exc


def parse_toml(text: str, name: str, schema: type[Schema], error: type[TenorError]) -> Schema:
    """Parse TOML text into a schema; ``name`` stands for the file in the messages."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise error(f"'{name}' is not valid TOML: {exc}") from exc
    try:
        return schema.model_validate(data)
    except ValidationError as exc:
        found = _faults(exc, data, schema)
    raise error("\n".join(located(found, text, name)))


def located(found: Iterable[Fault], text: str, name: str) -> list[str]:
    """Return faults of a TOML text as ``FILE, line N: [where] what``, in the order of its lines."""
    lines = line_numbers(text)
    places = sorted({(_line_of(where, lines), _dotted(where), what) for where, what in found})
    return [f"{name}, line {n}: [{where}] {what}" for n, where, what in places]


class Table(BaseModel):
    """A table of a TOML file: unknown keys are faults, `faults_between` adds to its fields' own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def faults_between(cls, data: dict[str, Any]) -> list[Fault]:
        """Return the faults of raw data that no single field has by itself."""
        return []

    @model_validator(mode="wrap")
    @classmethod
    def _whole(cls, data: Any, validate: ModelWrapValidatorHandler[Self]) -> Self:
        found = cls.faults_between(data) if isinstance(data, dict) else []
        details = [
            InitErrorDetails(type=fault(what), loc=where, input=data) for where, what in found
        ]
        try:
            valid = validate(data)
        except ValidationError as exc:
            if not details:
                raise
            details += [_detail(entry) for entry in exc.errors(include_url=False)]
        if details:
            raise ValidationError.from_exception_data(cls.__name__, details)
        return valid


def fault(what: str) -> PydanticCustomError:
    """Return the error that a validator raises for a fault, in Tenor's own words."""
    return PydanticCustomError("tenor", "{what}", {"what": what})


def _detail(entry: ErrorDetails) -> InitErrorDetails:
    context = entry.get("ctx", {})
    kind = fault(context["what"]) if entry["type"] == "tenor" else entry["type"]
    return InitErrorDetails(type=kind, loc=entry["loc"], input=entry["input"], ctx=context)


def line_numbers(text: str) -> dict[Where, int]:
    """Return the 1-based line on which each table, key and element of an array begins.

    Elements are numbered from 0, as in the parsed data.
    """
    lines: dict[Where, int] = {}
    counts: dict[Where, int] = {}
    here: Where = ()
    for number, statement, parsed in _statements(text):
        if statement.startswith("["):
            keys, is_array = _header(parsed)
            here = _resolve(keys[:-1], counts) + keys[-1:]
            if is_array:
                counts[here] = counts.get(here, -1) + 1
                lines.setdefault(here, number)
                here = (*here, counts[here])
            lines.setdefault(here, number)
        else:
            for path in _paths(parsed):
                lines.setdefault(here + path, number)
            [(key, value)] = parsed.items()
            if isinstance(value, list) and "\n" in statement:
                for i, below in enumerate(_element_lines(statement)):
                    lines.setdefault((*here, key, i), number + below)
    return lines


def _statements(text: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    # Not splitlines, which also cuts at separators that TOML takes for text.
    lines = text.replace("\r\n", "\n").split("\n")
    start = 0
    while start < len(lines):
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


_PIECES = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|.', re.S
)


def _element_lines(statement: str) -> Iterator[int]:
    # Lines, counted from 0, on which the elements of `key = [...]` begin.
    line = depth = 0
    awaited = False
    for match in _PIECES.finditer(statement, statement.index("=") + 1):
        piece = match.group()
        if depth == 1 and awaited and not (piece.isspace() or piece[0] in "#],"):
            awaited = False
            yield line
        if piece in "[{":
            depth += 1
            awaited = depth == 1
        elif piece in "]}":
            depth -= 1
        elif piece == "," and depth == 1:
            awaited = True
        line += piece.count("\n")


def _header(parsed: dict[str, Any]) -> tuple[Where, bool]:
    keys: list[str] = []
    value: Any = parsed
    while isinstance(value, dict) and value:
        [(key, value)] = value.items()
        keys.append(key)
    return tuple(keys), isinstance(value, list)


def _resolve(keys: Where, counts: dict[Where, int]) -> Where:
    path: Where = ()
    for key in keys:
        path = (*path, key)
        if path in counts:
            path = (*path, counts[path])
    return path


def _paths(parsed: dict[str, Any]) -> Iterator[Where]:
    for key, value in parsed.items():
        yield (key,)
        if isinstance(value, dict):
            for path in _paths(value):
                yield (key, *path)


def _line_of(where: Where, lines: dict[Where, int]) -> int:
    for depth in range(len(where), 0, -1):
        if where[:depth] in lines:
            return lines[where[:depth]]
    return 1


def _dotted(where: Where) -> str:
    text = ""
    for part in where:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "file"


def _faults(error: ValidationError, data: dict[str, Any], schema: type[BaseModel]) -> list[Fault]:
    found: dict[Where, list[str]] = {}
    entries = [(_in_file(entry, data), entry) for entry in error.errors(include_url=False)]
    for where, entry in entries:
        # A list from which faulty items fell is not too short by itself.
        below = any(other[: len(where)] == where != other for other, _ in entries)
        what = _what(entry, schema)
        if not (entry["type"] == "too_short" and below) and what not in found.get(where, []):
            found.setdefault(where, []).append(what)
    return [(where, "; or ".join(whats)) for where, whats in found.items()]


def _in_file(entry: ErrorDetails, data: Any) -> Where:
    # pydantic's place also names the members of unions, which no file does.
    where: Where = ()
    for part in entry["loc"]:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            if entry["type"] == "missing" and part == entry["loc"][-1]:
                where = (*where, part)
            break
        where = (*where, part)
    return where


def _what(entry: ErrorDetails, schema: type[BaseModel]) -> str:
    context, value = entry.get("ctx", {}), entry["input"]
    match entry["type"]:
        case "tenor":
            return str(context["what"])
        case "missing":
            return "is required and missing"
        case "extra_forbidden":
            key = str(entry["loc"][-1])
            known = _known_keys(schema, entry["loc"][:-1])
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"; did you mean '{near[0]}'" if near else f"; known here: {', '.join(known)}"
            return f"'{key}' is not a known key{hint}"
        case "literal_error" | "enum":
            return f"{_shown(value)} is not one of {context['expected']}"
        case "string_pattern_mismatch":
            rule = "begins with a letter or digit and holds up to 60 of a-z, 0-9, '-' and '_'"
            return f"{_shown(value)} is not a short name, which {rule}"
        case "tuple_type":
            return f"{_shown(value)} is not a list"
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"{_shown(value)} is not a table"
        case _:
            message = str(entry["msg"])
            return f"{_shown(value)}: {message[0].lower()}{message[1:]}"


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    return f"'{text[:80]}…'" if len(text) > 80 else f"'{text}'"


def _known_keys(schema: type[BaseModel], where: Where) -> list[str]:
    for part in where:
        if isinstance(part, str) and part in schema.model_fields:
            annotation = schema.model_fields[part].annotation
            inner = [annotation, *getattr(annotation, "__args__", ())]
            for candidate in inner:
                if isinstance(candidate, type) and issubclass(candidate, BaseModel):
                    schema = candidate
    return sorted(field.alias or name for name, field in schema.model_fields.items())
