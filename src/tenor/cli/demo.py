"""``tenor demo``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

ARTICLES, CODINGS = "data/articles", "data/codings.csv"
CODEBOOK, CORPUS, LABELS = "codebook.toml", "data/corpus", "labels.csv"
SPECS = ("experiments/themes.toml", "experiments/stance.toml")
FIRST = 8


def demo(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")] = Path(
        "tenor-demo"
    ),
) -> None:
    """Run the whole main job on the sample: prepare, train, promote, label, show."""
    from tenor.cli.prep import prep
    from tenor.cli.train import train
    from tenor.workflow.project import make_project

    _step(f"tenor init {directory}; cd {directory}")
    os.chdir(make_project(directory))
    _step(f"tenor prep {ARTICLES} --codebook {CODEBOOK} --codings {CODINGS} --output {CORPUS}")
    prep([ARTICLES], Path(CODEBOOK), Path(CORPUS), codings=[Path(CODINGS)])
    _step(f"tenor train {' '.join(SPECS)} --promote")
    train([Path(spec) for spec in SPECS], promote=True)
    _step(f"tenor predict data/new --output {LABELS}")
    _predict()
    typer.echo(
        f"\nnext:\n"
        f"  cd {directory}\n"
        f"  tenor ui                                         # compare the runs in a browser\n"
        f"  tenor predict YOUR_ARTICLES --output mine.csv    # label your own with these models"
    )


def _predict() -> None:
    import csv

    from tenor.cli.predict import predict
    from tenor.cli.show import print_table

    predict(["data/new"], LABELS)
    with Path(LABELS).open(encoding="utf-8", newline="") as file:
        rows = [row for _, row in zip(range(FIRST), csv.DictReader(file), strict=False)]
    cells = [[row["title"][:60], row["themes"] or "none", row["stances"]] for row in rows]
    typer.echo(f"\nthe first {FIRST} of {LABELS}:")
    print_table(["title", "themes", "stances"], cells)


def _step(command: str) -> None:
    typer.echo(f"\n$ {command}")
