"""Progress on standard error."""

from __future__ import annotations

import io
import sys

import pytest

from tenor.progress import print_note, spinner, track


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_is_written_if_standard_error_is_not_a_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with spinner("fitting"):
        assert list(track(range(3), "reading", 3)) == [0, 1, 2]
    print_note("compiling")
    assert capsys.readouterr() == ("", "")


def test_items_pass_unchanged_through_a_progress_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert list(track(range(3), "reading", 3)) == [0, 1, 2]
    with spinner("fitting"):
        pass
    print_note("compiling")
    assert "reading" in terminal.getvalue()
    assert terminal.getvalue().endswith("compiling\n")
