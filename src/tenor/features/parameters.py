"""Checks of a vectorizer's parameters and of its input, with scikit-learn's rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from numbers import Integral
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.features.view import NORMS
from tenor.features.vocabulary import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import DTypeLike

TOKEN_PATTERN = r"(?u)\b\w\w+\b"


class NoTermsError(ValueError):
    """The texts have no term, or the limits of document frequency keep none."""


def check_parameters(
    *,
    analyzer: str,
    ngram_range: tuple[int, int],
    strip_accents: str | None,
    token_pattern: str,
    norm: str | None,
    dtype: DTypeLike,
) -> None:
    """Check those parameters of a vectorizer that have few possible values.

    Parameters
    ----------
    analyzer, ngram_range, strip_accents, token_pattern, norm, dtype
        As `TfidfVectorizer` takes them.

    Raises
    ------
    ValueError
        If a parameter has a value that is not possible.
    """
    low, high = ngram_range
    if not 1 <= low <= high:
        raise ValueError(f"ngram_range '{ngram_range}' is not a pair (low, high), 1 <= low <= high")
    if analyzer not in ("word", "char", "char_wb"):
        raise ValueError(f"analyzer '{analyzer}' is not one of word, char, char_wb")
    if strip_accents not in (None, "ascii", "unicode"):
        raise ValueError(f"strip_accents '{strip_accents}' is not one of ascii, unicode, None")
    if norm not in NORMS:
        raise ValueError(f"norm '{norm}' is not one of l1, l2, None")
    if token_pattern != TOKEN_PATTERN:
        raise ValueError(
            f"token_pattern '{token_pattern}' is not the default; "
            "use sklearn.feature_extraction.text.TfidfVectorizer for other patterns"
        )
    if np.dtype(dtype) not in (np.float32, np.float64):
        raise ValueError(f"dtype '{dtype}' is not one of float32, float64")


def document_frequency_bounds(min_df: float, max_df: float, n_texts: int) -> tuple[float, float]:
    """Return the lowest and the highest number of texts that a term may be in.

    Parameters
    ----------
    min_df, max_df
        Numbers of texts where they are integers, else shares of all texts.
    n_texts
        The number of texts.

    Raises
    ------
    NoTermsError
        If the highest number is below the lowest.
    """
    lowest = min_df if isinstance(min_df, Integral) else min_df * n_texts
    highest = max_df if isinstance(max_df, Integral) else max_df * n_texts
    if highest < lowest:
        raise NoTermsError(
            f"max_df '{max_df}' of {n_texts} texts is below min_df '{min_df}'; use a lower min_df "
            "or a higher max_df"
        )
    return float(lowest), float(highest)


def checked_texts(raw_documents: Iterable[Any]) -> Iterator[str]:
    """Yield texts one by one, each checked.

    Raises
    ------
    ValueError
        If ``raw_documents`` is a string, or an item is not one.
    """
    if isinstance(raw_documents, str):
        raise ValueError("Iterable over raw text documents expected, string object received.")
    return map(_checked_text, raw_documents)


def _checked_text(text: object) -> str:
    if not isinstance(text, str):
        raise ValueError(f"text {text!r:.50} is of type '{type(text).__name__}', not str")
    return text


def fixed_vocabulary(vocabulary: Mapping[str, int] | Iterable[str]) -> Vocabulary:
    """Return the terms of a vectorizer's ``vocabulary`` parameter in the order of their columns.

    Raises
    ------
    ValueError
        If the vocabulary is empty, repeats a term, or lacks a column.
    """
    if not isinstance(vocabulary, Mapping):
        terms = sorted(vocabulary) if isinstance(vocabulary, set) else list(vocabulary)
        vocabulary = {term: column for column, term in enumerate(terms)}
        if len(vocabulary) < len(terms):
            repeated = next(term for column, term in enumerate(terms) if vocabulary[term] != column)
            raise ValueError(f"the vocabulary contains the term '{repeated}' more than once")
    if not vocabulary:
        raise ValueError("empty vocabulary passed to fit")
    if sorted(vocabulary.values()) != list(range(len(vocabulary))):
        raise ValueError(
            f"the columns of the vocabulary are not 0 to {len(vocabulary) - 1}, each once"
        )
    return Vocabulary.of(sorted(vocabulary, key=vocabulary.__getitem__))
