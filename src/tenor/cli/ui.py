"""``tenor ui``."""

from __future__ import annotations

from typing import Annotated

import typer


def ui(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 5000,
) -> None:
    """Open the MLflow UI on this store, for this machine only."""
    from tenor.tracking import serve_ui

    typer.echo(f"MLflow UI on http://127.0.0.1:{port} (stop with Ctrl-C)", err=True)
    raise typer.Exit(serve_ui(port))
