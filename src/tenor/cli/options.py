"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT...", help="Files, folders, globs, or - for standard input."),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=COLUMN",
        help="Name the table column of an article field, as in text=content_original (repeatable).",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace an output that exists.")]

Minutes = Annotated[
    float | None,
    typer.Option(
        min=0.01, help="Time for the search of a spec, for each model; default the spec's own."
    ),
]


def parse_columns(columns: list[str] | None) -> dict[str, str]:
    """Return ``FIELD=COLUMN`` texts as a dictionary; a malformed one is a usage error."""
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
    """Return ``GIVEN=NAME`` texts as a dictionary; what is given may itself hold an equals sign."""
    parsed: dict[str, str] = {}
    for text in texts or []:
        given, equals, name = text.rpartition("=")
        if not (equals and name):
            raise typer.BadParameter(f"'{text}' is not {form}", param_hint=option)
        if given in parsed:
            raise typer.BadParameter(f"'{given}' is named twice", param_hint=option)
        parsed[given] = name
    return parsed
