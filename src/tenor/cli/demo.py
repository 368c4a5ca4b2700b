"""``tenor demo``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

ARTICLES, CODINGS = "data/articles", "data/codings.csv"
CODEBOOK, CORPUS, LABELS = "codebook.toml", "data/corpus", "labels.csv"
SPECS = ("experiments/themes.toml", "experiments/stance.toml")
N_ROWS = 8
"""The number of labelled articles that are printed."""


def demo(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")] = Path(
        "tenor-demo"
    ),
) -> None:
    """Run every step on the sample data: prepare, train, promote, label new articles."""
    from tenor.cli.prep import prep
    from tenor.cli.train import train
    from tenor.workflow.project import make_project

    _print_command(f"tenor init {directory}; cd {directory}")
    os.chdir(make_project(directory))
    _print_command(
        f"tenor prep {ARTICLES} --codebook {CODEBOOK} --codings {CODINGS} --output {CORPUS}"
    )
    prep([ARTICLES], Path(CODEBOOK), Path(CORPUS), codings=[Path(CODINGS)])
    _print_command(f"tenor train {' '.join(SPECS)} --promote")
    train([Path(spec) for spec in SPECS], promote=True)
    _print_command(f"tenor predict data/new --output {LABELS}")
    _predict_and_print()
    typer.echo(
        f"\nnext:\n"
        f"  cd {directory}\n"
        f"  tenor ui                                         # compare the runs in a browser\n"
        f"  tenor predict YOUR_ARTICLES --output mine.csv    # label your own with these models"
    )


def _predict_and_print() -> None:
    import csv

    from tenor.cli.predict import predict
    from tenor.cli.tables import print_table

    predict(["data/new"], LABELS)
    with Path(LABELS).open(encoding="utf-8", newline="") as file:
        rows = [row for _, row in zip(range(N_ROWS), csv.DictReader(file), strict=False)]
    cells = [[row["title"][:60], row["themes"] or "none", row["stances"]] for row in rows]
    typer.echo(f"\nthe first {N_ROWS} of {LABELS}:")
    print_table(["title", "themes", "stances"], cells)


def _print_command(command: str) -> None:
    typer.echo(f"\n$ {command}")
