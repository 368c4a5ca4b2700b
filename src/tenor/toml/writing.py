"""Writing TOML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def format_toml(data: Mapping[str, Any]) -> str:
    """Return data as TOML; lists of tables become arrays of tables.

    Examples
    --------
    >>> print(format_toml({"task": "theme", "features": [{"ngram_range": [1, 2]}]}), end="")
    task = "theme"
    <BLANKLINE>
    [[features]]
    ngram_range = [1, 2]
    """
    import tomlkit

    return tomlkit.dumps(data)
