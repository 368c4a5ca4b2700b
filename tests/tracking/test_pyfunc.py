"""The model as MLflow's own loaders use it: tables in and out, in this process and in Spark's."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from typing import Any

import mlflow
import numpy as np
import pandas as pd
import pytest

from tenor.articles import Article, read_articles
from tenor.models import Prediction

from ..conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")

CHAMPION = "models:/tenor-theme@champion"


@pytest.fixture(scope="module")
def articles(project: Project) -> list[Article]:
    found = read_articles(project.folder / "data/new")
    return [article for article in found if isinstance(article, Article)]


@pytest.fixture(scope="module")
def predictions(project: Project, articles: list[Article]) -> list[Prediction]:
    return project.themes.model.predict(articles)


def table_of(articles: list[Article]) -> pd.DataFrame:
    return pd.DataFrame({"title": [a.title for a in articles], "text": [a.text for a in articles]})


def test_the_schema_has_a_text_of_labels_and_a_number_for_each_label(project: Project) -> None:
    schema = mlflow.pyfunc.load_model(CHAMPION).metadata.get_output_schema()
    assert schema.input_names() == ["labels", *project.themes.model.labels]
    assert [kind.name for kind in schema.input_types()] == ["string", *["double"] * 6]


def test_a_row_without_a_text_has_no_labels_and_a_missing_title_is_empty(
    project: Project, articles: list[Article]
) -> None:
    first = articles[0]
    rows = pd.DataFrame(
        {
            "title": [None, first.title, float("nan"), first.title],
            "text": [first.text, None, "  \n ", first.text],
        }
    )
    table = mlflow.pyfunc.load_model(CHAMPION).predict(rows)
    untitled, titled = project.themes.model.predict(
        [Article(article_id="0", text=first.text), first]
    )
    labels = ["; ".join(p.labels) for p in (untitled, titled)]
    assert [table["labels"][i] for i in (0, 3)] == labels
    assert table["labels"].tolist()[1:3] == ["", ""]
    scores = table.drop(columns="labels")
    assert np.isnan(scores.to_numpy()[1:3]).all()
    assert scores.loc[0].to_dict() == pytest.approx(untitled.scores)


def test_a_table_without_any_text_has_no_labels() -> None:
    rows = pd.DataFrame({"title": ["Title"], "text": [None]}, dtype=object)
    table = mlflow.pyfunc.load_model(CHAMPION).predict(rows)
    assert table["labels"].tolist() == [""]
    assert table.drop(columns="labels").isna().to_numpy().tolist() == [[True] * 6]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A local Spark session, which needs pyspark (no dependency) and Java."""
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, which is not installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
        builder = sql.SparkSession.builder.master("local[1]")
        for key in ("spark.driver.bindAddress", "spark.driver.host"):
            builder = builder.config(key, "127.0.0.1")
        session = builder.config("spark.ui.enabled", "false").getOrCreate()
        yield session
        session.stop()


@pytest.mark.filterwarnings("ignore")
def test_spark_gives_the_same_labels_and_scores_as_a_struct(
    spark: Any, articles: list[Article], predictions: list[Prediction]
) -> None:
    label = mlflow.pyfunc.spark_udf(spark, CHAMPION, env_manager="local")
    table = table_of(articles)
    rows = [(*row, i) for i, row in enumerate(table.itertuples(index=False))]
    rows += [("no text", None, len(rows))]
    frame = spark.createDataFrame(rows, "title string, text string, i int").repartition(3)
    found = frame.withColumn("found", label("title", "text")).orderBy("i").select("found").collect()
    *labelled, empty = (row["found"] for row in found)
    assert [row["labels"] for row in labelled] == ["; ".join(p.labels) for p in predictions]
    assert [row["transport"] for row in labelled] == pytest.approx(
        [p.scores["transport"] for p in predictions], abs=1e-12
    )
    assert empty["labels"] == ""
    assert empty["transport"] is None
