"""How a text is cut into terms, exactly as scikit-learn's vectorizers do it, in plain Python."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Analyzer = Literal["word", "char", "char_wb"]
Accents = Literal["ascii", "unicode"]

MAX_NGRAM = 100
"""The longest n-gram of an analysis, in words or characters."""

_find_tokens = re.compile(r"(?u)\b\w\w+\b").findall
_space_runs = re.compile(r"\s\s+")


@dataclass(frozen=True)
class Analysis:
    """How a text is cut into terms.

    Attributes
    ----------
    analyzer, ngram_range, lowercase, strip_accents, stop_words
        As in scikit-learn's `TfidfVectorizer`, except that stop words are always a set.

    Examples
    --------
    >>> Analysis(ngram_range=(1, 2)).terms("The dam holds")
    ['the', 'dam', 'holds', 'the dam', 'dam holds']
    >>> Analysis(analyzer="char_wb", ngram_range=(3, 3)).terms("dam")
    [' da', 'dam', 'am ']
    """

    analyzer: Analyzer = "word"
    ngram_range: tuple[int, int] = (1, 1)
    lowercase: bool = True
    strip_accents: Accents | None = None
    stop_words: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        analyzer: Analyzer,
        ngram_range: tuple[int, int],
        lowercase: bool,
        strip_accents: Accents | None,
        stop_words: str | Iterable[str] | None,
    ) -> Self:
        """Return the analysis of a vectorizer's parameters.

        Equal analyses are equal objects, whatever types the parameters have.

        Parameters
        ----------
        analyzer, ngram_range, lowercase, strip_accents
            As in scikit-learn.
        stop_words
            As in scikit-learn; only the word analyzer uses them.

        Raises
        ------
        ValueError
            If ``stop_words`` is the name of an unknown list.
        """
        words = named_stop_words(stop_words) if analyzer == "word" else None
        low, high = ngram_range
        return cls(
            analyzer, (int(low), int(high)), bool(lowercase), strip_accents, words or frozenset()
        )

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text, each as often as it occurs."""
        if self.lowercase:
            text = text.lower()
        if self.strip_accents:
            text = strip_accents(text, self.strip_accents)
        if self.analyzer == "word":
            return self._word_ngrams(_find_tokens(text))
        text = _space_runs.sub(" ", text)
        if self.analyzer == "char":
            return self._char_ngrams(text)
        return self._char_wb_ngrams(text)

    def n_terms(self, lengths: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how many terms texts have, repeated ones each time.

        Parameters
        ----------
        lengths
            The tokens of each text: words without stop words, or characters. Of the char_wb
            analysis, the characters of each word, and a space before and after it.

        Examples
        --------
        >>> Analysis(ngram_range=(1, 2)).n_terms(np.array([0, 1, 3]))
        array([0, 1, 5])
        """
        low, high = self.ngram_range
        if self.analyzer != "char_wb":
            sizes = range(low, high + 1)
            return sum((np.maximum(lengths - n + 1, 0) for n in sizes), np.zeros_like(lengths))
        # The n-grams that are shorter than the word, and the whole word if none is longer.
        shorter = (np.maximum(lengths - n + 1, 0) * (lengths > n) for n in range(low, high + 1))
        return sum(shorter, (lengths <= high).astype(np.int64))

    def _word_ngrams(self, tokens: list[str]) -> list[str]:
        if self.stop_words:
            tokens = [token for token in tokens if token not in self.stop_words]
        low, high = self.ngram_range
        if high == 1:
            return tokens
        terms: list[str] = []
        for n in range(low, high + 1):
            if n == 1:
                terms += tokens
            else:
                ngrams = zip(*(tokens[i:] for i in range(n)), strict=False)
                terms += map(" ".join, ngrams)
        return terms

    def _char_ngrams(self, text: str) -> list[str]:
        low, high = self.ngram_range
        return [text[i : i + n] for n in range(low, high + 1) for i in range(len(text) - n + 1)]

    def _char_wb_ngrams(self, text: str) -> list[str]:
        low, high = self.ngram_range
        terms: list[str] = []
        for word in text.split():
            padded = f" {word} "
            for n in range(low, high + 1):
                terms += [padded[i : i + n] for i in range(max(1, len(padded) - n + 1))]
                # A word of at most n characters is one term, not one for each greater n.
                if len(padded) <= n:
                    break
        return terms


def named_stop_words(stop_words: str | Iterable[str] | None) -> frozenset[str] | None:
    """Return stop words as a set, those of scikit-learn for ``"english"``; None for None.

    Raises
    ------
    ValueError
        If ``stop_words`` is the name of another list.
    """
    if stop_words is None:
        return None
    if stop_words == "english":
        from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

        return frozenset(ENGLISH_STOP_WORDS)
    if isinstance(stop_words, str):
        raise ValueError(f"stop_words '{stop_words}' is neither 'english' nor a list of words")
    return frozenset(stop_words)


def strip_accents(text: str, form: str) -> str:
    """Return a text without accents; ``unicode`` keeps letters without an ASCII form."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    if form == "ascii":
        return decomposed.encode("ascii", "ignore").decode("ascii")
    return "".join(char for char in decomposed if not unicodedata.combining(char))
