"""What ``tenor evaluate`` prints."""

from __future__ import annotations

from dataclasses import replace

import pytest
from typer.main import get_command

from tenor import evaluate
from tenor.cli.evaluate import print_leak_table, print_outlet_cues
from tenor.cli.main import app
from tenor.cli.report import Report
from tenor.codebook import THEMES
from tenor.corpus import EVAL_SPLITS
from tenor.corpus.outlet_cues import OutletCue
from tenor.models.spec import Experiment
from tenor.workflow.leaks.result import LeakTable

from ..conftest import Project


def test_help_lists_every_kind_of_split() -> None:
    """The command line names the kinds without importing their table."""
    command = get_command(app).commands["evaluate"]  # type: ignore[attr-defined]
    [splits] = [parameter for parameter in command.params if parameter.name == "splits"]
    assert ",".join(EVAL_SPLITS) in splits.help


def test_a_leak_table_is_printed_with_its_failures_gap_and_outlet_probe(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    spec = Experiment.parse('task = "theme"\n')
    [table] = evaluate(spec, project.corpus, splits="random,time,target", n_draws=2, log=False)
    report = Report("evaluate")
    print_leak_table(report, replace(table, n_untried=1200))
    print_outlet_cues(report, [table])
    printed = capsys.readouterr().out
    for part in (
        "tenor-theme: one spec under several kinds of split;",
        "random, duplicates cross",
        "later than training",
        "  not possible: split 'target' is for stances; themes have no target\n",
        "  gap in macro-F1, random minus time: ",
        "  outlet probe: the same features predict one of 8 outlets with accuracy ",
        "  the searches did not try 1,200 settings within their time\n",
        "The Orle Valley Post comes to your door ",
    ):
        assert part in printed, part


def test_outlet_cues_of_unknown_origin_do_not_drive_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cue = OutletCue("line", "\x1b[2Jgone", "Post\x07", 5, 1.0, 1.0, ("a",))
    print_outlet_cues(Report("evaluate"), [LeakTable(THEMES, (), (), None, None, (), (cue,))])
    printed = capsys.readouterr().out
    assert "\ufffd[2Jgone" in printed
    assert "\x1b" not in printed
    assert "\x07" not in printed
