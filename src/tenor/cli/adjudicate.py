"""``tenor adjudicate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tenor.cli.codings import exit_if_rejected, print_imported
from tenor.cli.options import CorpusFolder, Force
from tenor.cli.report import Json, Report
from tenor.present import plural


def adjudicate(
    corpus: CorpusFolder,
    output: Annotated[
        Path | None, typer.Option(help="The sheet of disagreements to write (.csv or .xlsx).")
    ] = None,
    decisions: Annotated[Path | None, typer.Option(help="The filled sheet to import.")] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="The person who decided.")] = "",
    at: Annotated[
        str,
        typer.Option(
            metavar="TIME",
            help="The time of decisions without a time of their own; by default now.",
        ),
    ] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Replace earlier decisions.")] = False,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Write what coders disagree on as a sheet; import decisions.

    The filled sheet is imported with --decisions SHEET --by NAME.
    """
    from tenor.workflow.codings.exchange import export_disagreements, import_decisions

    if (output is None) == (decisions is None):
        raise typer.BadParameter("use either --output SHEET or --decisions SHEET --by NAME")
    if decisions is not None and not by.strip():
        raise typer.BadParameter("name the person who decided", param_hint="--by")
    with Report("adjudicate", as_json=as_json) as report:
        if decisions is not None:
            imported = import_decisions(decisions, corpus, by.strip(), at=at, replace=replace)
            print_imported(report, imported)
            exit_if_rejected(imported)
        elif output is not None:
            n = export_disagreements(corpus, output, force=force)
            report.line(
                f"{output}: {plural(n, 'disagreement')} to decide", output=output, n_disagreements=n
            )
