"""``tenor init``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tenor.cli.path_hint import next_commands
from tenor.cli.report import Json, Report

SAMPLE_PARTS = (
    "tenor.toml, codebook.toml, data/ (sample articles and codings to replace by your own), "
    "experiments/"
)
EMPTY_PARTS = "tenor.toml, codebook.toml, experiments/, README.md; put articles into data/articles"
"""What a new project has."""

SAMPLE_COMMANDS = (
    "tenor prep data/articles --codings data/codings.csv",
    "tenor agree",
    "tenor adjudicate --decisions data/decisions.csv --by dora",
    "tenor train experiments/themes.toml experiments/stance.toml --promote",
    "tenor predict data/new --output labels.csv",
)
"""The commands to type in a new project with the sample."""

EMPTY_COMMANDS = ("tenor codebook check", "cat README.md")
"""The commands to type in a new empty project."""


def init(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
    empty: Annotated[
        bool,
        typer.Option(
            "--empty",
            help="Leave out the sample: make the skeleton of a codebook, specs and a README.",
        ),
    ] = False,
    corpus: Annotated[
        Path | None,
        typer.Option(
            "--corpus",
            metavar="CORPUS",
            help="Write only specs, those that fit this corpus; DIR may have other files.",
        ),
    ] = None,
    best: Annotated[
        bool,
        typer.Option("--best", help="Write specs that score higher and take longer to train."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Make a project folder, or specs for a corpus.

    The folder has sample data to replace, or is empty.
    """
    from tenor.workflow.project import make_project
    from tenor.workflow.suggest.write import write_specs

    with Report("init", as_json=as_json) as report:
        if corpus is not None:
            paths = write_specs(directory, corpus, best=best)
            names = " ".join(map(str, paths))
            report.line(f"wrote {names}: their comments give the reasons", specs=paths)
            commands = [f"tenor train {names} --promote"]
        else:
            folder = make_project(directory, empty=empty, best=best)
            made = EMPTY_PARTS if empty else SAMPLE_PARTS
            report.line(f"made {folder}: {made}", folder=folder)
            commands = next_commands(folder, EMPTY_COMMANDS if empty else SAMPLE_COMMANDS)
        report.line("next:", next=commands)
        for command in commands:
            report.line(f"  {command}")
