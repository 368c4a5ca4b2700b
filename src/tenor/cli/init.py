"""``tenor init``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def init(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
) -> None:
    """Make a project folder: a codebook, sample data to replace, two specs that run."""
    from tenor.workflow.project import make_project

    folder = make_project(directory)
    typer.echo(
        f"made {folder}: codebook.toml, data/ (sample articles and codings to replace by your "
        f"own), experiments/\nnext:\n"
        f"  cd {folder}\n"
        f"  tenor prep data/articles --codebook codebook.toml --codings data/codings.csv "
        f"--output data/corpus\n"
        f"  tenor train experiments/themes.toml experiments/stance.toml --promote\n"
        f"  tenor predict data/new --output labels.csv"
    )
