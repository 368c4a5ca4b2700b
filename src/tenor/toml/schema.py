"""The base class of TOML schemas, and their faults."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic.functional_validators import ModelWrapValidatorHandler
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

KeyPath = tuple[int | str, ...]
"""The keys, and the 0-based positions in arrays, that lead to a value."""

Fault = tuple[KeyPath, str]
"""The key path of a fault in a file, and its message."""

FAULT_TYPE = "tenor_fault"
"""The pydantic error type of faults with a message by Tenor."""


class TomlTable(BaseModel):
    """Base class of the tables of a TOML schema; unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    @classmethod
    def cross_field_faults(cls, data: dict[str, Any]) -> list[Fault]:
        """Return the faults of a raw table that concern several fields; subclasses override it.

        They are reported together with the faults of single fields, so the raw values may
        have any type.
        """
        return []

    @model_validator(mode="wrap")
    @classmethod
    def _collect_faults(cls, data: Any, validate: ModelWrapValidatorHandler[Self]) -> Self:
        faults = cls.cross_field_faults(data) if isinstance(data, dict) else []
        details = [
            InitErrorDetails(type=fault_error(message), loc=path, input=data)
            for path, message in faults
        ]
        try:
            table = validate(data)
        except ValidationError as exc:
            if not details:
                raise
            details += [_init_details(entry) for entry in exc.errors(include_url=False)]
        if details:
            raise ValidationError.from_exception_data(cls.__name__, details)
        return table


def fault_error(message: str) -> PydanticCustomError:
    """Return the error that a validator of a field raises for a fault with this message."""
    return PydanticCustomError(FAULT_TYPE, "{message}", {"message": message})


def _init_details(entry: ErrorDetails) -> InitErrorDetails:
    context = entry.get("ctx", {})
    kind = fault_error(context["message"]) if entry["type"] == FAULT_TYPE else entry["type"]
    return InitErrorDetails(type=kind, loc=entry["loc"], input=entry["input"], ctx=context)
