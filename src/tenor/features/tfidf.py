"""A TF-IDF vectorizer that gives scikit-learn's matrix, at the speed of the machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.exceptions import NotFittedError

from tenor.features import kernels
from tenor.features.analysis import Analysis, named_stop_words
from tenor.features.columns import Rows, columns_after
from tenor.features.counter import Counter
from tenor.features.counts import Counts
from tenor.features.cutting import in_order
from tenor.features.parameters import (
    TOKEN_PATTERN,
    bounds,
    check_parameters,
    given_vocabulary,
    texts_of,
)
from tenor.features.utf8 import batches
from tenor.features.view import NORMS
from tenor.features.vocabulary import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

N_VALUES = 1024
"""Counts below this one have their worth in a table."""

Texts = Iterable[str] | Counts


class TfidfVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Turn texts into TF-IDF vectors, exactly as scikit-learn's TfidfVectorizer does.

    Parameters, attributes and results are those of scikit-learn's class of
    this name; the texts are cut and counted by compiled loops on all cores.

    Parameters
    ----------
    n_jobs
        Threads; -1 means one a core.
    token_pattern
        The default pattern only; for other tokens use scikit-learn's class.

    Attributes
    ----------
    idf_
        Inverse document frequencies, shape (n_features,).
    vocabulary_
        Term to column.

    Examples
    --------
    >>> from tenor import TfidfVectorizer
    >>> vectorizer = TfidfVectorizer(ngram_range=(1, 2))
    >>> matrix = vectorizer.fit_transform(["the dam holds", "the dam leaks"])
    >>> matrix.shape
    (2, 7)
    >>> vectorizer.get_feature_names_out().tolist()
    ['dam', 'dam holds', 'dam leaks', 'holds', 'leaks', 'the', 'the dam']
    """

    def __init__(
        self,
        *,
        analyzer: str = "word",
        ngram_range: tuple[int, int] = (1, 1),
        min_df: float = 1,
        max_df: float = 1.0,
        max_features: int | None = None,
        stop_words: str | Iterable[str] | None = None,
        lowercase: bool = True,
        strip_accents: str | None = None,
        token_pattern: str = TOKEN_PATTERN,
        sublinear_tf: bool = False,
        use_idf: bool = True,
        smooth_idf: bool = True,
        norm: str | None = "l2",
        binary: bool = False,
        vocabulary: Mapping[str, int] | Iterable[str] | None = None,
        dtype: DTypeLike = np.float64,
        n_jobs: int | None = -1,
    ) -> None:
        self.analyzer = analyzer
        self.ngram_range = ngram_range
        self.min_df = min_df
        self.max_df = max_df
        self.max_features = max_features
        self.stop_words = stop_words
        self.lowercase = lowercase
        self.strip_accents = strip_accents
        self.token_pattern = token_pattern
        self.sublinear_tf = sublinear_tf
        self.use_idf = use_idf
        self.smooth_idf = smooth_idf
        self.norm = norm
        self.binary = binary
        self.vocabulary = vocabulary
        self.dtype = dtype
        self.n_jobs = n_jobs

    def fit(self, raw_documents: Texts, y: object = None) -> Self:
        """Learn vocabulary and idf from texts.

        Raises
        ------
        ValueError
            If a parameter or the texts cannot be used, as scikit-learn does.
        """
        self._learn(raw_documents)
        return self

    def fit_transform(self, raw_documents: Texts, y: object = None) -> csr_matrix:
        """Learn vocabulary and idf, and return the matrix of the texts, shape (n, n_features).

        The texts are read once, a batch at a time.
        """
        counts = self._learn(raw_documents)
        parts = counts.parts(forget=counts is not raw_documents)
        return self._matrix(parts, lambda part: part, self._kept, self._n_entries)

    def transform(self, raw_documents: Texts) -> csr_matrix:
        """Return the matrix of texts, shape (n, n_features); read once, a batch at a time."""
        self._check_fitted()
        if isinstance(raw_documents, Counts):
            if self._counts is None or not self._counts.shares_with(raw_documents):
                raise ValueError("these counts are not of the texts that it was fitted on")
            return self._matrix(raw_documents.parts(), lambda part: part, self._kept)
        counter = self._counter.ready()

        def part(texts: list[str]) -> tuple[Rows, NDArray[np.intp]]:
            return counter.count(texts), np.arange(len(texts))

        return self._matrix(batches(texts_of(raw_documents)), part)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """Return the terms, in the order of the columns."""
        return np.array(list(self.terms), dtype=object)

    def get_stop_words(self) -> frozenset[str] | None:
        """Return the words left out, or None."""
        return named_stop_words(self.stop_words)

    @property
    def vocabulary_(self) -> dict[str, int]:
        """Term to column."""
        return {name: i for i, name in enumerate(self.get_feature_names_out().tolist())}

    @property
    def terms(self) -> Vocabulary:
        """The terms in the order of their columns, as arrays; spelled when first asked for."""
        self._check_fitted()
        return self._spelled if self._spelled is not None else self._counter.vocabulary()

    @property
    def kept(self) -> NDArray[np.bool_]:
        """Which terms of the counts it was fitted on have columns, shape (n_terms of those,)."""
        self._check_fitted()
        return self._kept

    @property
    def analysis(self) -> Analysis:
        """How texts are cut into terms."""
        return Analysis.of(
            self.analyzer,  # type: ignore[arg-type]
            self.ngram_range,
            self.lowercase,
            self.strip_accents,  # type: ignore[arg-type]
            self.stop_words,
        )

    def _learn(self, raw_documents: Texts) -> Counts:
        """Fit, and return the counts of the texts."""
        check_parameters(self)
        self._spelled = None if self.vocabulary is None else given_vocabulary(self.vocabulary)
        if isinstance(raw_documents, Counts):
            counts = raw_documents
        elif self._spelled is not None:
            counter = Counter.of(self._spelled, self.analysis)
            counts = Counts.by(counter, texts_of(raw_documents), self._threads)
        else:
            counts = Counts.of(batches(texts_of(raw_documents)), self.analysis, self._threads)
        in_texts, occurs = counts.frequencies(occurs=self.max_features is not None)
        kept = self._chosen(in_texts, occurs, len(counts))
        if self.use_idf:
            self.idf_ = self._idf(in_texts[kept], len(counts))
        self._kept, self._n_entries = kept, int(in_texts[kept].sum())
        # What many vectorizers share is taken apart for one of them only when it must be.
        self._counts = counts if counts is raw_documents else None
        self._made = None if self._counts else counts.counter(kept)
        return counts

    def _chosen(
        self, in_texts: NDArray[np.int32], occurs: NDArray[np.int64], n_texts: int
    ) -> NDArray[np.bool_]:
        if self.vocabulary is not None:
            return np.ones(len(in_texts), dtype=bool)
        if not in_texts.any():
            raise ValueError("empty vocabulary; perhaps the texts hold only stop words")
        least, most = bounds(self.min_df, self.max_df, n_texts)
        kept = (in_texts >= max(1, least)) & (in_texts <= most)
        if self.max_features is not None and kept.sum() > self.max_features:
            # As scikit-learn draws the line, equal counts included.
            top = (-occurs[kept]).argsort()[: self.max_features]
            kept[np.delete(np.flatnonzero(kept), top)] = False
        if not kept.any():
            raise ValueError("no terms remain; take a lower min_df or a higher max_df")
        return kept

    @property
    def _counter(self) -> Counter:
        if self._made is None:
            assert self._counts is not None
            self._made = self._counts.counter(self._kept)
        return self._made

    def _matrix(
        self,
        items: Iterable[Any],
        part_of: Callable[[Any], tuple[Rows, NDArray[np.intp]]],
        kept: NDArray[np.bool_] | None = None,
        n_entries: int = 0,
    ) -> csr_matrix:
        column_of = np.empty(0, dtype=np.int32)
        if kept is not None and not kept.all():
            column_of = columns_after(kept)
        n_features = len(self.idf_) if self.use_idf else int(self._kept.sum())
        idf = self.idf_ if self.use_idf else np.ones(n_features, dtype=self.dtype)
        value_of = np.arange(N_VALUES, dtype=np.float64)
        if self.binary:
            value_of[1:] = 1.0
        if self.sublinear_tf:
            value_of[1:] = np.log(value_of[1:]) + 1.0

        def weighed(item: Any) -> Any:
            rows, chosen = part_of(item)
            return kernels.weigh(
                *rows, chosen, column_of, idf, value_of, bool(self.sublinear_tf),
                NORMS[self.norm], np.empty(0, dtype=self.dtype),
            )  # fmt: skip

        row_ends = [np.zeros(1, dtype=np.int64)]
        columns = np.empty(n_entries, dtype=np.int32)
        values = np.empty(n_entries, dtype=self.dtype)
        filled = 0
        for ends, own_columns, own_values in in_order(weighed, items, self._threads):
            size = filled + len(own_columns)
            if size > len(columns):
                columns.resize(size + size // 4, refcheck=False)
                values.resize(size + size // 4, refcheck=False)
            columns[filled:size] = own_columns
            values[filled:size] = own_values
            row_ends.append(ends + filled)
            filled = size
        columns.resize(filled, refcheck=False)
        values.resize(filled, refcheck=False)
        narrow = np.int32 if filled < 2**31 else np.int64
        ends = np.concatenate(row_ends).astype(narrow, copy=False)
        return csr_matrix(
            (values, columns.astype(narrow, copy=False), ends),
            shape=(len(ends) - 1, n_features),
            copy=False,
        )

    def _idf(self, in_texts: NDArray[np.int32], n_texts: int) -> NDArray[Any]:
        smooth = int(self.smooth_idf)
        frequency = in_texts.astype(self.dtype) + smooth
        with np.errstate(divide="ignore"):
            idf = np.log((n_texts + smooth) / frequency) + 1.0
        return np.asarray(idf, dtype=self.dtype)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags

    def _check_fitted(self) -> None:
        if not hasattr(self, "_kept"):
            raise NotFittedError("this TfidfVectorizer is not fitted; call fit first")

    @property
    def _threads(self) -> int:
        cores = os.cpu_count() or 1
        wanted = -1 if self.n_jobs is None else int(self.n_jobs)
        return max(1, wanted if wanted > 0 else cores + 1 + wanted)
