"""Making a leak table from fits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tenor.codebook import THEMES
from tenor.errors import CorpusError
from tenor.models.spec import Experiment
from tenor.progress.levels import current_step
from tenor.workflow.leaks.fits import FitResult
from tenor.workflow.leaks.result import LeakTable
from tenor.workflow.leaks.splits import LeakFit, LeakFits, make_leak_fits
from tenor.workflow.leaks.table import make_leak_table

from ...conftest import Project


@pytest.fixture(scope="module")
def leak_fits(project: Project, leak_spec: Experiment) -> LeakFits:
    """Fits of all kinds but ``random``."""
    return make_leak_fits(leak_spec, project.corpus, THEMES, ("grouped", "outlet", "time"), 2)


def _fit(leak_fit: LeakFit) -> FitResult:
    """Predict the first label for every article, with one term that is named for the kind."""
    y_pred = np.zeros(leak_fit.truth.matrix.shape, dtype=bool)
    y_pred[:, 0] = True
    top_terms = {"economy": [("title_body", leak_fit.kind, 1.0)]}
    return FitResult(y_pred, np.zeros_like(y_pred), top_terms, n_untried=2)


def _make(
    project: Project, spec: Experiment, leak_fits: LeakFits, *failing: str
) -> tuple[LeakTable, list[str]]:
    lines: list[str] = []

    def fit(leak_fit: LeakFit) -> FitResult:
        lines.append(current_step())
        if leak_fit.kind in failing:
            raise CorpusError("all labels are equal")
        return _fit(leak_fit)

    return make_leak_table(spec, project.corpus, leak_fits, (), fit), lines


def test_the_gap_is_the_random_score_minus_that_of_the_hardest_kind(leak_table: LeakTable) -> None:
    assert leak_table.gap is not None
    values = {row.kind: row.scores["macro_f1"].value for row in leak_table.rows}
    hardest = min(value for kind, value in values.items() if kind != "random")
    assert values[leak_table.gap.hardest] == hardest
    assert leak_table.gap.value == pytest.approx(values["random"] - hardest)
    # Of the kinds, only unseen outlets have no interval: the sample has too few of them.
    assert (leak_table.gap.interval is None) == (leak_table.gap.hardest == "outlet")


def test_a_table_without_a_random_split_has_no_gap(
    project: Project, leak_spec: Experiment, leak_fits: LeakFits
) -> None:
    table, lines = _make(project, leak_spec, leak_fits)
    assert [row.kind for row in table.rows] == ["grouped", "outlet", "time"]
    assert table.gap is None
    assert table.n_untried == 2 * len(leak_fits.fits)
    assert len(lines) == len(leak_fits.fits)
    assert lines[0].startswith("fit 1 of 5: grouped 1, ")


def test_a_fit_that_fails_is_reported_and_the_others_are_scored(
    project: Project, leak_spec: Experiment, leak_fits: LeakFits
) -> None:
    table, _ = _make(project, leak_spec, leak_fits, "time", "outlet")
    assert [row.kind for row in table.rows] == ["grouped"]
    assert table.failures == (
        "outlet 1: all labels are equal",
        "outlet 2: all labels are equal",
        "time 1: all labels are equal",
    )


def test_failures_of_the_splits_come_before_those_of_the_fits(
    project: Project, leak_spec: Experiment, leak_fits: LeakFits
) -> None:
    with_failure = replace(leak_fits, failures=("target: no other target",))
    table, _ = _make(project, leak_spec, with_failure, "time")
    assert table.failures == ("target: no other target", "time 1: all labels are equal")


def test_no_possible_fit_is_an_error_with_every_reason(
    project: Project, leak_spec: Experiment, leak_fits: LeakFits
) -> None:
    message = r"themes: no split can be fitted\ngrouped 1: all labels are equal\ngrouped 2"
    with pytest.raises(CorpusError, match=message):
        _make(project, leak_spec, leak_fits, "grouped", "outlet", "time")


def test_shared_terms_are_those_of_a_grouped_split_where_there_is_one(
    project: Project,
    leak_spec: Experiment,
    leak_fits: LeakFits,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    used: list[str] = []

    def find(spec: object, corpus: object, task: object, terms: object, probe: object) -> list[str]:
        assert isinstance(terms, dict)
        used.append(terms["economy"][0][1])
        return []

    monkeypatch.setattr("tenor.workflow.leaks.table.find_shared_terms", find)
    monkeypatch.setattr("tenor.workflow.leaks.table.probe_outlets", lambda *_: None)
    _make(project, leak_spec, leak_fits)
    _make(project, leak_spec, leak_fits, "grouped")
    assert used == ["grouped", "outlet"]
