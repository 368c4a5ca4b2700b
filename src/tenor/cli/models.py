"""``tenor models``: list, promote, export, verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tenor.cli.completion import complete_models, complete_registered_models
from tenor.cli.options import MODEL_REFERENCES
from tenor.cli.report import Json, Report
from tenor.present import plural

app = typer.Typer(
    help="List, promote, export and verify registered models.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Reference = Annotated[
    str,
    typer.Argument(
        metavar="REF", autocompletion=complete_models, help=f"The model: {MODEL_REFERENCES}."
    ),
]
RegisteredModel = Annotated[
    str,
    typer.Argument(
        metavar="REF",
        autocompletion=complete_registered_models,
        help="The registered model: NAME@ALIAS or models:/NAME/VERSION.",
    ),
]


@app.command("list")
def list_models(as_json: Json = False) -> None:
    """List the registered models and their versions."""
    from datetime import datetime

    from tenor.cli.columns import MODELS
    from tenor.tracking import list_versions

    with Report("models list", as_json=as_json) as report:
        versions = list_versions()
        rows = [
            [
                version.name,
                version.version,
                version.aliases,
                version.metrics.get("macro_f1"),
                datetime.fromtimestamp(version.created),
                version.run_id,
            ]
            for version in versions
        ]
        if not versions:
            report.line("no model is registered in this store; train one first", models=[])
        else:
            report.table("models", MODELS, rows)


@app.command()
def promote(
    reference: RegisteredModel,
    alias: Annotated[str, typer.Option(help="The alias to set.")] = "champion",
    as_json: Json = False,
) -> None:
    """Set an alias on a registered version, by default champion.

    'tenor predict' uses the champions if no model is named.
    """
    from tenor.tracking import promote

    with Report("models promote", as_json=as_json) as report:
        version = promote(reference, alias)
        report.line(
            f"{version.name} v{version.version} is now {version.name}@{alias}",
            model=version.name,
            version=version.version,
            alias=alias,
        )


@app.command()
def export(
    reference: Reference,
    output: Annotated[Path, typer.Option(help="The bundle folder to make.")],
    as_json: Json = False,
) -> None:
    """Copy the bundle of a model into a folder.

    The folder can be used without MLflow.
    """
    from tenor.workflow.loading import export_bundle

    with Report("models export", as_json=as_json) as report:
        n_files = export_bundle(reference, output)
        report.line(
            f"{output}: {plural(n_files, 'file')}, checked",
            model=reference,
            bundle=output,
            n_files=n_files,
        )


@app.command()
def verify(reference: Reference, as_json: Json = False) -> None:
    """Check every file of a model's bundle.

    The files are compared with the manifest, and the model is loaded.
    """
    from tenor.workflow.loading import load_model

    with Report("models verify", as_json=as_json) as report:
        model = load_model(reference)
        n_features = model.weights.shape[0]
        report.line(
            f"{reference} is intact: {model.task.title}, {plural(len(model.labels), 'label')}, "
            f"{plural(n_features, 'feature')}, codebook {model.codebook.fingerprint}",
            model=reference,
            task=model.task.question,
            labels=model.labels,
            n_features=n_features,
            codebook=model.codebook.fingerprint,
        )
