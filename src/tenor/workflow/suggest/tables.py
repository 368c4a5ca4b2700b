"""The tables of a spec as TOML, with their reasons as comments."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tenor.models.default_spec import BEST_SEARCH
from tenor.toml import format_toml

WIDTH = 96
"""The number of characters of a comment line."""


@dataclass(frozen=True)
class SpecTable:
    """A table of a suggested spec.

    Attributes
    ----------
    header
        Its header, as ``[split]``; empty for the keys before the first table.
    settings
        Its keys and values.
    reason
        Why it has them; empty where an earlier table gives the reason.
    """

    header: str
    settings: dict[str, Any]
    reason: str = ""

    def lines(self) -> Iterator[str]:
        """Yield the lines of the table, the reason first."""
        yield from textwrap.wrap(
            self.reason, WIDTH, initial_indent="# ", subsequent_indent="# ", break_long_words=False
        )
        if self.header:
            yield self.header
        yield from format_toml(self.settings).splitlines()


def search_table() -> SpecTable:
    """Return the search of a spec that scores higher and takes longer."""
    n_settings = 1
    for values in BEST_SEARCH.grid.values():
        n_settings *= len(values)
    return SpecTable(
        "[search.grid]",
        {key: list(values) for key, values in BEST_SEARCH.grid.items()},
        f"Each of these {n_settings} settings is tried on folds of the training part, and the "
        "best one trains.",
    )
