"""What a training leaves in MLflow, read back with MLflow's own client."""

from __future__ import annotations

import json
from pathlib import Path

import mlflow
import pandas as pd
import pytest

from tenor.articles import Article, read_articles
from tenor.errors import StoreError
from tenor.models import Experiment, load_bundle
from tenor.tracking import champions, find_bundle, promote, score_views, start_run, versions
from tenor.workflow.run_params import run_params, search_params
from tenor.workflow.training import train

from ..conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")


@pytest.fixture
def run(project: Project) -> mlflow.entities.Run:
    return mlflow.MlflowClient().get_run(project.themes.run_id)


def test_params_are_flat_and_typed_by_their_scikit_learn_names(run: mlflow.entities.Run) -> None:
    params = run.data.params
    assert params["classifier.kind"] == "linear_svc"
    assert params["classifier.class_weight"] == "balanced"
    assert params["features.0.ngram_range"] == "[1, 2]"
    assert params["features.1.weight"] == "0.5"
    assert params["split.kind"] == "folds"


def test_a_number_that_is_not_set_is_no_param_and_a_word_is_said() -> None:
    """MLflow draws an axis of numbers only where no run has a word for it."""
    params = run_params(Experiment.parse('task = "theme"\n[classifier]\nC = 3\n'))
    assert (params["classifier.C"], params["classifier.count_ratio"]) == (3.0, 0.0)
    assert params["classifier.class_weight"] == params["features.0.stop_words"] == "none"
    bayes = Experiment.parse('task = "theme"\n[classifier]\nkind = "complement_nb"\nalpha = 1\n')
    assert {k: v for k, v in run_params(bayes).items() if k.startswith("classifier")} == {
        "classifier.kind": "complement_nb", "classifier.alpha": 1.0,
    }  # fmt: skip
    unset = {"features.0.max_features", "classifier.max_iter", "classifier.tol"}
    assert not unset & params.keys()
    assert search_params(bayes) == {"search.metric": "none", "search.settings": 0}


def test_a_new_experiment_has_a_view_of_scores(run: mlflow.entities.Run) -> None:
    """As the UI saves one: columns by their kinds and names."""
    tags = mlflow.MlflowClient().get_experiment(run.info.experiment_id).tags
    view = json.loads(tags["mlflow.sharedViewState.tenor-scores"])
    state = json.loads(view["state"])
    assert view["name"] == "Scores"
    assert state["orderByKey"] == "metrics.`macro_f1`"
    shown = {c.split("`")[1] for c in state["selectedColumns"] if c.startswith("metrics.")}
    assert shown <= run.data.metrics.keys()
    names = [name for name, _ in score_views()]
    assert "themes" in names


def test_metrics_are_few_and_named_plainly(run: mlflow.entities.Run, project: Project) -> None:
    metrics = run.data.metrics
    assert metrics["macro_f1"] == project.themes.rows[0].scores.macro_f1
    assert metrics["macro_f1_low"] < metrics["macro_f1"] < metrics["macro_f1_high"]
    assert metrics["majority_macro_f1"] < metrics["macro_f1"]
    assert metrics["n_train"] == 217
    assert metrics["n_test"] == 80
    assert "f1_transport" in metrics
    assert metrics["alpha"] == project.themes.agreement[0].agreement.alpha
    assert metrics["alpha_transport"] == 1.0
    assert len(metrics) < 40


def test_a_run_warns_of_labels_on_which_people_differ(project: Project) -> None:
    client = mlflow.MlflowClient()
    warned = [client.get_run(t.run_id).data.tags.get("warnings") for t in project.stances]
    assert [text is not None and text.startswith("people's alpha is below 0.667") for text in warned
            ] == [True, True, False]  # fmt: skip


def test_every_run_has_the_same_scores_whatever_its_task(
    run: mlflow.entities.Run, project: Project
) -> None:
    """So that they stand side by side in MLflow; a stance has those of its field besides."""
    scores = {"macro_f1", "micro_f1", "samples_f1"}
    common = scores | {f"{name}_{end}" for name in scores for end in ("low", "high")}
    common |= {"majority_macro_f1", "mean_average_precision", "calibration_error", "answered"}
    common |= {"n_train", "n_train_gold", "n_test", "seconds"}
    assert common <= run.data.metrics.keys()
    stance = mlflow.MlflowClient().get_run(project.stances[0].run_id).data.metrics
    assert (
        common | {"f_avg", "f_avg_low", "accuracy", "target_never_read_macro_f1"} <= stance.keys()
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
    tables = {"abstaining", "labels", "predictions", "reliability", "results", "slices"}
    assert {"figures", "top_terms.json", *(f"{table}.json" for table in tables)} <= names
    assert "agreement.json" in names
    figures = {file.path for file in client.list_artifacts(run.info.run_id, "figures")}
    drawn = {"abstaining", "agreement", "confusion", "f1", "precision_recall", "reliability"}
    assert figures == {f"figures/{name}.png" for name in (*drawn, "top_terms")}
    path = mlflow.artifacts.download_artifacts(f"runs:/{run.info.run_id}/predictions.json")
    table = json.loads(Path(path).read_text())
    assert len(table["data"]) == 80
    assert table["columns"] == [
        "article_id", "duplicate_group", "true", "given", "highest", "probability",
    ]  # fmt: skip


def test_mlflow_loads_the_model_by_its_own_road(project: Project) -> None:
    model = mlflow.pyfunc.load_model("models:/tenor-theme@champion")
    articles = [a for a in read_articles("data/new/wire.jsonl") if isinstance(a, Article)]
    rows = pd.DataFrame({"title": [a.title for a in articles], "text": [a.text for a in articles]})
    table = model.predict(rows)
    ours = project.themes.model.predict(articles)
    assert list(table["labels"]) == ["; ".join(p.labels) for p in ours]
    assert list(table["transport"]) == pytest.approx([p.scores["transport"] for p in ours])


def test_every_form_of_reference_leads_to_the_same_bundle(project: Project) -> None:
    version = project.themes.version
    forms = [
        "tenor-theme@champion",
        "models:/tenor-theme@champion",
        f"models:/tenor-theme/{version}",
        f"runs:/{project.themes.run_id}",
        f"runs:/{project.themes.run_id}/model",
    ]
    bundles = [find_bundle(form) for form in forms]
    labels = [load_bundle(bundle).labels for bundle in bundles]
    assert labels == [project.themes.model.labels] * 5
    assert find_bundle(str(bundles[0])) == bundles[0]


@pytest.mark.parametrize(
    ("reference", "fault"),
    [
        ("nothing", "'nothing' is neither a folder nor a model"),
        ("tenor-theme@nobody", "is not registered here"),
        ("models:/tenor-theme/999", "is not registered here"),
        ("runs:/0123456789abcdef0123456789abcdef", "cannot be fetched"),
    ],
)
def test_a_reference_that_leads_nowhere_is_one_sentence(reference: str, fault: str) -> None:
    with pytest.raises(StoreError, match=fault):
        find_bundle(reference)


def test_champions_come_themes_first(project: Project) -> None:
    assert champions() == [
        "tenor-theme@champion",
        "tenor-stance-bridge-toll@champion",
        "tenor-stance-orle-dam@champion",
        "tenor-stance-school-merger@champion",
    ]


def test_promoting_moves_the_alias_and_only_it(project: Project) -> None:
    given = promote("tenor-theme@champion", alias="reviewed")
    assert given.version == project.themes.version
    [entry] = [v for v in versions() if v.name == "tenor-theme" and "reviewed" in v.aliases]
    assert entry.aliases == ("champion", "reviewed")
    assert entry.metrics["macro_f1"] == project.themes.rows[0].scores.macro_f1


def test_a_run_in_which_something_fails_is_marked_as_failed() -> None:
    with pytest.raises(ZeroDivisionError), start_run("failing", "failing", {}, {}) as run:
        run_id = run.run_id
        1 / 0  # noqa: B018
    assert mlflow.MlflowClient().get_run(run_id).info.status == "FAILED"


def test_the_trials_of_a_search_are_nested_runs_and_the_best_is_kept(project: Project) -> None:
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
    experiment = client.get_experiment_by_name("searching")
    tried = {
        run.data.params["classifier.C"]: run.data.metrics["macro_f1"]
        for run in client.search_runs([experiment.experiment_id])
        if run.data.tags.get("mlflow.parentRunId") == trained.run_id
    }
    assert sorted(tried) == ["1.0", "1e-05"]
    best = max(tried, key=lambda value: tried[value])
    assert float(best) == trained.spec.classifier.C
