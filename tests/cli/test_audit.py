"""``tenor audit``: what it prints of a draw and of a check."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from typer.main import get_command

from tenor.cli.main import app
from tenor.evaluation.promises import PrecisionPromise
from tenor.models import save_bundle
from tenor.models.promise import ModelPromise

from ..conftest import Project
from ..workflow.audits.examples import fill, write_inputs


def run(*arguments: str) -> Result:
    return CliRunner().invoke(get_command(app), arguments)


def test_an_audit_is_drawn_filled_in_and_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write_inputs(tmp_path))
    drawn = run(
        *["audit", "draw", "labels.jsonl", "--articles", "articles.csv", "--n", "10"],
        *["--codebook", "codebook.toml", "--coders", "ana", "--output", "audit"],
    )
    assert drawn.stdout == (
        "audit: 10 of 100 automatic labels to code (audit.json names them; the sheets do not)\n"
    )
    sheet = tmp_path / "audit" / "ana.csv"
    ids = [line.partition(",")[0] for line in sheet.read_text("utf-8-sig").splitlines()[1:]]
    fill(sheet, lambda i: {} if i == ids[0] else {"theme: none": "1"})
    lines = run("audit", "check", str(sheet)).stdout.splitlines()
    assert lines[0].startswith(
        "9 audited labels, 0 of them right (0%): the promise of 90% is refuted, after 2 of them (p "
    )
    assert lines[1].startswith("  their precision is at most ")
    assert lines[2] == ("  train again with new codings, or review the labels before they are used")
    assert lines[-1] == (
        "  1 drawn label without an answer: code all of them, since the difficult ones are more "
        "often wrong"
    )
    given = {"theme: none": "", "theme: sport": "1", "theme: war": "1", "stance: mayor": "favor"}
    fill(sheet, lambda i: given)
    lines = run("audit", "check", str(sheet)).stdout.splitlines()
    assert lines[0] == (
        "10 audited labels, 10 of them right (100%): the promise of 90% stands (p 1.000, valid "
        "whenever one checks)"
    )


def test_answers_that_cannot_be_used_are_told_and_change_the_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where no other answer is left."""
    monkeypatch.chdir(write_inputs(tmp_path))
    run(
        *["audit", "draw", "labels.jsonl", "--articles", "articles.csv", "--n", "10"],
        *["--codebook", "codebook.toml", "--coders", "ana", "--output", "audit"],
    )
    sheet = Path("audit/ana.csv")
    ids = [line.partition(",")[0] for line in sheet.read_text("utf-8-sig").splitlines()[1:]]
    fill(sheet, lambda i: {"theme: sport": "1" if i in ids[:4] else "perhaps"})
    checked = run("audit", "check", str(sheet))
    assert checked.exit_code == 3
    assert checked.stdout.count("  not used: audit/ana.csv, row ") == 5
    assert checked.stdout.splitlines()[-1] == "  and 1 other"
    fill(sheet, lambda i: {"theme: sport": "perhaps"})
    message = str(run("audit", "check", str(sheet)).exception)
    assert message.startswith(
        "no drawn label of 'audit/ana.csv' is coded: 10 answers of it cannot be used (first: "
        "audit/ana.csv, row 2"
    )
    assert message.endswith("; correct the sheet before the check")
    message = str(run("audit", "check", "audit").exception)
    assert message == "'audit' is a folder; name the filled sheets in it"
    message = str(run("audit", "check", str(sheet), str(sheet)).exception)
    assert message == "sheet 'audit/ana.csv' is named twice; name each sheet once"
    message = str(run("audit", "check", "audit/eva.csv").exception)
    assert message == "sheet 'audit/eva.csv' does not exist; name the filled sheets of audits"


@pytest.mark.usefixtures("in_the_project")
@pytest.mark.parametrize("name", ["labels.csv", "labels.parquet"])
def test_labels_that_predict_wrote_are_audited(project: Project, tmp_path: Path, name: str) -> None:
    """With the codebook and the articles of the project."""
    labels = str(tmp_path / name)
    predicted = run("predict", "data/new", "--model", "tenor-theme@champion", "--output", labels)
    assert predicted.exit_code == 0
    output = str(tmp_path / "audit")
    arguments = ["--articles", "data/new", "--n", "8", "--coders", "ana", "--output", output]
    assert run("audit", "draw", labels, *arguments).exit_code == 0
    assert sorted(os.listdir(output)) == ["ana.csv", "audit.json", "codebook.toml"]


def test_the_promise_of_a_model_is_checked(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a bundle; a model without a promise, and both options, are refused."""
    monkeypatch.chdir(write_inputs(tmp_path))
    run(
        *["audit", "draw", "labels.jsonl", "--articles", "articles.csv", "--n", "10"],
        *["--codebook", "codebook.toml", "--coders", "ana", "--output", "audit"],
    )
    sheet = "audit/ana.csv"
    fill(Path(sheet), lambda i: {"theme: none": "1"})
    model = project.themes.model
    promises = [
        PrecisionPromise(label, 0.8, 0.95, 0.7, 40, 1, 0.08, 60, 0) for label in model.labels
    ]
    promise = ModelPromise(0.8, 0.95, "each", 500, tuple(promises))
    for name, own in (("promising", promise), ("silent", None)):
        text = (project.folder / "data/corpus/codebook.toml").read_text()
        save_bundle(replace(model, promise=own), tmp_path / name, text)
    checked = run("audit", "check", sheet, "--model", str(tmp_path / "promising"))
    assert "the promise of 80% is refuted" in checked.stdout
    refused = run("audit", "check", sheet, "--model", str(tmp_path / "silent"))
    assert "makes no promise; give the precision to check with --promise" in str(refused.exception)
    both = run("audit", "check", sheet, "--model", str(tmp_path / "silent"), "--promise", "0.8")
    assert both.exit_code == 2
