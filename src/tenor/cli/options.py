"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tenor.cli.command import COLUMNS_VARIABLE, CORPUS_VARIABLE
from tenor.cli.completion import complete_columns, complete_corpora, complete_models
from tenor.present import printable

if TYPE_CHECKING:
    from tenor.models.spec import Experiment

SOME_REJECTED = 3
"""The exit code of a command that rejected some of its inputs."""

MODEL_REFERENCES = (
    "NAME@ALIAS, models:/NAME/VERSION, runs:/RUN_ID or a bundle (a folder or .zip file)"
)
"""The forms of a reference to a model."""

CorpusFolder = Annotated[
    Path,
    typer.Argument(
        metavar="CORPUS",
        envvar=CORPUS_VARIABLE,
        autocompletion=complete_corpora,
        help="The corpus folder; by default that of tenor.toml.",
    ),
]
SpecCorpus = Annotated[
    Path | None,
    typer.Option(
        autocompletion=complete_corpora,
        help="The corpus folder, in place of the one that a spec names; specs that name none "
        "use that of TENOR_CORPUS or tenor.toml.",
    ),
]
Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT...", help="Files, folders, globs, or - for standard input."),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=COLUMN",
        envvar=COLUMNS_VARIABLE,
        autocompletion=complete_columns,
        help="The table column of an article field, such as text=content_original (repeatable); "
        "by default those of tenor.toml.",
    ),
]
Models = Annotated[
    list[str] | None,
    typer.Option(
        metavar="REF",
        autocompletion=complete_models,
        help=f"A model: {MODEL_REFERENCES} (repeatable); by default all champions.",
    ),
]
PublicKey = Annotated[
    Path | None,
    typer.Option(
        "--require-signature",
        metavar="PUBLIC_KEY",
        help="Use only models that the owner of this key signed; 'tenor models keygen' makes keys.",
    ),
]
Only = Annotated[
    list[str] | None,
    typer.Option(
        metavar="LABEL",
        help="Write only articles with this theme, or with this position as TARGET=POSITION "
        "(repeatable); by default all.",
    ),
]
WrittenScores = Annotated[
    Literal["all", "top", "none"],
    typer.Option(
        help="The probabilities to write: of all labels, of those that an article is given "
        "(or of the likeliest if it is given none), or none."
    ),
]
Wide = Annotated[
    bool,
    typer.Option("--wide", help="Write a column for each theme and target, with its score."),
]
DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run",
        help="Print what would be read, made and replaced, and the expected time; write nothing.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace an existing output.")]

Minutes = Annotated[
    float | None,
    typer.Option(
        min=0.01,
        help="The minutes for the search of each model; by default those that the spec sets.",
    ),
]

Promise = Annotated[
    float | None,
    typer.Option(
        min=0.5,
        max=0.99,
        metavar="PRECISION",
        help="Promise that labels written automatically are right at least this often, such as "
        "0.9; by default what the spec promises, if anything.",
    ),
]


def project_columns(columns: list[str] | None) -> dict[str, str]:
    """Return the columns by field that ``--column`` names, or else those of ``tenor.toml``.

    Columns of ``tenor.toml`` are printed.

    Raises
    ------
    typer.BadParameter
        As `parse_columns`.
    SettingsError
        If ``tenor.toml`` has faults.
    """
    if columns:
        return parse_columns(columns)
    from tenor.settings import find_settings

    remembered = find_settings().columns
    print_remembered("columns", remembered)
    return remembered


def print_remembered(name: str, table: Mapping[str, str]) -> None:
    """Print on standard error which table of ``tenor.toml`` is used, if it has entries."""
    if table:
        pairs = ", ".join(f"{key}={column}" for key, column in table.items())
        typer.echo(printable(f"{name} of tenor.toml: {pairs}"), err=True)


def spec_corpus(spec: Experiment, corpus: Path | None) -> Path | None:
    """Return the corpus folder of a command with a spec; None for the one that the spec names.

    Where neither names one, it is that of ``TENOR_CORPUS``, or else that of ``tenor.toml``.

    Raises
    ------
    SettingsError
        If ``tenor.toml`` has faults.
    """
    if corpus or spec.corpus:
        return corpus
    from tenor.settings import find_settings

    named = os.environ.get(CORPUS_VARIABLE)
    return Path(named) if named else find_settings().corpus_path


def parse_columns(columns: list[str] | None) -> dict[str, str]:
    """Return the texts ``FIELD=COLUMN`` of ``--column`` as a dictionary of columns by field.

    Raises
    ------
    typer.BadParameter
        If a text has another form, or a field occurs twice.
    """
    parsed: dict[str, str] = {}
    for text in columns or []:
        field, equals, column = text.partition("=")
        if not (field and equals and column):
            raise typer.BadParameter(f"'{text}' is not FIELD=COLUMN", param_hint="--column")
        if field in parsed:
            raise typer.BadParameter(f"field '{field}' is named twice", param_hint="--column")
        parsed[field] = column
    return parsed


def parse_pairs(texts: list[str] | None, option: str, form: str) -> dict[str, str]:
    """Return texts ``KEY=NAME`` as a dictionary; a key may contain equals signs.

    Parameters
    ----------
    texts
        The texts.
    option
        The option that they come from, for error messages.
    form
        The form that they should have, for error messages.

    Raises
    ------
    typer.BadParameter
        If a text has another form, or a key occurs twice.
    """
    parsed: dict[str, str] = {}
    for text in texts or []:
        key, equals, name = text.rpartition("=")
        if not (equals and name):
            raise typer.BadParameter(f"'{text}' is not {form}", param_hint=option)
        if key in parsed:
            raise typer.BadParameter(f"'{key}' is named twice", param_hint=option)
        parsed[key] = name
    return parsed
