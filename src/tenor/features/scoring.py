"""Scores of many articles by several linear models, which share the counts of each text."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.features.analysis import Analysis
from tenor.features.compact_weights import CompactWeights, Weights
from tenor.features.engine import kernels
from tenor.features.engine.arrays import sums_of_rows
from tenor.features.engine.counter import TermCounter, vocabulary_union
from tenor.features.engine.threads import map_in_order
from tenor.features.fields import TextKey
from tenor.features.view import NORMS, FittedView

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_BATCH_SIZE = 128
"""Articles that a thread scores at a time."""

MAX_ORDERED = 1 << 18
"""Terms of a view up to which frequent ones are numbered first: with more, it takes longer than it
saves in ten thousand articles."""

Texts = Mapping[TextKey, Sequence[str]]
"""The texts of the same articles by field; all sequences have the same length."""


class _ModelView(NamedTuple):
    """A view of a model, and the model's coefficients for it, as the kernels take them."""

    model: int
    view: FittedView
    coefficients: NDArray[np.float32] | tuple[NDArray[np.int16], NDArray[np.int64]]


class _SharedCounter(NamedTuple):
    """The views of any models that cut the same texts in the same way, and one counter for them.

    ``features`` are those of the terms of words, where one view has the words for itself.
    """

    text_key: TextKey
    counter: TermCounter
    views: list[_ModelView]
    view_columns: list[NDArray[np.int32]]
    features: NDArray[np.int32] | None


class Scorer:
    """Computes the scores of articles by several linear models at once.

    Parameters
    ----------
    models
        The views of each model and its weights, shape (n_features of all views, n_labels).
    n_threads
        The number of threads; by default one for each core.
    """

    def __init__(
        self,
        models: Sequence[tuple[Sequence[FittedView], Weights]],
        n_threads: int | None = None,
    ) -> None:
        self._n_threads = n_threads or os.cpu_count() or 1
        self._weights = [weights for _, weights in models]
        groups: dict[tuple[TextKey, Analysis], list[_ModelView]] = {}
        for model, (views, weights) in enumerate(models):
            start = 0
            for view in views:
                stop = start + len(view.vocabulary)
                group = groups.setdefault((view.text_key, view.analysis), [])
                if isinstance(weights, CompactWeights):
                    rows = weights.rows, weights.starts[start : stop + 1]
                    group.append(_ModelView(model, view, rows))
                else:
                    group.append(_ModelView(model, view, weights[start:stop]))
                start = stop
        self._counters = []
        for (text_key, analysis), group in groups.items():
            union, view_columns = vocabulary_union([item.view.vocabulary for item in group])
            features = frequent_first = None
            if len(group) == 1 and len(union) <= MAX_ORDERED:
                frequent_first = np.argsort(group[0].view.idf, kind="stable")
            counter = TermCounter.of(union, analysis, frequent_first)
            if counter.counts_words and len(group) == 1:
                columns = counter.term_columns
                features = np.where(columns >= 0, view_columns[0][columns], columns)
            self._counters.append(_SharedCounter(text_key, counter, group, view_columns, features))

    def scores(self, texts: Texts) -> tuple[list[NDArray[np.float64]], NDArray[np.int64]]:
        """Return the scores of n articles by each model, and the numbers of their terms.

        Returns
        -------
        scores
            The scores by each model, without its intercept, shape (n, n_labels) each.
        terms
            The terms that each article has in the views of each model, and those of them that its
            vocabularies lack; repeated ones count each time; shape (n_models, 2, n).
        """
        n = len(next(iter(texts.values())))
        size = max(1, min(MAX_BATCH_SIZE, -(-n // self._n_threads)))
        spans = [(start, min(start + size, n)) for start in range(0, n, size)]
        batches = list(
            map_in_order(lambda span: self._batch_scores(texts, *span), spans, self._n_threads)
        )
        scores = [np.concatenate(own) for own in zip(*(own for own, _ in batches), strict=True)]
        return scores, np.concatenate([terms for _, terms in batches], axis=2)

    def _batch_scores(
        self, texts: Texts, start: int, stop: int
    ) -> tuple[list[NDArray[np.float64]], NDArray[np.int64]]:
        scores = [np.zeros((stop - start, _n_sums(weights))) for weights in self._weights]
        terms = np.zeros((len(scores), 2, stop - start), dtype=np.int64)
        for text_key, counter, views, view_columns, features in self._counters:
            if features is not None:
                [(model, view, coefficients)] = views
                words, word_ends, word_terms, n_terms = counter.words(texts[text_key][start:stop])
                n_known = np.diff(word_terms.ends, prepend=0)[words]
                terms[model] += n_terms, n_terms - sums_of_rows(n_known, word_ends)
                kernels.add_scores_of_words(
                    words,
                    word_ends,
                    *word_terms,
                    features,
                    *_weighting(view),
                    coefficients,
                    scores[model],
                )
                continue
            rows, n_terms = counter.count_all(texts[text_key][start:stop])
            for (model, view, coefficients), columns in zip(views, view_columns, strict=True):
                # One view alone has all terms that are counted.
                known = rows.counts
                if len(views) > 1:
                    known = known * (columns[rows.columns] >= 0)
                terms[model] += n_terms, n_terms - sums_of_rows(known, rows.ends)
                kernels.add_linear_scores(
                    *rows, columns, *_weighting(view), coefficients, scores[model]
                )
        own_scores = [
            weights.scores(sums) if isinstance(weights, CompactWeights) else sums
            for weights, sums in zip(self._weights, scores, strict=True)
        ]
        return own_scores, terms


def _n_sums(weights: Weights) -> int:
    n_labels: int = weights.shape[1]
    return n_labels + 1 if isinstance(weights, CompactWeights) else n_labels


def _weighting(view: FittedView) -> tuple[NDArray[np.float64], tuple[bool, bool], int, float]:
    """Return what weighs the counts of a view, as the kernels take it."""
    return view.idf, (view.sublinear_tf, view.binary), NORMS[view.norm], view.weight
