"""The TF-IDF views of a spec, from the texts of articles to one matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin

from tenor.features import kernels
from tenor.features.tfidf import TfidfVectorizer
from tenor.models.texts import FieldTexts, analysis_of

if TYPE_CHECKING:
    from tenor.models.spec_parts import ViewSpec


class Features(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """The views of a spec side by side, from `FieldTexts` to one matrix.

    Attributes
    ----------
    vectorizers_
        The fitted vectorizer of each view.
    """

    def __init__(self, views: tuple[ViewSpec, ...]) -> None:
        self.views = views

    def fit(self, X: FieldTexts, y: object = None) -> Self:
        """Learn the vocabulary and idf of each view."""
        self.vectorizers_ = [
            _vectorizer(view).fit(X.counts(view.field, analysis_of(view))) for view in self.views
        ]
        return self

    def transform(self, X: FieldTexts) -> csr_matrix:
        """Return the weighted values, float32, shape (n, n_features of all views)."""
        parts: list[csr_matrix] = []
        for view, vectorizer in zip(self.views, self.vectorizers_, strict=True):
            part = vectorizer.transform(X.counts(view.field, analysis_of(view)))
            part.data *= view.weight
            parts.append(part)
        return parts[0] if len(parts) == 1 else _side_by_side(parts)


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


def _vectorizer(view: ViewSpec) -> TfidfVectorizer:
    parameters = view.model_dump(exclude={"field", "weight"})
    if isinstance(parameters["stop_words"], tuple):
        parameters["stop_words"] = list(parameters["stop_words"])
    return TfidfVectorizer(**parameters, dtype=np.float32)
