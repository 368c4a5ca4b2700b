"""Files of labels that ``tenor predict`` wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.errors import InputError
from tenor.prediction.bulk import predict
from tenor.prediction.columns import RowOptions
from tenor.workflow.loading import load_model
from tenor.workflow.shares.cross_fitting import cross_fit
from tenor.workflow.shares.labels_file import LabelsFile
from tenor.workflow.shares.predicted import predictions_of_models
from tenor.workflow.shares.shares import shares

from ...conftest import Project
from .conftest import DrawnSample

pytestmark = pytest.mark.usefixtures("in_the_project")
THEMES, DAM = "tenor-theme@champion", "tenor-stance-orle-dam@champion"


@pytest.mark.parametrize("extension", ["csv", "jsonl", "parquet", "sqlite", "xlsx"])
def test_every_format_has_the_predictions_of_the_models(
    project: Project, tmp_path: Path, extension: str
) -> None:
    models = {name: load_model(name) for name in (THEMES, DAM)}
    output = tmp_path / f"labels.{extension}"
    predict(["data/articles"], models, str(output), n_jobs=1)
    labels = LabelsFile(output)
    assert list(labels.models([])) == [THEMES, DAM]
    expected = predictions_of_models(models, project.corpus)
    for name, model in models.items():
        assert (labels.predictions(model, project.corpus) == expected[name]).all()


def test_shares_of_a_file_are_those_of_the_corpus(
    drawn_sample: DrawnSample, tmp_path: Path
) -> None:
    models = {THEMES: load_model(THEMES)}
    predict(["data/articles"], models, str(tmp_path / "labels.parquet"), n_jobs=1)
    [of_file] = shares(tmp_path / "labels.parquet", corpus=drawn_sample.path, log=False)
    [of_corpus] = shares(drawn_sample.path, [THEMES], log=False)
    assert of_file.rows == of_corpus.rows


def test_the_model_must_be_the_one_that_wrote_the_file(project: Project, tmp_path: Path) -> None:
    predict(["data/articles"], {DAM: load_model(DAM)}, str(tmp_path / "labels.csv"), n_jobs=1)
    with pytest.raises(InputError) as error:
        LabelsFile(tmp_path / "labels.csv").models([THEMES])
    assert f"was not written by model '{THEMES}' as it is now" in str(error.value)
    assert "name the version that wrote it with --model" in str(error.value)


def test_a_file_must_have_all_articles_of_the_corpus(project: Project, tmp_path: Path) -> None:
    model = load_model(THEMES)
    path = str(tmp_path / "labels.csv")
    predict(["data/articles"], {THEMES: model}, path, options=RowOptions(only=("health",)))
    with pytest.raises(InputError, match=r"has no labels of '.+' and \d+ other articles of corpus"):
        LabelsFile(path).predictions(model, project.corpus)


def test_a_wide_file_has_the_same_labels(project: Project, tmp_path: Path) -> None:
    models = {name: load_model(name) for name in (THEMES, DAM)}
    path = str(tmp_path / "labels.csv")
    predict(["data/articles"], models, path, options=RowOptions(wide=True), n_jobs=1)
    labels = LabelsFile(path)
    expected = predictions_of_models(models, project.corpus)
    for name, model in models.items():
        assert (labels.predictions(model, project.corpus) == expected[name]).all()


def test_files_without_labels_of_the_same_models_are_refused(tmp_path: Path) -> None:
    header = "article_id,themes,stances,models,model_fingerprints\n"
    (tmp_path / "empty.csv").write_text(header + ",,,a,1\n", encoding="utf-8")
    with pytest.raises(InputError, match="has no labelled article"):
        LabelsFile(tmp_path / "empty.csv")
    rows = "x,,,a,1\ny,,,a,2\n"
    (tmp_path / "mixed.csv").write_text(header + rows, encoding="utf-8")
    with pytest.raises(InputError, match="has labels of different models; label all"):
        LabelsFile(tmp_path / "mixed.csv")


def test_training_articles_have_cross_fitted_predictions_from_a_file_too(
    project: Project, tmp_path: Path
) -> None:
    model = load_model(THEMES)
    predict(["data/articles"], {THEMES: model}, str(tmp_path / "labels.csv"), n_jobs=1)
    y_pred = LabelsFile(tmp_path / "labels.csv").predictions(model, project.corpus)
    predicted = cross_fit(THEMES, model, y_pred, project.corpus)
    assert predicted.is_cross_fitted.all()
    assert (predicted.y_pred != y_pred).any()
