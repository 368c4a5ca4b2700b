"""The errors that Tenor raises on purpose."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from tenor.codebook import Codebook
from tenor.errors import CodebookError, InputError, TenorError, reason_of
from tenor.labeling.formats import read
from tenor.prediction.written_labels import read_written_rows


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


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_what_reads_a_file_refuses_a_pipe_at_once(tmp_path: Path) -> None:
    """Reading one waits for ever."""
    for name in ("codings.csv", "codebook.toml", "labels.jsonl"):
        os.mkfifo(tmp_path / name)
    refused = "is a pipe or a device; save its content as a file, and name that"
    with pytest.raises(InputError, match=refused):
        read(tmp_path / "codings.csv")
    with pytest.raises(CodebookError, match=refused):
        Codebook.load(tmp_path / "codebook.toml")
    with pytest.raises(InputError, match=refused):
        list(read_written_rows(tmp_path / "labels.jsonl"))
