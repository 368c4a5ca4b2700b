"""Reading TOML files into schemas."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from tenor.errors import TenorError, reason_of, refuse_pipe
from tenor.toml.faults import format_faults, validation_faults

MAX_CHARACTERS = 2_000_000
"""The size of a file."""

MAX_KEY_STEPS = 5_000_000
"""What `_key_steps` may return: the parser takes a second for it."""

Schema = TypeVar("Schema", bound=BaseModel)


def load_toml(path: Path, schema: type[Schema], error: type[TenorError]) -> Schema:
    """Return a TOML file as an instance of a schema.

    Parameters
    ----------
    path
        The file.
    schema
        The pydantic model to validate it against.
    error
        The class of the errors to raise.

    Raises
    ------
    TenorError
        Of the class ``error``: the file cannot be read, is not TOML, or does not fit
        the schema. The message has a line ``FILE, line N: [key] message`` for every fault.
    """
    return parse_toml(read_toml(path, error), str(path), schema, error)


def read_toml(path: Path, error: type[TenorError]) -> str:
    """Return the text of a TOML file; raise ``error`` if it cannot be read."""
    refuse_pipe(path, error)
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise error(f"'{path}' does not exist; name an existing TOML file") from None
    except IsADirectoryError:
        raise error(f"'{path}' is a folder; name the TOML file in it") from None
    except OSError as exc:
        raise error(f"'{path}' cannot be read: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise error(f"'{path}' is not UTF-8 text; save it as UTF-8") from exc


def parse_toml(text: str, name: str, schema: type[Schema], error: type[TenorError]) -> Schema:
    """Return TOML text as an instance of a schema.

    Parameters
    ----------
    text
        The TOML.
    name
        The name of the file in messages.
    schema
        The pydantic model to validate it against.
    error
        The class of the errors to raise.

    Raises
    ------
    TenorError
        Of the class ``error``: the text is not TOML, or does not fit the schema. The
        message has a line ``FILE, line N: [key] message`` for every fault.
    """
    if len(text) > MAX_CHARACTERS:
        raise error(
            f"'{name}' has more than {MAX_CHARACTERS:,} characters, the most that is read; divide "
            "it, or shorten it"
        )
    if _key_steps(text) > MAX_KEY_STEPS:
        raise error(
            f"'{name}' is not valid TOML: its keys have too many parts, joined by dots; write "
            "tables in their place, and long lists on several lines"
        )
    try:
        data = tomllib.loads(text)
        try:
            return schema.model_validate(data)
        except ValidationError as exc:
            faults = format_faults(validation_faults(exc, data, schema), text, name)
    except RecursionError:
        raise error(f"'{name}' is not valid TOML: it is nested too deeply") from None
    except ValueError as exc:  # also a number with too many digits
        raise error(f"'{name}' is not valid TOML: {reason_of(exc)}") from exc
    raise error(*faults)


def _key_steps(text: str) -> int:
    """Return an upper bound of the steps of parsing keys.

    They are quadratic in the parts of a dotted key, and each key costs the parts of the header of
    its table. A key is on one line, with a dot between two parts.
    """
    in_keys = in_header = n_lines = 0
    for line in text.split("\n"):
        n_lines += 1
        if n_dots := line.count("."):
            in_keys += n_dots**2
            if n_dots > in_header and line.lstrip().startswith("["):
                in_header = n_dots
    return in_keys + in_header * n_lines
