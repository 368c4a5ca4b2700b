"""Scores of many texts by several linear models, each text cut and counted once for all."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from tenor.features import kernels
from tenor.features.analysis import Analysis
from tenor.features.counter import Counter, united
from tenor.features.cutting import in_order
from tenor.features.view import NORMS, FittedView, Reads

if TYPE_CHECKING:
    from numpy.typing import NDArray

Texts = Mapping[Reads, Sequence[str]]
"""What is read of the same articles."""


class Scorer:
    """Scores articles by several models at once.

    Parameters
    ----------
    models
        Of each model its views and weights, shape (n_features, n_labels).
    """

    def __init__(self, models: Sequence[tuple[Sequence[FittedView], NDArray[np.float32]]]) -> None:
        self._n_labels = [weights.shape[1] for _, weights in models]
        ways: dict[tuple[Reads, Analysis], list[tuple[int, FittedView, NDArray[np.float32]]]] = {}
        for number, (views, weights) in enumerate(models):
            start = 0
            for view in views:
                own = weights[start : start + len(view.vocabulary)]
                ways.setdefault((view.reads, view.analysis), []).append((number, view, own))
                start += len(view.vocabulary)
        self._ways = []
        for (reads, analysis), users in ways.items():
            vocabulary, columns = united([view.vocabulary for _, view, _ in users])
            self._ways.append((reads, Counter.of(vocabulary, analysis), users, columns))

    def scores(self, texts: Texts) -> list[NDArray[np.float64]]:
        """Return each model's scores, without its intercept, shape (n, n_labels) each."""
        n = len(next(iter(texts.values())))
        threads = os.cpu_count() or 1
        size = max(1, min(128, -(-n // threads)))
        spans = [(start, min(start + size, n)) for start in range(0, n, size)]
        parts = list(in_order(lambda span: self._scores(texts, *span), spans, threads))
        return [np.concatenate(model) for model in zip(*parts, strict=True)]

    def _scores(self, texts: Texts, start: int, stop: int) -> list[NDArray[np.float64]]:
        out = [np.zeros((stop - start, n)) for n in self._n_labels]
        for reads, counter, users, columns in self._ways:
            ends, counted, counts = counter.count(texts[reads][start:stop])
            for (number, view, weights), column_of in zip(users, columns, strict=True):
                kernels.add_scores(
                    ends, counted, counts, column_of, view.idf,
                    (view.sublinear_tf, view.binary), NORMS[view.norm], view.weight,
                    weights, out[number],
                )  # fmt: skip
        return out
