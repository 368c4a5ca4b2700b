"""The columns of the tables of ``tenor reproduce`` and ``tenor models prune``."""

from __future__ import annotations

from tenor.present import Column

_DIGITS = 12


def _hash_or_number(value: str | float) -> str:
    return value[:_DIGITS] if isinstance(value, str) else repr(value)


def format_megabytes(n_bytes: int) -> str:
    """Return a number of bytes in MB, with a digit after the point."""
    return f"{n_bytes / 1e6:.1f}"


REPRODUCED = (
    Column("name", "name", "the file of the bundle, or the metric", "id"),
    Column(
        "logged", "logged", "the value in the run: of a file, its SHA-256", "id", _hash_or_number
    ),
    Column("repeated", "repeated", "the value of the training now", "id", _hash_or_number),
    Column("is_equal", "", "whether both are the same", "data"),
)

PRUNED = (
    Column("model", "model", "the name of the registered model", "id"),
    Column("version", "version", "the number of the version", "id"),
    Column("registered", "registered", "the day it was registered", "id", "{:%Y-%m-%d}".format),
    Column(
        "run_id", "run", "the id of its run, which stays", "id", lambda run_id: run_id[:_DIGITS]
    ),
    Column("n_bytes", "MB", "the size of its files, which go", "number", format_megabytes),
)
