"""The tables of a training."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tenor.workflow.train.tables import N_TOP_TERMS, training_tables

from ...conftest import Project


def test_predictions_are_names_of_labels(project: Project) -> None:
    predictions = project.themes.predictions
    table = training_tables(project.themes, project.corpus)["predictions"]
    labels = np.array(predictions.labels)
    articles = project.corpus.articles.set_index("article_id").loc[list(table["article_id"])]
    assert table["title"].tolist() == articles["title"].tolist()
    assert table["outlet"].tolist() == articles["outlet"].tolist()
    for i in (0, len(table) - 1):
        row = table.iloc[i]
        assert row["true_labels"].split("; ") == (
            labels[predictions.y_true[i].astype(bool)].tolist() or [""]
        )
        assert row["predicted_labels"].split("; ") == (
            labels[predictions.y_pred[i]].tolist() or [""]
        )
        assert row["probability"] == round(predictions.probabilities[i].max(), 4)


def test_each_label_has_its_scores_and_its_top_terms(project: Project) -> None:
    themes = project.themes
    tables = training_tables(themes, project.corpus)
    labels = tables["labels"]
    assert labels["label"].tolist() == [row.label for row in themes.rows[0].scores.per_label]
    known = labels[labels["support"] >= 10]
    assert known["f1_low"].notna().tolist() == [True] * len(known)
    assert (known["f1_low"] <= known["f1"]).all()
    assert (known["f1"] <= known["f1_high"]).all()
    # Labels of few articles have no interval: their cells are empty.
    assert labels.loc[labels["support"] < 10, "f1_low"].isna().all()
    terms = tables["top_terms"]
    assert set(terms["label"]) == set(themes.model.labels)
    assert terms.groupby("label").size().max() <= N_TOP_TERMS


def test_a_training_without_slices_has_no_such_table(project: Project) -> None:
    diagnosis = replace(project.themes.diagnosis, slices=())
    assert "slices" in training_tables(project.themes, project.corpus)
    assert "slices" not in training_tables(
        replace(project.themes, diagnosis=diagnosis), project.corpus
    )
