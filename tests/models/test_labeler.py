"""Labelling articles with several models at once."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.articles import Article
from tenor.models import Labeler, count_terms

from ..conftest import Project


def test_each_article_has_the_prediction_of_each_model(project: Project) -> None:
    """In the order of the articles and of the models."""
    models = [project.themes.model, *(t.model for t in project.stances)]
    articles = project.corpus.articles_at(np.arange(3))
    rows = Labeler(models).label(articles)
    assert rows == [list(row) for row in zip(*(m.predict(articles) for m in models), strict=True)]
    assert Labeler(models).label([]) == []


def test_terms_are_counted_once_for_all_models(project: Project) -> None:
    models = [project.themes.model, *(t.model for t in project.stances)]
    counts = count_terms(Article(article_id="a", title="A dam", text="The dam."), models)
    distinct = {(view.text_key, view.analysis) for model in models for view in model.views}
    assert set(counts) == distinct
    assert len(distinct) < sum(len(model.views) for model in models)


def test_the_compiled_path_gives_the_probabilities_of_the_plain_path(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = [project.themes.model, *(t.model for t in project.stances)]
    table = project.corpus.articles
    articles = [
        Article(article_id=i, title=title, text=text)
        for i, title, text in zip(table["article_id"], table["title"], table["text"], strict=True)
    ]
    articles.append(Article(article_id="strange", title="", text="\u0130\u03a3 \ud800 dam \x00"))
    monkeypatch.setattr("tenor.models.labeler.PLAIN_PATH_MAX_LOADED", 10_000)
    plain, terms = Labeler(models).label_and_count(articles)
    monkeypatch.setattr("tenor.models.labeler.PLAIN_PATH_MAX_LOADED", 0)
    labeler = Labeler(models)
    compiled, compiled_terms = labeler.label_and_count(articles)
    assert terms.tolist() == compiled_terms.tolist()
    assert (terms[:, 1, -1] > 0).all()
    assert (terms[:, 1] < terms[:, 0]).all()
    # A batch of files that are all rejected has no articles.
    assert labeler.label([]) == []
    assert len(plain) == len(compiled) == len(articles)
    for row, other in zip(plain, compiled, strict=True):
        assert [p.labels for p in row] == [p.labels for p in other]
        for prediction, expected in zip(row, other, strict=True):
            assert prediction.scores == pytest.approx(expected.scores, rel=0, abs=1e-9)
