"""Making a project folder, with the sample or empty."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from tenor.errors import OutputError
from tenor.output import atomic_folder, output_errors
from tenor.workflow.suggest.tables import search_table

PROJECT_FILES = Path(__file__).with_name("project_files")
"""The folder of files that a new project gets, besides those of the sample."""

COMMON = {"tenor.toml": "tenor.toml", "gitignore": ".gitignore"}
"""The paths in every project by the paths in `PROJECT_FILES`."""

SAMPLE = {
    "codebook.toml": "codebook.toml",
    "articles": "data/articles",
    "new": "data/new",
    "codings.csv": "data/codings.csv",
    "decisions.csv": "data/decisions.csv",
    "experiments/themes.toml": "experiments/themes.toml",
    "experiments/stance.toml": "experiments/stance.toml",
    "experiments/rules.toml": "experiments/rules.toml",
}
"""The paths in a project with the sample by the paths in the sample."""

EMPTY = {
    "codebook.toml": "codebook.toml",
    "README.md": "README.md",
    "experiments/themes.toml": "experiments/themes.toml",
    "experiments/stance.toml": "experiments/stance.toml",
}
"""The paths in an empty project by the paths in `PROJECT_FILES`."""

EMPTY_FOLDERS = ("data/articles", "data/new")
"""The folders of an empty project that its user fills."""

BEST_SPECS = ("experiments/themes.toml", "experiments/stance.toml")
"""The specs that have a search where a project is made for the best scores."""


def sample_folder() -> Path:
    """Return the folder of the sample that is distributed with Tenor."""
    package = Path(__file__).parents[1]
    installed = package / "sample"
    # In a checkout, the sample is in data/ and not in the package.
    return installed if installed.is_dir() else package.parents[1] / "data" / "sample"


def make_project(path: str | Path, *, empty: bool = False, best: bool = False) -> Path:
    """Make a project folder.

    Parameters
    ----------
    path
        The folder.
    empty
        Whether to leave out the sample: the project then has the skeleton of a codebook, specs
        and a README. Its folder may have other files, such as those of Git.
    best
        Whether the specs of `BEST_SPECS` have a search, which scores higher and takes longer.

    Raises
    ------
    OutputError
        If the folder has files that are in the way, or cannot be made.
    """
    folder = Path(path)
    if empty:
        _check_nothing_is_replaced(folder)
    elif folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"'{folder}' exists already and is not empty; name another folder")
    if folder.exists():
        with output_errors(folder):
            _fill(folder, empty=empty, best=best)
    else:
        with atomic_folder(folder) as temporary:
            _fill(temporary, empty=empty, best=best)
    return folder


def _fill(folder: Path, *, empty: bool, best: bool) -> None:
    _copy(PROJECT_FILES, COMMON, folder)
    if empty:
        _copy(PROJECT_FILES, EMPTY, folder)
        for name in EMPTY_FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
    else:
        _copy(sample_folder(), SAMPLE, folder)
    for name in BEST_SPECS if best else ():
        with (folder / name).open("a", encoding="utf-8") as spec:
            spec.write("\n" + "\n".join(search_table().lines()) + "\n")


def _check_nothing_is_replaced(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"'{folder}' exists already and is a file; name another folder")
    for name in (*COMMON.values(), *EMPTY.values()):
        if (folder / name).exists():
            raise OutputError(f"'{folder / name}' exists already; name another folder")


def _copy(source: Path, paths: Mapping[str, str], folder: Path) -> None:
    for name, path_in_project in paths.items():
        target = folder / path_in_project
        target.parent.mkdir(parents=True, exist_ok=True)
        if (source / name).is_dir():
            shutil.copytree(source / name, target)
        else:
            shutil.copyfile(source / name, target)
