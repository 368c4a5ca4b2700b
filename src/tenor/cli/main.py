"""The command line: every command, and the one place where an error becomes a line."""

from __future__ import annotations

import gc
import os
import sys
from typing import Annotated

import typer

from tenor.cli import (
    adjudicate,
    agree,
    codebook,
    codings,
    compare,
    demo,
    evaluate,
    init,
    label,
    models,
    predict,
    prep,
    runs,
    train,
    ui,
)
from tenor.errors import TenorError

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


app.command("init")(init.init)
app.add_typer(codebook.app, name="codebook")
app.command("prep")(prep.prep)
app.command("label")(label.label)
app.add_typer(codings.app, name="codings")
app.command("agree")(agree.agree)
app.command("adjudicate")(adjudicate.adjudicate)
app.command("train")(train.train)
app.command("evaluate")(evaluate.evaluate)
app.command("runs")(runs.runs)
app.command("compare")(compare.compare)
app.add_typer(models.app, name="models")
app.command("predict")(predict.predict)
app.command("ui")(ui.ui)
app.command("demo")(demo.demo)


def main() -> None:
    """Run the command line; exit 0 done, 1 failure, 2 usage, 3 some inputs set aside."""
    # Arrow's own allocator gives memory back at once and asks for it anew: tables take twice as
    # long to read by it.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    # Modules make objects by the hundred thousand, none of them garbage.
    gc.set_threshold(100_000, 50, 50)
    try:
        app()
    except TenorError as exc:
        _fail(str(exc))
    except KeyboardInterrupt:
        _fail("stopped; nothing unfinished was left behind", 130)
    except BrokenPipeError:
        # The reader of a pipe has gone; there is nobody left to tell.
        sys.stderr.close()
        sys.exit(1)
    finally:
        # What is left need not be searched for garbage while the process ends: that takes a second.
        gc.freeze()


def _fail(message: str, code: int = 1) -> None:
    from tenor.cli.show import printable

    sys.stderr.write("".join(f"tenor: {printable(line)}\n" for line in message.splitlines()))
    sys.exit(code)
