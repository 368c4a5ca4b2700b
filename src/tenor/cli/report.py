"""What a command prints: lines and tables for people, or one JSON object with ``--json``.

A command gives each value once. `Report` prints it as text, or collects it for the object::

    {"schema_version": 1, "command": "runs", "ok": true, "data": {...}}
    {"schema_version": 1, "command": "runs", "ok": false, "error": {"code": ..., "message": ...}}
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from shutil import get_terminal_size
from types import TracebackType
from typing import Annotated, Any, ClassVar

import typer

from tenor import progress
from tenor.present import Column, Table, printable

SCHEMA_VERSION = 1
"""The version of the JSON objects; it changes when a key changes its meaning or goes."""

DEFAULT_WIDTH = 80
"""The width of a table that is not printed to a terminal, unless COLUMNS is set."""

Json = Annotated[
    bool,
    typer.Option("--json", help="Print one JSON object in place of text, errors included."),
]


class Report:
    """The output of a command, as a context manager.

    Parameters
    ----------
    command
        The command, such as ``models list``.
    as_json
        Whether to print one JSON object when the command ends, in place of text. A command
        that another one calls adds its object to that of the caller.
    """

    json_requested: ClassVar[bool] = False
    """Whether a command of this process printed JSON, or would have but for an error."""
    _active: ClassVar[Report | None] = None

    def __init__(self, command: str, *, as_json: bool = False) -> None:
        self.command, self.as_json = command, as_json
        Report.json_requested |= as_json
        self.data: dict[str, Any] = {}
        self._target = self.data
        self._outer: Report | None = None

    def __enter__(self) -> Report:
        self._outer = Report._active
        if self._outer:
            self.as_json = self._outer.as_json
        Report._active = self
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        Report._active = self._outer
        # A command that rejected inputs has a result too, and raises its exit code.
        if exc is not None and not isinstance(exc, typer.Exit):
            return
        if self._outer:
            self._outer.add(**{self.command: self.data})
        elif self.as_json:
            print_envelope(self.command, data=self.data)

    def add(self, **values: Any) -> None:
        """Add values to the JSON object, without text."""
        self._target.update(values)

    def line(self, text: str = "", **values: Any) -> None:
        """Print a line of text; the values that it states go into the JSON object."""
        self.add(**values)
        self._print(printable(text))

    def marked_line(self, pieces: Iterable[tuple[str, str]]) -> None:
        """Print a line of pieces of text, in color where a piece has a highlight.

        A highlight begins with ``for`` or ``against``. A terminal without color shows the same
        text, and so does one where NO_COLOR is set.
        """
        has_color = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        shown = []
        for text, highlight in pieces:
            piece = printable(text)
            if highlight and has_color:
                color = "cyan" if highlight.startswith("for") else "yellow"
                piece = typer.style(piece, fg=color, bold=True)
            shown.append(piece)
        self._print("".join(shown))

    def page(self, text: str) -> None:
        """Print a text of several lines as it is; it goes into the JSON object as ``page``."""
        self.add(page=text)
        self._print(printable(text.removesuffix("\n"), keep="\n"))

    def table(self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> None:
        """Print a table; its rows go into the JSON object under a name."""
        self.first_rows(name, columns, rows, len(rows))

    def first_rows(
        self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Any]], n: int
    ) -> None:
        """Print the first ``n`` rows of a table; all of them go into the JSON object."""
        if self.as_json:
            self.add(**{name: Table(columns, rows).records()})
            return
        self._print("\n".join(Table(columns, rows[:n]).lines(output_width())))

    def _print(self, text: str) -> None:
        if not self.as_json:
            progress.hide()
            typer.echo(text)

    @contextmanager
    def item(self, name: str) -> Iterator[None]:
        """Collect the values of the block as one object of the list ``name``."""
        outer, self._target = self._target, {}
        outer.setdefault(name, []).append(self._target)
        try:
            yield
        finally:
            self._target = outer


def print_note(text: str) -> None:
    """Print a line on standard error, which is for people, also with ``--json``."""
    progress.hide()
    typer.echo(printable(text), err=True)


def print_envelope(
    command: str, *, data: dict[str, Any] | None = None, error: dict[str, Any] | None = None
) -> None:
    """Print the JSON object of a command that succeeded, with data, or failed, with an error."""
    from tenor.present.json_values import to_json

    envelope: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "command": command,
        "ok": error is None,
    }
    envelope |= {"data": data} if error is None else {"error": error}
    typer.echo(to_json(envelope))


def error_code(error: BaseException) -> str:
    """Return the code of an error in JSON: the name of its class, as in ``corpus_error``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(error).__name__).lower()


def output_width() -> int:
    """Return the width of printed tables: that of the terminal, or of COLUMNS, or the default."""
    return get_terminal_size((DEFAULT_WIDTH, 24)).columns
