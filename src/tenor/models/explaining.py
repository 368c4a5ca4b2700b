"""Why a model gave an article a label: what each of its terms added."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.articles import Article
from tenor.features import FittedView
from tenor.features.spans import term_spans
from tenor.models.model import Model

if TYPE_CHECKING:
    from numpy.typing import NDArray

BETWEEN = len("\n\n")
"""Letters between the title and the body, where a view reads both as one text."""


@dataclass(frozen=True)
class Explanation:
    """What the terms of an article added to the score of a label.

    Attributes
    ----------
    terms
        Field, term and what it added, the largest (either way) first; only terms
        that the model knows.
    title, text, claim
        What each letter of the article added, shape (n_letters,): a term's share
        is spread evenly over the places where it stands, and over their letters.
    """

    terms: tuple[tuple[str, str, float], ...]
    title: NDArray[np.float64]
    text: NDArray[np.float64]
    claim: NDArray[np.float64]


def explain(model: Model, article: Article, label: str, over: str = "") -> Explanation:
    """Return what each term of an article added to the raw score of a label.

    A model is linear, so that these numbers and its intercept add up to the score.

    Parameters
    ----------
    label
        The label that was given, or was not.
    over
        Another label; the numbers are then of the difference of the two scores,
        which is what decides where an article has one label.

    Examples
    --------
    >>> from tenor import load_model
    >>> article = Article(article_id="1", text="The ferry and the trams run again.")
    >>> found = explain(load_model("tenor-theme@champion"), article, "transport")
    >>> sorted(term for _, term, _ in found.terms[:2])
    ['ferry', 'trams']
    """
    weights = np.asarray(model.weights[:, model.labels.index(label)], dtype=np.float64)
    if over:
        weights = weights - model.weights[:, model.labels.index(over)]
    letters = {
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
        added = _added(view, own, text)
        for term, value in added.items():
            terms[view.field, term] += value
        _spread(letters, view, text, added)
    ranked = sorted(terms.items(), key=lambda item: (-abs(item[1]), item[0]))
    return Explanation(tuple((field, term, value) for (field, term), value in ranked), **letters)


def _added(view: FittedView, weights: NDArray[np.float64], text: str) -> dict[str, float]:
    columns, values = view.vectorize(Counter(view.analysis.terms(text)))
    added = (values * weights[columns]).tolist()
    terms = (view.vocabulary[column] for column in columns.tolist())
    return {term: value for term, value in zip(terms, added, strict=True) if value}


def _spread(
    letters: dict[str, NDArray[np.float64]], view: FittedView, text: str, added: dict[str, float]
) -> None:
    parts = {"title": ["title"], "body": ["text"], "claim": ["claim"]}.get(view.field, [])
    if view.field in ("title_body", "lead", "narration", "target_sentences"):
        parts = ["title", "text"]
    if not parts:
        return  # What the view reads is made of the article, and stands nowhere in it.
    spans = [span for span in term_spans(text, view.analysis) if span[0] in added]
    times = Counter(term for term, _, _ in spans)
    whole = np.zeros(len(text))
    for term, start, stop in spans:
        whole[start:stop] += added[term] / times[term] / (stop - start)
    end = len(letters[parts[0]])
    letters[parts[0]] += whole[:end]
    if len(parts) > 1:
        rest = whole[end + BETWEEN :]
        letters[parts[1]][: len(rest)] += rest
