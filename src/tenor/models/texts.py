"""The text fields of articles, each cut and counted once for every way of cutting."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin

from tenor.features import field_text

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from tenor.features import Analysis
    from tenor.features.counts import Counts
    from tenor.models.spec_parts import ViewSpec


class FieldTexts:
    """The texts of articles, and how often each has each term.

    What is taken of it shares the counts, so that splits, folds and the trials of
    a search cut no text again; each still learns from its own articles only.

    Parameters
    ----------
    articles
        A table with the columns ``title``, ``text`` and ``claim``.
    """

    def __init__(self, articles: pd.DataFrame) -> None:
        self._articles = articles
        self._counts: dict[tuple[str, Analysis], Counts] = {}
        self._chosen = np.arange(len(articles))

    def __len__(self) -> int:
        """The number of articles."""
        return len(self._chosen)

    def take(self, chosen: NDArray[np.intp]) -> FieldTexts:
        """Return some of the articles, by position."""
        return self._with(self._chosen[chosen])

    def at(self, rows: NDArray[np.intp]) -> FieldTexts:
        """Return other articles of the same table, by their positions in it."""
        return self._with(rows)

    def followed_by(self, others: FieldTexts) -> FieldTexts:
        """Return these articles and, after them, others of the same table."""
        return self._with(np.concatenate([self._chosen, others._chosen]))

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield title and text of each article, without copying all of them at once."""
        titles, texts = self._articles["title"], self._articles["text"]
        for i in self._chosen.tolist():
            yield titles.iloc[i], texts.iloc[i]

    def column(self, name: str) -> pd.Series:
        """Return a column of the table."""
        return self._articles[name].iloc[self._chosen]

    def _with(self, chosen: NDArray[np.intp]) -> FieldTexts:
        taken = FieldTexts(self._articles)
        taken._counts, taken._chosen = self._counts, chosen
        return taken

    def counts(self, field: str, analysis: Analysis) -> Counts:
        """Return the counts of a field, cut in one way."""
        if (field, analysis) not in self._counts:
            from tenor.features.counts import Counts

            columns = (self._articles[name] for name in ("title", "text", "claim"))
            texts = (
                field_text(field, title=title, text=text, claim=claim)
                for title, text, claim in zip(*columns, strict=True)
            )
            self._counts[field, analysis] = Counts.of(texts, analysis, os.cpu_count() or 1)
        return self._counts[field, analysis].take(self._chosen)

    def count(self, views: Iterable[ViewSpec]) -> None:
        """Count what some views read now, which else is done when it is first asked for."""
        for view in views:
            self.counts(view.field, _vectorizer(view).analysis)


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
            vectorizer.fit(X.counts(view.field, vectorizer.analysis))
            for view in self.views
            for vectorizer in [_vectorizer(view)]
        ]
        return self

    def transform(self, X: FieldTexts) -> csr_matrix:
        """Return the weighted values, float32, shape (n, n_features of all views)."""
        parts: list[csr_matrix] = []
        for view, vectorizer in zip(self.views, self.vectorizers_, strict=True):
            part = vectorizer.transform(X.counts(view.field, vectorizer.analysis))
            part.data *= view.weight
            parts.append(part)
        return parts[0] if len(parts) == 1 else _side_by_side(parts)


def _side_by_side(parts: list[csr_matrix]) -> csr_matrix:
    from tenor.features import kernels

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


def _vectorizer(view: ViewSpec) -> Any:
    from tenor.features.tfidf import TfidfVectorizer

    parameters = view.model_dump(exclude={"field", "weight"})
    if isinstance(parameters["stop_words"], tuple):
        parameters["stop_words"] = list(parameters["stop_words"])
    return TfidfVectorizer(**parameters, dtype=np.float32)
