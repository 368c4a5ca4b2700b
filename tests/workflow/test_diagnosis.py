"""Slices, and the shape of what is said beside the scores."""

from __future__ import annotations

import numpy as np
import pytest

from ..conftest import Project


def test_every_scored_article_is_in_one_slice_of_each_kind(project: Project) -> None:
    """In several where it has several themes, in none where it has none."""
    found = project.themes.diagnosis.slices
    assert {part.by for part in found} == {"outlet", "month", "length", "language", "theme"}
    for by in ("outlet", "month", "length", "language"):
        assert sum(part.n for part in found if part.by == by) == 80
    truth = project.themes.predicted.truth
    themes = {part.value: part.n for part in found if part.by == "theme"}
    assert sum(themes.values()) == truth.sum()
    assert themes["economy"] == 21


def test_a_slice_of_an_outlet_is_its_articles(project: Project) -> None:
    predicted = project.themes.predicted
    articles = project.corpus.articles.set_index("article_id").loc[list(predicted.article_ids)]
    part = next(p for p in project.themes.diagnosis.slices if p.by == "outlet")
    rows = (articles["outlet"] == part.value).to_numpy()
    assert part.n == rows.sum()
    hits = (predicted.truth[rows].astype(bool) & predicted.given[rows]).sum()
    named = predicted.truth[rows].sum() + predicted.given[rows].sum()
    assert part.micro_f1 == pytest.approx(2 * hits / named)


def test_the_themes_of_a_stance_are_slices_too(project: Project) -> None:
    """From whoever judged the article's themes, the publisher included."""
    themes = [p for p in project.stances[0].diagnosis.slices if p.by == "theme"]
    assert {p.value for p in themes} <= set(project.corpus.codebook.theme_names)
    assert themes


def test_calibration_counts_the_articles_that_got_an_answer(project: Project) -> None:
    for trained in (project.themes, *project.stances):
        answered = (trained.predicted.probabilities > 0).any(axis=1).sum()
        assert sum(b.n for b in trained.diagnosis.reliability.bins) == answered
        assert trained.diagnosis.cuts[-1].coverage == pytest.approx(
            answered / len(trained.predicted.truth)
        )
        assert np.all(np.diff([cut.coverage for cut in trained.diagnosis.cuts]) > 0)
