"""A TF-IDF vectorizer with the parameters and results of scikit-learn's, on the engine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.exceptions import NotFittedError

from tenor.features.analysis import Analysis, named_stop_words
from tenor.features.engine.arrays import CsrRows, renumber_columns
from tenor.features.engine.counter import TermCounter
from tenor.features.engine.counts import TermCounts
from tenor.features.engine.matrix import Weighting, tfidf_matrix
from tenor.features.engine.utf8 import text_batches
from tenor.features.parameters import (
    TOKEN_PATTERN,
    NoTermsError,
    check_parameters,
    checked_texts,
    document_frequency_bounds,
    fixed_vocabulary,
)
from tenor.features.view import NORMS
from tenor.features.vocabulary import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray
    from scipy.sparse import csr_matrix

Texts = Iterable[str] | TermCounts
"""Texts, or their counts, which several vectorizers of the same analysis can share."""

Item = TypeVar("Item")


class TfidfVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Convert texts to a matrix of TF-IDF features, exactly as scikit-learn's class of this name.

    Parameters, attributes and results are scikit-learn's. The texts are cut and counted by compiled
    loops on all cores.

    Parameters
    ----------
    analyzer, ngram_range, min_df, max_df, max_features, stop_words, lowercase, strip_accents
        As in scikit-learn.
    token_pattern
        Only the default pattern is supported; use scikit-learn's class for others.
    sublinear_tf, use_idf, smooth_idf, norm, binary, vocabulary, dtype
        As in scikit-learn.
    n_jobs
        The number of threads; -1 uses all cores.

    Attributes
    ----------
    idf_
        Inverse document frequencies, shape (n_features,).
    vocabulary_
        The column of each term.

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
        """Learn vocabulary and idf from texts, or from their counts.

        Raises
        ------
        ValueError
            If a parameter is invalid.
        NoTermsError
            If no terms remain.
        """
        self._fit_counts(raw_documents)
        return self

    def fit_transform(self, raw_documents: Texts, y: object = None) -> csr_matrix:
        """Learn vocabulary and idf, and return the matrix of the texts, shape (n, n_features).

        Texts are read once. Errors are those of `fit`.
        """
        counts = self._fit_counts(raw_documents)
        batches = counts.batches(release=counts is not raw_documents)
        return self._matrix(batches, lambda batch: batch, self._kept_terms, self._n_entries)

    def transform(self, raw_documents: Texts) -> csr_matrix:
        """Return the matrix of texts, shape (n, n_features).

        Raises
        ------
        NotFittedError
            If the vectorizer is not fitted.
        ValueError
            If ``raw_documents`` are counts, and not of the texts that it is fitted to.
        """
        self._check_fitted()
        if isinstance(raw_documents, TermCounts):
            if self._counts is None or not self._counts.shares_rows_with(raw_documents):
                raise ValueError(
                    "these counts are not of the texts that the vectorizer was fitted on; "
                    "pass the texts themselves"
                )
            return self._matrix(raw_documents.batches(), lambda batch: batch, self._kept_terms)
        counter = self._counter.prepare()

        def rows_of(texts: list[str]) -> tuple[CsrRows, NDArray[np.intp]]:
            return counter.count(texts), np.arange(len(texts))

        return self._matrix(text_batches(checked_texts(raw_documents)), rows_of)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """Return the terms in the order of their columns, shape (n_features,)."""
        return np.array(list(self.terms), dtype=object)

    def get_stop_words(self) -> frozenset[str] | None:
        """Return the stop words, or None."""
        return named_stop_words(self.stop_words)

    @property
    def vocabulary_(self) -> dict[str, int]:
        """The column of each term."""
        return {term: column for column, term in enumerate(self.terms)}

    @property
    def terms(self) -> Vocabulary:
        """The terms in the order of their columns, spelled when they are asked for."""
        self._check_fitted()
        return self._vocabulary if self._vocabulary is not None else self._counter.vocabulary()

    @property
    def kept_terms(self) -> NDArray[np.bool_]:
        """Which terms of the counts that it is fitted to have a column, shape (n_terms,)."""
        self._check_fitted()
        return self._kept_terms

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

    def _fit_counts(self, raw_documents: Texts) -> TermCounts:
        """Fit to texts or counts, and return the counts."""
        check_parameters(
            analyzer=self.analyzer,
            ngram_range=self.ngram_range,
            strip_accents=self.strip_accents,
            token_pattern=self.token_pattern,
            norm=self.norm,
            dtype=self.dtype,
        )
        self._vocabulary = None if self.vocabulary is None else fixed_vocabulary(self.vocabulary)
        if isinstance(raw_documents, TermCounts):
            counts = raw_documents
        elif self._vocabulary is not None:
            counter = TermCounter.of(self._vocabulary, self.analysis)
            counts = TermCounts.counted_by(counter, checked_texts(raw_documents), self._n_threads)
        else:
            batches = text_batches(checked_texts(raw_documents))
            counts = TermCounts.of(batches, self.analysis, self._n_threads)
        in_texts, occurrences = counts.frequencies(with_occurrences=self.max_features is not None)
        kept = self._select_terms(in_texts, occurrences, len(counts))
        if self.use_idf:
            self.idf_ = self._idf(in_texts[kept], len(counts))
        self._kept_terms, self._n_entries = kept, int(in_texts[kept].sum())
        # Counts that several vectorizers share are kept, and a counter is made of them only when
        # other texts are transformed: the folds of a search never do that.
        self._counts = counts if counts is raw_documents else None
        self._own_counter = None if self._counts else counts.counter(kept)
        return counts

    def _select_terms(
        self, in_texts: NDArray[np.int32], occurrences: NDArray[np.int64], n_texts: int
    ) -> NDArray[np.bool_]:
        if self.vocabulary is not None:
            return np.ones(len(in_texts), dtype=bool)
        if not in_texts.any():
            raise NoTermsError("the texts have no term; perhaps they contain only stop words")
        lowest, highest = document_frequency_bounds(self.min_df, self.max_df, n_texts)
        kept = (in_texts >= max(1, lowest)) & (in_texts <= highest)
        if self.max_features is not None and kept.sum() > self.max_features:
            # The same sort as scikit-learn's, so that it decides alike between equal counts.
            top = (-occurrences[kept]).argsort()[: self.max_features]
            kept[np.delete(np.flatnonzero(kept), top)] = False
        if not kept.any():
            raise NoTermsError(
                f"none of the terms of {n_texts} texts remains with min_df '{self.min_df}' and "
                f"max_df '{self.max_df}'; use a lower min_df or a higher max_df"
            )
        return kept

    def _idf(self, in_texts: NDArray[np.int32], n_texts: int) -> NDArray[Any]:
        smooth = int(self.smooth_idf)
        frequencies = in_texts.astype(self.dtype) + smooth
        with np.errstate(divide="ignore"):
            idf = np.log((n_texts + smooth) / frequencies) + 1.0
        return np.asarray(idf, dtype=self.dtype)

    def _matrix(
        self,
        items: Iterable[Item],
        rows_of: Callable[[Item], tuple[CsrRows, NDArray[np.intp]]],
        kept: NDArray[np.bool_] | None = None,
        n_entries: int = 0,
    ) -> csr_matrix:
        """Return the matrix of counted rows, whose columns are those where ``kept`` is true."""
        new_columns = np.empty(0, dtype=np.int32)
        if kept is not None and not kept.all():
            new_columns = renumber_columns(kept)
        idf = self.idf_ if self.use_idf else np.ones(int(self._kept_terms.sum()), self.dtype)
        weighting = Weighting(
            idf, bool(self.sublinear_tf), bool(self.binary), NORMS[self.norm], np.dtype(self.dtype)
        )
        return tfidf_matrix(
            items,
            rows_of,
            weighting,
            new_columns=new_columns,
            n_entries=n_entries,
            n_jobs=self._n_threads,
        )

    @property
    def _counter(self) -> TermCounter:
        if self._own_counter is None:
            assert self._counts is not None
            self._own_counter = self._counts.counter(self._kept_terms)
        return self._own_counter

    @property
    def _n_threads(self) -> int:
        n_cores = os.cpu_count() or 1
        n_jobs = -1 if self.n_jobs is None else int(self.n_jobs)
        return max(1, n_jobs if n_jobs > 0 else n_cores + 1 + n_jobs)

    def _check_fitted(self) -> None:
        if not hasattr(self, "_kept_terms"):
            raise NotFittedError("this TfidfVectorizer is not fitted; call fit first")

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags
