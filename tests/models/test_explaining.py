"""What terms add to the score of a label."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.articles import Article
from tenor.models import count_terms
from tenor.models.explaining import explain

from ..conftest import Project

ARTICLE = Article(
    article_id="1",
    title="Ferry toll doubled",
    text="The ferry to the harbor costs twice as much.\nSchools and the court are not concerned.",
)


def test_what_the_terms_add_and_the_intercept_are_the_score(project: Project) -> None:
    model = project.themes.model
    scores = model.scores(count_terms(ARTICLE, [model]))
    for i, label in enumerate(model.labels):
        total = sum(value for _, _, value in explain(model, ARTICLE, label).terms)
        assert total + model.intercept[i] == pytest.approx(scores[i], abs=1e-6)


def test_what_the_letters_add_is_what_the_terms_add(project: Project) -> None:
    """Over title and text together."""
    found = explain(project.themes.model, ARTICLE, "transport")
    assert found.title.shape == (len(ARTICLE.title),)
    assert found.text.shape == (len(ARTICLE.text),)
    total = sum(value for _, _, value in found.terms)
    assert found.title.sum() + found.text.sum() == pytest.approx(total)


def test_the_word_that_speaks_for_a_label_is_marked_where_it_stands(project: Project) -> None:
    found = explain(project.themes.model, ARTICLE, "transport")
    assert "ferry" in [term for _, term, _ in found.terms[:3]]
    place = ARTICLE.text.index("ferry")
    assert found.text[place : place + 5].min() > 0
    assert found.text[: len("The ")].max() < found.text[place]


def test_one_label_over_another_is_the_difference_of_their_scores(project: Project) -> None:
    model = project.stances[0].model
    first, second = model.labels[:2]
    scores = model.scores(count_terms(ARTICLE, [model]))
    total = sum(value for _, _, value in explain(model, ARTICLE, first, second).terms)
    expected = (scores[0] - model.intercept[0]) - (scores[1] - model.intercept[1])
    assert total == pytest.approx(expected, abs=1e-6)
    assert np.isfinite(total)
