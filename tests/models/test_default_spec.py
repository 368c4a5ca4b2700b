"""The default views and classifier, and the specs that show them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.errors import SpecError
from tenor.models.default_spec import DEFAULT_CLASSIFIERS, DEFAULT_VIEWS
from tenor.models.spec import Experiment

ROOT = Path(__file__).parents[2]
SPECS = [
    ROOT / folder / "experiments" / f"{name}.toml"
    for folder in ("data/sample", "src/tenor/workflow/project_files")
    for name in ("themes", "stance")
]


def test_a_spec_without_tables_has_the_default_views_and_classifier() -> None:
    for kind in ("theme", "stance"):
        spec = Experiment.parse(f'task = "{kind}"\n')
        assert spec.features == DEFAULT_VIEWS
        assert spec.classifier == DEFAULT_CLASSIFIERS[kind]


@pytest.mark.parametrize("path", SPECS, ids=lambda path: f"{path.parents[1].name} {path.stem}")
def test_the_specs_of_a_new_project_write_the_default_out(path: Path) -> None:
    spec = Experiment.load(path)
    assert spec.features == DEFAULT_VIEWS
    written = spec.classifier.model_dump(exclude_unset=True, exclude={"kind"})
    assert written == DEFAULT_CLASSIFIERS[spec.task].model_dump(exclude_unset=True)


def test_a_table_that_is_there_has_the_defaults_of_scikit_learn() -> None:
    spec = Experiment.parse('task = "theme"\n[classifier]\nC = 2\n')
    assert spec.classifier.class_weight is None


def test_a_search_changes_one_setting_of_the_default_classifier() -> None:
    spec = Experiment.parse('task = "theme"\n').with_settings({"classifier.C": 3})
    assert spec.classifier.C == 3
    assert spec.classifier.class_weight == "balanced"
    assert spec.classifier.nb_interpolation == 0.3
    assert spec.features == DEFAULT_VIEWS


def test_a_search_over_kinds_of_classifiers_takes_nothing_from_the_default() -> None:
    spec = Experiment.parse('task = "theme"\n')
    assert spec.with_settings({"classifier.kind": "complement_nb"}).classifier.parameters() == {}
    with pytest.raises(SpecError, match="complement_nb does not take 'C'"):
        spec.with_settings({"classifier.kind": "complement_nb", "classifier.C": 1})
