"""Nested runs of interrupted runs, which the next run reuses."""

from __future__ import annotations

import pytest

from tenor.tracking import finished_nested_runs, finished_trials, read_text, start_run

pytestmark = pytest.mark.usefixtures("in_the_project")


def _log_nested_runs(experiment: str, *, interrupt: bool) -> None:
    with start_run(experiment, "parent", {}, {}) as run:
        with run.nested_run("first", {"part": "one", "spec": "abc"}) as nested:
            nested.log_text("done", "result.txt")
        if interrupt:
            with run.nested_run("second", {"part": "two", "spec": "abc"}):
                raise KeyboardInterrupt


def test_the_finished_nested_runs_of_an_interrupted_run_are_found() -> None:
    with pytest.raises(KeyboardInterrupt):
        _log_nested_runs("interrupted", interrupt=True)
    nested_runs = finished_nested_runs("interrupted", "abc", "part")
    assert list(nested_runs) == ["one"]
    assert finished_nested_runs("interrupted", "another", "part") == {}
    assert read_text(nested_runs["one"], "result.txt") == "done"


def test_the_nested_runs_of_a_finished_run_are_not_reused() -> None:
    _log_nested_runs("finished", interrupt=False)
    assert finished_nested_runs("finished", "abc", "part") == {}


def test_a_new_experiment_has_no_nested_runs() -> None:
    assert finished_nested_runs("never run", "abc", "part") == {}


def test_trials_are_reused_only_if_their_search_left_settings_untried() -> None:
    for name, tags in (("complete", {}), ("incomplete", {"search_untried": "3"})):
        with start_run("resumed search", name, {}, tags) as run:
            run.log_trial(
                "trial 1", {"classifier.C": 1}, {"macro_f1": 0.5}, {"key": name, "spec": "abc"}
            )
    with start_run("resumed search", "next", {}, {}) as run:
        trials = finished_trials(run, "abc", "key", "search_untried")
    assert trials == {"incomplete": {"macro_f1": 0.5}}
