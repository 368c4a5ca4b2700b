"""``tenor report``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tenor.cli.completion import complete_runs
from tenor.cli.options import Force
from tenor.cli.report import Json, Report, print_note


def report(
    run: Annotated[
        str,
        typer.Argument(
            metavar="RUN",
            autocompletion=complete_runs,
            help="A run's id or name, EXPERIMENT/NAME, NAME@ALIAS or models:/NAME/VERSION.",
        ),
    ],
    output: Annotated[
        Path | None, typer.Option(help="The HTML file to write; by default, none is written.")
    ] = None,
    open_it: Annotated[
        bool, typer.Option("--open", help="Open the report in a browser, in a terminal.")
    ] = False,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Print the path of a run's report, or write it to a file."""
    from tenor.workflow.runs.report_file import report_file

    with Report("report", as_json=as_json) as printed:
        found = report_file(run, output, force=force)
        printed.line(str(found.path), run_id=found.run_id, report=found.path)
    if not open_it:
        return
    if not sys.stdout.isatty():
        print_note("--open needs a terminal; open the file in a browser")
        return
    typer.launch(str(found.path))
