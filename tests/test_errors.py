"""The errors that Tenor raises on purpose."""

from __future__ import annotations

import pickle

import pytest

from tenor.errors import CodebookError, TenorError, reason_of


def test_an_error_has_a_sentence_for_each_fault() -> None:
    error = CodebookError("first fault", "second fault of 'a\nb'")
    assert error.faults == ("first fault", "second fault of 'a\nb'")
    assert str(error) == "first fault\nsecond fault of 'a\nb'"
    assert isinstance(error, TenorError)


def test_an_error_passes_between_processes() -> None:
    error = pickle.loads(pickle.dumps(CodebookError("one", "two")))
    assert error.faults == ("one", "two")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (
            OSError(
                "(sqlite3.DatabaseError) file is not a database\n[SQL: PRAGMA x]\n(Background)"
            ),
            "file is not a database",
        ),
        (ValueError("\n  second line\n"), "second line"),
        (ValueError("f(x) failed"), "f(x) failed"),
        (MemoryError(), "MemoryError"),
    ],
)
def test_the_reason_of_a_failure_is_its_first_line(error: Exception, reason: str) -> None:
    assert reason_of(error) == reason
