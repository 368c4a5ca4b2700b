"""``tenor ui``."""

from __future__ import annotations

from typing import Annotated

import typer

from tenor.present import printable

MAX_EXPERIMENTS = 5
"""The number of experiments whose addresses are printed."""


def ui(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 5000,
    log: Annotated[
        bool, typer.Option("--log", help="Show the log of the server on standard error.")
    ] = False,
) -> None:
    """Open the MLflow UI of this store, for this machine only."""
    from tenor.tracking import check_port, score_views, serve_ui

    address = f"http://127.0.0.1:{port}"
    check_port(port)
    views = score_views()
    typer.echo(f"MLflow UI on {address}, in some seconds (stop with Ctrl-C)", err=True)
    if views:
        typer.echo("runs with their scores (also under Views on an experiment's page):", err=True)
    for name, path in views[:MAX_EXPERIMENTS]:
        typer.echo(f"  {printable(name)}: {address}{path}", err=True)
    serve_ui(port, show_log=log)
