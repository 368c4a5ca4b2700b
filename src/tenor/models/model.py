"""A model: fitted views, a linear classifier, calibration and thresholds, as NumPy arrays.

Labelling with it needs NumPy and nothing more.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.articles import Article
from tenor.codebook import Codebook, Target
from tenor.features import READ_CLAIMS, Analysis, FittedView, Reads
from tenor.models.calibration import Calibration

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tenor.features.scoring import Scorer

UNKNOWN = "unknown"
"""What is said of a stance towards something that a model was not trained for."""

AT_ONCE = 1 << 14
"""Features whose weights are compared at once."""

HANDFUL = 100
"""Fewer articles than this are labelled by the plain path."""

COUPLE = 10
"""The same where the compiled loops are loaded already, which takes most of their time."""

Counts = Mapping[tuple[Reads, Analysis], dict[str, int]]
"""The terms of one article, counted for each text that is read of it and way of cutting it."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a model says of one article.

    ``labels`` are the themes given, or the one position; it is empty for a
    stance where the article does not mention the target, and ``unknown`` where
    the stance is asked towards something that the model was not trained for.
    ``scores`` holds the probability of every label that was weighed.
    """

    labels: tuple[str, ...]
    scores: dict[str, float]


@dataclass(frozen=True)
class Model:
    """A fitted model of one task (and target).

    Attributes
    ----------
    task, target
        What it predicts.
    labels
        What it can say, in codebook order.
    rule
        ``one`` label an article, ``one or more``, or ``any`` number.
    views, weights, intercept
        Scores are the views' values times ``weights`` (n_features, n_labels)
        plus ``intercept``.
    calibration, thresholds
        From scores to probabilities, from probabilities to labels.
    codebook
        The codebook it was trained with.
    info
        Where it comes from: spec, fingerprints, versions, metrics.
    """

    task: str
    target: str
    labels: tuple[str, ...]
    rule: str
    views: tuple[FittedView, ...]
    weights: NDArray[np.float32]
    intercept: NDArray[np.float64]
    calibration: Calibration
    thresholds: NDArray[np.float64]
    codebook: Codebook
    info: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name that it is registered under."""
        return "tenor-theme" if self.task == "theme" else f"tenor-stance-{self.target}"

    def predict(self, articles: Iterable[Article]) -> list[Prediction]:
        """Label articles: one prediction an article, in their order."""
        return [prediction for [prediction] in Labeler([self]).label(list(articles))]

    @property
    def reads_claims(self) -> bool:
        """Whether it takes stances to any claim that an article comes with."""
        return any(view.field in READ_CLAIMS for view in self.views)

    def knows(self, article: Article) -> bool:
        """Whether the stance that is asked for is one that it was trained to take."""
        if self.task != "stance":
            return True
        if self.reads_claims:
            return bool(article.claim)
        return not article.target or self._target.is_called(article.target)

    def say(self, articles: Sequence[Article], scores: NDArray[np.float64]) -> list[Prediction]:
        """Return what the raw scores of articles, shape (n, n_labels), come to."""
        probabilities = self.calibration.probabilities(scores)
        given = decide(scores, probabilities, self.thresholds, self.rule)
        said = []
        for article, own, yes in zip(articles, probabilities.tolist(), given, strict=True):
            if not self.knows(article):
                said.append(Prediction((UNKNOWN,), {}))
            elif not self._may_say(article):
                said.append(Prediction((), {}))
            else:
                labels = tuple(self.labels[i] for i in np.flatnonzero(yes).tolist())
                said.append(Prediction(labels, dict(zip(self.labels, own, strict=True))))
        return said

    def _may_say(self, article: Article) -> bool:
        return self.task == "theme" or self._target.mentioned_in(article.title, article.text)

    def scores(self, counts: Counts) -> NDArray[np.float64]:
        """Return the raw scores of one article, shape (n_labels,)."""
        total = self.intercept.astype(np.float64)
        start = 0
        for view in self.views:
            columns, values = view.vectorize(counts[view.reads, view.analysis])
            total = total + values @ self.weights[columns + start]
            start += len(view.vocabulary)
        return total

    def top_terms(
        self, n: int = 20, labels: Sequence[str] | None = None
    ) -> dict[str, list[tuple[str, str, float]]]:
        """Return the n terms that speak most for each label: field, term, weight times idf.

        Of all labels, unless some are named; strongest first, and only what speaks for a label.
        """
        labels = self.labels if labels is None else labels
        columns = np.array([self.labels.index(label) for label in labels], dtype=np.intp)
        idf = np.concatenate([view.idf * view.weight for view in self.views])
        starts = np.cumsum([0] + [len(view.vocabulary) for view in self.views])

        def named(position: int, strength: float) -> tuple[str, str, float]:
            number = int(np.searchsorted(starts, position, side="right")) - 1
            view = self.views[number]
            return view.field, view.vocabulary[position - int(starts[number])], strength

        found = _strongest(self.weights, idf, columns, n)
        return {
            label: [named(*one) for one in zip(*map(np.ndarray.tolist, top), strict=True)]
            for label, top in zip(labels, found, strict=True)
        }

    @property
    def _target(self) -> Target:
        return self.codebook.target(self.target)


def count_terms(article: Article, models: Iterable[Model]) -> Counts:
    """Count an article's terms once for all the models that will label it."""
    wanted = {(view.reads, view.analysis): view for model in models for view in model.views}
    return {
        key: Counter(view.analysis.terms(view.text_of(article))) for key, view in wanted.items()
    }


class Labeler:
    """Labels articles by several models, cutting and counting each text once for all.

    A handful of articles takes the plain path, which needs NumPy alone. More
    than that pay for compiled loops, which give the same scores.
    """

    def __init__(self, models: Iterable[Model]) -> None:
        self._models = list(models)
        self._scorer: Scorer | None = None

    def label(self, articles: Sequence[Article]) -> list[list[Prediction]]:
        """Return for each article what each model says of it."""
        few = COUPLE if "tenor.features.kernels" in sys.modules else HANDFUL
        if self._scorer is None and len(articles) < few:
            scores = self._plain_scores(articles)
        else:
            scores = self._bulk_scores(articles)
        said = [model.say(articles, own) for model, own in zip(self._models, scores, strict=True)]
        return [list(row) for row in zip(*said, strict=True)]

    def _plain_scores(self, articles: Sequence[Article]) -> list[NDArray[np.float64]]:
        counts = [count_terms(article, self._models) for article in articles]
        return [
            np.array([model.scores(own) for own in counts]).reshape(-1, len(model.labels))
            for model in self._models
        ]

    def _bulk_scores(self, articles: Sequence[Article]) -> list[NDArray[np.float64]]:
        if self._scorer is None:
            from tenor.features.scoring import Scorer

            self._scorer = Scorer([(model.views, model.weights) for model in self._models])
        views = {view.reads: view for model in self._models for view in model.views}
        texts = {reads: list(map(view.text_of, articles)) for reads, view in views.items()}
        scores = self._scorer.scores(texts)
        return [own + model.intercept for model, own in zip(self._models, scores, strict=True)]


def decide(
    scores: NDArray[np.float64],
    probabilities: NDArray[np.float64],
    thresholds: NDArray[np.float64],
    rule: str,
) -> NDArray[np.bool_]:
    """Return which labels are given, by the codebook's rule of how many there are.

    All arrays but ``thresholds`` (n_labels,) have shape (n, n_labels).
    """
    if rule == "one":
        given = np.zeros(scores.shape, dtype=bool)
        # Thresholds of 0 weigh nothing: the best score wins.
        weighed = probabilities / thresholds if thresholds.all() else scores
        given[np.arange(len(scores)), weighed.argmax(axis=1)] = True
        return given
    given = probabilities >= thresholds
    if rule == "one or more":
        lacking = ~given.any(axis=1)
        best = (probabilities / np.maximum(thresholds, 1e-9)).argmax(axis=1)
        given[lacking, best[lacking]] = True
    return given


def _strongest(
    weights: NDArray[np.float32], scale: NDArray[np.float64], columns: NDArray[np.intp], n: int
) -> list[tuple[NDArray[np.intp], NDArray[np.float64]]]:
    """Return positions and values of the n largest scaled weights above 0 of each column."""
    top = [(np.empty(0, np.intp), np.empty(0)) for _ in columns]
    least = np.zeros(len(columns))
    for start in range(0, len(weights), AT_ONCE):
        block = slice(start, start + AT_ONCE)
        values = (weights[block][:, columns] * scale[block, None]).T
        for i in np.flatnonzero((values > least[:, None]).any(axis=1)).tolist():
            new = np.flatnonzero(values[i] > least[i])
            positions = np.concatenate([top[i][0], new + start])
            strengths = np.concatenate([top[i][1], values[i][new]])
            kept = np.argsort(-strengths, kind="stable")[:n]
            top[i] = positions[kept], strengths[kept]
            if len(kept) == n:
                least[i] = strengths[kept[-1]]
    return top
