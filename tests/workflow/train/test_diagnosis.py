"""Calibration, coverage and slices of a model."""

from __future__ import annotations

import numpy as np
import pytest

from ...conftest import Project


def test_every_scored_article_is_in_one_slice_of_each_attribute(project: Project) -> None:
    """For the attribute theme, it is in one slice for each of its themes."""
    slices = project.themes.diagnosis.slices
    assert {part.by for part in slices} == {"outlet", "month", "length", "language", "theme"}
    for by in ("outlet", "month", "length", "language"):
        assert sum(part.n_articles for part in slices if part.by == by) == 276
    y_true = project.themes.predictions.y_true
    themes = {part.value: part.n_articles for part in slices if part.by == "theme"}
    assert sum(themes.values()) == y_true.sum()
    assert themes["economy"] == 52


def test_the_slice_of_an_outlet_has_the_scores_of_its_articles(project: Project) -> None:
    predictions = project.themes.predictions
    articles = project.corpus.articles.set_index("article_id").loc[list(predictions.article_ids)]
    part = next(p for p in project.themes.diagnosis.slices if p.by == "outlet")
    rows = (articles["outlet"] == part.value).to_numpy()
    assert part.n_articles == rows.sum()
    hits = (predictions.y_true[rows].astype(bool) & predictions.y_pred[rows]).sum()
    n_labels = predictions.y_true[rows].sum() + predictions.y_pred[rows].sum()
    assert part.micro_f1 == pytest.approx(2 * hits / n_labels)


def test_a_stance_has_slices_by_theme(project: Project) -> None:
    themes = [p for p in project.stances[0].diagnosis.slices if p.by == "theme"]
    assert {p.value for p in themes} <= set(project.corpus.codebook.theme_names)
    assert themes


def test_calibration_counts_the_articles_with_a_prediction(project: Project) -> None:
    for result in (project.themes, *project.stances):
        probabilities, is_known = result.predictions.probabilities, result.predictions.is_known
        top = probabilities.argmax(axis=1)
        # Of a label in dispute, nobody knows whether it is right.
        can_score = is_known[np.arange(len(top)), top]
        n_predicted = (can_score & (probabilities > 0).any(axis=1)).sum()
        assert sum(b.n_articles for b in result.diagnosis.reliability.bins) == n_predicted
        assert result.diagnosis.coverage_curve[-1].coverage == pytest.approx(
            n_predicted / can_score.sum()
        )
        assert np.all(np.diff([point.coverage for point in result.diagnosis.coverage_curve]) > 0)
