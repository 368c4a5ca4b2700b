"""Labelling on a Dask scheduler with two worker processes."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tenor.codebook import Task
from tenor.errors import InputError
from tenor.models import Model
from tenor.models.fitting import cross_val_scores
from tenor.models.pool import UnlabelledPool
from tenor.models.search import search
from tenor.models.spec import Experiment
from tenor.models.training_set import TrainingSet
from tenor.prediction.bulk import parts_path, predict
from tenor.prediction.cluster import fit_on_cluster
from tenor.prediction.workers import ENDED
from tenor.workflow.fit.labelled import make_labelled_set
from tenor.workflow.train.train import train

from ..conftest import Project
from .test_workers import DEADLY, SITECUSTOMIZE

DAM = Task.stance("orle-dam")

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.usefixtures("small_parts")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A scheduler and two worker processes on loopback, in which a deadly article is deadly."""
    import dask

    site = tmp_path_factory.mktemp("site")
    (site / "sitecustomize.py").write_text(SITECUSTOMIZE)
    paths = os.pathsep.join([str(site), *filter(None, [os.environ.get("PYTHONPATH")])])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", paths)
        with (
            dask.config.set({"distributed.scheduler.allowed-failures": 0}),
            distributed.LocalCluster(
                n_workers=2,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                local_directory=str(site),
            ) as cluster,
        ):
            yield cluster


def test_the_labels_are_those_of_one_machine_row_for_row(
    cluster: Any, models: dict[str, Model], inputs: Path, tmp_path: Path
) -> None:
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
    predict(inputs, models, str(here))
    summary = predict(inputs, models, str(there), cluster=cluster.scheduler_address)
    assert there.read_bytes() == here.read_bytes()
    assert (summary.n_articles, summary.n_rejected) == (110, 11)
    assert not parts_path(str(there)).exists()


def test_a_worker_that_is_killed_costs_time_only(
    cluster: Any, models: dict[str, Model], inputs: Path, tmp_path: Path
) -> None:
    (inputs / "a.jsonl").write_text((inputs / "a.jsonl").read_text() * 20)
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
    predict(inputs, models, str(here))
    killed: list[int] = []

    def kill() -> None:
        folder = parts_path(str(there))
        while len(list(folder.glob("part-*.json"))) < 3:
            time.sleep(0.02)
        with distributed.Client(cluster) as client:
            killed.append(min(client.run(os.getpid).values()))
        os.kill(killed[0], signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    predict(inputs, models, str(there), cluster=cluster.scheduler_address)
    thread.join()
    assert killed
    rows = [json.loads(line) for line in there.read_text().splitlines()]
    assert len(rows) == len(here.read_text().splitlines())
    # A part that was in the hands of the killed worker is divided; none of its articles is lost.
    assert there.read_bytes() == here.read_bytes()


def test_an_article_that_ends_a_worker_is_set_aside(
    cluster: Any, models: dict[str, Model], inputs: Path, tmp_path: Path
) -> None:
    (inputs / "b.csv").unlink()
    lines = (inputs / "a.jsonl").read_text().splitlines()[:30]
    lines[12] = json.dumps({"id": "a12", "text": DEADLY})
    (inputs / "a.jsonl").write_text("\n".join(lines) + "\n")
    output = tmp_path / "out.jsonl"
    summary = predict(inputs, models, str(output), cluster=cluster.scheduler_address)
    rows = [json.loads(line) for line in output.read_text().splitlines()]
    assert (summary.n_articles, summary.n_rejected) == (26, 5)
    assert [row["source_path"] for row in rows if row["error"] and ENDED in row["error"]] == [
        f"{inputs / 'a.jsonl'}#13"
    ]


def test_errors_of_a_worker_are_those_of_the_command(
    cluster: Any, models: dict[str, Model], inputs: Path, tmp_path: Path
) -> None:
    address, output = cluster.scheduler_address, str(tmp_path / "out.jsonl")
    with pytest.raises(InputError, match="has no column 'story' for text"):
        predict(inputs, models, output, columns={"text": "story"}, cluster=address)


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("scheduler", "'scheduler' is not the address of a scheduler; give tcp://HOST:PORT"),
        ("tcp://127.0.0.1:9", "the scheduler 'tcp://127.0.0.1:9' does not answer"),
    ],
)
def test_a_wrong_address_is_one_sentence(
    models: dict[str, Model],
    inputs: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    fault: str,
) -> None:
    monkeypatch.setattr("tenor.prediction.cluster.START_SECONDS", 1)
    with pytest.raises(InputError, match=fault):
        predict(inputs, models, str(tmp_path / "out.jsonl"), cluster=address)
    assert list(tmp_path.iterdir()) == [inputs]


def test_standard_output_cannot_be_labelled_on_a_cluster(
    models: dict[str, Model], inputs: Path
) -> None:
    with pytest.raises(InputError, match="a cluster labels files into a file"):
        predict(inputs, models, "-", cluster="local")


def test_a_cluster_without_workers_ends_the_command_in_one_sentence(
    models: dict[str, Model], inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenor.prediction.cluster_tasks.LOST_SECONDS", 1)
    (inputs / "a.jsonl").write_text((inputs / "a.jsonl").read_text() * 200)
    with distributed.LocalCluster(
        n_workers=1,
        processes=False,
        protocol="tcp://",
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
    ) as cluster:
        address = cluster.scheduler_address
        threading.Timer(0.5, cluster.scale, [0]).start()
        with pytest.raises(InputError, match=r"has had no worker for 1 s; start some again, and"):
            predict(inputs, models, str(tmp_path / "out.jsonl"), cluster=address)
    again = predict(inputs, models, str(tmp_path / "out.jsonl"), n_jobs=1)
    assert (again.n_articles, again.n_rejected) == (18_020, 2_001)


def test_searches_and_folds_on_a_cluster_are_those_on_this_machine(project: Project) -> None:
    """In the main process nothing is fitted: it has a scorer that fails."""
    spec = Experiment.parse(
        'task = "stance"\ntarget = "orle-dam"\n[search]\nn_folds = 2\n[search.grid]\n'
        '"classifier.C" = [0.1, 1.0, 3.0]\n'
    )
    labelled = make_labelled_set(spec, project.corpus, DAM, UnlabelledPool())
    here = search(spec, labelled.training_set())
    reported: list[int] = []
    scattered: list[object] = []
    scatter = distributed.Client.scatter

    def counted(client: distributed.Client, data: object, **options: object) -> object:
        scattered.append(data)
        return scatter(client, data, **options)

    with fit_on_cluster("local", 2), pytest.MonkeyPatch.context() as patch:
        patch.setattr("tenor.models.fitting.fit_pipeline", None)
        patch.setattr(distributed.Client, "scatter", counted)
        there = search(
            spec, labelled.training_set(), on_trial=lambda trial, *_: reported.append(trial.number)
        )
        folds = cross_val_scores(spec, labelled.training_set(), 3)
    expected = cross_val_scores(spec, labelled.training_set(), 3)
    assert there == here
    assert reported == [1, 2, 3]
    assert [own.tolist() for own in folds] == [own.tolist() for own in expected]
    # Each training set is sent once, and not with each task.
    assert sum(isinstance(data, TrainingSet) for data in scattered) == 2


def test_a_training_on_a_cluster_is_that_on_one_machine(project: Project) -> None:
    here = project.themes
    spec = Experiment.load(project.folder / "experiments/themes.toml")
    [there] = train(spec, project.corpus, log=False, cluster="local")
    assert there.model.thresholds.tolist() == here.model.thresholds.tolist()
    assert np.array_equal(there.model.weights, here.model.weights)
    assert there.rows == here.rows
