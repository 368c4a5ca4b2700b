"""Loops and blocks whose progress is shown: as lines of a log, or in a terminal."""

from __future__ import annotations

import io
import sys
import time

import pytest

from tenor.progress import display as module
from tenor.progress import hide, logged_to_stderr, print_note, step, steps, track


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def nothing_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module._Display, "logged", "")
    monkeypatch.setattr(module._Display, "logged_at", -10.0)


def _train() -> None:
    for _ in steps(["a", "b"], lambda number, name: f"model {name} ({number} of 2)"):
        for fold in steps(range(2), "fold"):
            for _ in steps(range(3), "calibration fold", minor=True):
                pass
            if fold:
                with step("scoring"):
                    pass


def test_each_step_is_a_line_that_names_the_steps_around_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Minor steps that follow at once are left out; no line is repeated."""
    with logged_to_stderr():
        _train()
    assert capsys.readouterr().err.splitlines() == [
        "model a (1 of 2)",
        "model a (1 of 2), fold 1 of 2",
        "model a (1 of 2), fold 1 of 2, calibration fold 1 of 3",
        "model a (1 of 2), fold 2 of 2",
        "model a (1 of 2), fold 2 of 2, calibration fold 1 of 3",
        "model b (2 of 2)",
        "model b (2 of 2), fold 1 of 2",
        "model b (2 of 2), fold 1 of 2, calibration fold 1 of 3",
        "model b (2 of 2), fold 2 of 2",
        "model b (2 of 2), fold 2 of 2, calibration fold 1 of 3",
    ]


def test_nothing_is_written_without_a_command_around(capsys: pytest.CaptureFixture[str]) -> None:
    _train()
    assert list(track(range(3), "reading", 3)) == [0, 1, 2]
    assert capsys.readouterr() == ("", "")


def test_minor_steps_that_take_their_time_are_logged(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MINOR_SECONDS", 0.0)
    with logged_to_stderr():
        list(steps(range(2), "calibration fold", minor=True))
    assert capsys.readouterr().err == "calibration fold 1 of 2\ncalibration fold 2 of 2\n"


def test_the_time_left_is_estimated_over_all_levels(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: clock)
    with logged_to_stderr():
        for _ in steps(range(2), "model"):
            for _ in steps(range(2), "fold"):
                clock += 60
    assert capsys.readouterr().err.splitlines() == [
        "model 1 of 2",
        "model 1 of 2, fold 1 of 2",
        "model 1 of 2, fold 2 of 2, about 3 min left",
        "model 2 of 2, about 2 min left",
        "model 2 of 2, fold 1 of 2, about 2 min left",
        "model 2 of 2, fold 2 of 2, about 60 s left",
    ]


def test_a_limit_of_time_shortens_the_estimate(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: clock)
    with logged_to_stderr():
        for number in steps(range(100), "search setting", seconds=120):
            clock += 30
            if number == 1:
                break
    assert capsys.readouterr().err.splitlines() == [
        "search setting 1 of 100",
        "search setting 2 of 100, about 90 s left",
    ]


def test_the_count_of_a_long_stream_is_logged_at_growing_intervals(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: clock)
    with logged_to_stderr():
        for _ in track(range(2000), "reading"):
            clock += 0.0625
    assert capsys.readouterr().err.splitlines() == [
        "reading 160",
        "reading 480",
        "reading 1,120",
    ]


def test_a_terminal_shows_one_line_and_markup_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    for _ in steps(range(2), "fold"):
        assert list(track(range(3), "reading a[/].csv", 3)) == [0, 1, 2]
    print_note("compiling\x1b")
    assert "fold 2 of 2, reading a[/].csv 1 of 3" in terminal.getvalue()
    assert terminal.getvalue().endswith("compiling\ufffd\n")


def test_the_line_is_hidden_before_other_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    for _ in steps(range(1), "fold"):
        assert module._Display.progress is not None
        hide()
        assert module._Display.progress is None


def test_no_colour_is_used_if_no_colour_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    list(steps(range(2), "fold"))
    assert "\x1b[3" not in terminal.getvalue()
    assert "\x1b[38" not in terminal.getvalue()


def test_a_terminal_that_cannot_redraw_gets_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "dumb")
    with logged_to_stderr():
        list(steps(range(2), "fold"))
        print_note("compiling")
    assert terminal.getvalue() == "fold 1 of 2\nfold 2 of 2\ncompiling\n"
