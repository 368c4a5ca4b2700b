"""Explanation: what each term and character contributes to a score."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.articles import Article
from tenor.codebook import THEMES
from tenor.features import Analysis, FittedView, Vocabulary
from tenor.models import Labeler, LinearModel, Model, count_terms
from tenor.models.calibration import Calibration
from tenor.models.explanation import ArticleTerms, Contribution, Place, explain
from tenor.models.field_texts import FieldTexts
from tenor.models.spec import Experiment
from tenor.models.training_set import TrainingSet

from ..conftest import Project
from .conftest import DAM, fit_uncalibrated

ARTICLE = Article(
    article_id="1",
    title="Ferry toll doubled",
    text="The ferry to the harbor costs twice as much.\nSchools and the court are not concerned.",
)


VIEWS = {
    "words": 'field = "title_body"\nngram_range = [1, 2]\nsublinear_tf = true',
    "characters": 'field = "body"\nanalyzer = "char"\nngram_range = [2, 4]\nnorm = "l1"',
    "characters of words": (
        'field = "title_body"\nanalyzer = "char_wb"\nngram_range = [3, 4]\nbinary = true\n'
        'norm = "none"'
    ),
    "several": (
        'field = "title"\nanalyzer = "char_wb"\nngram_range = [2, 3]\nweight = 0.5\n'
        '[[features]]\nfield = "lead"\nnorm = "l1"\nuse_idf = false\n'
        '[[features]]\nfield = "unquoted"\nbinary = true\nsublinear_tf = true\n'
        'strip_accents = "unicode"'
    ),
}

WORDS = [
    *("The", "ferry", "toll", "dam", "“The", "court,”", "school", "nurse"),
    *("İΣς", "Über", "ﬁne", "\ud800", "各", "\n", "7.5"),
]
TEXTS = st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=30).map(" ".join)
ARTICLES = st.builds(
    lambda title, text: Article(article_id="1", title=f"The dam {title}", text=text), TEXTS, TEXTS
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
        assert total + explanation.intercept == pytest.approx(scores[i], abs=1e-9, rel=0)


@pytest.fixture(scope="module", params=[*VIEWS, "themes", "stance"])
def models(
    request: pytest.FixtureRequest, project: Project, themes: TrainingSet, training: TrainingSet
) -> list[Model]:
    """Fitted models of themes and of a stance with certain views, or one of the sample."""
    if request.param == "themes":
        return [project.themes.model]
    if request.param == "stance":
        return [own.model for own in project.stances if own.model.task == DAM]
    fitted = []
    for task, labelled in ((THEMES, themes), (DAM, training)):
        kind = "stance" if task.is_stance else "theme"
        spec = Experiment.parse(f'task = "{kind}"\n[[features]]\n{VIEWS[request.param]}\n')
        linear = fit_uncalibrated(spec, labelled)
        n_labels = 1 if linear.single_label else len(linear.labels)
        slope = np.linspace(0.5, 9.0, n_labels)
        offset = np.linspace(-2.0, 2.0, len(linear.labels)) * (not linear.single_label)
        calibration = Calibration(linear.single_label, slope, offset)
        linear = replace(linear, calibration=calibration)
        fitted.append(Model.of(linear, task, project.corpus.codebook, {}))
    return fitted


@pytest.fixture(scope="module")
def compiled(models: list[Model]) -> Labeler:
    """A labeler of the models that uses the compiled kernels from now on."""
    labeler = Labeler(models)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tenor.models.labeler.PLAIN_PATH_MAX_LOADED", 0)
        patch.setattr("tenor.models.labeler.PLAIN_PATH_MAX", 0)
        labeler.label([ARTICLE])
    return labeler


@given(ARTICLES)
@settings(max_examples=30)
def test_contributions_intercept_and_calibration_add_up_to_the_predicted_probability(
    models: list[Model], compiled: Labeler, article: Article
) -> None:
    """Of the plain and of the compiled path, for every label."""
    for model, by_kernels in zip(models, compiled.label([article])[0], strict=True):
        [explained] = model.explain([article])
        assert explained.prediction == model.predict([article])[0]
        logits = {}
        for row in explained.calibrated_scores():
            explanation = explained.labels[row.label]
            total = explanation.intercept + sum(value for _, _, value in explanation.terms)
            assert total == pytest.approx(row.raw_score, abs=1e-9)
            assert explanation.score == pytest.approx(total, abs=1e-9)
            logits[row.label] = row.slope * total + row.offset
            characters = explanation.title.sum() + explanation.text.sum()
            assert characters == pytest.approx(total - explanation.intercept, abs=1e-9)
        for label, logit in logits.items():
            if model.single_label:
                expected = 1 / sum(math.exp(min(other - logit, 700)) for other in logits.values())
            else:
                expected = (1 + math.tanh(logit / 2)) / 2
            for prediction in (explained.prediction, by_kernels):
                assert prediction.scores[label] == pytest.approx(expected, abs=1e-9, rel=0)


def _model_of(*views: FittedView) -> LinearModel:
    n_features = sum(len(view.vocabulary) for view in views)
    weights = np.arange(1, 2 * n_features + 1, dtype=np.float32).reshape(n_features, 2)
    calibration = Calibration(False, np.ones(2), np.zeros(2))
    return LinearModel(
        ("a", "b"), "any", views, weights, np.array([0.5, -0.5]), calibration, np.full(2, 0.5)
    )


def test_a_term_has_its_tf_idf_value_times_its_weight() -> None:
    """Terms of equal fields are one term, whatever view they are of."""
    words = Vocabulary.of(["dam", "ferry"])
    view = FittedView("body", Analysis(), words, np.array([1.0, 2.0]), norm=None)
    half = FittedView("body", Analysis(), words, np.ones(2), norm=None, weight=0.5, binary=True)
    article = Article(article_id="1", title="Dam", text="Ferry by ferry to the dam.")
    model = _model_of(view, half)
    explanation = explain(model, article, "a")
    # Weights of "a": 1 and 3 in the first view, 5 and 7 in the second.
    assert explanation.terms == (
        Contribution("body", "ferry", 2 * 2.0 * 3 + 0.5 * 7),
        Contribution("body", "dam", 1 * 1.0 * 1 + 0.5 * 5),
    )
    assert explanation.score == 0.5 + 15.5 + 3.5
    assert explanation.text[:5] == pytest.approx(15.5 / 2 / 5)
    assert not explanation.title.any()
    difference = explain(model, article, "a", "b")
    assert difference.terms == (
        Contribution("body", "ferry", 15.5 - (2 * 2.0 * 4 + 0.5 * 8)),
        Contribution("body", "dam", 3.5 - (2.0 + 3.0)),
    )
    assert (difference.label, difference.against, difference.intercept) == ("a", "b", 1.0)


def test_the_places_of_a_term_are_those_in_title_text_and_claim() -> None:
    """A term that begins in the title and ends in the text has two."""
    terms = Vocabulary.of(["dam", "dam the", "the"])
    both = FittedView("title_body", Analysis(ngram_range=(1, 2)), terms, np.ones(3))
    claim = FittedView("claim", Analysis(), terms, np.ones(3))
    computed = FittedView("claim_sentences", Analysis(), terms, np.ones(3))
    article = Article(article_id="1", title="A dam", text="The DAM holds.", claim="The dam.")
    places = ArticleTerms(_model_of(both, claim, computed), article).places
    assert places == {
        ("title_body", "dam"): [Place("title", 2, 5), Place("text", 4, 7)],
        ("title_body", "dam the"): [Place("title", 2, 5), Place("text", 0, 3)],
        ("title_body", "the"): [Place("text", 0, 3)],
        ("claim", "the"): [Place("claim", 0, 3)],
        ("claim", "dam"): [Place("claim", 4, 7)],
    }


def test_what_separates_title_and_text_has_no_share_of_a_contribution() -> None:
    """All of it goes to the characters of the article."""
    view = FittedView(
        "title_body",
        Analysis("char", (1, 2)),
        Vocabulary.of([" ", "m ", "t"]),
        np.ones(3),
        norm=None,
    )
    terms = ArticleTerms(_model_of(view), Article(article_id="1", title="A dam", text="It holds"))
    explanation = terms.explain("a")
    assert {term: value for _, term, value in explanation.terms} == {
        " ": 3 * 1.0,
        "m ": 3.0,
        "t": 5.0,
    }
    assert explanation.title.tolist() == [0, 1.5, 0, 0, 3]
    assert explanation.text.tolist() == [0, 5, 1.5, 0, 0, 0, 0, 0]


def test_terms_are_counted_with_and_without_a_place_in_the_vocabulary() -> None:
    view = FittedView("body", Analysis(), Vocabulary.of(["dam", "river"]), np.ones(2))
    terms = ArticleTerms(_model_of(view), Article(article_id="1", text="The dam, the dam holds."))
    assert (terms.n_terms, terms.n_known_terms) == (3, 1)
    unknown = ArticleTerms(_model_of(view), Article(article_id="1", text="Nothing of it."))
    assert (unknown.n_known_terms, unknown.explain("a").terms) == (0, ())
    assert unknown.explain("a").score == 0.5


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
    assert total + explanation.intercept == pytest.approx(scores[0] - scores[1], abs=1e-9, rel=0)
    assert np.isfinite(total)
