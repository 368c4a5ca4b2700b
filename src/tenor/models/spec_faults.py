"""Faults of an experiment spec that concern several of its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tenor.errors import SpecError
from tenor.features import CLAIM_FIELDS, TARGET_FIELDS
from tenor.labeling import ORIGINS
from tenor.models.spec_tables import MAX_SETTINGS, SearchSpec
from tenor.toml import Fault
from tenor.toml.schema import KeyPath


def raw_faults(data: dict[str, Any]) -> list[Fault]:
    """Return the faults between keys of a raw spec."""
    faults: list[Fault] = []
    if data.get("task") == "theme" and data.get("target"):
        faults.append((("target",), "only a stance has a target; remove it from a theme spec"))
    if data.get("train_on") == []:
        faults.append((("train_on",), f"name at least one of {', '.join(ORIGINS)}"))
    if data.get("features") == []:
        faults.append((("features",), "a model needs at least one [[features]] table"))
    return faults + _field_faults(data)


def _field_faults(data: dict[str, Any]) -> list[Fault]:
    """Return a fault for each view of a raw spec whose field needs what the task does not have."""
    fields = dict(_fields(data.get("features"), ("features",)))
    own_claims = CLAIM_FIELDS.intersection(fields.values())
    teacher = data.get("self_training")
    if isinstance(teacher, dict):
        fields |= dict(_fields(teacher.get("features"), ("self_training", "features")))
    faults: list[Fault] = []
    for path, field in fields.items():
        if data.get("task") == "theme" and field in TARGET_FIELDS:
            faults.append((path, f"'{field}' needs a target, and a theme has none"))
        elif path[0] == "self_training" and field in CLAIM_FIELDS and not own_claims:
            what = f"'{field}' needs claims, and no view of the model does; add one to [[features]]"
            faults.append((path, what))
    return faults


def search_faults(
    search: SearchSpec, with_settings: Callable[[dict[str, Any]], object]
) -> Iterator[Fault]:
    """Yield a fault for a grid with too many settings, and for each value that is invalid.

    Parameters
    ----------
    search
        The search.
    with_settings
        Applies settings to the spec, and raises SpecError for invalid ones.
    """
    if search.n_settings > MAX_SETTINGS:
        what = f"the grid has {search.n_settings:,} settings, and a search takes at most "
        yield ("search", "grid"), f"{what}{MAX_SETTINGS:,}; list fewer values"
    for key, values in search.grid.items():
        if not values:
            yield ("search", "grid", key), f"'{key}' lists no values to try"
        for value in values:
            try:
                with_settings({key: value})
            except SpecError as exc:
                yield ("search", "grid", key), str(exc)


def _fields(views: object, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """Yield the path and the name of the field of each raw view."""
    for i, view in enumerate(views if isinstance(views, list | tuple) else ()):
        field = view.get("field") if isinstance(view, dict) else getattr(view, "field", "")
        if isinstance(field, str):
            yield (*path, i, "field"), field
