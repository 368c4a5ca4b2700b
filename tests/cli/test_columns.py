"""The columns of printed tables."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from tenor.cli import main as command_line
from tenor.cli.agreement_columns import LABEL_ALPHA
from tenor.cli.columns import DIFFERENCE, columns_of, metric_columns
from tenor.codebook import THEMES
from tenor.evaluation import Agreement, Interval, ModelAgreement
from tenor.present import Estimate
from tenor.workflow.agreement.measure import LabelAgreement

from .test_report import leaf_commands


def test_the_columns_of_every_table_are_explained_by_the_help(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_tables = {name for name in leaf_commands() if columns_of(name)}
    assert with_tables == {
        "agree",
        "audit check",
        "codings draws",
        "compare",
        "demo",
        "evaluate",
        "explain",
        "label",
        "models list",
        "models prune",
        "plan",
        "reproduce",
        "runs",
        "shares",
        "train",
    }
    for name in sorted(with_tables):
        monkeypatch.setattr(sys, "argv", ["tenor", *name.split(), "--help"])
        with pytest.raises(SystemExit):
            command_line.main()
        printed = " ".join(capsys.readouterr().out.split())
        for column in columns_of(name):
            assert column.meaning
            assert not column.heading or f"{column.heading} {column.meaning}" in printed


def test_a_difference_has_signs() -> None:
    assert DIFFERENCE.format(Estimate(0.03, (-0.01, 0.07))) == "+0.030 [-0.010, +0.070]"


def test_an_unknown_metric_is_its_own_heading() -> None:
    known, unknown = metric_columns(["macro_f1", "mine"])
    assert (known.heading, unknown.heading) == ("macro-F1", "mine")
    assert known.format(Estimate(0.5, (0.25, 0.75))) == "0.500 [.25, .75]"
    [plain] = metric_columns(["macro_f1"], show_intervals=False)
    assert plain.format(Estimate(0.5, (0.25, 0.75))) == "0.500"


def test_a_low_alpha_is_marked_and_one_that_the_model_exceeds() -> None:
    low = LabelAgreement(THEMES, "economy", 2, Agreement(30, 0.8, 0.5, Interval(0.3, 0.6)))
    exceeded = replace(low, model_agreement=ModelAgreement(30, 0.5, 0.9, Interval(0.2, 0.6)))
    undefined = replace(low, agreement=Agreement(30, 1.0, None, None))
    printed = [LABEL_ALPHA.format(row) for row in (low, exceeded, undefined)]
    assert printed == ["low 0.500", "exceeded 0.500", ""]
    assert LABEL_ALPHA.of is not None
    assert LABEL_ALPHA.of(low) == 0.5
