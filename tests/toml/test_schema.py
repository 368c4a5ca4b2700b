"""Schemas of TOML tables."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError, field_validator

from tenor.toml import Fault, TomlTable, fault_error


class Range(TomlTable):
    low: int
    high: int

    @field_validator("low")
    @classmethod
    def _is_positive(cls, low: int) -> int:
        if low < 0:
            raise fault_error(f"'{low}' is below 0")
        return low

    @classmethod
    def cross_field_faults(cls, data: dict[str, Any]) -> list[Fault]:
        low, high = data.get("low"), data.get("high")
        if isinstance(low, int) and isinstance(high, int) and low > high:
            return [(("high",), f"'{high}' is below low")]
        return []


def faults(data: object) -> list[tuple[tuple[int | str, ...], str]]:
    with pytest.raises(ValidationError) as caught:
        Range.model_validate(data)
    return [(entry["loc"], entry["msg"]) for entry in caught.value.errors()]


def test_a_valid_table_is_an_immutable_instance() -> None:
    table = Range.model_validate({"low": 1, "high": 2})
    with pytest.raises(ValidationError):
        table.low = 3  # type: ignore[misc]
    assert (table.low, table.high) == (1, 2)


def test_an_unknown_key_is_a_fault() -> None:
    [(path, _)] = faults({"low": 1, "high": 2, "step": 1})
    assert path == ("step",)


def test_faults_of_several_fields_are_reported_with_those_of_single_fields() -> None:
    assert faults({"low": -1, "high": -2}) == [
        (("high",), "'-2' is below low"),
        (("low",), "'-1' is below 0"),
    ]


def test_a_fault_of_several_fields_alone_is_reported() -> None:
    assert faults({"low": 2, "high": 1}) == [(("high",), "'1' is below low")]


def test_a_value_that_is_not_a_table_is_a_fault() -> None:
    [(path, _)] = faults("low")
    assert path == ()
