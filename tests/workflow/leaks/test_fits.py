"""Fitting the fits of a leak table, and resuming an interrupted evaluation."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tenor import evaluate
from tenor.codebook import THEMES
from tenor.models.spec import Experiment
from tenor.tracking import Run, read_text
from tenor.workflow.leaks.fits import PREDICTIONS, FitResult, fit, fit_or_resume
from tenor.workflow.leaks.splits import LeakFit, make_leak_fits
from tenor.workflow.runs.leak_summary import newest_leak_summary

from ...conftest import Project
from ..conftest import LEAK_SPEC

pytestmark = pytest.mark.usefixtures("in_the_project")


def _interrupt(monkeypatch: pytest.MonkeyPatch, *, after: int) -> list[str]:
    """Interrupt the fit after this number of fits; return the names of fits, and ``stop``."""
    names: list[str] = []

    def fit_or_stop(spec: Experiment, leak_fit: LeakFit, run: Run | None = None) -> FitResult:
        if len(names) == after:
            names.append("stop")
            raise KeyboardInterrupt
        names.append(leak_fit.name)
        return fit(spec, leak_fit, run)

    monkeypatch.setattr("tenor.workflow.leaks.fits.fit", fit_or_stop)
    return names


def test_an_interrupted_evaluation_is_resumed_where_it_stopped(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = Experiment.parse(LEAK_SPEC.format("stopped") + "[classifier]\nC = 3\n")
    [uninterrupted] = evaluate(spec, project.corpus, splits="grouped,time", n_draws=2, log=False)
    names = _interrupt(monkeypatch, after=2)
    with pytest.raises(KeyboardInterrupt):
        evaluate(spec, project.corpus, splits="grouped,time", n_draws=2)
    [resumed] = evaluate(spec, project.corpus, splits="grouped,time", n_draws=2)
    assert names == ["grouped 1", "grouped 2", "stop", "time 1"]
    assert [row.scores["macro_f1"].per_split for row in resumed.rows] == [
        row.scores["macro_f1"].per_split for row in uninterrupted.rows
    ]
    assert resumed.shared_terms == uninterrupted.shared_terms


def test_a_fit_with_an_incomplete_search_is_reused_for_the_same_minutes_only(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The leak table counts the settings that were not tried; with more time all are fitted."""
    search = '[search]\nn_folds = 2\n[search.grid]\n"classifier.C" = [0.3, 3.0]\n'
    spec = Experiment.parse(LEAK_SPEC.format("short of time") + search)
    names = _interrupt(monkeypatch, after=1)
    with pytest.raises(KeyboardInterrupt):
        evaluate(spec, project.corpus, splits="grouped", n_draws=2, minutes=1e-9)
    [incomplete] = evaluate(spec, project.corpus, splits="grouped", n_draws=2, minutes=1e-9)
    assert names == ["grouped 1", "stop", "grouped 2"]
    assert incomplete.n_untried == 2
    page = read_text(incomplete.run_id, "report.html")
    assert "The searches did not try 2 settings." in page
    summary = newest_leak_summary(spec, project.corpus, THEMES)
    assert summary is not None
    assert (summary.run_id, summary.n_untried) == (incomplete.run_id, 2)
    [complete] = evaluate(spec, project.corpus, splits="grouped", n_draws=2)
    assert names[3:] == ["grouped 1", "grouped 2"]
    assert complete.n_untried == 0


def test_the_promise_of_a_fit_is_read_as_it_was_logged(
    project: Project, leak_spec: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = leak_spec.with_promise(0.6)
    [leak_fit] = make_leak_fits(spec, project.corpus, THEMES, ("outlet",), 1).fits
    [without] = make_leak_fits(leak_spec, project.corpus, THEMES, ("outlet",), 1).fits
    assert leak_fit.key != without.key
    assert leak_fit.group_by == "outlet"
    run = _Nested()
    logged = fit_or_resume(spec, run, {}, leak_fit)  # type: ignore[arg-type]
    assert logged.promise_check is not None
    assert logged.promise_check.n_given > 0
    text = run.texts[PREDICTIONS]
    monkeypatch.setattr("tenor.tracking.read_text", lambda run_id, name: text)
    monkeypatch.setattr("tenor.workflow.leaks.fits.fit", None)
    resumed = fit_or_resume(spec, run, {leak_fit.key: "0" * 32}, leak_fit)  # type: ignore[arg-type]
    assert resumed.promise_check == logged.promise_check


class _Nested:
    """A nested run that keeps what is logged to it."""

    def __init__(self) -> None:
        self.tags: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.metrics: dict[str, float] = {}

    def nested_run(self, name: str, tags: dict[str, str]) -> _Nested:
        self.tags = tags
        return self

    def __enter__(self) -> _Nested:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def log_metrics(self, metrics: dict[str, float]) -> None:
        self.metrics = metrics

    def log_text(self, text: str, name: str) -> None:
        self.texts[name] = text


def test_a_logged_result_is_read_as_the_same_result_and_a_damaged_one_is_fitted_again(
    project: Project, leak_spec: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    [leak_fit] = make_leak_fits(leak_spec, project.corpus, THEMES, ("time",), 1).fits
    result = fit(leak_spec, leak_fit)
    assert result.y_pred.shape == result.majority.shape == leak_fit.truth.matrix.shape
    assert set(result.top_terms) <= set(leak_fit.truth.labels)
    fitted: list[str] = []

    def fit_once(spec: Experiment, leak_fit: LeakFit, run: object) -> FitResult:
        fitted.append(leak_fit.name)
        return result

    monkeypatch.setattr("tenor.workflow.leaks.fits.fit", fit_once)
    run = _Nested()
    fit_or_resume(leak_spec, run, {}, leak_fit)  # type: ignore[arg-type]
    assert fitted == ["time 1"]
    assert run.tags == {
        "spec": leak_spec.fingerprint,
        "leak_fit": leak_fit.key,
        "split": "time",
    }
    assert run.metrics["n/test"] == len(leak_fit.truth)
    logged = run.texts[PREDICTIONS]

    def resume(text: str) -> FitResult:
        monkeypatch.setattr("tenor.tracking.read_text", lambda run_id, name: text)
        return fit_or_resume(leak_spec, run, {leak_fit.key: "0" * 32}, leak_fit)  # type: ignore[arg-type]

    resumed = resume(logged)
    assert fitted == ["time 1"]
    assert np.array_equal(resumed.y_pred, result.y_pred)
    assert np.array_equal(resumed.majority, result.majority)
    assert resumed.top_terms == result.top_terms
    content = json.loads(logged)
    damaged = [
        "not JSON",
        json.dumps(content | {"y_pred": content["y_pred"][:-1]}),
        json.dumps(content | {"majority": [[99]] * len(leak_fit.truth)}),
        json.dumps({name: content[name] for name in ("y_pred", "majority")}),
    ]
    for number, text in enumerate(damaged, start=2):
        resume(text)
        assert len(fitted) == number
