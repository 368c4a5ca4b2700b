"""What a training logs, as MLflow's own client returns it."""

from __future__ import annotations

import json
from pathlib import Path

import mlflow
import pandas as pd
import pytest

from tenor.articles import Article, read_articles
from tenor.models.spec import Experiment
from tenor.tracking import start_run
from tenor.workflow.runs.identity import run_params, search_params
from tenor.workflow.train.train import train

from ..conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")


@pytest.fixture
def run(project: Project) -> mlflow.entities.Run:
    return mlflow.MlflowClient().get_run(project.themes.run_id)


def test_params_are_flat_and_have_scikit_learn_names(run: mlflow.entities.Run) -> None:
    params = run.data.params
    assert params["classifier.kind"] == "linear_svc"
    assert params["classifier.class_weight"] == "balanced"
    assert params["features"].startswith("title_body (ngram_range 1-2, ")
    assert "weight 0.7" in params["features"]
    assert params["split.kind"] == "folds"


def test_an_unset_number_is_no_param_and_an_unset_word_is_none() -> None:
    """MLflow's charts draw an axis of numbers only if no run has a word for the param."""
    params = run_params(Experiment.parse('task = "theme"\n[classifier]\nC = 3\n'))
    assert (params["classifier.C"], params["classifier.nb_interpolation"]) == (3.0, 0.0)
    assert params["classifier.class_weight"] == params["unlabelled_corpora"] == "none"
    bayes = Experiment.parse('task = "theme"\n[classifier]\nkind = "complement_nb"\nalpha = 1\n')
    assert {k: v for k, v in run_params(bayes).items() if k.startswith("classifier")} == {
        "classifier.kind": "complement_nb",
        "classifier.alpha": 1.0,
    }
    unset = {"classifier.max_iter", "classifier.tol"}
    assert not unset & params.keys()
    assert search_params(bayes) == {"search.metric": "none", "search.settings": 0}


def test_metrics_are_few_and_have_the_names_of_the_metric_table(
    run: mlflow.entities.Run, project: Project
) -> None:
    metrics = run.data.metrics
    assert metrics["macro_f1"] == round(project.themes.rows[0].scores.macro_f1, 3)
    assert metrics["macro_f1/low"] < metrics["macro_f1"] < metrics["macro_f1/high"]
    assert metrics["baseline/majority/macro_f1"] < metrics["macro_f1"]
    assert metrics["over_baseline/macro_f1"] < 0, "the publisher's tags are better here"
    assert metrics["n/train"] == 276
    assert metrics["n/test"] == 276
    assert "label/transport/f1" in metrics
    alpha = project.themes.agreement[0].agreement.alpha
    assert metrics["people/alpha"] == pytest.approx(alpha, abs=0.0005)
    assert metrics["people/label/transport/alpha"] == pytest.approx(0.928, abs=0.0005)
    assert len(metrics) < 42


def test_only_the_scores_of_the_model_have_no_group(run: mlflow.entities.Run) -> None:
    """The groups are sections of MLflow's charts."""
    ungrouped = {name for name in run.data.metrics if "/" not in name}
    assert ungrouped == {
        "macro_f1",
        "micro_f1",
        "samples_f1",
        "mean_average_precision",
        "weighted_average_precision",
    }


def test_runs_of_all_tasks_have_the_same_metrics(
    run: mlflow.entities.Run, project: Project
) -> None:
    """MLflow can then compare them; a stance has further metrics."""
    scores = {"macro_f1", "micro_f1", "samples_f1"}
    common = scores | {f"{name}/{end}" for name in scores for end in ("low", "high")}
    common |= {"baseline/majority/macro_f1", "over_baseline/macro_f1", "mean_average_precision"}
    common |= {"model/calibration_error", "model/coverage"}
    common |= {"n/train", "n/train_gold", "n/test", "time/seconds"}
    assert common <= run.data.metrics.keys()
    stance = mlflow.MlflowClient().get_run(project.stances[0].run_id).data.metrics
    assert (
        common | {"f_avg", "f_avg/low", "accuracy", "baseline/target_blind/macro_f1"}
        <= stance.keys()
    )


def test_tags_identify_the_training(run: mlflow.entities.Run, project: Project) -> None:
    tags = run.data.tags
    assert tags["task"] == "theme"
    assert tags["corpus"] == project.corpus.fingerprint
    assert tags["codebook"] == project.corpus.codebook.fingerprint
    assert tags["tenor_version"]


def test_the_corpus_is_an_input_of_the_run(run: mlflow.entities.Run, project: Project) -> None:
    [entry] = run.inputs.dataset_inputs
    assert (entry.dataset.name, entry.dataset.digest) == ("corpus", project.corpus.fingerprint)


def test_figures_and_tables_are_logged(run: mlflow.entities.Run, project: Project) -> None:
    client = mlflow.MlflowClient()
    names = {file.path for file in client.list_artifacts(run.info.run_id)}
    tables = {"coverage", "labels", "predictions", "reliability", "results", "slices"}
    assert {"figures", "top_terms.json", *(f"{table}.json" for table in tables)} <= names
    assert "agreement.json" in names
    figures = {file.path for file in client.list_artifacts(run.info.run_id, "figures")}
    drawn = {"coverage", "agreement", "confusion", "f1", "precision_recall", "reliability"}
    assert figures == {f"figures/{name}.png" for name in (*drawn, "top_terms")}
    path = mlflow.artifacts.download_artifacts(f"runs:/{run.info.run_id}/predictions.json")
    table = json.loads(Path(path).read_text())
    assert len(table["data"]) == 276
    assert table["columns"] == [
        "article_id",
        "title",
        "outlet",
        "duplicate_group",
        "true_labels",
        "predicted_labels",
        "unknown_labels",
        "top_label",
        "probability",
    ]


def test_mlflow_loads_the_model_with_its_own_loader(project: Project) -> None:
    model = mlflow.pyfunc.load_model("models:/tenor-theme@champion")
    articles = [a for a in read_articles("data/new/wire.jsonl") if isinstance(a, Article)]
    rows = pd.DataFrame({"title": [a.title for a in articles], "text": [a.text for a in articles]})
    table = model.predict(rows)
    predictions = project.themes.model.predict(articles)
    assert list(table["labels"]) == ["; ".join(p.labels) for p in predictions]
    assert list(table["transport"]) == pytest.approx([p.scores["transport"] for p in predictions])


def test_an_error_marks_the_run_as_failed() -> None:
    with pytest.raises(ZeroDivisionError), start_run("failing", "failing", {}, {}) as run:
        run_id = run.run_id
        1 / 0  # noqa: B018
    assert mlflow.MlflowClient().get_run(run_id).info.status == "FAILED"


def test_the_trials_of_a_search_are_nested_runs_and_the_best_settings_are_used(
    project: Project,
) -> None:
    spec = Experiment.parse(
        """
        task = "stance"
        target = "orle-dam"
        name = "searching"
        [split]
        kind = "random"
        test_size = 0.3
        [tuning]
        n_folds = 2
        [search]
        n_folds = 2
        [search.grid]
        "classifier.C" = [0.00001, 1.0]
        """
    )
    [trained] = train(spec, project.corpus)
    client = mlflow.MlflowClient()
    experiment = client.get_experiment_by_name("tenor-stance-orle-dam")
    tried = {
        run.data.params["classifier.C"]: run.data.metrics["search/macro_f1"]
        for run in client.search_runs([experiment.experiment_id])
        if run.data.tags.get("mlflow.parentRunId") == trained.run_id
    }
    assert sorted(tried) == ["1.0", "1e-05"]
    best = max(tried, key=lambda value: tried[value])
    assert float(best) == trained.spec.classifier.C
