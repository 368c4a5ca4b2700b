"""The examples in docstrings run, in the sample's project."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import tenor

MODELS_FROM_CODE = "tenor.tracking.pyfunc"
"""The file that MLflow runs to load a model; importing it registers one with MLflow."""

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(tenor.__path__, "tenor.")
    if module.name != MODELS_FROM_CODE
)


def _examples(name: str) -> list[doctest.DocTest]:
    module = importlib.import_module(name)
    tests = doctest.DocTestFinder(exclude_empty=True).find(module, name)
    return [test for test in tests if test.examples]


@pytest.mark.usefixtures("in_the_project")
@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name: str) -> None:
    runner = doctest.DocTestRunner()
    for test in _examples(name):
        runner.run(test)
    assert runner.summarize(verbose=False).failed == 0


def test_public_names_have_examples() -> None:
    names = ("read_articles", "Codebook", "Corpus", "train", "load_model", "Experiment")
    for name in names:
        assert ">>>" in (getattr(tenor, name).__doc__ or ""), name
