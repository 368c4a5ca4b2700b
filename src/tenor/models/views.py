"""The TF-IDF views of a spec, from the texts of articles to one matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin

from tenor.features import kernels
from tenor.features.axes import Axes
from tenor.features.tfidf import TfidfVectorizer
from tenor.models.axes import learned_axes, vectorizer_of
from tenor.models.texts import FieldTexts, analysis_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tenor.features.counts import Counts
    from tenor.models.spec_parts import ViewSpec


class Features(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """The views of a spec side by side, from `FieldTexts` to one matrix.

    Attributes
    ----------
    fitted_
        The fitted vectorizer of each view, or its axes.
    """

    def __init__(self, views: tuple[ViewSpec, ...]) -> None:
        self.views = views

    def fit(self, X: FieldTexts, y: object = None) -> Self:
        """Learn the vocabulary and idf of each view, or its axes."""
        self.fitted_: list[TfidfVectorizer | Axes] = [_learned(view, X) for view in self.views]
        return self

    def transform(self, X: FieldTexts) -> csr_matrix:
        """Return the weighted values, float32, shape (n, n_features of all views)."""
        parts: list[csr_matrix] = []
        for view, fitted in zip(self.views, self.fitted_, strict=True):
            if isinstance(fitted, Axes):
                part = _as_sparse(fitted.places(_counts(view, X.wider())))
            else:
                part = fitted.transform(_counts(view, X))
            part.data *= view.weight
            parts.append(part)
        return parts[0] if len(parts) == 1 else _side_by_side(parts)


def _learned(view: ViewSpec, texts: FieldTexts) -> TfidfVectorizer | Axes:
    if view.n_components:
        return learned_axes(view, texts)
    return vectorizer_of(view).fit(_counts(view, texts))


def _counts(view: ViewSpec, texts: FieldTexts) -> Counts:
    return texts.counts(view.field, analysis_of(view))


def _as_sparse(places: NDArray[np.float32]) -> csr_matrix:
    n, n_axes = places.shape
    columns = np.tile(np.arange(n_axes, dtype=np.int32), n)
    ends = np.arange(0, places.size + 1, n_axes)
    return csr_matrix((places.ravel(), columns, ends.astype(np.int32)), shape=places.shape)


def _side_by_side(parts: list[csr_matrix]) -> csr_matrix:
    # As SciPy's hstack, but no part is kept once it has been taken over.
    ends = np.sum([part.indptr.astype(np.int64) for part in parts], axis=0)
    index = np.int32 if ends[-1] < 2**31 else np.int64
    columns = np.empty(ends[-1], dtype=index)
    values = np.empty(ends[-1], dtype=np.float32)
    place = ends[:-1].copy()
    first = 0
    while parts:
        part = parts.pop(0)
        kernels.place(part.indptr, part.indices, part.data, first, place, columns, values)
        first += part.shape[1]
    return csr_matrix((values, columns, ends.astype(index)), shape=(len(ends) - 1, first))
