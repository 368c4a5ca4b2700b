"""The command line: the table of commands, and the reporting of their errors."""

from __future__ import annotations

import errno
import gc
import io
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer
from typer.main import get_command

from tenor.cli.command import PREFIX, STORE_VARIABLE, Command, Group
from tenor.cli.examples import EXAMPLES
from tenor.cli.report import Report, error_code, print_envelope
from tenor.cli.signals import Stopped, stop_at_signals
from tenor.errors import StoreError, TenorError
from tenor.present import printable
from tenor.present.hints import did_you_mean
from tenor.progress import logged_to_stderr

COMMANDS = {
    "Project": ("init", "demo", "doctor", "docs", "cite"),
    "Prepare": ("codebook", "prep"),
    "Label": ("label", "plan", "codings", "agree", "adjudicate"),
    "Train": ("train", "evaluate", "runs", "report", "compare", "reproduce", "ui"),
    "Predict": ("predict", "watch", "explain", "shares", "audit"),
    "Models": ("models",),
}
"""The commands by the headings of the help, in its order. Each is a module of this package with a
function of its name, or with an ``app`` of subcommands; `MODULES` has the exceptions."""

MODULES = {"report": "run_report"}
"""The modules of commands whose name another module has."""

HELP = """Label news articles by theme and stance, from a codebook you write.

A value is taken from the option, else from its environment variable, else from tenor.toml (in
this folder or one above it; keys: corpus, codebook, store, columns, labels), else it is the
default."""


class _Root(Group):
    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands, in the order of the table."""
        return [name for names in COMMANDS.values() for name in names]


COMPLETION = "_TENOR_COMPLETE"
"""The variable by which a shell asks for completions."""

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


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        typer.echo(f"tenor {version('tenor')}")
        raise typer.Exit


def _root(
    store: Annotated[
        str | None,
        typer.Option(
            metavar="STORE",
            envvar=STORE_VARIABLE,
            help="The MLflow store: the path of an SQLite database, or the address of a server; "
            "by default that of MLFLOW_TRACKING_URI, of tenor.toml, or mlflow.db in this folder.",
        ),
    ] = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_version,
            is_eager=True,
            expose_value=False,
            help="Show the version.",
        ),
    ] = False,
) -> None:
    if store:
        # The library and its subprocesses read the variable.
        os.environ[STORE_VARIABLE] = store


@cache
def make_app(only: str = "") -> typer.Typer:
    """Return the app.

    Parameters
    ----------
    only
        The one command that it needs to have: for every parameter of every command, Typer builds a
        validator, which takes most of the time in which a command starts. By default all.
    """
    app = typer.Typer(
        name="tenor",
        cls=_Root,
        help=HELP,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"auto_envvar_prefix": PREFIX},
    )
    app.callback()(_root)
    for panel, names in COMMANDS.items():
        for name in names:
            if only in ("", name):
                _register(app, name, panel)
    return app


def __getattr__(name: str) -> typer.Typer:
    """Return the app with all commands, which is made when it is first asked for."""
    if name == "app":
        return make_app()
    raise AttributeError(name)


def _register(app: typer.Typer, name: str, panel: str) -> None:
    module = import_module(f"tenor.cli.{MODULES.get(name, name)}")
    if not hasattr(module, "app"):
        function: Callable[..., Any] = getattr(module, name)
        epilog = "\n".join(EXAMPLES[name])
        app.command(name, cls=Command, epilog=epilog, rich_help_panel=panel)(function)
        return
    for info in module.app.registered_commands:
        info.cls = Command
        info.epilog = "\n".join(EXAMPLES[f"{name} {info.name or info.callback.__name__}"])
    app.add_typer(module.app, name=name, cls=Group, rich_help_panel=panel)


def _run() -> int | None:
    first = sys.argv[1] if len(sys.argv) > 1 else ""
    is_command = any(first in names for names in COMMANDS.values())
    app = make_app(first if is_command and COMPLETION not in os.environ else "")
    # The name is the same for 'python -m tenor', whose usage lines and completion need it.
    code: int | None = app(prog_name="tenor", standalone_mode=False)
    return code


def main() -> None:
    """Run the command line.

    The exit code is 0 for success, 1 for a failure, 2 for wrong usage, 3 if some inputs were
    rejected, and 128 and the number of the signal that ended it.
    """
    stop_at_signals()
    Report.json_requested = False
    # Arrow's default allocator returns memory to the system at once and requests it again, which
    # doubles the time to read a table.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    # Importing the modules allocates hundreds of thousands of objects that are never garbage.
    gc.set_threshold(100_000, 50, 50)
    try:
        with logged_to_stderr():
            code = _run() or 0
        if code == INTERRUPTED:
            raise KeyboardInterrupt
        sys.exit(code)
    except TenorError as exc:
        _fail(exc, *exc.faults)
    except typer.TyperException as exc:
        _fail_usage(exc)
    except (KeyboardInterrupt, Stopped) as exc:
        code = exc.exit_code if isinstance(exc, Stopped) else INTERRUPTED
        _fail(exc, "interrupted; no incomplete output remains", code=code)
    except BrokenPipeError:
        # The program that reads the output has ended, so nothing more can be written to it.
        sys.stderr.close()
        sys.exit(1)
    except OSError as exc:
        if exc.errno not in SYSTEM_FAULTS:
            raise
        place = f"'{exc.filename}' cannot be read or written: " if exc.filename else ""
        _fail(exc, f"{place}{exc.strerror}")
    except Exception as exc:
        fault = _store_fault(exc)
        if fault is None:
            raise
        _fail(fault, *fault.faults)
    finally:
        # The interpreter would otherwise search all objects for garbage at exit, for a second.
        gc.freeze()


def _store_fault(error: Exception) -> StoreError | None:
    """Return an error of MLflow or its database as one of the store; None for any other."""
    if "mlflow" not in sys.modules:
        return None
    from tenor.tracking.store import describe_error

    reason = describe_error(error)
    return StoreError(f"the MLflow store cannot be used: {reason}") if reason else None


def _fail(error: BaseException, *faults: str, code: int = 1) -> NoReturn:
    """Write each fault on a line of standard error, after ``tenor:``, and exit."""
    sys.stderr.write("".join(f"tenor: {printable(fault)}\n" for fault in faults))
    _exit_with_error(error_code(error), "\n".join(faults), code)


def _fail_usage(error: Any) -> NoReturn:
    """Show wrong usage as Typer does, with the usage of the command, and exit."""
    if match := re.search(r"'([^']*)' is not one of (.+)", error.message):
        choices = re.findall("'([^']*)'", match[2])
        error.message = error.message.removesuffix(".") + did_you_mean(match[1], choices)
    text = io.StringIO()
    error.show(text)
    sys.stderr.write(printable(text.getvalue(), keep="\n"))
    _exit_with_error("usage_error", error.format_message(), error.exit_code)


def _exit_with_error(name: str, message: str, code: int) -> NoReturn:
    """Exit; with ``--json``, print the error as an object first."""
    arguments = sys.argv[1:]
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    # A variable of the environment may request it as well.
    if "--json" in options or Report.json_requested:
        error = {"code": name, "message": message, "exit_code": code}
        # Where standard output cannot be written, the message on standard error is all there is.
        with suppress(OSError):
            print_envelope(_command_of(arguments), error=error)
    sys.exit(code)


def _command_of(arguments: list[str]) -> str:
    """Return the command that arguments name, such as ``models list``."""
    command: object = get_command(make_app())
    names = []
    for argument in arguments:
        commands = getattr(command, "commands", {})
        if argument in commands:
            names.append(argument)
            command = commands[argument]
    return " ".join(names)
