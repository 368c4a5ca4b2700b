"""Making a project folder with the sample: codebook, articles, codings and specs."""

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
"""The paths in a project by the paths in the sample."""


def sample_folder() -> Path:
    """Return the folder of the sample that is distributed with Tenor."""
    package = Path(__file__).parents[1]
    installed = package / "sample"
    # In a checkout, the sample is in data/ and not in the package.
    return installed if installed.is_dir() else package.parents[1] / "data" / "sample"


def make_project(path: str | Path) -> Path:
    """Make a project folder with the sample.

    Raises
    ------
    OutputError
        If the folder exists and is not empty, or cannot be made.
    """
    folder = Path(path)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"'{folder}' exists already and is not empty; name another folder")
    sample = sample_folder()
    try:
        for name, path_in_project in LAYOUT.items():
            target = folder / path_in_project
            target.parent.mkdir(parents=True, exist_ok=True)
            if (sample / name).is_dir():
                shutil.copytree(sample / name, target)
            else:
                shutil.copyfile(sample / name, target)
    except OSError as exc:
        raise OutputError(f"project '{folder}' cannot be made: {exc}") from exc
    return folder
