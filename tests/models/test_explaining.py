"""What terms add to the score of a label."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tenor.articles import Article
from tenor.models import Experiment, count_terms
from tenor.models.explaining import explain
from tenor.workflow.training import train

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


def test_words_of_the_lead_are_marked_in_title_and_text(project: Project) -> None:
    """Those after it add nothing."""
    spec = Experiment.parse('task = "theme"\n[[features]]\nfield = "lead"\nmin_df = 2\n')
    [trained] = train(spec, project.folder / "data/corpus", log=False)
    article = replace(ARTICLE, text=f"{ARTICLE.text}\n{'ferry ' * 200}")
    found = explain(trained.model, article, "transport")
    assert found.title[: len("Ferry")].min() > 0
    assert found.text[article.text.index("ferry")] > 0
    assert not found.text[500:].any()


def test_quoted_words_add_nothing_to_narration(project: Project) -> None:
    """Those around them are marked where they stand."""
    spec = Experiment.parse('task = "theme"\n[[features]]\nfield = "narration"\nmin_df = 2\n')
    [trained] = train(spec, project.folder / "data/corpus", log=False)
    article = replace(ARTICLE, text="“The ferry,” they say. The ferry is late.")
    found = explain(trained.model, article, "transport")
    assert found.text[article.text.rindex("ferry")] > 0
    assert not found.text[: article.text.index("”")].any()


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
