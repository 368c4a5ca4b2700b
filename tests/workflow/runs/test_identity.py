"""Params and tags of runs."""

from __future__ import annotations

from tenor.codebook import Task
from tenor.models.spec import Experiment
from tenor.workflow.runs.identity import (
    TRAINING,
    round_metrics,
    run_params,
    run_tags,
    search_params,
    setting_params,
    view_params,
)

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
    assert params["classifier.C"] == 0.5
    assert params["features"].startswith("title_body (")
    assert params["tuning.group_by"] == "duplicate_group"
    assert params["unlabelled_corpora"] == "none"


def test_a_number_that_is_not_set_is_no_param_and_another_setting_is_none() -> None:
    spec = Experiment.parse('task = "theme"\n')
    assert "search.minutes" not in search_params(spec)
    assert search_params(spec)["search.metric"] == "none"


def test_specs_with_one_classifier_have_the_same_params() -> None:
    """A chart of runs that lack a param has an axis on which they have no place."""
    specs = [
        Experiment.parse('task = "theme"\n'),
        Experiment.parse(
            'task = "theme"\n[[features]]\nmin_df = 2\n[[features]]\nfield = "title"\n'
            '[split]\nkind = "outlet"\n[self_training]\nshare = 0.5\n'
        ),
    ]
    first, second = ({*run_params(spec), *search_params(spec)} for spec in specs)
    assert first == second


def test_the_views_are_one_param_that_names_what_they_change() -> None:
    spec = Experiment.parse(
        """
        task = "theme"
        [[features]]
        ngram_range = [1, 2]
        min_df = 0.01
        lowercase = false
        norm = "none"
        [[features]]
        field = "title"
        stop_words = ["the", "of"]
        """
    )
    assert view_params(spec) == {
        "features": "title_body (ngram_range 1-2, min_df 0.01, lowercase false, norm none); "
        "title (stop_words 2 words)"
    }


def test_metrics_have_the_decimals_of_printed_scores() -> None:
    assert round_metrics({"macro_f1": 0.81249, "n/test": 28507, "gap": -0.0001}) == {
        "macro_f1": 0.812,
        "n/test": 28507.0,
        "gap": 0.0,
    }


def test_settings_that_a_search_selects_are_no_params_before_it_ends() -> None:
    spec = Experiment.parse(SEARCH)
    assert not {"classifier.C", "features"} & set(run_params(spec))
    selected: dict[str, object] = {"classifier.C": 3.0, "features.0.min_df": 2}
    assert setting_params(selected) == selected
    assert {"classifier.C", "features"} <= set(run_params(spec.with_settings(selected)))


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
