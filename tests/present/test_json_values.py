"""Values as JSON has them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import numpy as np
import pytest

from tenor.present.json_values import json_value, to_json


class Reason(StrEnum):
    EMPTY = "empty"


@dataclass
class Point:
    x: float
    path: Path


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (float("nan"), None),
        (float("-inf"), None),
        (np.float64(1 / 3), 1 / 3),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (np.array([[1, 2]]), [[1, 2]]),
        ((0.1, 0.2), [0.1, 0.2]),
        (date(2024, 1, 2), "2024-01-02"),
        (Reason.EMPTY, "empty"),
        (Point(0.5, Path("a/b")), {"x": 0.5, "path": "a/b"}),
        ({1: None}, {"1": None}),
    ],
)
def test_values_become_the_types_of_json(value: object, expected: object) -> None:
    assert json_value(value) == expected
    assert json.loads(to_json(value)) == expected


def test_a_value_without_a_form_in_json_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(TypeError, match="object has no form in JSON"):
        json_value(object())


def test_no_character_of_the_text_drives_a_terminal() -> None:
    text = to_json({"title": "\x1b[2J\u202e\x9b界"})
    assert text.isascii()
    assert json.loads(text) == {"title": "\x1b[2J\u202e\x9b界"}
