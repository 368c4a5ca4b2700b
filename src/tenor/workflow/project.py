"""A project folder to start from: the sample's codebook, articles, codings and specs."""

from __future__ import annotations

import shutil
from pathlib import Path

from tenor.errors import OutputError

LAYOUT = {
    "codebook.toml": "codebook.toml",
    "articles": "data/articles",
    "new": "data/new",
    "codings.csv": "data/codings.csv",
    "experiments/themes.toml": "experiments/themes.toml",
    "experiments/stance.toml": "experiments/stance.toml",
    "experiments/rules.toml": "experiments/rules.toml",
}
"""Where each part of the sample goes in a project."""


def sample_folder() -> Path:
    """Return the folder of the sample that Tenor comes with."""
    package = Path(__file__).parents[1]
    installed = package / "sample"
    # A checkout keeps the sample where people look for data.
    return installed if installed.is_dir() else package.parents[1] / "data" / "sample"


def make_project(path: str | Path) -> Path:
    """Make a project folder that runs as it is: codebook, articles, codings, two specs.

    Raises
    ------
    OutputError
        If the folder exists and holds anything, or cannot be made.
    """
    folder = Path(path)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"'{folder}' exists already and is not empty; name another folder")
    sample = sample_folder()
    try:
        for name, place in LAYOUT.items():
            target = folder / place
            target.parent.mkdir(parents=True, exist_ok=True)
            if (sample / name).is_dir():
                shutil.copytree(sample / name, target)
            else:
                shutil.copyfile(sample / name, target)
    except OSError as exc:
        raise OutputError(f"project '{folder}' cannot be made: {exc}") from exc
    return folder
