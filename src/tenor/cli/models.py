"""``tenor models``: list, promote, export, verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tenor.cli.options import MODEL_REFERENCES
from tenor.present import format_count

app = typer.Typer(
    help="List, promote, export and verify registered models.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Reference = Annotated[str, typer.Argument(metavar="REF", help=f"The model: {MODEL_REFERENCES}.")]
RegisteredModel = Annotated[
    str,
    typer.Argument(metavar="REF", help="The registered model: NAME@ALIAS or models:/NAME/VERSION."),
]


@app.command("list")
def list_models() -> None:
    """List the registered models and their versions."""
    from datetime import datetime

    from tenor.cli.tables import print_table
    from tenor.evaluation.metric_table import METRICS
    from tenor.tracking import list_versions

    versions = list_versions()
    if not versions:
        typer.echo("no model is registered in this store; train one first")
        return
    metric = METRICS["macro_f1"]
    rows = [
        [
            version.name,
            version.version,
            ", ".join(version.aliases),
            metric.format(version.metrics[metric.name]) if metric.name in version.metrics else "",
            f"{datetime.fromtimestamp(version.created):%Y-%m-%d}",
            version.run_id,
        ]
        for version in versions
    ]
    print_table(["model", "version", "aliases", metric.heading, "registered", "run"], rows)


@app.command()
def promote(
    reference: RegisteredModel,
    alias: Annotated[str, typer.Option(help="The alias to set.")] = "champion",
) -> None:
    """Set an alias on a registered version, by default champion.

    'tenor predict' uses the champions if no model is named.

    Example: tenor models promote models:/tenor-theme/2
    """
    from tenor.tracking import promote

    version = promote(reference, alias)
    typer.echo(f"{version.name} v{version.version} is now {version.name}@{alias}")


@app.command()
def export(
    reference: Reference,
    output: Annotated[Path, typer.Option(help="The bundle folder to make.")],
) -> None:
    """Copy the bundle of a model into a folder, which can be used without MLflow.

    Example: tenor models export tenor-theme@champion --output theme-model
    """
    from tenor.workflow.loading import export_bundle

    n_files = export_bundle(reference, output)
    typer.echo(f"{output}: {n_files} files, checked")


@app.command()
def verify(reference: Reference) -> None:
    """Check every file of a model's bundle against its manifest, and that the model loads."""
    from tenor.workflow.loading import load_model

    model = load_model(reference)
    typer.echo(
        f"{reference} is intact: {model.task.title}, {len(model.labels)} labels, "
        f"{format_count(model.weights.shape[0])} features, codebook {model.codebook.fingerprint}"
    )
