"""Explanation: what each term and character contributes to a score."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tenor.articles import Article
from tenor.codebook import THEMES
from tenor.models import Experiment, count_terms
from tenor.models.explanation import explain
from tenor.models.field_texts import FieldTexts
from tenor.models.training_set import TrainingSet

from ..conftest import Project
from .conftest import fit_uncalibrated

ARTICLE = Article(
    article_id="1",
    title="Ferry toll doubled",
    text="The ferry to the harbor costs twice as much.\nSchools and the court are not concerned.",
)


@pytest.fixture(scope="module")
def themes(project: Project) -> TrainingSet:
    corpus = project.corpus
    labels = corpus.resolved_labels(THEMES)
    return TrainingSet(FieldTexts(corpus.articles.iloc[labels.rows]), labels, "any", "themes")


def test_contributions_of_terms_and_the_intercept_sum_to_the_score(project: Project) -> None:
    model = project.themes.model
    scores = model.raw_scores(count_terms(ARTICLE, [model]))
    for i, label in enumerate(model.labels):
        explanation = explain(model, ARTICLE, label)
        total = sum(value for _, _, value in explanation.terms)
        assert total + explanation.intercept == pytest.approx(scores[i], abs=1e-6)


def test_contributions_of_characters_sum_to_those_of_terms(project: Project) -> None:
    """Over title and text together."""
    explanation = explain(project.themes.model, ARTICLE, "transport")
    assert explanation.title.shape == (len(ARTICLE.title),)
    assert explanation.text.shape == (len(ARTICLE.text),)
    total = sum(value for _, _, value in explanation.terms)
    assert explanation.title.sum() + explanation.text.sum() == pytest.approx(total)


def test_words_of_the_lead_contribute_in_title_and_text(themes: TrainingSet) -> None:
    """Those after it contribute nothing."""
    spec = Experiment.parse('task = "theme"\n[[features]]\nfield = "lead"\nmin_df = 2\n')
    model = fit_uncalibrated(spec, themes)
    article = replace(ARTICLE, text=f"{ARTICLE.text}\n{'ferry ' * 200}")
    explanation = explain(model, article, "transport")
    assert explanation.title[: len("Ferry")].min() > 0
    assert explanation.text[article.text.index("ferry")] > 0
    assert not explanation.text[500:].any()


def test_quoted_words_contribute_nothing_to_unquoted_text(themes: TrainingSet) -> None:
    """Those around them contribute at their own positions."""
    spec = Experiment.parse('task = "theme"\n[[features]]\nfield = "unquoted"\nmin_df = 2\n')
    model = fit_uncalibrated(spec, themes)
    article = replace(ARTICLE, text="“The ferry,” they say. The ferry is late.")
    explanation = explain(model, article, "transport")
    assert explanation.text[article.text.rindex("ferry")] > 0
    assert not explanation.text[: article.text.index("”")].any()


def test_the_word_with_the_largest_weight_contributes_where_it_occurs(project: Project) -> None:
    explanation = explain(project.themes.model, ARTICLE, "transport")
    assert "ferry" in [term for _, term, _ in explanation.terms[:3]]
    start = ARTICLE.text.index("ferry")
    assert explanation.text[start : start + 5].min() > 0
    assert explanation.text[: len("The ")].max() < explanation.text[start]


def test_contributions_to_one_label_over_another_sum_to_the_difference_of_scores(
    project: Project,
) -> None:
    model = project.stances[0].model
    first, second = model.labels[:2]
    scores = model.raw_scores(count_terms(ARTICLE, [model]))
    explanation = explain(model, ARTICLE, first, second)
    total = sum(value for _, _, value in explanation.terms)
    assert total + explanation.intercept == pytest.approx(scores[0] - scores[1], abs=1e-6)
    assert np.isfinite(total)
