"""Training again from a run alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest
import typer

from tenor.cli.reproduce import reproduce as reproduce_command
from tenor.corpus import Corpus
from tenor.errors import CorpusError, StoreError
from tenor.models.manifest import sha256_of
from tenor.models.spec import Experiment
from tenor.tracking import find_bundle, find_run, open_store, start_run
from tenor.workflow.leaks.result import LeakTable
from tenor.workflow.reproduce import reproduce
from tenor.workflow.train.result import TrainingResult
from tenor.workflow.train.train import train

from ..conftest import Project, inside

pytestmark = pytest.mark.usefixtures("in_the_project")

FAST = """
task = "stance"
target = "orle-dam"
name = "{}"
[split]
kind = "{}"
n_folds = 2
[tuning]
n_folds = 2
{}
"""
SEARCH = """
[search]
n_folds = 2
minutes = 60
[search.grid]
"classifier.C" = [0.001, 1.0]
"""


@pytest.fixture(scope="module")
def trained(project: Project) -> Iterator[TrainingResult]:
    """A training that is quick to repeat."""
    with inside(project.folder):
        [result] = train(Experiment.parse(FAST.format("fast", "random", "")), project.corpus)
        yield result


def test_a_training_is_repeated_from_its_run_alone(trained: TrainingResult) -> None:
    found = reproduce(trained.run_id)
    assert found.is_identical
    assert found.run.run_id == trained.run_id
    assert [row.name for row in found.files if not row.is_equal] == []
    assert {"manifest.json", "model.json", "model_card.md", "weights.npy"} <= {
        row.name for row in found.files
    }
    names = {row.name for row in found.metrics}
    assert {"macro_f1", "n/test"} <= names
    assert "time/seconds" not in names
    assert found.other_versions == {}


def test_neither_one_thread_nor_another_folder_changes_the_model(
    trained: TrainingResult, project: Project, tmp_path: Path
) -> None:
    one = dict.fromkeys(("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    shutil.copytree(project.corpus.path, tmp_path / "moved")
    store = str(project.folder / "mlflow.db")
    command = [sys.executable, "-m", "tenor", "--store", store, "reproduce", trained.run_id]

    def run(*options: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, **one, "LOKY_MAX_CPU_COUNT": "1"}
        return subprocess.run(
            [*command, "--json", *options], cwd=tmp_path, env=env, capture_output=True, text=True
        )

    missing = run()
    assert missing.returncode == 1
    message = json.loads(missing.stdout)["error"]["message"]
    assert message.startswith("the corpus of run 'fast' ")
    assert message.endswith("; name its folder with --corpus")
    done = run("--corpus", "moved")
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)["data"]
    assert data["is_identical"]
    assert all(row["is_equal"] for row in data["metrics"])
    # The card names the folder of the corpus.
    different = {row["name"] for row in data["files"] if not row["is_equal"]}
    assert different == {"model_card.md", "manifest.json"}


def test_the_searches_of_all_folds_are_repeated(project: Project) -> None:
    [searched] = train(Experiment.parse(FAST.format("searched", "folds", SEARCH)), project.corpus)
    found = reproduce(searched.run_id)
    assert found.is_identical
    assert [row.name for row in found.files if not row.is_equal] == []


def test_unlabelled_corpora_are_found_beside_the_spec_and_must_be_the_same(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "specs").mkdir()
    shutil.copytree(project.corpus.path, tmp_path / "pool")
    views = "[[features]]\nn_components = 5\n"
    text = 'unlabelled_corpora = "../pool"\n' + FAST.format("pooled", "random", views)
    (tmp_path / "specs/pooled.toml").write_text(text)
    [pooled] = train(tmp_path / "specs/pooled.toml", project.corpus)
    found = reproduce(pooled.run_id)
    assert [row.name for row in found.files if not row.is_equal] == []
    _change_fingerprint(tmp_path / "pool")
    with pytest.raises(CorpusError, match=r"pool' have the fingerprints 000000000000, and the run"):
        reproduce(pooled.run_id)
    shutil.rmtree(tmp_path / "pool")
    with pytest.raises(CorpusError, match="unlabelled corpus"):
        reproduce(pooled.run_id)


def _change_fingerprint(corpus: Path) -> None:
    info = json.loads((corpus / "corpus.json").read_text())
    (corpus / "corpus.json").write_text(json.dumps(info | {"fingerprint": "0" * 12}))


def test_another_corpus_is_refused(project: Project, tmp_path: Path) -> None:
    other = shutil.copytree(project.corpus.path, tmp_path / "other")
    _change_fingerprint(other)
    with pytest.raises(CorpusError) as raised:
        reproduce(project.themes.run_id, other)
    assert str(raised.value) == (
        f"corpus '{other}' has the fingerprint '000000000000', and run 'themes' "
        f"({project.themes.run_id[:12]}) trained with '{project.corpus.fingerprint}'; name the "
        "folder of that corpus with --corpus"
    )


def test_a_corpus_with_another_codebook_is_refused(project: Project, tmp_path: Path) -> None:
    folder = shutil.copytree(project.corpus.path, tmp_path / "other")
    book = (folder / "codebook.toml").read_text(encoding="utf-8")
    changed = book.replace('definition = "', 'definition = "Or else: ', 1)
    (folder / "codebook.toml").write_text(changed, encoding="utf-8")
    assert Corpus.load(folder).fingerprint == project.corpus.fingerprint
    with pytest.raises(CorpusError, match=r"has the codebook '\w+', and run 'themes'"):
        reproduce("themes", folder)


def test_what_differs_is_listed_and_the_exit_code_is_1(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    [changed] = train(Experiment.parse(FAST.format("changed", "random", "")), project.corpus)
    client = open_store().MlflowClient()
    client.log_metric(changed.run_id, "macro_f1", 0.999)
    client.set_tag(changed.run_id, "tenor_version", "0.0.1")
    bundle = find_bundle(f"models:/{changed.model.name}/{changed.version}")
    np.save(bundle / "intercept.npy", np.load(bundle / "intercept.npy") + 1e-9)
    manifest = json.loads((bundle / "manifest.json").read_text())
    manifest["sha256"]["intercept.npy"] = sha256_of(bundle / "intercept.npy")
    (bundle / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(typer.Exit) as raised:
        reproduce_command(changed.run_id)
    assert raised.value.exit_code == 1
    _, files, *rest = capsys.readouterr().out.splitlines()
    assert files.endswith(" files of the bundle: 2 differ")
    assert [line.split()[0] for line in rest[2:4]] == ["intercept.npy", "manifest.json"]
    assert rest[4].endswith(" metrics of the run: 1 differ")
    assert rest[7].split()[:2] == ["macro_f1", "0.999"]
    assert rest[8] == f"tenor_version: 0.0.1 then, {version('tenor')} now"
    shutil.rmtree(bundle.parents[1])
    with pytest.raises(typer.Exit):
        reproduce_command(changed.run_id)
    without_bundle = capsys.readouterr().out.splitlines()[1]
    assert without_bundle == "bundle: the store has it no longer; only metrics are compared"


def test_a_leak_table_is_no_training(leak_table: LeakTable) -> None:
    with pytest.raises(StoreError, match=r"is no training but a leak table; name the run of a"):
        reproduce(leak_table.run_id)


def test_an_unfinished_training_has_no_model() -> None:
    tags = {"kind": "training", "task": "theme"}
    with pytest.raises(ZeroDivisionError), start_run("tenor-theme", "broken", {}, tags) as run:
        1 / 0  # noqa: B018
    with pytest.raises(StoreError, match=r"has no model, since it did not finish .* is FAILED"):
        reproduce(run.run_id)


def test_a_search_that_ran_out_of_time_cannot_be_repeated(project: Project) -> None:
    run = find_run("themes")
    open_store().MlflowClient().set_tag(run.run_id, "search_untried", "3")
    try:
        with pytest.raises(StoreError, match="did not try 3 of its settings within its time"):
            reproduce("themes")
    finally:
        open_store().MlflowClient().delete_tag(run.run_id, "search_untried")
