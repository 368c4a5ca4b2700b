"""A fitted view of articles: one text field, one analysis, TF-IDF weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.articles import Article
from tenor.features.analysis import Analysis
from tenor.features.fields import TextKey, field_text, text_key
from tenor.features.vocabulary import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

NORMS = {None: 0, "l1": 1, "l2": 2}


@dataclass(frozen=True)
class FittedView:
    """The fitted attributes of a TF-IDF vectorizer, as arrays, with the field it applies to.

    Attributes
    ----------
    field
        The text field.
    analysis
        How the field is split into terms.
    vocabulary, idf
        The terms and their inverse document frequencies, shape (n_features,); ``idf`` is 1
        throughout where the view does not use it.
    sublinear_tf, binary, norm
        As in scikit-learn's TfidfVectorizer.
    weight
        The factor by which the normalized vector is multiplied.
    target_names
        The names of the target, for a field that needs them; else empty.
    """

    field: str
    analysis: Analysis
    vocabulary: Vocabulary
    idf: NDArray[np.float64]
    sublinear_tf: bool = False
    binary: bool = False
    norm: str | None = "l2"
    weight: float = 1.0
    target_names: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, field: str, vectorizer: Any, weight: float, target_names: tuple[str, ...] = ()
    ) -> FittedView:
        """Return the view of a fitted `TfidfVectorizer`.

        Parameters
        ----------
        field
            The text field.
        vectorizer
            The fitted vectorizer.
        weight
            The weight of the view.
        target_names
            The names of the target of a stance; kept where the field needs them.
        """
        vocabulary = vectorizer.terms
        idf = vectorizer.idf_ if vectorizer.use_idf else np.ones(len(vocabulary))
        return cls(
            field,
            vectorizer.analysis,
            vocabulary,
            np.asarray(idf, dtype=np.float64),
            vectorizer.sublinear_tf,
            vectorizer.binary,
            vectorizer.norm,
            weight,
            text_key(field, target_names)[1],
        )

    @property
    def text_key(self) -> TextKey:
        """The key of the view's text; views of equal keys use the same text."""
        return self.field, self.target_names

    def text_of(self, article: Article) -> str:
        """Return the view's text of an article."""
        return field_text(self.text_key, article)

    def vectorize(self, counts: dict[str, int]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return the columns and TF-IDF values of one article's counted terms."""
        columns, known_counts = self.vocabulary.columns(counts)
        return columns, self.weigh(columns, known_counts)

    def weigh(self, columns: NDArray[np.intp], values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the TF-IDF values of one article's counts in columns of the vocabulary."""
        if self.binary:
            values = np.ones_like(values)
        if self.sublinear_tf:
            values = np.log(values) + 1.0
        values = values * self.idf[columns]
        if self.norm and len(values):
            length = np.sqrt(values @ values) if self.norm == "l2" else np.abs(values).sum()
            # A vector of zeros stays one, as in scikit-learn.
            values = values / length if length else values
        return values * self.weight
