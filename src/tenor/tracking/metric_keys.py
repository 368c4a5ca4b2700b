"""The keys of metrics in MLflow: parts joined by ``/``, which the UI shows as groups."""

from __future__ import annotations

from hashlib import sha256

ALLOWED = frozenset("_-. ")
"""The characters that a part keeps besides letters and digits."""

MAX_PART_LENGTH = 120
"""The most characters of a part; MLflow refuses keys of more than 250."""

DIGEST_LENGTH = 12


def metric_key(*parts: str) -> str:
    """Return the key of a metric, whose parts may hold any characters.

    MLflow accepts letters, digits and ``_-. :/`` in a key, and no empty or dotted path. Every
    other character of a part, and each ``/`` and ``:``, becomes its code point between colons.
    Different parts therefore have different keys.

    Parameters
    ----------
    parts
        The groups and the name of the metric, outermost first.

    Examples
    --------
    >>> metric_key("label", "war & peace", "f1"), metric_key("label", "a/b", "f1")
    ('label/war :26: peace/f1', 'label/a:2f:b/f1')
    """
    return "/".join(map(_escaped, parts))


def _escaped(part: str) -> str:
    # A path of nothing but dots means another path.
    keep_dots = bool(part.strip("."))
    escaped = "".join(
        char if char.isalnum() or (char in ALLOWED and (char != "." or keep_dots)) else _code(char)
        for char in part
    )
    if len(escaped) <= MAX_PART_LENGTH:
        return escaped or "::"
    # A digest has more digits than any code point, so no other part is escaped to the same text.
    digest = sha256(part.encode("utf-8", "surrogatepass")).hexdigest()[:DIGEST_LENGTH]
    return f"{escaped[: MAX_PART_LENGTH - DIGEST_LENGTH - 2]}:{digest}:"


def _code(char: str) -> str:
    return f":{ord(char):x}:"
