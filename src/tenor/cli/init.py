"""``tenor init``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tenor.cli.report import Json, Report

NEXT_COMMANDS = (
    (
        "tenor prep data/articles --codebook codebook.toml --codings data/codings.csv "
        "--output data/corpus"
    ),
    "tenor train experiments/themes.toml experiments/stance.toml --promote",
    "tenor predict data/new --output labels.csv",
)
"""The commands that run in a new project folder."""


def init(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
    as_json: Json = False,
) -> None:
    """Make a project folder: a codebook, sample data to replace, two specs that run."""
    from tenor.workflow.project import make_project

    with Report("init", as_json=as_json) as report:
        folder = make_project(directory)
        commands = [f"cd {folder}", *NEXT_COMMANDS]
        report.line(
            f"made {folder}: codebook.toml, data/ (sample articles and codings to replace by your "
            "own), experiments/",
            folder=folder,
        )
        report.line("next:", next=commands)
        for command in commands:
            report.line(f"  {command}")
