"""A TF-IDF vectorizer that gives scikit-learn's matrix, at the speed of the machine."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from numbers import Integral
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from tenor.features.analysis import Analysis
from tenor.features.view import NORMS
from tenor.features.vocabulary import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

TOKEN_PATTERN = r"(?u)\b\w\w+\b"


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

    def fit(self, raw_documents: Iterable[str], y: object = None) -> Self:
        """Learn vocabulary and idf from texts.

        Raises
        ------
        ValueError
            If a parameter or the texts cannot be used, as scikit-learn does.
        """
        self._learn(_texts(raw_documents))
        return self

    def fit_transform(self, raw_documents: Iterable[str], y: object = None) -> csr_matrix:
        """Learn vocabulary and idf, and return the matrix of the texts, shape (n, n_features)."""
        texts = _texts(raw_documents)
        return self._matrix(texts, self._learn(texts))

    def transform(self, raw_documents: Iterable[str]) -> csr_matrix:
        """Return the matrix of texts, shape (n, n_features)."""
        return self._matrix(_texts(raw_documents), 0)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """Return the terms, in the order of the columns."""
        self._check_fitted()
        names = np.array([self._terms[i] for i in range(len(self._terms))], dtype=object)
        if self._columns is not None:
            names[self._columns] = names.copy()
        return names

    def get_stop_words(self) -> frozenset[str] | None:
        """Return the words left out, or None."""
        match self.stop_words:
            case None:
                return None
            case "english":
                return frozenset(ENGLISH_STOP_WORDS)
            case str():
                raise ValueError(f"stop_words '{self.stop_words}' is not 'english' or a list")
            case words:
                return frozenset(words)

    @property
    def vocabulary_(self) -> dict[str, int]:
        """Term to column."""
        return {name: i for i, name in enumerate(self.get_feature_names_out().tolist())}

    @property
    def terms(self) -> Vocabulary:
        """The learned terms in rising order, as arrays."""
        self._check_fitted()
        return self._terms

    @property
    def analysis(self) -> Analysis:
        """How texts are cut into terms."""
        return Analysis(
            analyzer=self.analyzer,  # type: ignore[arg-type]
            ngram_range=(int(self.ngram_range[0]), int(self.ngram_range[1])),
            lowercase=bool(self.lowercase),
            strip_accents=self.strip_accents,  # type: ignore[arg-type]
            stop_words=(self.get_stop_words() or frozenset())
            if self.analyzer == "word"
            else frozenset(),
        )

    def _learn(self, texts: list[str]) -> int:
        """Fit, and return the number of matrix entries that the texts will have, if known."""
        from tenor.features.counter import Counter
        from tenor.features.learning import learn

        self._check_parameters()
        if self.vocabulary is not None:
            self._terms, self._columns = _given_vocabulary(self.vocabulary)
            self._counter = Counter(self._terms, self.analysis, self._columns)
            if self.use_idf:
                in_texts = np.zeros(len(self._terms), dtype=np.int64)
                for _, columns, _ in self._counter.rows(texts, self._threads):
                    in_texts += np.bincount(columns, minlength=len(in_texts))
                self.idf_ = self._idf(in_texts, len(texts))
            return 0
        least, most = self._bounds(len(texts))
        learned = learn(texts, self.analysis, max(1, int(np.ceil(least))), self._threads)
        if not len(learned.vocabulary) and least <= 1:
            raise ValueError("empty vocabulary; perhaps the texts hold only stop words")
        kept = learned.in_texts <= most
        if self.max_features is not None and kept.sum() > self.max_features:
            # As scikit-learn draws the line, equal counts included.
            top = (-learned.occurs[kept]).argsort()[: self.max_features]
            kept = np.isin(np.arange(len(kept)), np.flatnonzero(kept)[top])
        if not kept.any():
            raise ValueError("no terms remain; take a lower min_df or a higher max_df")
        self._terms = learned.vocabulary if kept.all() else learned.vocabulary.take(kept)
        self._columns = None
        in_texts = learned.in_texts[kept]
        self._counter = Counter(self._terms, self.analysis)
        if self.use_idf:
            self.idf_ = self._idf(in_texts, len(texts))
        return int(in_texts.sum())

    def _matrix(self, texts: list[str], n_entries: int) -> csr_matrix:
        from tenor.features import kernels

        self._check_fitted()
        n_features = len(self._terms)
        idf = self.idf_ if self.use_idf else np.ones(n_features, dtype=self.dtype)
        row_ends = np.zeros(len(texts) + 1, dtype=np.int64)
        columns = np.empty(n_entries, dtype=np.int32)
        values = np.empty(n_entries, dtype=self.dtype)
        row = filled = 0
        for ends, batch_columns, counts in self._counter.rows(texts, self._threads):
            size = filled + len(batch_columns)
            if size > len(columns):
                room = size + size // 4 if row + len(ends) < len(texts) else size
                columns.resize(room, refcheck=False)
                values.resize(room, refcheck=False)
            if self.binary:
                counts[:] = 1
            columns[filled:size] = batch_columns
            kernels.weigh(
                ends, batch_columns, counts, idf, bool(self.sublinear_tf),
                NORMS[self.norm], values[filled:size],
            )  # fmt: skip
            row_ends[row + 1 : row + 1 + len(ends)] = ends + filled
            row += len(ends)
            filled = size
        columns.resize(filled, refcheck=False)
        values.resize(filled, refcheck=False)
        narrow = np.int32 if filled < 2**31 else np.int64
        matrix = csr_matrix(
            (values, columns.astype(narrow, copy=False), row_ends.astype(narrow, copy=False)),
            shape=(len(texts), n_features),
            copy=False,
        )
        if self._columns is not None:
            matrix.sort_indices()
        return matrix

    def _idf(self, in_texts: NDArray[np.int64], n_texts: int) -> NDArray[Any]:
        smooth = int(self.smooth_idf)
        frequency = in_texts.astype(self.dtype) + smooth
        with np.errstate(divide="ignore"):
            idf = np.log((n_texts + smooth) / frequency) + 1.0
        return np.asarray(idf, dtype=self.dtype)

    def _bounds(self, n_texts: int) -> tuple[float, float]:
        least = self.min_df if isinstance(self.min_df, Integral) else self.min_df * n_texts
        most = self.max_df if isinstance(self.max_df, Integral) else self.max_df * n_texts
        if most < least:
            raise ValueError("max_df corresponds to < documents than min_df")
        return float(least), float(most)

    def _check_parameters(self) -> None:
        low, high = self.ngram_range
        if not 1 <= low <= high:
            raise ValueError(f"ngram_range '{self.ngram_range}' is not a rising pair from 1 on")
        if self.analyzer not in ("word", "char", "char_wb"):
            raise ValueError(f"analyzer '{self.analyzer}' is not one of word, char, char_wb")
        if self.strip_accents not in (None, "ascii", "unicode"):
            raise ValueError(f"strip_accents '{self.strip_accents}' is not ascii, unicode or None")
        if self.norm not in NORMS:
            raise ValueError(f"norm '{self.norm}' is not one of l1, l2, None")
        if self.token_pattern != TOKEN_PATTERN:
            raise ValueError(
                f"token_pattern '{self.token_pattern}' is not the default; "
                "use sklearn.feature_extraction.text.TfidfVectorizer for other patterns"
            )
        if np.dtype(self.dtype) not in (np.float32, np.float64):
            raise ValueError(f"dtype '{self.dtype}' is not float32 or float64")

    def _check_fitted(self) -> None:
        if not hasattr(self, "_counter"):
            raise NotFittedError("this TfidfVectorizer is not fitted; call fit first")

    @property
    def _threads(self) -> int:
        cores = os.cpu_count() or 1
        wanted = -1 if self.n_jobs is None else int(self.n_jobs)
        return max(1, wanted if wanted > 0 else cores + 1 + wanted)


def _texts(raw_documents: Iterable[str]) -> list[str]:
    if isinstance(raw_documents, str):
        raise ValueError("Iterable over raw text documents expected, string object received.")
    texts = list(raw_documents)
    for i, text in enumerate(texts):
        if not isinstance(text, str):
            raise ValueError(f"text {i} is {type(text).__name__}, not str")
    return texts


def _given_vocabulary(
    vocabulary: Mapping[str, int] | Iterable[str],
) -> tuple[Vocabulary, NDArray[np.int32] | None]:
    if not isinstance(vocabulary, Mapping):
        terms = sorted(vocabulary) if isinstance(vocabulary, set) else list(vocabulary)
        vocabulary = {term: i for i, term in enumerate(terms)}
        if len(vocabulary) < len(terms):
            raise ValueError("a term stands twice in the vocabulary")
    if not vocabulary:
        raise ValueError("empty vocabulary passed to fit")
    if sorted(vocabulary.values()) != list(range(len(vocabulary))):
        raise ValueError("the columns of the vocabulary are not 0 to its size, each once")
    ordered = sorted(vocabulary, key=lambda term: term.encode("utf-8", "surrogatepass"))
    return Vocabulary.of(ordered), np.array([vocabulary[term] for term in ordered], dtype=np.int32)
