"""Specs as text."""

from __future__ import annotations

import pytest

from tenor.models import Experiment
from tenor.workflow.spec_text import spec_text

SPECS = {
    "nothing but a task": 'task = "theme"\n',
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
[search]
metric = "micro_f1"
[search.grid]
"classifier.C" = [0.5, 1]
"features.0.ngram_range" = [[1, 1], [1, 2]]
""",
}


@pytest.mark.parametrize("kind", SPECS)
def test_the_text_of_a_spec_reads_as_the_same_spec(kind: str) -> None:
    spec = Experiment.parse(SPECS[kind])
    assert Experiment.parse(spec_text(spec)) == spec


def test_the_settings_that_a_search_chose_are_in_it() -> None:
    chosen = Experiment.parse(SPECS["views"]).with_settings({"classifier.C": 0.5})
    assert "\nC = 0.5\n" in spec_text(chosen)
    assert "[search" not in spec_text(chosen)
