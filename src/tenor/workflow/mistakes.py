"""The mistakes that a model was surest of, and the terms that made them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.articles import Article
from tenor.models import Model
from tenor.models.explaining import Explanation, explain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tenor.workflow.results import Predicted

MOST = 12
"""Mistakes of a kind that are kept."""


@dataclass(frozen=True)
class Mistake:
    """An article that was labelled wrongly while it was held out, by the model that did it.

    Attributes
    ----------
    article, true, given
        The article, the labels that people gave it and those of the model.
    label
        The label that is wrong, or, where ``missed``, that is lacking.
    over
        The true label that ``label`` was preferred to, where an article has one; else empty.
    confidence
        The probability of the model's answer: of ``label``, or of its absence where missed.
    explanation
        What the terms added to the score of ``label`` (over ``over``).
    """

    article: Article
    true: tuple[str, ...]
    given: tuple[str, ...]
    label: str
    over: str
    missed: bool
    confidence: float
    explanation: Explanation


class _Wrong(NamedTuple):
    row: int
    column: int
    missed: bool
    confidence: float


def surest(
    so_far: Sequence[Mistake],
    model: Model,
    predicted: Predicted,
    article: Callable[[str], Article],
) -> tuple[Mistake, ...]:
    """Return the surest mistakes, of those so far and of the articles that a model labelled.

    Parameters
    ----------
    so_far
        Mistakes of other parts, by the models of those.
    article
        Gives the article of an id.
    """
    kept: list[Mistake] = []
    wrongs = _wrongs(model, predicted)
    for missed in (False, True):
        found: list[Mistake | _Wrong] = [old for old in so_far if old.missed is missed]
        found += [wrong for wrong in wrongs if wrong.missed is missed]
        ranked = sorted(found, key=lambda one: -one.confidence)[:MOST]
        # Explaining takes as long as labelling: only what is kept is explained.
        kept += [
            _explained(one, model, predicted, article) if isinstance(one, _Wrong) else one
            for one in ranked
        ]
    return tuple(kept)


def _wrongs(model: Model, predicted: Predicted) -> list[_Wrong]:
    truth, given, chances = predicted.truth.astype(bool), predicted.given, predicted.probabilities
    known = np.array([label in model.labels for label in predicted.labels])
    # An article without any probability got no answer, and shows no confidence.
    answered = np.outer(chances.any(axis=1), known)
    found = [(given & ~truth & answered, False, chances)]
    if model.rule != "one":
        found.append((truth & ~given & answered, True, 1 - chances))
    return [
        _Wrong(row, column, missed, float(confidence[row, column]))
        for wrong, missed, confidence in found
        for row, column in np.argwhere(wrong).tolist()
    ]


def _explained(
    wrong: _Wrong, model: Model, predicted: Predicted, article: Callable[[str], Article]
) -> Mistake:
    labels, row = predicted.labels, wrong.row
    true, given = _names(predicted.truth[row], labels), _names(predicted.given[row], labels)
    label = labels[wrong.column]
    over = next((name for name in true if name in model.labels), "") if model.rule == "one" else ""
    read = article(predicted.article_ids[row])
    found = explain(model, read, label, over)
    return Mistake(read, true, given, label, over, wrong.missed, wrong.confidence, found)


def _names(row: NDArray[np.generic], labels: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(labels[i] for i in np.flatnonzero(row))
