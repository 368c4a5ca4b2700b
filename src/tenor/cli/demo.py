"""``tenor demo``."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Annotated

import typer

from tenor.cli.path_hint import next_commands
from tenor.cli.report import Json, Report

ARTICLES, CODINGS = "data/articles", "data/codings.csv"
CODEBOOK, CORPUS, LABELS = "codebook.toml", "data/corpus", "labels.csv"
SPECS = ("experiments/themes.toml", "experiments/stance.toml")
NEXT = [
    "tenor ui                                         # compare the runs in a browser",
    "tenor predict YOUR_ARTICLES --output mine.csv    # label your own with these models",
]
"""The commands to type after the demo."""

N_ROWS = 8
"""The number of labelled articles that are printed."""

NEXT_COMMANDS = (
    ("tenor ui", "# compare the runs in a browser"),
    ("tenor predict YOUR_ARTICLES --output mine.csv", "# label your own with these models"),
)
"""The commands to go on with, each with its purpose."""


def demo(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")] = Path(
        "tenor-demo"
    ),
    as_json: Json = False,
) -> None:
    """Run every step on the sample: prepare, train, predict."""
    from tenor.cli.predict import predict
    from tenor.cli.prep import prep
    from tenor.cli.train import train
    from tenor.workflow.project import make_project

    with Report("demo", as_json=as_json) as report:
        working_folder = Path.cwd()
        _print_command(report, f"tenor init {directory}; cd {directory}")
        folder = make_project(directory)
        report.add(folder=folder)
        os.chdir(folder)
        _print_command(
            report,
            f"tenor prep {ARTICLES} --codebook {CODEBOOK} --codings {CODINGS} --output {CORPUS}",
        )
        prep([ARTICLES], Path(CODEBOOK), Path(CORPUS), codings=[Path(CODINGS)])
        _print_command(report, f"tenor train {' '.join(SPECS)} --promote")
        train([Path(spec) for spec in SPECS], promote=True)
        _print_command(report, f"tenor predict data/new --output {LABELS}")
        predict(["data/new"], LABELS)
        _print_labels(report)
        report.line()
        report.line("next:")
        commands = [f"{command:<48} {purpose}" for command, purpose in NEXT_COMMANDS]
        for command in next_commands(directory, commands, working_folder=working_folder):
            report.line(f"  {command}")


def _print_labels(report: Report) -> None:
    from tenor.cli.columns import LABELLED

    with Path(LABELS).open(encoding="utf-8", newline="") as file:
        rows = [row for _, row in zip(range(N_ROWS), csv.DictReader(file), strict=False)]
    report.line()
    report.line(f"the first {N_ROWS} of {LABELS}:")
    cells = [[row["title"], row["themes"] or "none", row["stances"]] for row in rows]
    report.table("first_labels", LABELLED, cells)


def _print_command(report: Report, command: str) -> None:
    report.line()
    report.line(f"$ {command}")
