"""What tests share: the sample as a trained project, made once a session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tenor.corpus import Corpus
from tenor.workflow.prep import prepare
from tenor.workflow.project import make_project
from tenor.workflow.training import Trained, train

SHARED = Path(__file__).parents[2] / "shared"


@dataclass(frozen=True)
class Project:
    """A project folder with its corpus and the models trained and promoted in its store."""

    folder: Path
    corpus: Corpus
    themes: Trained
    stances: tuple[Trained, ...]


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The sample's project, trained; tests read it and change nothing in it."""
    folder = make_project(tmp_path_factory.mktemp("project") / "maravel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        corpus = prepare(
            "data/articles", "codebook.toml", "data/corpus", codings=["data/codings.csv"]
        )
        [themes] = train("experiments/themes.toml", promote=True)
        stances = train("experiments/stance.toml", promote=True)
        yield Project(folder, corpus, themes, tuple(stances))


@pytest.fixture(scope="session")
def seed() -> Path:
    """The archive page that the project grew from."""
    path = SHARED / "seed" / "archive-page.txt"
    if not path.exists():
        pytest.skip("the archive page stands outside the project, and is not here")
    return path
