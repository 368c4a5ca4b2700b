"""The settings of a spec by their dotted paths, as the grid of a search names them."""

from __future__ import annotations

from typing import Any

from tenor.errors import SpecError

RULE = (
    "write classifier.NAME, features.NUMBER.NAME, numbered from 0, or, in a spec with the table "
    "[self_training], self_training.share or self_training.features.NUMBER.NAME"
)


def replace_settings(data: dict[str, Any], settings: dict[str, Any]) -> None:
    """Replace some settings in the data of a spec.

    Parameters
    ----------
    data
        The tables of the spec, as its TOML has them. They are changed.
    settings
        Values by dotted paths.

    Raises
    ------
    SpecError
        If a path names no setting.

    Examples
    --------
    >>> data = {"features": [{"min_df": 2}, {"min_df": 5}]}
    >>> replace_settings(data, {"classifier.C": 3, "features.1.min_df": 7})
    >>> data
    {'features': [{'min_df': 2}, {'min_df': 7}], 'classifier': {'C': 3}}
    """
    for path, value in settings.items():
        match path.split("."):
            case ["classifier", name]:
                data.setdefault("classifier", {})[name] = value
            case ["features", number, name] if (view := _view(data, number)) is not None:
                view[name] = value
            case ["self_training", "share"] if data.get("self_training") is not None:
                data["self_training"]["share"] = value
            case ["self_training", "features", number, name] if (
                view := _view(data.get("self_training") or {}, number)
            ) is not None:
                view[name] = value
            case _:
                raise SpecError(f"'{path}' is not a setting; {RULE}")


def _view(table: dict[str, Any], number: str) -> dict[str, Any] | None:
    """Return a view of a table by its number as text; None if there is none."""
    views = table.get("features", ())
    return views[int(number)] if number in map(str, range(len(views))) else None
