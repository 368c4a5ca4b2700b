"""Dry runs of the sample's project: what they state, and that they write nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tenor.errors import InputError, OutputError, SpecError
from tenor.models.spec import Experiment
from tenor.tracking.state import stored_versions
from tenor.workflow.dry_run.predict import dry_predict
from tenor.workflow.dry_run.prep import dry_prepare
from tenor.workflow.dry_run.train import count_fits, dry_train
from tenor.workflow.loading import load_models

from ...conftest import Project, inside


def files(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of every file, but of what SQLite makes to read a database."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.endswith(("-shm", "-wal", "-journal")):
            stat = path.stat()
            found[str(path.relative_to(folder))] = (stat.st_size, stat.st_mtime_ns)
    return found


@pytest.fixture
def unchanged(project: Project) -> Iterator[Project]:
    """The project, in whose folder the test runs and changes nothing."""
    before = files(project.folder)
    with inside(project.folder):
        yield project
    assert files(project.folder) == before


def test_a_preparation_states_its_inputs_and_what_it_replaces(unchanged: Project) -> None:
    arguments = (["data/articles"], "codebook.toml", "data/corpus")
    with pytest.raises(OutputError, match="exists already"):
        dry_prepare(*arguments)
    plan = dry_prepare(*arguments, codings=["data/codings.csv"], force=True)
    info = unchanged.corpus.info
    assert (plan.survey.n_articles, plan.survey.is_exact) == (info["articles"], True)
    assert plan.n_codings == sum(r["count"] for r in info["judgments"] if r["origin"] == "coder")
    assert plan.replaced is not None
    assert plan.replaced.fingerprint == unchanged.corpus.fingerprint
    assert plan.seconds > 0
    with pytest.raises(InputError, match="label column 'them=x' cannot be parsed"):
        dry_prepare(["data/articles"], "codebook.toml", "new", labels=["them=x"])
    assert dry_prepare(["data/articles"], "codebook.toml", "new").replaced is None


def test_a_labelling_states_its_inputs_and_what_it_replaces(
    unchanged: Project, tmp_path: Path
) -> None:
    models = load_models(["tenor-theme@champion"])
    output = tmp_path / "labels.csv"
    plan = dry_predict(["data/new"], models, str(output))
    assert (plan.survey.n_articles, plan.replaced) == (40, {})
    assert plan.seconds > 0
    output.write_text("earlier")
    with pytest.raises(OutputError, match="exists already"):
        dry_predict(["data/new"], models, str(output))
    assert dry_predict(["data/new"], models, str(output), force=True).replaced == {output: 7}
    assert os.listdir(tmp_path) == ["labels.csv"]


def test_a_training_states_its_size_its_version_and_the_time_of_the_last(
    unchanged: Project,
) -> None:
    [plan] = dry_train(Experiment.load("experiments/themes.toml"))
    trained = unchanged.themes
    assert (plan.n_train, plan.n_scored) == (trained.n_train, trained.rows[0].scores.n_articles)
    assert (plan.n_splits, plan.n_fits) == (5, 24)
    assert (plan.name, plan.champion) == ("tenor-theme", str(trained.version))
    # Other tests of this process may have trained in the project, too.
    assert plan.version == stored_versions()["tenor-theme"] + 1
    assert plan.is_measured
    assert plan.seconds > 0
    changed = Experiment.load("experiments/themes.toml").with_settings({"classifier.C": 0.123})
    [unknown] = dry_train(changed)
    assert not unknown.is_measured
    assert 6 < unknown.seconds < 20


def test_a_stance_has_a_model_for_each_target_and_makes_no_store(
    project: Project, tmp_path: Path
) -> None:
    with inside(tmp_path):
        plans = dry_train(Experiment.parse('task = "stance"'), project.folder / "data/corpus")
        with pytest.raises(SpecError, match="names no corpus"):
            dry_train(Experiment.parse('task = "theme"'))
    assert [plan.task.target for plan in plans] == ["orle-dam", "bridge-toll", "school-merger"]
    assert {plan.version for plan in plans} == {1}
    assert [plan.champion for plan in plans] == ["", "", ""]
    assert plans[0].seconds > plans[1].seconds
    assert os.listdir(tmp_path) == []


def test_every_fit_of_a_search_counts() -> None:
    spec = Experiment.parse(
        'task = "theme"\n[search]\nn_folds = 3\ngrid = {"classifier.C" = [1, 2]}'
    )
    assert count_fits(spec, 1) == 1 + 3 + 6
    assert count_fits(spec.without_search(), 5) == 6 * 4
