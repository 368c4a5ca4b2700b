"""Files and folders that appear complete or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.errors import OutputError
from tenor.output import (
    atomic_file,
    atomic_folder,
    check_output,
    write_file,
    write_files,
    write_folder,
)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("out.txt", "out.txt' must end in .csv or .xlsx"),
        ("there.csv", "exists already; name another file, or use --force"),
        ("folder.csv", "is a folder; name a file"),
        ("no/out.csv", "does not exist; make it first"),
    ],
)
def test_an_output_that_cannot_be_written_raises_beforehand(
    tmp_path: Path, name: str, fault: str
) -> None:
    (tmp_path / "there.csv").touch()
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(OutputError, match=fault):
        check_output(tmp_path / name, force=False, extensions=(".csv", ".xlsx"))
    check_output(tmp_path / "there.csv", force=True)


def test_an_existing_file_or_folder_is_replaced(tmp_path: Path) -> None:
    for data in (b"one", b"two"):
        write_file(tmp_path / "out.csv", data)
        write_folder(tmp_path / "out", {"name": data})
    assert names(tmp_path) == ["out", "out.csv"]
    assert (tmp_path / "out.csv").read_bytes() == b"two"
    assert (tmp_path / "out" / "name").read_bytes() == b"two"


def test_a_failed_write_leaves_the_old_files(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "old").write_text("kept")
    with pytest.raises(OutputError, match="out' contains 'old' as well; name another folder"):
        write_folder(tmp_path / "out", {"new": b""})
    with pytest.raises(OutputError, match="out' cannot be written: "):
        write_folder(tmp_path / "out", {"old": b"", "no/such": b""})
    with pytest.raises(OutputError, match="out' cannot be written: "):
        write_file(tmp_path / "out", b"")
    assert names(tmp_path) == ["out"]
    assert (tmp_path / "out" / "old").read_text() == "kept"


def test_no_file_is_replaced_before_all_are_written(tmp_path: Path) -> None:
    write_files(tmp_path, {"a": b"old", "b": b"old"})
    (tmp_path / ".b.unfinished").mkdir()
    with pytest.raises(OutputError, match=r"b' cannot be written: "):
        write_files(tmp_path, {"a": b"new", "b": b"new"})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() == b"old"
    (tmp_path / ".b.unfinished").rmdir()
    assert names(tmp_path) == ["a", "b"]


def test_files_are_replaced_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(OutputError, match=r"b' cannot be written: "):
        write_files(tmp_path, {"a": b"new", "b": b"new", "c": b"new"})
    assert names(tmp_path) == ["a", "b"]


def test_a_file_appears_when_its_block_succeeds(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with atomic_file(path) as temporary:
        assert temporary == tmp_path / ".out.unfinished"
        temporary.write_text("complete")
        assert not path.exists()
    assert path.read_text() == "complete"
    with pytest.raises(ZeroDivisionError), atomic_file(path) as temporary:
        temporary.write_text("half")
        raise ZeroDivisionError
    assert names(tmp_path) == ["out"]
    assert path.read_text() == "complete"


def test_a_folder_appears_when_its_block_succeeds(tmp_path: Path) -> None:
    fault = pytest.raises(OutputError, match="out' cannot be written: no space")
    with fault, atomic_folder(tmp_path / "out") as folder:
        (folder / "name").write_text("half")
        raise OSError("no space")
    assert names(tmp_path) == []
    with atomic_folder(tmp_path / "out") as folder:
        (folder / "name").write_text("complete")
    fault = pytest.raises(OutputError, match="out' exists already; name another folder")
    with fault, atomic_folder(tmp_path / "out"):
        pass
    assert names(tmp_path) == ["out"]
    assert (tmp_path / "out" / "name").read_text() == "complete"


def test_an_existing_folder_is_replaced_only_on_request(tmp_path: Path) -> None:
    path = tmp_path / "out"
    (path / "old").mkdir(parents=True)
    with pytest.raises(ZeroDivisionError), atomic_folder(path, replace=True):
        raise ZeroDivisionError
    assert names(path) == ["old"]
    with atomic_folder(path, replace=True) as folder:
        (folder / "new").touch()
        assert names(path) == ["old"]
    assert names(path) == ["new"]
    assert names(tmp_path) == ["out"]


def test_a_folder_that_appears_during_the_block_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "out"
    fault = pytest.raises(OutputError, match="out' cannot be written: ")
    with fault, atomic_folder(path):
        (path / "other").mkdir(parents=True)
    assert names(path) == ["other"]


def test_a_folder_that_cannot_be_replaced_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out"
    (path / "old").mkdir(parents=True)
    rename = Path.rename

    def fail_for_new(self: Path, target: Path) -> Path:
        if self.name == ".out.unfinished":
            raise OSError("denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_for_new)
    fault = pytest.raises(OutputError, match="out' cannot be written: denied")
    with fault, atomic_folder(path, replace=True):
        pass
    assert names(tmp_path) == ["out"]
    assert names(path) == ["old"]


def test_the_leftovers_of_an_interrupted_run_are_removed(tmp_path: Path) -> None:
    for leftover in (".out.unfinished", ".out.replaced"):
        (tmp_path / leftover / "half").mkdir(parents=True)
    (tmp_path / "out").mkdir()
    with atomic_folder(tmp_path / "out", replace=True) as folder:
        assert names(folder) == []
    assert names(tmp_path) == ["out"]
