"""What ``tenor models`` prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.cli.models import export, list_models, promote, verify

from ..conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")


def test_models_are_listed_with_version_aliases_and_score(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    list_models()
    heads, _, *rows = (line.split() for line in capsys.readouterr().out.splitlines())
    assert heads == ["model", "version", "aliases", "macro-F1", "registered", "run"]
    [row] = [
        row for row in rows if row[0] == "tenor-theme" and project.themes.run_id.startswith(row[-1])
    ]
    assert row[1] == project.themes.version
    assert "champion" in row[2]
    assert f"{project.themes.rows[0].scores.macro_f1:.3f}" in row


def test_promoting_prints_the_new_alias(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    promote(f"models:/tenor-theme/{project.themes.version}", alias="printed")
    assert capsys.readouterr().out == (
        f"tenor-theme v{project.themes.version} is now tenor-theme@printed\n"
    )


def test_an_exported_bundle_is_verified(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = tmp_path / "dam-model"
    export("tenor-stance-orle-dam@champion", bundle)
    verify(str(bundle))
    exported, verified = capsys.readouterr().out.splitlines()
    assert exported.startswith(f"{bundle}: ")
    assert exported.endswith(" files, checked")
    assert verified.startswith(f"{bundle} is intact: stance towards orle-dam, 3 labels, ")
    assert verified.endswith(f"codebook {project.corpus.codebook.fingerprint}")
