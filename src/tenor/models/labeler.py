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
        is_loaded = "tenor.features.engine.kernels" in sys.modules
        plain_path_max = PLAIN_PATH_MAX_LOADED if is_loaded else PLAIN_PATH_MAX
        if self._scorer is None and len(articles) < plain_path_max:
            scores = self._plain_scores(articles)
        else:
            scores = self._compiled_scores(articles)
        predictions = [
            model.predictions(articles, own)
            for model, own in zip(self._models, scores, strict=True)
        ]
        return [list(row) for row in zip(*predictions, strict=True)]

    def _plain_scores(self, articles: Sequence[Article]) -> list[NDArray[np.float64]]:
        counts = [count_terms(article, self._models) for article in articles]
        return [
            np.array([model.raw_scores(own) for own in counts]).reshape(-1, len(model.labels))
            for model in self._models
        ]

    def _compiled_scores(self, articles: Sequence[Article]) -> list[NDArray[np.float64]]:
        if self._scorer is None:
            from tenor.features.scoring import Scorer

            weighted_views = [(model.views, model.weights) for model in self._models]
            self._scorer = Scorer(weighted_views, self._n_threads)
        views = {view.text_key: view for model in self._models for view in model.views}
        texts = {key: list(map(view.text_of, articles)) for key, view in views.items()}
        scores = self._scorer.scores(texts)
        return [own + model.intercept for model, own in zip(self._models, scores, strict=True)]


def count_terms(article: Article, models: Iterable[LinearModel]) -> ArticleCounts:
    """Count the terms of an article once for all models that label it."""
    views = {(view.text_key, view.analysis): view for model in models for view in model.views}
    return {key: Counter(view.analysis.terms(view.text_of(article))) for key, view in views.items()}
