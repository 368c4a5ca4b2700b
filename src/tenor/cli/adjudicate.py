"""``tenor adjudicate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tenor.cli.codings import CorpusFolder, print_imported
from tenor.cli.options import Force


def adjudicate(
    corpus: CorpusFolder,
    output: Annotated[
        Path | None, typer.Option(help="A sheet of disagreements to write (.csv or .xlsx).")
    ] = None,
    decisions: Annotated[Path | None, typer.Option(help="A filled sheet to read in.")] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decided.")] = "",
    at: Annotated[
        str, typer.Option(metavar="TIME", help="When, where a row tells no time; default now.")
    ] = "",
    replace: Annotated[
        bool, typer.Option("--replace", help="Let a decision replace an earlier one.")
    ] = False,
    force: Force = False,
) -> None:
    """Write what coders disagree on as a sheet, or read the decisions on it in."""
    from tenor.workflow.codings import export_disagreements, import_decisions

    if (output is None) == (decisions is None):
        raise typer.BadParameter("give either --output SHEET or --decisions SHEET --by NAME")
    if output is not None:
        n = export_disagreements(corpus, output, force=force)
        typer.echo(f"{output}: {n:,} disagreements to decide")
        return
    if not by.strip():
        raise typer.BadParameter("say who decided", param_hint="--by")
    assert decisions is not None
    print_imported(import_decisions(decisions, corpus, by.strip(), at=at, replace=replace))
