"""Explanations as one self-contained HTML page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tenor.articles import Article
from tenor.models import Explanation
from tenor.present import plural
from tenor.present.pages import render_page
from tenor.workflow.explain.explain import ExplainedArticle, ModelExplanation
from tenor.workflow.explain.highlighting import HighlightedArticle, highlight
from tenor.workflow.explain.listed_terms import ListedTerms, list_terms

MACROS = Path(__file__).parent
"""The folder of ``explanation.html.jinja``, which the reports of runs import as well."""

TEMPLATE = MACROS / "explain.html.jinja"


class ShownLabel(NamedTuple):
    """An explained label: the highlighted article, the strongest terms, and its calibration."""

    explanation: Explanation
    highlighted: HighlightedArticle
    listed: ListedTerms
    calibration: str


class ShownModel(NamedTuple):
    """The explanation by a model, and its labels as the page shows them."""

    explained: ModelExplanation
    labels: list[ShownLabel]


def explanation_page(explained: Sequence[ExplainedArticle], n_terms: int) -> str:
    """Return the explanations of articles as HTML.

    Parameters
    ----------
    explained
        The articles, at least one.
    n_terms
        The number of terms that are listed for each label.
    """
    first = explained[0].article
    several = plural(len(explained), "article") if len(explained) > 1 else ""
    articles = [
        (own.article, [_shown_model(own.article, model, n_terms) for model in own.models])
        for own in explained
    ]
    return render_page(TEMPLATE, name=several or first.title or first.article_id, articles=articles)


def _shown_model(article: Article, model: ModelExplanation, n_terms: int) -> ShownModel:
    labels = []
    for explanation in model.labels:
        highlighted = highlight(article.title, article.text, article.claim, explanation, whole=True)
        listed = list_terms(explanation, n_terms)
        sentence = model.calibration_sentence(explanation.label)
        labels.append(ShownLabel(explanation, highlighted, listed, sentence))
    return ShownModel(model, labels)
