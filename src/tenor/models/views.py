"""The views of a spec as one scikit-learn transformer, from texts to a matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin

from tenor.errors import CorpusError
from tenor.features.engine import kernels
from tenor.features.lsa import LsaComponents
from tenor.features.parameters import NoTermsError
from tenor.features.tfidf import TfidfVectorizer
from tenor.models.field_texts import FieldTexts
from tenor.models.pool import UnlabelledPool

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tenor.models.spec_tables import ViewSpec


class Features(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """The views of a spec side by side, from `FieldTexts` to one sparse matrix.

    Parameters
    ----------
    views
        The views.
    pool
        The unlabelled pool, on which LSA components are fitted; without its texts they are
        fitted on the texts given to `fit`.

    Attributes
    ----------
    fitted_
        The fitted vectorizer of each view, or its LSA components; None for an empty view, which
        has no term in any of the texts.
    empty_reasons_
        Why each empty view is empty, by the position of the view.
    """

    def __init__(self, views: tuple[ViewSpec, ...], pool: UnlabelledPool | None = None) -> None:
        self.views = views
        self.pool = pool

    def fit(self, X: FieldTexts, y: object = None) -> Self:
        """Fit the vocabulary and idf of each view, or its LSA components.

        Raises
        ------
        CorpusError
            If all views are empty.
        """
        self.fitted_: list[TfidfVectorizer | LsaComponents | None] = []
        self.empty_reasons_: dict[int, str] = {}
        for number, view in enumerate(self.views):
            try:
                self.fitted_.append(self._fit_view(view, X))
            except NoTermsError as exc:
                self.fitted_.append(None)
                self.empty_reasons_[number] = str(exc)
        if len(self.empty_reasons_) == len(self.views):
            reasons = "; ".join(
                f"view {number + 1} ('{self.views[number].field}'): {reason}"
                for number, reason in self.empty_reasons_.items()
            )
            raise CorpusError(f"no [[features]] table has a term to learn from: {reasons}")
        return self

    def transform(self, X: FieldTexts) -> csr_matrix:
        """Return the weighted values, float32, shape (n, n_features of all views)."""
        blocks: list[csr_matrix] = []
        for view, fitted in zip(self.views, self.fitted_, strict=True):
            if fitted is None:
                continue
            if isinstance(fitted, LsaComponents):
                texts = X if self._pool is None else self._pool.embedded_texts(X)
                block = _sparse(fitted.embed(texts.counts(view)))
            else:
                block = fitted.transform(X.counts(view))
            block.data *= view.weight
            blocks.append(block)
        return blocks[0] if len(blocks) == 1 else _hstack(blocks)

    def _fit_view(self, view: ViewSpec, texts: FieldTexts) -> TfidfVectorizer | LsaComponents:
        if not view.n_components:
            return view.vectorizer().fit(texts.counts(view))
        if self._pool is not None:
            components = self._pool.components(view, texts)
        else:
            counts = texts.counts(view)
            components = LsaComponents.fit(view.vectorizer(), counts, counts, view.n_components)
        if not len(components.components):
            raise NoTermsError("the texts share no terms, and so have no LSA component")
        return components

    @property
    def _pool(self) -> UnlabelledPool | None:
        return self.pool if self.pool is not None and self.pool.texts is not None else None


def _sparse(dense: NDArray[np.float32]) -> csr_matrix:
    n, n_columns = dense.shape
    columns = np.tile(np.arange(n_columns, dtype=np.int32), n)
    ends = np.arange(0, dense.size + 1, n_columns)
    return csr_matrix((dense.ravel(), columns, ends.astype(np.int32)), shape=dense.shape)


def _hstack(blocks: list[csr_matrix]) -> csr_matrix:
    # As SciPy's hstack, but each block is freed once it is copied.
    ends = np.sum([block.indptr.astype(np.int64) for block in blocks], axis=0)
    index = np.int32 if ends[-1] < 2**31 else np.int64
    columns = np.empty(ends[-1], dtype=index)
    values = np.empty(ends[-1], dtype=np.float32)
    next_place = ends[:-1].copy()
    first = 0
    while blocks:
        block = blocks.pop(0)
        kernels.copy_rows(
            block.indptr, block.indices, block.data, first, next_place, columns, values
        )
        first += block.shape[1]
    return csr_matrix((values, columns, ends.astype(index)), shape=(len(ends) - 1, first))
