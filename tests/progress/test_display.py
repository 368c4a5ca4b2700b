"""Showing the current step: in a line of the terminal, or as messages of a logger."""

from __future__ import annotations

import io
import logging
import sys

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


def test_a_step_that_was_logged_last_is_not_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    with logged_to_stderr():
        for _ in range(2):
            with step("scoring"):
                pass
    assert capsys.readouterr().err == "scoring\n"


def test_the_logger_is_left_as_it_was() -> None:
    logger = logging.getLogger(module.LOGGER)
    before = (logger.level, logger.propagate, list(logger.handlers))
    with logged_to_stderr():
        assert logger.handlers != before[2]
    assert (logger.level, logger.propagate, list(logger.handlers)) == before


def test_a_program_that_uses_the_library_can_log_the_steps(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO, logger=module.LOGGER):
        list(steps(range(2), "fold"))
    assert caplog.messages == ["fold 1 of 2", "fold 2 of 2"]
