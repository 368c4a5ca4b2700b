"""``tenor models``: list, promote, export, keygen, verify, prune."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tenor.cli.completion import complete_models, complete_registered_models
from tenor.cli.options import MODEL_REFERENCES, PublicKey
from tenor.cli.report import Json, Report
from tenor.present import plural

app = typer.Typer(
    help="List, promote, export, sign, verify and prune models.",
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
    output: Annotated[
        Path, typer.Option(help="The bundle to make: a folder, or with --zip a file.")
    ],
    as_zip: Annotated[
        bool, typer.Option("--zip", help="Make one file, whose name must end in .zip.")
    ] = False,
    sign: Annotated[
        Path | None,
        typer.Option(
            metavar="KEY", help="Sign the bundle with a private key of 'tenor models keygen'."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Copy the bundle of a model, with its card, into a folder or file.

    It can be used without MLflow, wherever a command takes a model.
    """
    from tenor.output import check_output
    from tenor.workflow.loading import export_bundle

    if as_zip:
        check_output(output, force=False, extensions=[".zip"])
    elif output.suffix == ".zip":
        raise typer.BadParameter(
            f"'{output}' would be a folder; add --zip to make a file", param_hint="--output"
        )
    with Report("models export", as_json=as_json) as report:
        written = export_bundle(reference, output, as_zip=as_zip, key=sign)
        card = "" if written.has_card else ", without a model card, since it was made with none"
        report.line(
            f"{output}: {plural(written.n_files, 'file')}, checked"
            f"{', signed' if written.is_signed else ''}{card}",
            model=reference,
            bundle=output,
            n_files=written.n_files,
            has_card=written.has_card,
            is_signed=written.is_signed,
        )


@app.command()
def keygen(
    key: Annotated[
        Path,
        typer.Argument(
            metavar="KEY", help="The file of the private key; that of the public one is KEY.pub."
        ),
    ],
    as_json: Json = False,
) -> None:
    """Make a private key to sign models with, and its public key.

    Keep the private key to yourself, and hand out the public one by another way than the models.
    """
    from tenor.models.signature import make_keys

    with Report("models keygen", as_json=as_json) as report:
        public = make_keys(key)
        report.line(
            f"{key} signs models ('tenor models export --sign'), {public} checks them "
            "('--require-signature')",
            private_key=key,
            public_key=public,
        )


@app.command()
def verify(
    reference: Reference, require_signature: PublicKey = None, as_json: Json = False
) -> None:
    """Check every file of a model's bundle.

    The files are compared with the manifest, and the model is loaded.
    """
    from tenor.workflow.loading import load_model

    with Report("models verify", as_json=as_json) as report:
        model = load_model(reference, public_key=require_signature)
        n_features = model.weights.shape[0]
        signed = f", signed for {require_signature}" if require_signature else ""
        report.line(
            f"{reference} is intact{signed}: {model.task.title}, "
            f"{plural(len(model.labels), 'label')}, {plural(n_features, 'feature')}, "
            f"codebook {model.codebook.fingerprint}",
            model=reference,
            task=model.task.question,
            labels=model.labels,
            n_features=n_features,
            codebook=model.codebook.fingerprint,
            fingerprint=model.fingerprint,
            signature_checked=require_signature is not None,
        )


@app.command()
def prune(
    yes: Annotated[bool, typer.Option("--yes", help="Remove them; by default they are listed.")] = (
        False
    ),
    as_json: Json = False,
) -> None:
    """Remove the registered versions that no alias names.

    The files of their models go with them. Their runs stay, with metrics, tables, report and spec,
    so that 'tenor reproduce' trains such a model again.
    """
    from datetime import datetime

    from tenor.cli.model_columns import PRUNED, format_megabytes
    from tenor.tracking import remove_versions, unnamed_versions

    with Report("models prune", as_json=as_json) as report:
        unnamed = unnamed_versions()
        n_bytes = sum({entry.model_id: entry.n_bytes for entry in unnamed}.values())
        report.add(n_versions=len(unnamed), n_bytes=n_bytes, is_removed=yes)
        if not unnamed:
            report.line("every registered version has an alias", versions=[])
            return
        rows = [
            [
                entry.version.name,
                entry.version.version,
                datetime.fromtimestamp(entry.version.created),
                entry.version.run_id,
                entry.n_bytes,
            ]
            for entry in unnamed
        ]
        report.table("versions", PRUNED, rows)
        what = f"{plural(len(unnamed), 'version')} without an alias, {format_megabytes(n_bytes)} MB"
        if yes:
            remove_versions(unnamed)
            report.line(f"{what}: removed; their runs stay")
        else:
            report.line(f"{what}: nothing is removed yet; add --yes to remove them")
        n_elsewhere = sum(bool(entry.model_id) and not entry.folder for entry in unnamed)
        if n_elsewhere:
            report.line(
                f"the files of {n_elsewhere} are not on this machine; 'mlflow gc' at the server "
                "removes them"
            )
        report.add(n_elsewhere=n_elsewhere)
