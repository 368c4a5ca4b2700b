"""Removing the registered versions that no alias names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tenor.cli.models import prune
from tenor.errors import StoreError
from tenor.models import Model, load_bundle, save_bundle
from tenor.tracking import (
    find_bundle,
    find_run,
    list_versions,
    open_store,
    promote,
    read_text,
    register,
    remove_versions,
    start_run,
    unnamed_versions,
)

from ..conftest import Project, inside


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Path]:
    with inside(tmp_path):
        yield tmp_path


def log_version(project: Project, folder: Path, name: str) -> tuple[str, str]:
    """Log and register a model as a new version; return the ids of its run and its version."""
    model: Model = project.stances[0].model
    codebook = (project.folder / "data/corpus/codebook.toml").read_text(encoding="utf-8")
    save_bundle(model, folder / name / "bundle", codebook)
    with start_run(model.name, name, {}, {"kind": "training"}) as run:
        run.log_text("# Card\n", "model_card.md")
        address = run.log_model(model, folder / name / "bundle")
    return run.run_id, register(model.name, address)


def test_versions_without_an_alias_go_with_their_files_and_their_runs_stay(
    project: Project, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = project.stances[0].model.name
    runs = [log_version(project, store, f"model{i}")[0] for i in range(3)]
    promote(f"models:/{name}/2")
    folders = sorted((store / "mlartifacts" / "models").iterdir())
    assert len(folders) == 3
    [newest, oldest] = unnamed_versions()
    assert (newest.version.version, oldest.version.version) == ("3", "1")
    size = sum(path.stat().st_size for path in (store / "model2/bundle").iterdir())
    assert size < newest.n_bytes < size + 20_000

    prune()
    *_, last = capsys.readouterr().out.splitlines()
    assert last == (
        f"2 versions without an alias, {2 * newest.n_bytes / 1e6:.1f} MB: nothing is removed yet; "
        "add --yes to remove them"
    )
    assert sorted((store / "mlartifacts" / "models").iterdir()) == folders

    prune(yes=True)
    _, _, *rows, last = capsys.readouterr().out.splitlines()
    assert [row.split()[:2] for row in rows] == [[name, "3"], [name, "1"]]
    assert last.endswith(" MB: removed; their runs stay")
    [kept] = list_versions()
    assert (kept.version, kept.aliases) == ("2", ("champion",))
    [folder] = (store / "mlartifacts" / "models").iterdir()
    assert load_bundle(find_bundle(f"{name}@champion")).labels == project.stances[0].model.labels
    assert find_bundle(f"{name}@champion").is_relative_to(folder)
    for run_id in runs:
        assert find_run(run_id).status == "FINISHED"
        assert read_text(run_id, "model_card.md") == "# Card\n"
    with pytest.raises(StoreError, match="cannot be fetched"):
        find_bundle(f"runs:/{runs[0]}")

    prune(yes=True)
    assert capsys.readouterr().out == "every registered version has an alias\n"


def test_a_model_that_a_version_with_an_alias_shares_keeps_its_files(
    project: Project, store: Path
) -> None:
    name = project.stances[0].model.name
    log_version(project, store, "model")
    assert register(name, open_store().MlflowClient().get_model_version(name, "1").source) == "2"
    promote(f"models:/{name}/1")
    [second] = unnamed_versions()
    assert (second.version.version, second.model_id, second.n_bytes) == ("2", "", 0)
    remove_versions([second])
    assert [version.version for version in list_versions()] == ["1"]
    assert load_bundle(find_bundle(f"{name}@champion")).labels == project.stances[0].model.labels


def test_two_versions_of_one_model_go_together(
    project: Project, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = project.stances[0].model.name
    log_version(project, store, "model")
    register(name, open_store().MlflowClient().get_model_version(name, "1").source)
    size = unnamed_versions()[0].n_bytes
    prune(yes=True)
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith(f"2 versions without an alias, {size / 1e6:.1f} MB: removed")
    assert list_versions() == []
    assert list((store / "mlartifacts" / "models").iterdir()) == []
