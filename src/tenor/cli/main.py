"""The command line: the table of commands, and the reporting of their errors."""

from __future__ import annotations

import errno
import gc
import os
import sys
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer
from typer.main import get_command

from tenor.cli.help import CommandWithTables
from tenor.cli.report import error_code, print_envelope
from tenor.cli.signals import Stopped, stop_at_signals
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

INTERRUPTED = 130
"""The exit code of a command that is interrupted."""

SYSTEM_FAULTS = (
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EROFS,
    errno.EIO,
    errno.EACCES,
    errno.EPERM,
    errno.EMFILE,
)
"""Errors of the operating system, such as a full disk, which are reported in one sentence."""

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
        app.command(_name, cls=CommandWithTables)(getattr(_module, _name))


def main() -> None:
    """Run the command line.

    The exit code is 0 for success, 1 for a failure, 2 for wrong usage, 3 if some inputs were
    rejected, and 128 and the number of the signal that ended it.
    """
    stop_at_signals()
    # Arrow's default allocator returns memory to the system at once and requests it again, which
    # doubles the time to read a table.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    # Importing the modules allocates hundreds of thousands of objects that are never garbage.
    gc.set_threshold(100_000, 50, 50)
    try:
        code = app(standalone_mode=False) or 0
        if code == INTERRUPTED:
            raise KeyboardInterrupt
        sys.exit(code)
    except TenorError as exc:
        _fail(exc, str(exc))
    except typer.TyperException as exc:
        _fail_usage(exc)
    except (KeyboardInterrupt, Stopped) as exc:
        code = exc.exit_code if isinstance(exc, Stopped) else INTERRUPTED
        _fail(exc, "interrupted; no unfinished output remains", code)
    except BrokenPipeError:
        # The program that reads the output has ended, so nothing more can be written to it.
        sys.stderr.close()
        sys.exit(1)
    except OSError as exc:
        if exc.errno not in SYSTEM_FAULTS:
            raise
        place = f"'{exc.filename}' cannot be read or written: " if exc.filename else ""
        _fail(exc, f"{place}{exc.strerror}")
    finally:
        # The interpreter would otherwise search all objects for garbage at exit, for a second.
        gc.freeze()


def _fail(error: BaseException, message: str, code: int = 1) -> NoReturn:
    """Write a message to standard error, each line after ``tenor:``, and exit."""
    sys.stderr.write("".join(f"tenor: {printable(line)}\n" for line in message.splitlines()))
    _exit_with_error(error_code(error), message, code)


def _fail_usage(error: Any) -> NoReturn:
    """Show wrong usage as Typer does, with the usage of the command, and exit."""
    error.show()
    _exit_with_error("usage_error", error.format_message(), error.exit_code)


def _exit_with_error(name: str, message: str, code: int) -> NoReturn:
    """Exit; with ``--json``, print the error as an object first."""
    arguments = sys.argv[1:]
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    if "--json" in options:
        error = {"code": name, "message": message, "exit_code": code}
        print_envelope(_command_of(arguments), error=error)
    sys.exit(code)


def _command_of(arguments: list[str]) -> str:
    """Return the command that arguments name, such as ``models list``."""
    command: object = get_command(app)
    names = []
    for argument in arguments:
        commands = getattr(command, "commands", {})
        if argument in commands:
            names.append(argument)
            command = commands[argument]
    return " ".join(names)
