"""What tests share: the sample as a trained project, made once a session."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from tenor.corpus import Corpus
from tenor.workflow.prep import prepare
from tenor.workflow.project import make_project
from tenor.workflow.training import Trained, train

# Laws are tested, not times: a first example may have to import or to compile.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")

SHARED = Path(__file__).parents[2] / "shared"


@dataclass(frozen=True)
class Project:
    """A project folder with its corpus and the models trained and promoted in its store."""

    folder: Path
    corpus: Corpus
    themes: Trained
    stances: tuple[Trained, ...]


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Work in a folder, and in the store that stands in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        yield


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The sample's project, trained; tests read it and change nothing in it."""
    folder = make_project(tmp_path_factory.mktemp("project") / "maravel")
    with inside(folder):
        corpus = prepare(
            "data/articles", "codebook.toml", "data/corpus", codings=["data/codings.csv"]
        )
        [themes] = train("experiments/themes.toml", promote=True)
        stances = train("experiments/stance.toml", promote=True)
        yield Project(folder, corpus, themes, tuple(stances))


@pytest.fixture
def in_the_project(project: Project) -> Iterator[None]:
    """A test works in the sample's project."""
    with inside(project.folder):
        yield


@pytest.fixture(scope="session")
def seed() -> Path:
    """The archive page that the project grew from."""
    path = SHARED / "seed" / "archive-page.txt"
    if not path.exists():
        pytest.skip("the archive page stands outside the project, and is not here")
    return path
