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


def test_what_people_coded_in_the_corpus_is_not_asked_again(
    project: Project, promised_bundle: Path, tmp_path: Path
) -> None:
    """All articles of the corpus of the project are coded, by default; a missing one is noted."""
    words = ["predict", "data/articles", "--model", str(promised_bundle), "--json"]
    for name, corpus in (("own", []), ("none", ["--corpus", str(tmp_path / "none")])):
        sheet = tmp_path / f"{name}.csv"
        arguments = ["--output", str(tmp_path / f"{name}.jsonl"), "--review", str(sheet), *corpus]
        result = CliRunner().invoke(app, [*words, *arguments])
        assert result.exit_code == 0, result.output
        report = json.loads(result.stdout)["data"]
        told = " ".join(result.stderr.split())
        if name == "own":
            assert report["n_coded"] == report["n_to_review"] > 0
            assert f"nothing to ask, {report['n_coded']} coded already: {sheet} is not" in told
            assert not sheet.exists()
        else:
            assert (report["n_coded"], report["n_on_sheet"]) == (0, report["n_to_review"])
            assert f"no corpus '{tmp_path / 'none'}', which would tell" in told


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
