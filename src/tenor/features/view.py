"""A fitted view of articles: one field, cut one way, weighted by TF-IDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.articles import Article
from tenor.features.analysis import Analysis
from tenor.features.fields import field_text
from tenor.features.vocabulary import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray


Reads = tuple[str, tuple[str, ...]]
"""A field, and what a target is called where it is made from that."""

NORMS = {None: 0, "l1": 1, "l2": 2}


@dataclass(frozen=True)
class FittedView:
    """What a TF-IDF vectorizer learned, as arrays.

    Attributes
    ----------
    field
        The article field it reads.
    analysis
        How the field is cut into terms.
    vocabulary, idf
        The terms and their inverse document frequencies, shape (n_features,);
        ``idf`` is all ones where the view does not use it.
    weight
        What the normalized vector is multiplied by.
    names
        What a stance's target is called, if the field is made from that.
    """

    field: str
    analysis: Analysis
    vocabulary: Vocabulary
    idf: NDArray[np.float64]
    sublinear_tf: bool = False
    binary: bool = False
    norm: str | None = "l2"
    weight: float = 1.0
    names: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, field: str, vectorizer: Any, weight: float, names: tuple[str, ...] = ()
    ) -> FittedView:
        """Take over what a fitted `TfidfVectorizer` learned."""
        vocabulary = vectorizer.terms
        idf = vectorizer.idf_ if vectorizer.use_idf else np.ones(len(vocabulary))
        return cls(
            field, vectorizer.analysis, vocabulary, np.asarray(idf, dtype=np.float64),
            vectorizer.sublinear_tf, vectorizer.binary, vectorizer.norm, weight, names,
        )  # fmt: skip

    @property
    def reads(self) -> Reads:
        """The text that it reads, for whatever has the same."""
        return self.field, self.names

    def text_of(self, article: Article) -> str:
        """Return that text of an article."""
        return field_text(
            self.field, title=article.title, text=article.text, claim=article.claim,
            names=self.names,
        )  # fmt: skip

    def vectorize(self, counts: dict[str, int]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return the columns and values of one article's counted terms."""
        columns, values = self.vocabulary.columns(counts)
        if self.binary:
            values = np.ones_like(values)
        if self.sublinear_tf:
            values = np.log(values) + 1.0
        values = values * self.idf[columns]
        if self.norm and len(values):
            length = np.sqrt(values @ values) if self.norm == "l2" else np.abs(values).sum()
            values /= length
        return columns, values * self.weight
