"""``tenor models``: what is registered."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Registered models: list, promote, export, verify.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Reference = Annotated[
    str,
    typer.Argument(metavar="REF", help="NAME@ALIAS, models:/..., runs:/... or a bundle folder."),
]


@app.command("list")
def list_models() -> None:
    """List registered models, newest first."""
    from datetime import datetime

    from tenor.cli.show import print_table
    from tenor.tracking import versions

    found = versions()
    if not found:
        typer.echo("no model is registered in this store; train one first")
        return
    rows = [
        [
            v.name, v.version, ", ".join(v.aliases),
            f"{v.metrics['macro_f1']:.3f}" if "macro_f1" in v.metrics else "",
            datetime.fromtimestamp(v.created).strftime("%Y-%m-%d"), v.run_id,
        ]
        for v in found
    ]  # fmt: skip
    print_table(["model", "version", "aliases", "macro-F1", "registered", "run"], rows)


@app.command()
def promote(
    reference: Reference,
    alias: Annotated[str, typer.Option(help="The alias to give.")] = "champion",
) -> None:
    """Give a registered version the alias champion."""
    from tenor.tracking import promote

    version = promote(reference, alias)
    typer.echo(f"{version.name} v{version.version} is now {version.name}@{alias}")


@app.command()
def export(
    reference: Reference,
    output: Annotated[Path, typer.Option(help="The bundle folder to make.")],
) -> None:
    """Copy a model's bundle into a folder that needs no MLflow."""
    from tenor.workflow.loading import export_bundle

    n_files = export_bundle(reference, output)
    typer.echo(f"{output}: {n_files} files, checked")


@app.command()
def verify(reference: Reference) -> None:
    """Check every file of a bundle against its manifest, and that it loads."""
    from tenor.workflow.loading import load_model

    model = load_model(reference)
    what = "themes" if model.task == "theme" else f"stance towards {model.target}"
    typer.echo(
        f"{reference} is whole: {what}, {len(model.labels)} labels, "
        f"{model.weights.shape[0]:,} features, codebook {model.codebook.fingerprint}"
    )
