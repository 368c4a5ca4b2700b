"""``tenor train --promise`` and ``tenor predict --review``."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tenor.cli.main import app
from tenor.evaluation.promises import PrecisionPromise
from tenor.models import save_bundle
from tenor.models.promise import ModelPromise

from ..conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")


@pytest.fixture(scope="module")
def promised_bundle(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    model = project.themes.model
    rows = tuple(
        PrecisionPromise(label, 0.9, 0.95, 0.8 if label == "transport" else None, 9, 0, 0.4, 9, 20)
        for label in model.labels
    )
    folder = tmp_path_factory.mktemp("bundles") / "promised"
    promised = replace(model, promise=ModelPromise(0.9, 0.95, "each", 200, rows))
    save_bundle(promised, folder, project.corpus.codebook_text)
    return folder


def test_the_sheet_and_the_counts_are_reported(promised_bundle: Path, tmp_path: Path) -> None:
    sheet, output = tmp_path / "review.csv", tmp_path / "labels.csv"
    words = ["predict", "data/new", "--model", str(promised_bundle), "--output", str(output)]
    words += ["--review", str(sheet), "--review-n", "7", "--coder", "ana", "--json"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)["data"]
    assert report["n_on_sheet"] == 7 < report["n_to_review"]
    assert report["n_auto"] > 0
    assert report["review"] == str(sheet)
    assert f"7 articles of these in {sheet}" in " ".join(result.stderr.split())
    assert sheet.read_text(encoding="utf-8-sig").startswith("article_id,title,theme: environment")


def test_a_sheet_without_a_promise_is_one_sentence(tmp_path: Path) -> None:
    words = ["predict", "data/new", "--model", "tenor-theme@champion"]
    words += ["--output", str(tmp_path / "labels.csv"), "--review", str(tmp_path / "r.csv")]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 1
    assert "no model of tenor-theme@champion has a promise" in " ".join(
        str(result.exception).split()
    )
    assert not (tmp_path / "labels.csv").exists()


def test_a_promise_out_of_range_is_a_usage_error() -> None:
    result = CliRunner().invoke(app, ["train", "experiments/themes.toml", "--promise", "1.5"])
    assert result.exit_code == 2
