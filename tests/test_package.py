"""The public names of the package."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import tenor


@pytest.mark.parametrize("name", tenor.__all__)
def test_every_public_name_is_importable_from_the_package(name: str) -> None:
    value = getattr(tenor, name)
    assert value.__name__ == name
    assert value.__module__.startswith(tenor._MODULES[name])


def test_type_checkers_see_the_names_that_are_imported_at_run_time() -> None:
    tree = ast.parse(Path(tenor.__file__).read_text(encoding="utf-8"))
    [guarded] = [node for node in tree.body if isinstance(node, ast.If)]
    modules = {
        alias.name: statement.module
        for statement in guarded.body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }
    assert modules == tenor._MODULES
    assert sorted(tenor.__all__) == sorted(modules)
    assert set(tenor.__all__) <= set(dir(tenor))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'tenor' has no attribute 'nothing'"):
        _ = tenor.nothing


@pytest.mark.parametrize(
    ("statement", "heavy"),
    [
        ("import tenor", ["numpy", "pydantic", "typer", "rich"]),
        ("import tenor.cli.main", ["numpy", "pydantic", "pandas", "mlflow", "sklearn", "pyarrow"]),
        ("from tenor import read_articles", ["numpy", "pandas", "pyarrow", "trafilatura"]),
        ("from tenor import load_model", ["mlflow", "sklearn", "pandas", "scipy", "numba"]),
        ("from tenor import Corpus", ["mlflow", "sklearn", "matplotlib"]),
    ],
)
def test_an_import_does_not_load_heavy_libraries(statement: str, heavy: list[str]) -> None:
    code = f"{statement}\nimport sys\nprint([m for m in {heavy!r} if m in sys.modules])"
    completed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert completed.stdout.strip() == "[]"
