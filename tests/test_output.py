"""Files and folders that appear complete or not at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tenor.errors import OutputError
from tenor.output import (
    atomic_file,
    atomic_folder,
    check_output,
    new_name,
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
        write_file(tmp_path / "out.csv", data, replace=True)
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
        write_file(tmp_path / "out", b"", replace=True)
    assert names(tmp_path) == ["out"]
    assert (tmp_path / "out" / "old").read_text() == "kept"


def test_no_file_is_replaced_before_all_are_written(tmp_path: Path) -> None:
    write_files(tmp_path, {"a": b"old", "b": b"old"})
    with pytest.raises(OutputError, match="cannot be written: "):
        write_files(tmp_path, {"a": b"new", "no/such": b"", "b": b"new"})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() == b"old"
    assert names(tmp_path) == ["a", "b"]


def test_no_file_is_replaced_if_a_folder_is_in_the_way_of_another(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(OutputError, match="cannot be written: 'b' is a folder"):
        write_files(tmp_path, {"a": b"new", "b": b"new", "c": b"new"})
    assert names(tmp_path) == ["b"]


def test_a_file_appears_when_its_block_succeeds(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with atomic_file(path, replace=True) as temporary:
        assert temporary == tmp_path / ".out.unfinished"
        temporary.write_text("complete")
        assert not path.exists()
    assert path.read_text() == "complete"
    with pytest.raises(ZeroDivisionError), atomic_file(path, replace=True) as temporary:
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


@pytest.mark.parametrize("is_folder", [False, True])
def test_what_appears_during_the_block_is_not_replaced(tmp_path: Path, is_folder: bool) -> None:
    path = tmp_path / "out"
    fault = pytest.raises(OutputError, match="out' exists already; name another ")
    if is_folder:
        with fault, atomic_folder(path):
            (path / "other").mkdir(parents=True)
        assert names(path) == ["other"]
    else:
        with fault, atomic_file(path, replace=False) as temporary:
            temporary.write_text("ours")
            path.write_text("theirs")
        assert path.read_text() == "theirs"
    assert names(tmp_path) == ["out"]


def test_a_file_appears_where_the_file_system_has_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*paths: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", fail)
    write_file(tmp_path / "out", b"one", replace=False)
    fault = pytest.raises(OutputError, match="new' exists already")
    with fault, atomic_file(tmp_path / "new", replace=False) as temporary:
        temporary.touch()
        (tmp_path / "new").write_text("theirs")
        monkeypatch.setattr(os, "replace", fail)
    assert (tmp_path / "out").read_bytes() == b"one"
    assert (tmp_path / "new").read_text() == "theirs"


def test_the_leftovers_of_a_killed_command_are_removed(tmp_path: Path) -> None:
    for path in (tmp_path / ".out.unfinished", tmp_path / ".other.unfinished"):
        path.mkdir()
        (path / "half").touch()
    for name in (".out.tenor-lock", ".other.tenor-lock"):
        (tmp_path / name).touch()
    with atomic_folder(tmp_path / "out") as folder:
        assert names(folder) == []
    assert names(tmp_path) == ["out"]


def test_a_device_is_no_output(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="'/dev/null' is not a regular file"):
        check_output(Path("/dev/null"), force=True)


def test_a_folder_that_cannot_be_copied_has_one_reason(tmp_path: Path) -> None:
    """And not one for each of its files."""
    (tmp_path / "source").mkdir()
    for name in ("a", "b"):
        (tmp_path / "source" / name).symlink_to(tmp_path / "nothing")
    fault = pytest.raises(OutputError, match=r"out' cannot be written: No such file or directory$")
    with fault, atomic_folder(tmp_path / "out") as folder:
        shutil.copytree(tmp_path / "source", folder, dirs_exist_ok=True)
    assert names(tmp_path) == ["source"]


def test_a_new_name_is_one_that_nothing_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert new_name("sheets") == "sheets"
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets-2").touch()
    assert new_name("sheets") == "sheets-3"
