"""Labelling articles with several models, each text split and counted once for all."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from tenor.articles import Article
from tenor.models.linear_model import ArticleCounts, LinearModel, Prediction

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tenor.features.scoring import Scorer

    _Scored = tuple[list[NDArray[np.float64]], NDArray[np.int64]]

PLAIN_PATH_MAX = 100
"""Below this number of articles, loading the compiled kernels costs more than they save."""

PLAIN_PATH_MAX_LOADED = 10
"""The same once the kernels are loaded."""


class Labeler:
    """Labels articles with several models.

    Few articles take the plain path, which needs NumPy alone; more of them take the compiled
    kernels, which give the same scores.

    Parameters
    ----------
    models
        The models.
    n_threads
        The number of threads; by default one for each core.
    """

    def __init__(self, models: Iterable[LinearModel], n_threads: int | None = None) -> None:
        self._models = list(models)
        self._n_threads = n_threads
        self._scorer: Scorer | None = None

    def label(self, articles: Sequence[Article]) -> list[list[Prediction]]:
        """Return for each article the prediction of each model."""
        return self.label_and_count(articles)[0]

    def label_and_count(
        self, articles: Sequence[Article]
    ) -> tuple[list[list[Prediction]], NDArray[np.int64]]:
        """Return the same, and how many terms each article has for each model.

        Returns
        -------
        predictions
            For each article the prediction of each model.
        terms
            The terms that each of n articles has in the views of each model, and those of them that
            the model does not know; repeated ones count each time; shape (n_models, 2, n).
        """
        if not articles:
            return [], np.zeros((len(self._models), 2, 0), dtype=np.int64)
        is_loaded = "tenor.features.engine.kernels" in sys.modules
        plain_path_max = PLAIN_PATH_MAX_LOADED if is_loaded else PLAIN_PATH_MAX
        if self._scorer is None and len(articles) < plain_path_max:
            scores, terms = self._plain_scores(articles)
        else:
            scores, terms = self._compiled_scores(articles)
        predictions = [
            model.predictions(articles, own)
            for model, own in zip(self._models, scores, strict=True)
        ]
        return [list(row) for row in zip(*predictions, strict=True)], terms

    def _plain_scores(self, articles: Sequence[Article]) -> _Scored:
        terms = np.zeros((len(self._models), 2, len(articles)), dtype=np.int64)
        scores = [np.zeros((len(articles), len(model.labels))) for model in self._models]
        for i, article in enumerate(articles):
            counts = count_terms(article, self._models)
            for own, own_terms, model in zip(scores, terms, self._models, strict=True):
                own[i], own_terms[:, i] = model.score_terms(counts)
        return scores, terms

    def _compiled_scores(self, articles: Sequence[Article]) -> _Scored:
        if self._scorer is None:
            from tenor.features.scoring import Scorer

            weighted_views = [(model.views, model.weights) for model in self._models]
            self._scorer = Scorer(weighted_views, self._n_threads)
        views = {view.text_key: view for model in self._models for view in model.views}
        texts = {key: list(map(view.text_of, articles)) for key, view in views.items()}
        scores, terms = self._scorer.scores(texts)
        with_intercepts = zip(self._models, scores, strict=True)
        return [own + model.intercept for model, own in with_intercepts], terms


def count_terms(article: Article, models: Iterable[LinearModel]) -> ArticleCounts:
    """Count the terms of an article once for all models that label it."""
    views = {(view.text_key, view.analysis): view for model in models for view in model.views}
    return {key: Counter(view.analysis.terms(view.text_of(article))) for key, view in views.items()}
