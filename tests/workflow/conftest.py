"""Results on the sample that many tests of the workflow share."""

from __future__ import annotations

import pytest

from tenor import evaluate
from tenor.corpus import Corpus
from tenor.models.spec import Experiment
from tenor.workflow.leaks.result import LeakTable
from tenor.workflow.prep import prepare

from ..conftest import Project, inside

LEAK_SPEC = """
task = "theme"
name = "{}"
[split]
kind = "random"
[[features]]
ngram_range = [1, 2]
[tuning]
n_folds = 2
"""


CODED = ("courier", "herald", "lantern", "wire")
"""The beginnings of the ids of the articles that `partly_coded` has codings of."""


@pytest.fixture(scope="session")
def partly_coded(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The sample with the codings of four of its outlets; the others have only their tags."""
    folder = tmp_path_factory.mktemp("partly-coded")
    path = project.folder / "data/codings.csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    codings = folder / "codings.csv"
    codings.write_text(header + "".join(filter(_is_coded, lines)), encoding="utf-8")
    return prepare(
        project.folder / "data/articles",
        project.folder / "codebook.toml",
        folder / "corpus",
        codings=[codings],
    )


def _is_coded(line: str) -> bool:
    return line.startswith(CODED)


@pytest.fixture(scope="session")
def leak_spec() -> Experiment:
    """The spec of the leak table; a test that logs another one evaluates a different spec."""
    return Experiment.parse(LEAK_SPEC.format("shared"))


@pytest.fixture(scope="session")
def leak_table(project: Project, leak_spec: Experiment) -> LeakTable:
    """The leak table of the sample's themes, evaluated once a session."""
    with inside(project.folder):
        [leak_table] = evaluate(leak_spec, project.corpus, n_draws=2)
    return leak_table
