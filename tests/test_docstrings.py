"""Every example in the documentation of the code runs, in the sample's project."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import tenor

# MLflow runs this file; importing it tells MLflow of a model.
RUN_BY_MLFLOW = "tenor.tracking.pyfunc"

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(tenor.__path__, "tenor.")
    if module.name != RUN_BY_MLFLOW
)


def _examples(name: str) -> list[doctest.DocTest]:
    module = importlib.import_module(name)
    found = doctest.DocTestFinder(exclude_empty=True).find(module, name)
    return [test for test in found if test.examples]


@pytest.mark.usefixtures("in_the_project")
@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name: str) -> None:
    runner = doctest.DocTestRunner()
    for test in _examples(name):
        runner.run(test)
    assert runner.summarize(verbose=False).failed == 0


def test_the_public_names_show_how_they_are_used() -> None:
    shown = {"read_articles", "Codebook", "Corpus", "train", "load_model", "Experiment"}
    for name in shown:
        assert ">>>" in (getattr(tenor, name).__doc__ or ""), name
