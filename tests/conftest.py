"""Fixtures shared by all tests: the sample as a trained project, made once per session."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from tenor.corpus import Corpus
from tenor.workflow.codings.exchange import import_decisions
from tenor.workflow.prep import prepare
from tenor.workflow.project import make_project
from tenor.workflow.train.result import TrainingResult
from tenor.workflow.train.train import train

# No deadline: a first example may have to import or compile something.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")

SHARED = Path(__file__).parents[2] / "shared"


@dataclass(frozen=True)
class Project:
    """A project folder with its corpus and the models trained and promoted in its store."""

    folder: Path
    corpus: Corpus
    themes: TrainingResult
    stances: tuple[TrainingResult, ...]


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Change to a folder and use the MLflow store in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name in ("MLFLOW_TRACKING_URI", "TENOR_STORE"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The trained project of the sample. Tests must not change it."""
    folder = make_project(tmp_path_factory.mktemp("project") / "maravel")
    with inside(folder):
        prepare("data/articles", "codebook.toml", "data/corpus", codings=["data/codings.csv"])
        corpus = import_decisions("data/decisions.csv", "data/corpus", "dora").corpus
        [themes] = train("experiments/themes.toml", promote=True)
        stances = train("experiments/stance.toml", promote=True)
        yield Project(folder, corpus, themes, tuple(stances))


@pytest.fixture
def in_the_project(project: Project) -> Iterator[None]:
    """Run a test in the folder of the sample's project."""
    with inside(project.folder):
        yield


@pytest.fixture(scope="session")
def seed() -> Path:
    """The archive page that the project started from."""
    path = SHARED / "seed" / "archive-page.txt"
    if not path.exists():
        pytest.skip("the archive page is outside the project and is not available")
    return path
