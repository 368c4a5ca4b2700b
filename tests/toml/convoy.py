"""The schema that the tests of this room validate TOML against."""

from __future__ import annotations

from typing import Any, Literal

from tenor.toml import Fault, TomlTable


class Wheel(TomlTable):
    size: int


class Wagon(TomlTable):
    name: str
    color: Literal["red", "green"] = "red"
    wheels: tuple[Wheel, ...] = ()


class Engine(TomlTable):
    power: int = 1
    boiler: Wheel | None = None


class Convoy(TomlTable):
    version: str
    title: str = ""
    share: int | float = 1
    engine: Engine = Engine()
    wagons: tuple[Wagon, ...] = ()
    colors: tuple[str, ...] = ()

    @classmethod
    def cross_field_faults(cls, data: dict[str, Any]) -> list[Fault]:
        too_many = len(data.get("wagons", [])) > 1
        return [(("wagons", 1, "name"), "too many wagons")] if too_many else []
