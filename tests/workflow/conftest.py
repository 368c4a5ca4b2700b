"""The leak table of the sample's themes, which many tests of the workflow share."""

from __future__ import annotations

import pytest

from tenor import evaluate
from tenor.models import Experiment
from tenor.workflow.leaks.result import LeakTable

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
