"""Loops and blocks whose progress is shown: as lines of a log, or in a terminal."""

from __future__ import annotations

import io
import time

import pytest

from tenor.progress import display as module
from tenor.progress import logged_to_stderr, step, steps, track


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
