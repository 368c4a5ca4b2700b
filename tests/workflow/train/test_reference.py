"""What the drift of later batches is measured against."""

from __future__ import annotations

import numpy as np

from ...conftest import Project


def test_held_out_articles_are_counted_one_a_duplicate_group(project: Project) -> None:
    """With the labels, probabilities and terms of their held-out predictions."""
    predictions, reference = project.themes.predictions, project.themes.model.reference
    assert reference is not None
    articles = project.corpus.articles
    groups = articles["duplicate_group"].to_numpy()[predictions.rows].astype(str)
    kept = np.unique(groups, return_index=True)[1]
    held_out = reference.held_out
    assert held_out.labels == project.themes.model.labels
    assert held_out.n_articles == len(kept)
    columns = [predictions.labels.index(label) for label in held_out.labels]
    given = predictions.y_pred[kept][:, columns]
    assert held_out.given[:, 0].tolist() == given.sum(axis=0).tolist()
    n_with_label = predictions.y_true[kept][:, columns].sum(0)
    assert reference.n_known[:, 1].tolist() == n_with_label.tolist()
    assert (reference.known.sum(axis=1) <= held_out.histograms).all()
    assert predictions.terms is not None
    assert held_out.terms[:2] == predictions.terms[kept].sum(axis=0).tolist()
    assert 0 < held_out.terms[1] < held_out.terms[0]
    assert reference.outlets is not None
    assert reference.outlets <= set(articles["outlet"])
    assert reference.months


def test_a_stance_counts_articles_that_name_its_target(project: Project) -> None:
    training = project.stances[0]
    reference = training.model.reference
    assert reference is not None
    n_labelled = int(training.predictions.probabilities.any(axis=1).sum())
    assert 0 < reference.held_out.n_articles <= n_labelled
