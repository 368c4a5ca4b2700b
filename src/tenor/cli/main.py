"""The command line: the table of commands, and the reporting of their errors."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import Annotated

import typer

from tenor.errors import TenorError
from tenor.present import printable

COMMANDS = (
    "init",
    "codebook",
    "prep",
    "label",
    "codings",
    "agree",
    "adjudicate",
    "train",
    "evaluate",
    "runs",
    "compare",
    "models",
    "predict",
    "ui",
    "demo",
)
"""The commands, in the order of the help. Each is a module of this package with a function of its
name, or with an ``app`` of subcommands."""

app = typer.Typer(
    name="tenor",
    help="Label news articles by theme and stance, from a codebook you write.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        typer.echo(f"tenor {version('tenor')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


for _name in COMMANDS:
    _module = import_module(f"tenor.cli.{_name}")
    if hasattr(_module, "app"):
        app.add_typer(_module.app, name=_name)
    else:
        app.command(_name)(getattr(_module, _name))


def main() -> None:
    """Run the command line.

    The exit code is 0 for success, 1 for a failure, 2 for wrong usage, and 3 if some inputs were
    rejected.
    """
    # Arrow's default allocator returns memory to the system at once and requests it again, which
    # doubles the time to read a table.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    # Importing the modules allocates hundreds of thousands of objects that are never garbage.
    gc.set_threshold(100_000, 50, 50)
    try:
        app()
    except TenorError as exc:
        _fail(str(exc))
    except KeyboardInterrupt:
        _fail("interrupted; no unfinished output remains", 130)
    except BrokenPipeError:
        # The program that reads the output has ended, so nothing more can be written to it.
        sys.stderr.close()
        sys.exit(1)
    finally:
        # The interpreter would otherwise search all objects for garbage at exit, for a second.
        gc.freeze()


def _fail(message: str, code: int = 1) -> None:
    """Write a message to standard error, each line after ``tenor:``, and exit."""
    sys.stderr.write("".join(f"tenor: {printable(line)}\n" for line in message.splitlines()))
    sys.exit(code)
