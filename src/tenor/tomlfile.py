"""TOML files that people write: checked whole, every fault with its line."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tenor.errors import TenorError

if TYPE_CHECKING:
    from pydantic import BaseModel

Schema = TypeVar("Schema", bound="BaseModel")
Where = tuple[int | str, ...]


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
    from pydantic import ValidationError

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise error(f"'{name}' is not valid TOML: {exc}") from exc
    try:
        return schema.model_validate(data)
    except ValidationError as exc:
        found = [_fault(dict(details), schema) for details in exc.errors(include_url=False)]
    lines = line_numbers(text)
    located = sorted({(_line_of(where, lines), _dotted(where), what) for where, what in found})
    raise error("\n".join(f"{name}, line {n}: [{where}] {what}" for n, where, what in located))


def raise_faults(found: Sequence[tuple[Where, str]]) -> None:
    """Raise what a schema's own validator found, as pydantic wants it; nothing if empty."""
    from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError

    if found:
        raise ValidationError.from_exception_data(
            "faults",
            [
                InitErrorDetails(
                    type=PydanticCustomError("tenor", "{what}", {"what": what}),
                    loc=where,
                    input=None,
                )
                for where, what in found
            ],
        )


def line_numbers(text: str) -> dict[Where, int]:
    """Return the 1-based line on which each table and key of a TOML text begins.

    Elements of an array of tables are numbered from 0, as in the parsed data.
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
    return lines


def _statements(text: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    lines = text.splitlines()
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


def _fault(details: dict[str, Any], schema: type[BaseModel]) -> tuple[Where, str]:
    where: Where = tuple(details["loc"])
    kind, context, value = details["type"], details.get("ctx", {}), details.get("input")
    match kind:
        case "tenor":
            return where, context["what"]
        case "missing":
            return where, "is required and missing"
        case "extra_forbidden":
            known = _known_keys(schema, where[:-1])
            near = difflib.get_close_matches(str(where[-1]), known, n=1)
            hint = f"; did you mean '{near[0]}'" if near else f"; known here: {', '.join(known)}"
            return where, f"'{where[-1]}' is not a known key{hint}"
        case "literal_error" | "enum":
            return where, f"{_shown(value)} is not one of {context['expected']}"
        case "string_pattern_mismatch":
            return where, f"{_shown(value)} may hold only lower-case letters, digits, '-' and '_'"
        case _:
            message = str(details["msg"])
            return where, f"{_shown(value)}: {message[0].lower()}{message[1:]}"


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else repr(value)
    return f"'{text[:80]}…'" if len(text) > 80 else f"'{text}'"


def _known_keys(schema: type[BaseModel], where: Where) -> list[str]:
    from pydantic import BaseModel

    for part in where:
        if isinstance(part, str) and part in schema.model_fields:
            annotation = schema.model_fields[part].annotation
            inner = [annotation, *getattr(annotation, "__args__", ())]
            for candidate in inner:
                if isinstance(candidate, type) and issubclass(candidate, BaseModel):
                    schema = candidate
    return sorted(field.alias or name for name, field in schema.model_fields.items())
