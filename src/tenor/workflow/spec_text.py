"""A spec as the TOML that trains it again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tenor.models import Experiment


def spec_text(spec: Experiment) -> str:
    """Return a spec as TOML, with the settings that it was given or that a search chose.

    Examples
    --------
    >>> print(spec_text(Experiment.parse('task = "theme"\\n[classifier]\\nC = 0.5\\n')), end="")
    task = "theme"
    <BLANKLINE>
    [classifier]
    C = 0.5
    """
    data = spec.model_dump(mode="json", exclude_unset=True)
    return "\n".join(_table(data, "")).strip() + "\n"


def _table(data: Mapping[str, Any], path: str) -> Iterator[str]:
    tables = {key: value for key, value in data.items() if _is_table(value)}
    for key, value in data.items():
        if key not in tables and value is not None:
            yield f"{_key(key)} = {_value(value)}"
    for key, value in tables.items():
        name = f"{path}{_key(key)}"
        for one in value if isinstance(value, list) else [value]:
            yield f"\n[[{name}]]" if isinstance(value, list) else f"\n[{name}]"
            yield from _table(one, f"{name}.")


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)
    )


def _key(key: str) -> str:
    return key if key.replace("_", "").isalnum() and key.isascii() else _value(key)


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    # A JSON string, number or truth value is one of TOML too, but for one control character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
