"""The errors that Tenor raises on purpose.

Every message is one sentence for the user: the offending value in quotes, where it
is, the rule, and the next step. Several faults of one file are one error, with a sentence for
each.
"""

from __future__ import annotations

import re
from pathlib import Path


class TenorError(Exception):
    """Base class of all errors that Tenor raises on purpose.

    Parameters
    ----------
    *faults
        A sentence for each fault. A command prints each on one line, whatever names are in it.
    """

    def __init__(self, *faults: str) -> None:
        super().__init__(*faults)

    @property
    def faults(self) -> tuple[str, ...]:
        """The sentences."""
        return self.args

    def __str__(self) -> str:
        return "\n".join(self.args)


def reason_of(error: BaseException) -> str:
    """Return why another library failed, for the end of a sentence of ours.

    It is the first line of the error's message, without the name of a class in parentheses
    before it; the name of the error's class if there is no message.

    Examples
    --------
    >>> reason_of(OSError("(sqlite3.DatabaseError) file is not a database\\n[SQL: PRAGMA]"))
    'file is not a database'
    """
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return re.sub(r"^\([\w.]+\)\s*", "", lines[0]) if lines else type(error).__name__


def refuse_pipe(path: Path, error: type[TenorError]) -> None:
    """Raise an error if a path is a pipe or a device: reading it may wait for ever."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise error(f"'{path}' is a pipe or a device; save its content as a file, and name that")


class InputError(TenorError):
    """Articles, judgements or arguments cannot be used."""


class CodebookError(TenorError):
    """A codebook has faults; the message has one line for each, with its line number."""


class SettingsError(TenorError):
    """A ``tenor.toml`` has faults; the message has one line for each, with its line number."""


class SpecError(TenorError):
    """An experiment spec has faults; the message has one line for each, with its line number."""


class CorpusError(TenorError):
    """A corpus folder is missing or damaged, or lacks what a command needs."""


class BundleError(TenorError):
    """A model bundle is missing, changed, or of a format that this version does not read."""


class StoreError(TenorError):
    """The MLflow store does not respond, or lacks what a command needs."""


class OutputError(TenorError):
    """An output exists already or cannot be written."""
