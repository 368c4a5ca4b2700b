"""What ``tenor evaluate`` prints."""

from __future__ import annotations

import pytest

from tenor import evaluate
from tenor.cli.evaluate import print_leakage, print_suspects
from tenor.corpus.traces import Trace
from tenor.models import Experiment
from tenor.workflow.leakage import Leakage

from ..conftest import Project


def test_a_leak_table_tells_what_was_not_possible_and_what_the_gap_is(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = Experiment.parse('task = "theme"\n')
    [table] = evaluate(spec, project.corpus, splits="random,time,target", n_draws=2, log=False)
    print_leakage(table)
    print_suspects([table])
    printed = capsys.readouterr().out
    for part in (
        "tenor-theme: one spec on several kinds of held-out articles;",
        " random, duplicates cross ",
        " later than training ",
        "  not possible: split 'target' is for stances; themes have no target\n",
        "  gap: random minus time is ",
        "  outlet probe: the same features name one of 8 outlets with accuracy ",
        " line   The Orle Valley Post comes to your door ",
    ):
        assert part in printed, part


def test_suspects_of_a_strangers_text_do_not_drive_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    trace = Trace("line", "\x1b[2Jgone", "Post\x07", 5, 1.0, 1.0, ("a",))
    print_suspects([Leakage("theme", "", (), (), None, None, (), (trace,))])
    printed = capsys.readouterr().out
    assert "\ufffd[2Jgone" in printed
    assert "\x1b" not in printed
    assert "\x07" not in printed
