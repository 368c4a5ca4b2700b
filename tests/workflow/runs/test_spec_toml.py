"""Experiment specs as TOML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tenor.models.spec import Experiment
from tenor.workflow.runs.spec_toml import spec_text

ROOT = Path(__file__).parents[3]
FILES = sorted(
    path
    for folder in ("experiments", "data/sample/experiments")
    for path in (ROOT / folder).glob("*.toml")
    if not path.name.endswith(".codebook.toml")
)
SPECS = {
    "only a task": 'task = "theme"\n',
    "targets": 'task = "stance"\ntarget = ["a", "b"]\nname = "x \\" y \\\\ \\u007f \\u000a é"\n',
    "views": """
task = "theme"
[split]
kind = "folds"
n_folds = 3
[[features]]
ngram_range = [1, 2]
min_df = 2
max_df = 0.5
lowercase = false
stop_words = ["the", "of"]
[[features]]
field = "title"
analyzer = "char_wb"
ngram_range = [2, 4]
weight = 0.5
[classifier]
kind = "logistic_regression"
C = 1e-7
class_weight = "balanced"
[self_training]
share = 0.3
[[self_training.features]]
norm = "none"
n_components = 50
[search]
metric = "micro_f1"
[search.grid]
"classifier.C" = [0.5, 1]
"features.0.ngram_range" = [[1, 1], [1, 2]]
""",
}


@pytest.mark.parametrize("name", SPECS)
def test_the_toml_of_a_spec_parses_to_the_same_spec(name: str) -> None:
    spec = Experiment.parse(SPECS[name])
    assert Experiment.parse(spec_text(spec)) == spec


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_toml_of_every_spec_of_the_project_parses_to_the_same_spec(path: Path) -> None:
    spec = Experiment.parse(path.read_text(encoding="utf-8"), path.name)
    text = spec_text(spec)
    assert Experiment.parse(text, path.name) == spec
    assert text.count("[[features]]") == len(spec.model_dump(exclude_unset=True)["features"])
    assert not re.search(r"[ \t]$|^ +|\[$", text, re.MULTILINE)


def test_all_spec_files_are_found() -> None:
    assert len(FILES) >= 15


def test_the_toml_has_the_settings_that_a_search_selected() -> None:
    selected = Experiment.parse(SPECS["views"]).with_settings({"classifier.C": 0.5})
    assert "\nC = 0.5\n" in spec_text(selected)
    assert "[search" not in spec_text(selected)


def test_a_setting_without_a_value_is_left_out() -> None:
    spec = Experiment.parse(SPECS["views"]).with_settings({"classifier.class_weight": None})
    assert "class_weight" not in spec_text(spec)
    assert Experiment.parse(spec_text(spec)).classifier == spec.classifier
