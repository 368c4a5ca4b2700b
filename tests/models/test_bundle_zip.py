"""A bundle as one file: deterministic, unpacked once, refused if it is not as it was written."""

from __future__ import annotations

import os
import shutil
import stat
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from tenor.errors import BundleError, OutputError
from tenor.models import load_bundle
from tenor.models.bundle_zip import MAX_FILES, cache_folder, pack, unpack


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/tenor/models"


@pytest.fixture
def archive(themes_bundle: Path, tmp_path: Path) -> Path:
    path = tmp_path / "themes.zip"
    pack(themes_bundle, path)
    return path


def rewrite(
    path: Path, change: Callable[[ZipInfo, bytes], tuple[ZipInfo, bytes]], kind: int = ZIP_STORED
) -> None:
    """Write an archive again, with each entry changed."""
    with ZipFile(path) as old:
        entries = [(info, old.read(info)) for info in old.infolist()]
    with ZipFile(path, "w") as new:
        for info, data in entries:
            fresh = ZipInfo(info.filename, info.date_time)
            fresh.external_attr = info.external_attr
            new.writestr(*change(fresh, data), kind)


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_an_unpacked_bundle_is_the_packed_one(themes_bundle: Path, archive: Path) -> None:
    folder, fingerprint = unpack(archive)
    assert files_of(folder) == files_of(themes_bundle)
    assert fingerprint == load_bundle(themes_bundle).fingerprint
    assert (folder / "model_card.md").read_text() == "# tenor-theme\n"


def test_the_same_bundle_gives_the_same_bytes(
    themes_bundle: Path, archive: Path, tmp_path: Path
) -> None:
    copied = shutil.copytree(themes_bundle, tmp_path / "later")
    for i, path in enumerate(copied.iterdir()):
        path.chmod(0o600)
        os.utime(path, (10**9 + i, 10**9 + i))
    pack(copied, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_other_programs_unpack_it_to_a_bundle(archive: Path, tmp_path: Path) -> None:
    with ZipFile(archive) as opened:
        opened.extractall(tmp_path / "by-hand")
    assert load_bundle(tmp_path / "by-hand").labels == load_bundle(unpack(archive)[0]).labels


def test_an_archive_is_unpacked_once_into_a_folder_of_the_user(archive: Path, cache: Path) -> None:
    folder, _ = unpack(archive)
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert unpack(archive)[0] == folder
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    assert [path.name for path in cache.iterdir()] == [folder.name]
    assert len(folder.name) == 64
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["intercept.npy", "manifest.json", "model_card.md"])
def test_a_damaged_cache_is_unpacked_again(archive: Path, name: str) -> None:
    folder, _ = unpack(archive)
    good = files_of(folder)
    (folder / name).write_bytes(b"damaged")
    assert unpack(archive)[0] == folder
    assert files_of(folder) == good


def test_processes_that_unpack_at_once_wait_for_each_other(archive: Path) -> None:
    code = "import sys; from pathlib import Path; from tenor.models.bundle_zip import unpack; "
    code += "print(unpack(Path(sys.argv[1]))[0].name)"
    processes = [
        subprocess.Popen([sys.executable, "-c", code, archive], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    names = [process.communicate()[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    assert len(set(names)) == 1


def test_an_existing_file_is_not_overwritten(themes_bundle: Path, archive: Path) -> None:
    with pytest.raises(OutputError, match="exists already"):
        pack(themes_bundle, archive)


@pytest.mark.parametrize(
    "name", ["../outside.npy", "/tmp/outside.npy", "sub/weights.npy", "C:\\x.npy", ".hidden", "a b"]
)
def test_an_entry_outside_the_folder_is_refused(archive: Path, tmp_path: Path, name: str) -> None:
    def change(info: ZipInfo, data: bytes) -> tuple[ZipInfo, bytes]:
        if info.filename == "slope.npy":
            info.filename = name
        return info, data

    rewrite(archive, change)
    before = set(tmp_path.rglob("*"))
    with pytest.raises(BundleError, match="is not a file at the top of the archive"):
        unpack(archive)
    assert set(tmp_path.rglob("*")) == before


def test_a_link_is_refused(archive: Path) -> None:
    def change(info: ZipInfo, data: bytes) -> tuple[ZipInfo, bytes]:
        if info.filename == "slope.npy":
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            data = b"/etc/passwd"
        return info, data

    rewrite(archive, change)
    with pytest.raises(BundleError, match=r"'slope\.npy' is not a file at the top"):
        unpack(archive)


def test_a_compressed_archive_is_refused_before_it_is_unpacked(archive: Path, cache: Path) -> None:
    rewrite(archive, lambda info, data: (info, data), ZIP_DEFLATED)
    with pytest.raises(BundleError, match="is compressed or encrypted") as raised:
        unpack(archive)
    assert str(raised.value).endswith("unpack it, and name the folder")
    assert not cache.exists()


def test_entries_that_share_their_bytes_are_refused(archive: Path) -> None:
    """They could fill the disk: many entries of one large content."""
    with ZipFile(archive, "a") as opened:
        large = opened.getinfo("weights.npy")
        for i in range(20):
            twin = ZipInfo(f"weights{i}.npy")
            twin.header_offset, twin.CRC = large.header_offset, large.CRC
            twin.compress_size = twin.file_size = large.file_size
            opened.filelist.append(twin)
        opened._didModify = True
    with pytest.raises(BundleError, match=r"cannot be unpacked: "):
        unpack(archive)


def test_two_files_of_one_name_are_refused(archive: Path) -> None:
    with ZipFile(archive, "a") as opened:
        opened.writestr("Slope.npy", b"")
    with pytest.raises(BundleError, match=r"has two files 'Slope\.npy'"):
        unpack(archive)


def test_an_archive_of_too_many_files_is_refused_before_they_are_listed(archive: Path) -> None:
    with ZipFile(archive, "a") as opened:
        for i in range(MAX_FILES):
            opened.writestr(f"x{i}", b"")
    with pytest.raises(BundleError, match="more than 500 files"):
        unpack(archive)


def test_an_end_that_announces_a_longer_list_is_refused(archive: Path) -> None:
    data = bytearray(archive.read_bytes())
    data[-22:-22] = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    archive.write_bytes(data)
    with pytest.raises(BundleError, match="cannot be unpacked"):
        unpack(archive)


def test_a_changed_copy_of_an_unpacked_archive_is_refused(archive: Path, tmp_path: Path) -> None:
    """The cache has the files that its manifest names, but the archive has others."""
    unpack(archive)
    changed, added = tmp_path / "changed.zip", tmp_path / "added.zip"
    data = bytearray(archive.read_bytes())
    data[data.index(b"slope.npy") + 100] ^= 1
    changed.write_bytes(data)
    shutil.copy(archive, added)
    with ZipFile(added, "a", ZIP_STORED) as file:
        file.writestr("extra.txt", "text")
    with pytest.raises(BundleError, match="cannot be unpacked"):
        unpack(changed)
    with pytest.raises(BundleError, match="has other files than its manifest names"):
        unpack(added)


@pytest.mark.parametrize("name", ["weights.npy", "model_card.md", "model.json"])
def test_a_changed_file_is_refused_and_leaves_nothing(
    archive: Path, cache: Path, name: str
) -> None:
    def change(info: ZipInfo, data: bytes) -> tuple[ZipInfo, bytes]:
        return info, data[:-1] + b"\x00" if info.filename == name else data

    rewrite(archive, change)
    with pytest.raises(BundleError) as raised:
        unpack(archive)
    assert str(raised.value) == (f"'{name}' in bundle '{archive}' was changed after it was written")
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"PK", b"\0" * 100, b"PK\x05\x06" + b"\0" * 18])
def test_a_file_that_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises(BundleError, match=r"x\.zip' cannot be unpacked: it ") as raised:
        unpack(path)
    assert len(raised.value.faults) == 1


def test_an_archive_with_something_in_front_is_refused(archive: Path) -> None:
    archive.write_bytes(b"junk" + archive.read_bytes())
    with pytest.raises(BundleError, match="something is in front of its files"):
        unpack(archive)


def test_a_cut_archive_is_refused(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:-1000])
    with pytest.raises(BundleError, match="cannot be unpacked"):
        unpack(archive)


def test_the_cache_is_below_the_home_folder_by_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder() == tmp_path / ".cache/tenor/models"


def test_a_cache_that_cannot_be_written_is_an_error(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(OutputError, match=r"file/tenor/models' cannot be written"):
        unpack(archive)
