"""An experiment spec as TOML."""

from __future__ import annotations

from tenor.models.spec import Experiment
from tenor.toml import format_toml

SPEC, SEARCH_SPEC = "spec.toml", "search_spec.toml"
"""The artifacts of a training: the spec that the model was fitted with, and, if a search chose its
settings, the spec of the search."""


def spec_text(spec: Experiment) -> str:
    """Return an experiment spec as TOML, with the settings that it or a search has set.

    Training on this text repeats the training on the spec.

    Examples
    --------
    >>> print(spec_text(Experiment.parse('task = "theme"\\n[classifier]\\nC = 0.5\\n')), end="")
    task = "theme"
    <BLANKLINE>
    [classifier]
    C = 0.5
    """
    data = spec.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    # TOML has no null. A spec writes "none" for the one setting whose None is not its default.
    views, tables = [*spec.features], [*data.get("features", ())]
    if spec.self_training:
        views = [*views[: len(tables)], *spec.self_training.features]
        tables += data["self_training"].get("features", ())
    for view, table in zip(views, tables, strict=False):
        if view.norm is None:
            table["norm"] = "none"
    return format_toml(data)
