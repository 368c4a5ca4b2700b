"""What tests of the workflow share: a leak table of the sample, made once a session."""

from __future__ import annotations

import pytest

from tenor import evaluate
from tenor.models import Experiment
from tenor.workflow.leakage import Leakage

from ..conftest import Project, inside

LEAKS = """
task = "theme"
name = "{}"
[split]
kind = "random"
[[features]]
ngram_range = [1, 2]
[tuning]
n_folds = 2
"""


@pytest.fixture(scope="session")
def leaking() -> Experiment:
    """The spec of the leak table; a test that logs another makes it of a spec that differs."""
    return Experiment.parse(LEAKS.format("leaking"))


@pytest.fixture(scope="session")
def leaks(project: Project, leaking: Experiment) -> Leakage:
    """The leak table of the sample's themes."""
    with inside(project.folder):
        [table] = evaluate(leaking, project.corpus, n_draws=2)
    return table
