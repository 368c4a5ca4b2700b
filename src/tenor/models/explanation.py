"""Explanation: what each term of an article contributed to the score of a label.

The raw score of a label is its intercept and the contributions of the article's terms, each its
TF-IDF value times its weight. Calibration turns raw scores into probabilities.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tenor.articles import Article
from tenor.features import FIELDS, SEPARATOR, FittedView
from tenor.features.term_spans import term_spans
from tenor.models.linear_model import LinearModel

if TYPE_CHECKING:
    from numpy.typing import NDArray

PARTS = ("title", "text", "claim")
"""The parts of an article in which terms have places."""


class Contribution(NamedTuple):
    """The contribution of a term of a field to a raw score."""

    field: str
    term: str
    value: float


class Place(NamedTuple):
    """Where a term occurs: the part of the article, and the positions there."""

    part: str
    start: int
    stop: int


@dataclass(frozen=True)
class Explanation:
    """The contributions of the terms of an article to the raw score of a label.

    Attributes
    ----------
    label, against
        The label; and another one, if the contributions are to the difference of their scores.
    terms
        The contribution of each term in the model's vocabulary, the largest absolute
        contribution first.
    intercept
        What the score is without terms.
    title, text, claim
        The contribution of each character of the article, shape (n_characters,): that of a term
        is distributed evenly over its occurrences, and over their characters.
    """

    label: str
    against: str
    terms: tuple[Contribution, ...]
    intercept: float
    title: NDArray[np.float64]
    text: NDArray[np.float64]
    claim: NDArray[np.float64]

    @property
    def score(self) -> float:
        """The sum of intercept and contributions, which is the raw score, or the difference."""
        return math.fsum([self.intercept, *(value for _, _, value in self.terms)])


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
    return ArticleTerms(model, article).explain(label, against)


class ArticleTerms:
    """The terms of an article that a model knows, from which any of its labels is explained.

    Parameters
    ----------
    model
        The model.
    article
        The article.

    Attributes
    ----------
    n_terms, n_known_terms
        The number of different terms of the article, over all views; and of those among them
        that are in the vocabulary of the view.
    """

    def __init__(self, model: LinearModel, article: Article) -> None:
        self._model, self._article = model, article
        self._views: list[_ViewTerms] = []
        self.n_terms = self.n_known_terms = start = 0
        for view in model.views:
            text = view.text_of(article)
            counts = Counter(view.analysis.terms(text))
            columns, values = view.vectorize(counts)
            self._views.append(_ViewTerms(view, text, article, columns, columns + start, values))
            self.n_terms += len(counts)
            self.n_known_terms += len(columns)
            start += len(view.vocabulary)

    @cached_property
    def raw_scores(self) -> NDArray[np.float64]:
        """The raw score of each label, shape (n_labels,)."""
        scores = self._model.intercept.astype(np.float64)
        for own, weights in zip(self._views, self._weights, strict=True):
            scores = scores + own.values @ weights
        return scores

    @cached_property
    def _weights(self) -> list[NDArray[np.floating[Any]]]:
        """For each view, the weights of its terms, shape (n_terms, n_labels)."""
        return [self._model.weights[own.rows] for own in self._views]

    def explain(self, label: str, against: str = "") -> Explanation:
        """Explain the score of a label, or its difference to that of another label."""
        column = self._model.labels.index(label)
        other = self._model.labels.index(against) if against else None
        characters = {part: np.zeros(len(getattr(self._article, part))) for part in PARTS}
        values: dict[tuple[str, str], float] = defaultdict(float)
        for own, weights in zip(self._views, self._weights, strict=True):
            differences = weights[:, column].astype(np.float64)
            if other is not None:
                differences -= weights[:, other]
            contributions = own.values * differences
            for term, value in zip(own.terms, contributions.tolist(), strict=True):
                values[own.view.field, term] += value
            of_text = own.distribute(contributions)
            for part, start, stop in own.parts:
                # A lead ends before the body does.
                part_of_text = of_text[start:stop]
                characters[part][: len(part_of_text)] += part_of_text
        intercept = float(self._model.intercept[column])
        if other is not None:
            intercept -= float(self._model.intercept[other])
        return Explanation(label, against, _ranked(values), intercept, **characters)

    @cached_property
    def places(self) -> dict[tuple[str, str], list[Place]]:
        """The places of each term by field and term; empty for terms of a computed field."""
        places: dict[tuple[str, str], dict[Place, None]] = defaultdict(dict)
        for own in self._views:
            for number, start, stop in own.spans:
                # An n-gram may begin in the title and end in the body.
                found = {
                    Place(part, max(start, first) - first, min(stop, last) - first): None
                    for part, first, last in own.parts
                    if start < last and first < stop
                }
                places[own.view.field, own.terms[number]] |= found
        return {key: list(found) for key, found in places.items()}


class _ViewTerms:
    """The terms of an article that a view knows: rows of the weights, and TF-IDF values."""

    def __init__(
        self,
        view: FittedView,
        text: str,
        article: Article,
        columns: NDArray[np.intp],
        rows: NDArray[np.intp],
        values: NDArray[np.float64],
    ) -> None:
        self.view, self.text, self.rows, self.values = view, text, rows, values
        self.terms = view.vocabulary.terms(columns)
        self.parts: list[tuple[str, int, int]] = []
        """The parts of the article in the text: name, start and stop there."""
        start = 0
        for part in FIELDS[view.field].located_in:
            stop = start + len(getattr(article, part))
            self.parts.append((part, start, stop))
            start = stop + len(SEPARATOR)

    @cached_property
    def spans(self) -> list[tuple[int, int, int]]:
        """The occurrences of the terms: the number of the term, start and stop.

        There is none in a computed field, which has no places.
        """
        if not self.parts:
            return []
        number = {term: i for i, term in enumerate(self.terms)}
        return [
            (number[term], start, stop)
            for term, start, stop in term_spans(self.text, self.view.analysis)
            if term in number
        ]

    @cached_property
    def _covered(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
        """Every character of every occurrence: its position, its term, its share of the term."""
        of_span, starts, stops = np.array(self.spans, dtype=np.intp).T
        sizes = stops - starts
        span = np.repeat(np.arange(len(sizes)), sizes)
        positions = np.arange(sizes.sum()) + np.repeat(starts - np.cumsum(sizes) + sizes, sizes)
        # What separates title and text is no character of the article.
        is_part = np.zeros(len(self.text), dtype=bool)
        for _, start, stop in self.parts:
            is_part[start:stop] = True
        span, positions = span[is_part[positions]], positions[is_part[positions]]
        sizes = np.bincount(span, minlength=len(sizes))
        n_occurrences = np.bincount(of_span[sizes > 0], minlength=len(self.terms))
        shares = 1 / (n_occurrences[of_span[span]] * sizes[span])
        return positions, of_span[span], shares

    def distribute(self, contributions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the contribution of each character of the text, given that of each term."""
        if not self.spans:
            return np.zeros(len(self.text))
        positions, terms, shares = self._covered
        values: NDArray[np.float64] = contributions[terms] * shares
        return np.bincount(positions, values, len(self.text)).astype(np.float64, copy=False)


def _ranked(values: dict[tuple[str, str], float]) -> tuple[Contribution, ...]:
    ranked = sorted(values.items(), key=lambda item: (-abs(item[1]), item[0]))
    return tuple(Contribution(field, term, value) for (field, term), value in ranked if value)
