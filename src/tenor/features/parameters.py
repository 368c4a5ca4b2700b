"""What a vectorizer may be made with, and be given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from numbers import Integral
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.features.view import NORMS
from tenor.features.vocabulary import Vocabulary

if TYPE_CHECKING:
    from tenor.features.tfidf import TfidfVectorizer

TOKEN_PATTERN = r"(?u)\b\w\w+\b"


def check_parameters(vectorizer: TfidfVectorizer) -> None:
    """Check what a vectorizer was made with.

    Raises
    ------
    ValueError
        If a parameter is none that it can have.
    """
    low, high = vectorizer.ngram_range
    if not 1 <= low <= high:
        raise ValueError(f"ngram_range '{vectorizer.ngram_range}' is not a rising pair from 1 on")
    if vectorizer.analyzer not in ("word", "char", "char_wb"):
        raise ValueError(f"analyzer '{vectorizer.analyzer}' is not one of word, char, char_wb")
    if vectorizer.strip_accents not in (None, "ascii", "unicode"):
        raise ValueError(
            f"strip_accents '{vectorizer.strip_accents}' is not ascii, unicode or None"
        )
    if vectorizer.norm not in NORMS:
        raise ValueError(f"norm '{vectorizer.norm}' is not one of l1, l2, None")
    if vectorizer.token_pattern != TOKEN_PATTERN:
        raise ValueError(
            f"token_pattern '{vectorizer.token_pattern}' is not the default; "
            "use sklearn.feature_extraction.text.TfidfVectorizer for other patterns"
        )
    if np.dtype(vectorizer.dtype) not in (np.float32, np.float64):
        raise ValueError(f"dtype '{vectorizer.dtype}' is not float32 or float64")


def bounds(min_df: float, max_df: float, n_texts: int) -> tuple[float, float]:
    """Return the fewest and most texts that a term may be in.

    Raises
    ------
    ValueError
        If the most are fewer than the fewest.
    """
    least = min_df if isinstance(min_df, Integral) else min_df * n_texts
    most = max_df if isinstance(max_df, Integral) else max_df * n_texts
    if most < least:
        raise ValueError("max_df corresponds to < documents than min_df")
    return float(least), float(most)


def texts_of(raw_documents: Iterable[Any]) -> Iterator[str]:
    """Yield texts as they are read.

    Raises
    ------
    ValueError
        If they are one text, or something among them is none.
    """
    if isinstance(raw_documents, str):
        raise ValueError("Iterable over raw text documents expected, string object received.")
    return map(_text, raw_documents)


def _text(text: object) -> str:
    if not isinstance(text, str):
        raise ValueError(f"a text is {type(text).__name__}, not str")
    return text


def given_vocabulary(vocabulary: Mapping[str, int] | Iterable[str]) -> Vocabulary:
    """Return the terms of a given vocabulary in the order of their columns.

    Raises
    ------
    ValueError
        If a column is missing or a term stands twice.
    """
    if not isinstance(vocabulary, Mapping):
        terms = sorted(vocabulary) if isinstance(vocabulary, set) else list(vocabulary)
        vocabulary = {term: i for i, term in enumerate(terms)}
        if len(vocabulary) < len(terms):
            raise ValueError("a term stands twice in the vocabulary")
    if not vocabulary:
        raise ValueError("empty vocabulary passed to fit")
    if sorted(vocabulary.values()) != list(range(len(vocabulary))):
        raise ValueError("the columns of the vocabulary are not 0 to its size, each once")
    return Vocabulary.of(sorted(vocabulary, key=vocabulary.__getitem__))
