"""Hints in messages: the known name that a wrong one is nearly."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import lru_cache

MAX_LENGTH, MAX_NAMES = 80, 500
"""The longest text that is compared, and the number of names that it is compared with."""

CUTOFF = 0.75
"""The similarity, by `difflib`, from which a name is suggested."""

MIN_PART = 4
"""The shortest text that is taken for a part of the one known name that contains it."""


def similar_name(name: str, known: Iterable[str]) -> str:
    """Return the known name that is most similar to another text; empty if none is similar.

    Examples
    --------
    >>> similar_name("Econmy", ["economy", "transport"]), similar_name("sport", ["economy"])
    ('economy', '')
    """
    return _similar_name(name, tuple(known)[:MAX_NAMES])


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the end of a message that names the most similar known name; empty if none is.

    Examples
    --------
    >>> did_you_mean("econmy", ["economy", "transport"])
    "; did you mean 'economy'?"
    >>> did_you_mean("economy, transport", ["economy", "transport"])
    '; name each of these on its own'
    """
    known = tuple(known)
    parts = name.split(",", MAX_NAMES)
    if len(parts) > 1 and {part.strip() for part in parts} <= set(known):
        return "; name each of these on its own"
    similar = similar_name(name, known)
    return f"; did you mean '{similar}'?" if similar else ""


# A file may repeat its mistake in every row.
@lru_cache(maxsize=256)
def _similar_name(name: str, known: tuple[str, ...]) -> str:
    if not name or len(name) > MAX_LENGTH:
        return ""
    key = _key(name)
    by_key = {_key(candidate): candidate for candidate in reversed(known)}
    matches = difflib.get_close_matches(key, by_key, n=1, cutoff=CUTOFF)
    if not matches and len(key) >= MIN_PART:
        containing = [candidate for candidate in by_key if key in candidate]
        matches = containing if len(containing) == 1 else []
    return by_key[matches[0]] if matches else ""


def _key(name: str) -> str:
    """Return a name without case, and with hyphens for spaces and underscores."""
    return "-".join(name.casefold().replace("_", " ").replace("-", " ").split())
