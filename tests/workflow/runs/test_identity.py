"""Params and tags of runs."""

from __future__ import annotations

from tenor.codebook import Task
from tenor.models import Experiment
from tenor.workflow.runs.identity import TRAINING, run_params, run_tags, search_params

from ...conftest import Project

SEARCH = """
task = "theme"
[[features]]
stop_words = ["the", "of"]
[classifier]
kind = "linear_svc"
[search]
n_folds = 3
[search.grid]
"classifier.C" = [0.3, 3.0]
"features.0.min_df" = [1, 2]
"""


def test_settings_are_flat_params_by_their_dotted_paths() -> None:
    params = run_params(Experiment.parse('task = "theme"\n[classifier]\nC = 0.5\n'))
    assert params["task"] == "theme"
    assert params["classifier.C"] == 0.5
    assert params["features.0.field"] == "title_body"
    assert params["tuning.group_by"] == "duplicate_group"
    assert params["unlabelled_corpora"] == "none"


def test_a_number_that_is_not_set_is_no_param_and_another_setting_is_none() -> None:
    params = run_params(Experiment.parse('task = "theme"\n'))
    assert "features.0.max_features" not in params
    assert params["features.0.stop_words"] == "none"


def test_settings_that_a_search_selects_are_no_params_before_it_ends() -> None:
    spec = Experiment.parse(SEARCH)
    assert not {"classifier.C", "features.0.min_df"} & set(run_params(spec))
    selected = spec.with_settings({"classifier.C": 3.0, "features.0.min_df": 2})
    assert run_params(selected, only=["classifier.C", "features.0.min_df"]) == {
        "classifier.C": 3.0,
        "features.0.min_df": 2,
    }


def test_a_search_has_params_of_its_own() -> None:
    assert search_params(Experiment.parse(SEARCH)) == {
        "search.metric": "macro_f1",
        "search.n_folds": 3,
        "search.settings": 4,
    }
    without = search_params(Experiment.parse('task = "theme"\n'))
    assert without == {"search.metric": "none", "search.settings": 0}


def test_tags_identify_kind_task_spec_corpus_and_codebook(project: Project) -> None:
    spec = Experiment.parse('task = "stance"\n')
    tags = run_tags(project.corpus, spec, Task.stance("orle-dam"), TRAINING)
    assert tags["kind"] == "training"
    assert (tags["task"], tags["target"]) == ("stance", "orle-dam")
    assert tags["spec"] == spec.fingerprint
    assert tags["corpus"] == project.corpus.fingerprint
    assert tags["codebook"] == project.corpus.codebook.fingerprint
    assert tags["codebook_version"] == project.corpus.codebook.version
