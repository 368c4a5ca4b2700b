"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

SOME_REJECTED = 3
"""The exit code of a command that rejected some of its inputs."""

MODEL_REFERENCES = "NAME@ALIAS, models:/NAME/VERSION, runs:/RUN_ID or a bundle folder"
"""The forms of a reference to a model."""

CorpusFolder = Annotated[Path, typer.Argument(metavar="CORPUS", help="The corpus folder.")]
SpecCorpus = Annotated[
    Path | None, typer.Option(help="The corpus folder, in place of the one that a spec names.")
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
        help="The table column of an article field, such as text=content_original (repeatable).",
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
