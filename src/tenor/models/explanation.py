"""Explanation: what each term of an article contributed to the score of a label."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.articles import Article
from tenor.features import FIELDS, SEPARATOR, FittedView
from tenor.features.term_spans import term_spans
from tenor.models.linear_model import LinearModel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Explanation:
    """The contributions of the terms of an article to the raw score of a label.

    Attributes
    ----------
    terms
        Field, term and contribution of each term in the model's vocabulary, the largest
        absolute contribution first.
    intercept
        What the score is without terms; contributions and intercept add up to the score.
    title, text, claim
        The contribution of each character of the article, shape (n_characters,): that of a term
        is distributed evenly over its occurrences, and over their characters.
    """

    terms: tuple[tuple[str, str, float], ...]
    intercept: float
    title: NDArray[np.float64]
    text: NDArray[np.float64]
    claim: NDArray[np.float64]


def explain(model: LinearModel, article: Article, label: str, against: str = "") -> Explanation:
    """Explain the score of a label; contributions and intercept add up to the raw score.

    Parameters
    ----------
    model
        The model.
    article
        The article.
    label
        The label.
    against
        Another label: contributions are then to the difference of the two scores, which
        decides where an article has one label.

    Examples
    --------
    >>> from tenor import load_model
    >>> article = Article(article_id="1", text="The ferry and the trams run again.")
    >>> explanation = explain(load_model("tenor-theme@champion"), article, "transport")
    >>> sorted(term for _, term, _ in explanation.terms[:2])
    ['ferry', 'trams']
    """
    weights = np.asarray(model.weights[:, model.labels.index(label)], dtype=np.float64)
    if against:
        weights = weights - model.weights[:, model.labels.index(against)]
    characters = {
        "title": np.zeros(len(article.title)),
        "text": np.zeros(len(article.text)),
        "claim": np.zeros(len(article.claim)),
    }
    terms: dict[tuple[str, str], float] = defaultdict(float)
    start = 0
    for view in model.views:
        own = weights[start : start + len(view.vocabulary)]
        start += len(view.vocabulary)
        text = view.text_of(article)
        contributions = _contributions(view, own, text)
        for term, value in contributions.items():
            terms[view.field, term] += value
        _distribute(characters, view, text, contributions)
    ranked = sorted(terms.items(), key=lambda item: (-abs(item[1]), item[0]))
    intercept = float(model.intercept[model.labels.index(label)])
    if against:
        intercept -= float(model.intercept[model.labels.index(against)])
    contributed = tuple((field, term, value) for (field, term), value in ranked)
    return Explanation(contributed, intercept, **characters)


def _contributions(view: FittedView, weights: NDArray[np.float64], text: str) -> dict[str, float]:
    columns, values = view.vectorize(Counter(view.analysis.terms(text)))
    contributions = (values * weights[columns]).tolist()
    terms = (view.vocabulary[column] for column in columns.tolist())
    return {term: value for term, value in zip(terms, contributions, strict=True) if value}


def _distribute(
    characters: dict[str, NDArray[np.float64]],
    view: FittedView,
    text: str,
    contributions: dict[str, float],
) -> None:
    parts = FIELDS[view.field].located_in
    if not parts:
        return  # Positions in a computed field are no positions in the article.
    spans = [span for span in term_spans(text, view.analysis) if span[0] in contributions]
    n_occurrences = Counter(term for term, _, _ in spans)
    of_text = np.zeros(len(text))
    for term, start, stop in spans:
        of_text[start:stop] += contributions[term] / n_occurrences[term] / (stop - start)
    start = 0
    for part in parts:
        # A lead ends before the body does.
        own = of_text[start : start + len(characters[part])]
        characters[part][: len(own)] += own
        start += len(characters[part]) + len(SEPARATOR)
