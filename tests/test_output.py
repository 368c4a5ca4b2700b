"""Output that appears whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.errors import OutputError
from tenor.output import check_output, make_folder, new_folder, replace_file


def test_an_output_that_cannot_be_is_told_beforehand(tmp_path: Path) -> None:
    (tmp_path / "there.csv").touch()
    (tmp_path / "folder.csv").mkdir()
    for name, fault in [
        ("out.txt", "out.txt' must end in .csv or .xlsx"),
        ("there.csv", "exists already; name another file, or use --force"),
        ("folder.csv", "is a folder; name a file"),
        ("no/out.csv", "does not exist; make it first"),
    ]:
        with pytest.raises(OutputError, match=fault):
            check_output(tmp_path / name, force=False, endings=(".csv", ".xlsx"))
    check_output(tmp_path / "there.csv", force=True)


def test_a_file_and_a_folder_take_the_place_of_what_was_there(tmp_path: Path) -> None:
    for data in (b"one", b"two"):
        replace_file(tmp_path / "out.csv", data)
        make_folder(tmp_path / "out", {"name": data})
    assert (tmp_path / "out.csv").read_bytes() == b"two"
    assert (tmp_path / "out" / "name").read_bytes() == b"two"


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "old").write_text("kept")
    with pytest.raises(OutputError, match="out' holds 'old' as well; name another folder"):
        make_folder(tmp_path / "out", {"new": b""})
    with pytest.raises(OutputError, match="out' cannot be written: "):
        make_folder(tmp_path / "out", {"old": b"", "no/such": b""})
    with pytest.raises(OutputError, match="out' cannot be written: "):
        replace_file(tmp_path / "out", b"")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "old").read_text() == "kept"


def test_a_new_folder_stands_whole_or_not_at_all(tmp_path: Path) -> None:
    fault = pytest.raises(OutputError, match="out' cannot be written: no space")
    with fault, new_folder(tmp_path / "out") as folder:
        (folder / "name").write_text("half")
        raise OSError("no space")
    assert list(tmp_path.iterdir()) == []
    with new_folder(tmp_path / "out") as folder:
        (folder / "name").write_text("whole")
    fault = pytest.raises(OutputError, match="out' exists already; name another folder")
    with fault, new_folder(tmp_path / "out"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "name").read_text() == "whole"
