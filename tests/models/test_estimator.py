"""The Pipeline of a spec, and the arrays of a fitted one."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.articles import Article
from tenor.models.estimator import decision_function, fit, linear_parts, make_pipeline
from tenor.models.field_texts import FieldTexts
from tenor.models.spec import Experiment

from ..conftest import Project

LSA_VIEW = """
[[features]]
field = "body"
min_df = 3
n_components = 12
weight = 0.7
"""
KINDS = ("linear_svc", "logistic_regression", "complement_nb", "sgd", "ridge")
VIEWS = """
[[features]]
field = "title"
weight = 0.3
[[features]]
field = "body"
ngram_range = [1, 2]
min_df = 2
[[features]]
field = "body"
analyzer = "char_wb"
ngram_range = [2, 4]
max_features = 3000
"""


def _spec(kind: str) -> Experiment:
    # Naive Bayes takes no LSA components, which have negative values.
    views = VIEWS if kind == "complement_nb" else VIEWS + LSA_VIEW
    return Experiment.parse(f'task = "theme"\n{views}\n[classifier]\nkind = "{kind}"\n')


def _sklearn_scores(pipeline, classifier, texts):  # type: ignore[no-untyped-def]
    matrix = pipeline.named_steps["features"].transform(texts)
    if hasattr(classifier, "decision_function"):
        return classifier.decision_function(matrix)
    return classifier.predict_joint_log_proba(matrix)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("single_label", [True, False])
def test_the_arrays_give_the_scores_of_scikit_learn(
    project: Project, kind: str, single_label: bool
) -> None:
    """As a matrix, and article by article."""
    spec, corpus = _spec(kind), project.corpus
    table = corpus.articles.iloc[:90]
    texts = FieldTexts(table)
    rng = np.random.default_rng(0)
    if single_label:
        y: np.ndarray = rng.integers(0, 3, size=90)
    else:
        y = (rng.random((90, 3)) < 0.4).astype(np.uint8)
    pipeline = fit(make_pipeline(spec, single_label=single_label), texts, y)
    parts = linear_parts(pipeline, spec, 3)

    scores = decision_function(pipeline, texts, 3)
    classifier = pipeline.named_steps["classifier"]
    if single_label or kind != "complement_nb":
        assert scores == pytest.approx(
            _sklearn_scores(pipeline, classifier, texts), rel=1e-4, abs=1e-4
        )
    else:
        assert ((scores > 0) == (pipeline.predict(texts) == 1)).all()

    for i, (title, text) in enumerate(zip(table["title"], table["text"], strict=True)):
        if i % 10:
            continue
        article = Article(article_id="", title=title, text=text)
        row = _plain_scores(parts, article)
        assert row == pytest.approx(scores[i], rel=1e-4, abs=1e-4)


def _plain_scores(parts, article):  # type: ignore[no-untyped-def]
    from collections import Counter

    total, start = parts.intercept.copy(), 0
    for view in parts.views:
        text = {"title": article.title, "body": article.text}[view.field]
        columns, values = view.vectorize(Counter(view.analysis.terms(text)))
        total += values @ parts.weights[columns + start]
        start += len(view.vocabulary)
    return total


def test_two_positions_get_opposite_scores(project: Project) -> None:
    spec = _spec("logistic_regression")
    texts = FieldTexts(project.corpus.articles.iloc[:40])
    pipeline = fit(make_pipeline(spec, single_label=True), texts, np.arange(40) % 2)
    scores = decision_function(pipeline, texts, 2)
    assert scores[:, 0] == pytest.approx(-scores[:, 1])
    assert (scores.argmax(axis=1) == pipeline.predict(texts)).all()


def test_a_position_that_no_training_article_has_is_never_predicted(project: Project) -> None:
    spec = _spec("linear_svc")
    texts = FieldTexts(project.corpus.articles.iloc[:40])
    y = np.where(np.arange(40) % 2, 2, 0)
    scores = decision_function(fit(make_pipeline(spec, single_label=True), texts, y), texts, 3)
    assert set(scores.argmax(axis=1)) <= {0, 2}


def test_a_theme_that_all_or_no_articles_have_is_always_or_never_predicted(
    project: Project,
) -> None:
    spec = _spec("linear_svc")
    texts = FieldTexts(project.corpus.articles.iloc[:40])
    y = np.zeros((40, 3), dtype=np.uint8)
    y[:, 0], y[::2, 1] = 1, 1
    scores = decision_function(fit(make_pipeline(spec, single_label=False), texts, y), texts, 3)
    assert (scores[:, 0] > 0).all()
    assert (scores[:, 2] < 0).all()
