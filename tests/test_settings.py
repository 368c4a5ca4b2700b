"""The settings of a project: where they are found, what they mean, and their faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.errors import SettingsError
from tenor.settings import Settings, find_settings, remember_columns, store_uri

TOML = """# The settings of this project.
corpus = "data/corpus"
codebook = "codebook.toml"  # ours
store = "runs.db"

[columns]
text = "body"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a subfolder, which is the working folder."""
    (tmp_path / "tenor.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "notes" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "notes" / "deep")
    return tmp_path


def test_the_nearest_file_above_the_working_folder_counts(folder: Path) -> None:
    settings = find_settings()
    assert settings.path == folder / "tenor.toml"
    assert settings.corpus_path == Path("../../data/corpus")
    assert settings.codebook_path == Path("../../codebook.toml")
    assert settings.store_uri == f"sqlite:///{folder}/runs.db"
    (folder / "notes" / "tenor.toml").write_text('corpus = "/elsewhere"\n', encoding="utf-8")
    assert find_settings().corpus_path == Path("/elsewhere")
    assert find_settings().codebook_path is None


def test_without_a_file_every_setting_is_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = find_settings()
    assert (settings.path, settings.corpus_path, settings.store_uri) == (None, None, "")
    assert not remember_columns(settings, {"text": "body"}, {})


def test_every_fault_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "tenor.toml"
    path.write_text(
        'corpus = 3\ncodebok = "c.toml"\n[columns]\ntxt = "body"\n[labels]\n'
        '"stance:" = "view"\n"themes" = "topic"\n"stance:@to" = "view"\n'
    )
    with pytest.raises(SettingsError) as caught:
        Settings.load(path)
    lines = str(caught.value).splitlines()
    assert lines[:2] == [
        f"{path}, line 1: [corpus] '3': input should be a valid string",
        f"{path}, line 2: [codebok] 'codebok' is not a known key; did you mean 'codebook'?",
    ]
    assert lines[2].startswith(f"{path}, line 4: [columns.txt] 'txt' is not a field of an article")
    assert lines[3].startswith(f"{path}, line 6: [labels.stance:] 'stance:' is not a task; write")
    assert lines[4].startswith(f"{path}, line 7: [labels.themes] 'themes' is not a task; write")
    assert len(lines) == 5


def test_a_folder_in_its_place_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tenor.toml").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match=r"tenor\.toml' is no file, and its settings cannot"):
        find_settings()


@pytest.mark.parametrize("key", ["corpus", "codebook", "store"])
def test_a_path_has_no_control_characters(tmp_path: Path, key: str) -> None:
    (tmp_path / "tenor.toml").write_text(f'{key} = "a\\u0000b"\n')
    with pytest.raises(SettingsError, match="'a\ufffdb' has characters that no path has; remove"):
        Settings.load(tmp_path / "tenor.toml")


@pytest.mark.parametrize("text", ['columns = "text"', "labels = [1]"])
def test_a_table_of_another_type_is_one_fault(tmp_path: Path, text: str) -> None:
    (tmp_path / "tenor.toml").write_text(text)
    with pytest.raises(SettingsError, match=r"line 1: .* is not a table") as caught:
        Settings.load(tmp_path / "tenor.toml")
    assert "\n" not in str(caught.value)


def test_columns_are_remembered_and_all_else_stays(folder: Path) -> None:
    path = folder / "tenor.toml"
    assert not remember_columns(find_settings(), {"text": "body"}, {})
    assert path.read_text(encoding="utf-8") == TOML
    assert remember_columns(find_settings(), {"title": 'a "b" = c'}, {"stance:@to": "view"})
    settings = find_settings()
    assert settings.columns == {"title": 'a "b" = c'}
    assert settings.labels == {"stance:@to": "view"}
    assert path.read_text(encoding="utf-8").startswith(TOML[: TOML.index("\n[columns]")])


@pytest.mark.parametrize(
    ("text", "uri"),
    [
        ("runs.db", "sqlite:////project/runs.db"),
        ("../runs.db", "sqlite:////runs.db"),
        ("/other/runs.db", "sqlite:////other/runs.db"),
        ("sqlite:///runs.db", "sqlite:////project/runs.db"),
        ("sqlite:////other/runs.db", "sqlite:////other/runs.db"),
        ("https://user:word@host", "https://user:word@host"),
        ("file:./mlruns", "file:./mlruns"),
    ],
)
def test_a_store_is_a_path_or_an_address(text: str, uri: str) -> None:
    assert store_uri(text, Path("/project")) == uri
