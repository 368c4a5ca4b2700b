"""The Pipeline of a spec, and the arrays it comes down to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tenor.articles import Article
from tenor.codebook import Codebook
from tenor.corpus import Corpus
from tenor.models import Experiment, Labeler, count_terms
from tenor.models.estimator import decision, fit, linear_parts, make_pipeline
from tenor.models.model import decide
from tenor.models.texts import FieldTexts

from ..conftest import Project

AXES = """
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
    # What counts cannot take axes, which have values below 0.
    views = VIEWS if kind == "complement_nb" else VIEWS + AXES
    return Experiment.parse(f'task = "theme"\n{views}\n[classifier]\nkind = "{kind}"\n')


def _own_scores(pipeline, classifier, fields):  # type: ignore[no-untyped-def]
    matrix = pipeline.named_steps["features"].transform(fields)
    if hasattr(classifier, "decision_function"):
        return classifier.decision_function(matrix)
    return classifier.predict_joint_log_proba(matrix)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("one_label", [True, False])
def test_the_arrays_give_the_scores_of_scikit_learn(
    project: Project, kind: str, one_label: bool
) -> None:
    spec, corpus = _spec(kind), project.corpus
    table = corpus.articles.iloc[:90]
    fields = FieldTexts(table)
    rng = np.random.default_rng(0)
    if one_label:
        target: np.ndarray = rng.integers(0, 3, size=90)
    else:
        target = (rng.random((90, 3)) < 0.4).astype(np.uint8)
    pipeline = fit(make_pipeline(spec, one_label=one_label), fields, target)
    parts = linear_parts(pipeline, spec, 3)

    scores = decision(pipeline, fields, 3)
    classifier = pipeline.named_steps["classifier"]
    if one_label or kind != "complement_nb":
        assert scores == pytest.approx(
            _own_scores(pipeline, classifier, fields), rel=1e-4, abs=1e-4
        )
    else:
        assert ((scores > 0) == (pipeline.predict(fields) == 1)).all()

    # And the plain path, article by article, gives what the matrix gives.
    for i, (title, text) in enumerate(zip(table["title"], table["text"], strict=True)):
        if i % 10:
            continue
        article = Article(article_id="", title=title, text=text)
        row = _plain(parts, article)
        assert row == pytest.approx(scores[i], rel=1e-4, abs=1e-4)


def _plain(parts, article):  # type: ignore[no-untyped-def]
    from collections import Counter

    total, start = parts.intercept.copy(), 0
    for view in parts.views:
        text = {"title": article.title, "body": article.text}[view.field]
        columns, values = view.vectorize(Counter(view.analysis.terms(text)))
        total += values @ parts.weights[columns + start]
        start += len(view.vocabulary)
    return total


def test_two_positions_get_two_opposite_scores(project: Project) -> None:
    spec = _spec("logistic_regression")
    fields = FieldTexts(project.corpus.articles.iloc[:40])
    pipeline = fit(make_pipeline(spec, one_label=True), fields, np.arange(40) % 2)
    scores = decision(pipeline, fields, 2)
    assert scores[:, 0] == pytest.approx(-scores[:, 1])
    assert (scores.argmax(axis=1) == pipeline.predict(fields)).all()


def test_a_position_that_no_training_article_has_is_never_given(project: Project) -> None:
    spec = _spec("linear_svc")
    fields = FieldTexts(project.corpus.articles.iloc[:40])
    target = np.where(np.arange(40) % 2, 2, 0)
    scores = decision(fit(make_pipeline(spec, one_label=True), fields, target), fields, 3)
    assert set(scores.argmax(axis=1)) <= {0, 2}


def test_a_theme_that_all_or_no_articles_have_is_always_or_never_given(project: Project) -> None:
    spec = _spec("linear_svc")
    fields = FieldTexts(project.corpus.articles.iloc[:40])
    target = np.zeros((40, 3), dtype=np.uint8)
    target[:, 0], target[::2, 1] = 1, 1
    scores = decision(fit(make_pipeline(spec, one_label=False), fields, target), fields, 3)
    assert (scores[:, 0] > 0).all()
    assert (scores[:, 2] < 0).all()


def test_the_rule_of_the_codebook_decides_how_many_labels_are_given() -> None:
    p = np.array([[0.2, 0.4, 0.1], [0.6, 0.7, 0.1]])
    thresholds = np.array([0.5, 0.5, 0.5])
    assert decide(p, p, thresholds, "any").tolist() == [[False] * 3, [True, True, False]]
    assert decide(p, p, thresholds, "one or more").tolist() == [
        [False, True, False],
        [True, True, False],
    ]
    assert decide(p, p, thresholds, "one").tolist() == [[False, True, False]] * 2


def test_a_stance_is_not_given_where_the_target_is_not_mentioned(project: Project) -> None:
    [dam] = [t.model for t in project.stances if t.model.target == "orle-dam"]
    about = Article(article_id="a", text="The dam would flood the meadows.")
    other = Article(article_id="b", text="The ferry is late and the adamant crew waits.")
    said, unsaid = dam.predict([about, other])
    assert len(said.labels) == 1
    assert sum(said.scores.values()) == pytest.approx(1)
    assert (unsaid.labels, unsaid.scores) == ((), {})


def test_terms_are_counted_once_for_all_models(project: Project) -> None:
    models = [project.themes.model, *(t.model for t in project.stances)]
    counts = count_terms(Article(article_id="a", title="A dam", text="The dam."), models)
    distinct = {(view.reads, view.analysis) for model in models for view in model.views}
    assert set(counts) == distinct
    assert len(distinct) < sum(len(model.views) for model in models)


def test_top_terms_are_those_that_speak_for_a_theme(project: Project) -> None:
    terms = [term for _, term, _ in project.themes.model.top_terms(10)["education"]]
    assert "school" in terms
    assert "pupils" in terms


def test_top_terms_are_the_largest_weights_in_their_order(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many features are compared at once; equal ones come in the order of the terms."""
    monkeypatch.setattr("tenor.models.model.AT_ONCE", 100)
    model = project.themes.model
    weights = np.round(model.weights, 2)
    model = replace(model, weights=weights)
    found = model.top_terms(15, model.labels[1:3])
    assert list(found) == list(model.labels[1:3])
    idf = np.concatenate([view.idf * view.weight for view in model.views])
    terms = [(view.field, term) for view in model.views for term in view.vocabulary]
    for column, label in enumerate(found, start=1):
        strength = weights[:, column] * idf
        order = sorted(range(len(terms)), key=lambda i: -strength[i])[:15]
        assert [(name, term) for name, term, _ in found[label]] == [terms[i] for i in order]
        assert [w for _, _, w in found[label]] == [strength[i] for i in order]


def test_terms_that_speak_against_a_label_are_not_among_its_top(project: Project) -> None:
    [found] = project.themes.model.top_terms(10**6, ["education"]).values()
    assert 0 < len(found) < len(project.themes.model.weights)
    assert min(weight for _, _, weight in found) > 0


def test_the_sample_corpus_is_what_the_models_say_they_were_trained_on(project: Project) -> None:
    assert isinstance(project.corpus, Corpus)
    assert project.themes.model.info["corpus"] == project.corpus.fingerprint
    assert isinstance(project.themes.model.codebook, Codebook)
    assert isinstance(project.corpus.articles, pd.DataFrame)


def test_the_compiled_path_says_what_the_plain_one_says(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = [project.themes.model, *(t.model for t in project.stances)]
    table = project.corpus.articles
    articles = [
        Article(article_id=i, title=title, text=text)
        for i, title, text in zip(table["article_id"], table["title"], table["text"], strict=True)
    ]
    articles.append(Article(article_id="strange", title="", text="\u0130\u03a3 \ud800 dam \x00"))
    monkeypatch.setattr("tenor.models.model.COUPLE", 10_000)
    plain = Labeler(models).label(articles)
    monkeypatch.setattr("tenor.models.model.COUPLE", 0)
    compiled = Labeler(models).label(articles)
    assert len(plain) == len(compiled) == len(articles)
    for row, other in zip(plain, compiled, strict=True):
        assert [p.labels for p in row] == [p.labels for p in other]
        for one, two in zip(row, other, strict=True):
            assert one.scores == pytest.approx(two.scores, rel=1e-4, abs=1e-4)
