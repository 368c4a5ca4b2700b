"""What ``tenor models`` prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer

from tenor.cli.models import export, keygen, list_models, promote, verify
from tenor.cli.predict import predict
from tenor.errors import BundleError, OutputError
from tenor.models import save_bundle
from tenor.workflow.loading import load_model

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


def test_a_signed_file_is_exported_verified_and_used(
    project: Project,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    key, bundle = tmp_path / "release.key", tmp_path / "themes.zip"
    keygen(key)
    export("tenor-theme@champion", bundle, as_zip=True, sign=key)
    verify(str(bundle), tmp_path / "release.key.pub")
    made, exported, verified = capsys.readouterr().out.splitlines()
    assert made == (
        f"{key} signs models ('tenor models export --sign'), {key}.pub checks them "
        "('--require-signature')"
    )
    assert exported.endswith(" files, checked, signed")
    assert verified.startswith(f"{bundle} is intact, signed for {key}.pub: themes, ")
    labels = tmp_path / "labels.jsonl"
    predict(["data/new"], str(labels), model=[str(bundle)], require_signature=Path(f"{key}.pub"))
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 40
    [fingerprint] = {row["model_fingerprints"][0] for row in rows}
    assert fingerprint == load_model("tenor-theme@champion").fingerprint


def test_an_unsigned_model_labels_nothing_where_a_signature_is_required(tmp_path: Path) -> None:
    keygen(tmp_path / "release.key")
    with pytest.raises(BundleError, match="is not signed"):
        predict(
            ["data/new"],
            str(tmp_path / "labels.jsonl"),
            model=["tenor-theme@champion"],
            require_signature=tmp_path / "release.key.pub",
        )
    assert not (tmp_path / "labels.jsonl").exists()


def test_the_name_of_a_file_and_zip_go_together(tmp_path: Path) -> None:
    with pytest.raises(typer.BadParameter, match="would be a folder; add --zip to make a file"):
        export("tenor-theme@champion", tmp_path / "themes.zip")
    with pytest.raises(OutputError, match=r"must end in \.zip"):
        export("tenor-theme@champion", tmp_path / "themes", as_zip=True)


def test_a_bundle_without_a_card_is_exported_and_that_is_said(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_bundle(project.themes.model, tmp_path / "bare", project.corpus.codebook_text)
    export(str(tmp_path / "bare"), tmp_path / "copy")
    assert capsys.readouterr().out.endswith(
        "checked, without a model card, since it was made with none\n"
    )
