"""Values as JSON has them."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping
from datetime import date
from enum import Enum
from pathlib import PurePath
from typing import Any


def json_value(value: Any) -> Any:
    """Return a value as JSON has it, with numbers as they are.

    Tuples become lists, dates and paths text, NumPy's numbers Python's, dataclasses objects, and
    numbers that are not finite null.

    Examples
    --------
    >>> json_value({"interval": (0.25, float("nan"))})
    {'interval': [0.25, None]}
    """
    if value is None or (isinstance(value, str | bool | int) and not isinstance(value, Enum)):
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Enum):
        return json_value(value.value)
    if isinstance(value, Mapping):
        return {str(key): json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [json_value(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: json_value(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if hasattr(value, "tolist"):  # NumPy's arrays and numbers.
        return json_value(value.tolist())
    if isinstance(value, PurePath):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def to_json(value: Any) -> str:
    """Return a value as indented JSON in ASCII, in which no character drives a terminal."""
    return json.dumps(json_value(value), indent=2, allow_nan=False)
