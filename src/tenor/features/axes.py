"""Latent semantic axes: words that stand in the same articles point the same way.

Axes are learned from articles whatever their labels, so that a model knows something of words
that none of its labelled articles holds.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise, repeat
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from tenor.features.counts import Counts
from tenor.features.tfidf import TfidfVectorizer

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPARE = 10
"""Directions that are followed beside those asked for, which makes these exact sooner."""

PASSES = 3
"""Times that random directions are turned towards the axes."""

Part = csr_matrix | np.ndarray
"""Some rows of a matrix."""


@dataclass(frozen=True)
class Digest:
    """Many articles as a few rows that have nearly the same leading axes.

    Attributes
    ----------
    kept
        Which terms of the counts have columns, shape (n_terms of the counts,).
    turned
        The rows as columns, the longest first, shape (n_columns, m), float32.
    """

    kept: NDArray[np.bool_]
    turned: NDArray[np.float32]

    @classmethod
    def of(cls, vectorizer: TfidfVectorizer, counts: Counts, n: int) -> Digest:
        """Learn terms and idf from counts, and keep what n axes of theirs can be begun from."""
        matrix = vectorizer.fit(counts).transform(counts)
        sizes, vectors = leading_axes(_blocks(matrix), n + SPARE)
        return cls(vectorizer.kept, sizes * vectors)

    def columns(self, kept: NDArray[np.bool_]) -> NDArray[np.float32]:
        """Return the rows with columns for other terms of the same counts."""
        both = kept & self.kept
        found = np.zeros((int(kept.sum()), self.turned.shape[1]), dtype=np.float32)
        found[both[kept]] = self.turned[both[self.kept]]
        return found.T


@dataclass(frozen=True)
class Axes:
    """Where each term of a view points, and from there each article.

    Attributes
    ----------
    vectorizer
        The fitted vectorizer of the terms.
    vectors
        Shape (n_terms, n_axes), float32.
    center
        What is taken from an article's place, shape (n_axes,).
    """

    vectorizer: TfidfVectorizer
    vectors: NDArray[np.float32]
    center: NDArray[np.float32]

    @classmethod
    def learn(
        cls,
        vectorizer: TfidfVectorizer,
        counts: Counts,
        own: Counts,
        n: int,
        digest: Digest | None = None,
    ) -> Axes:
        """Learn at most n axes.

        Parameters
        ----------
        vectorizer
            Not yet fitted.
        counts
            Of the texts whose terms and document frequencies are learned.
        own
            Of those among them that are taken as they are, whose places have mean 0 and a
            mean square length of 1.
        digest
            What the others come to.

        Notes
        -----
        Latent semantic analysis of Deerwester et al. (1990), with each term at the same
        length, whatever its frequency, as Levy, Goldberg and Dagan (2015) found best for
        word vectors ("Improving distributional similarity with lessons learned from word
        embeddings": the square root of the singular values, vectors of length 1).
        """
        matrix = vectorizer.fit(counts).transform(own)
        parts: list[Part] = _blocks(matrix)
        start = None
        if digest is not None:
            rows = digest.columns(vectorizer.kept)
            parts.append(rows)
            start = rows.T if len(rows) == n + SPARE else None
        sizes, vectors = leading_axes(parts, n, start)
        vectors = vectors * np.sqrt(sizes)
        length = np.sqrt(np.square(vectors).sum(axis=1, keepdims=True))
        vectors /= np.where(length > 0, length, 1)
        places = matrix @ vectors
        center = places.mean(axis=0)
        spread = np.sqrt(np.square(places - center).sum(axis=1).mean()) or 1
        return cls(vectorizer, vectors / spread, center / spread)

    def places(self, counts: Counts) -> NDArray[np.float32]:
        """Return where texts stand, shape (n, n_axes)."""
        found = self.vectorizer.transform(counts) @ self.vectors
        return np.asarray(found - self.center, dtype=np.float32)


def leading_axes(
    parts: Sequence[Part], n: int, start: NDArray[np.float32] | None = None
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the largest singular values, at most n, and their right singular vectors.

    Parameters
    ----------
    parts
        The rows of one matrix, m columns, in float32.
    start
        Near directions to begin from, shape (m, n or a few more); default random ones.

    Returns
    -------
    tuple
        Shapes (k,) and (m, k), falling values, none of them 0.

    Notes
    -----
    Subspace iteration with a few directions to spare, as Halko, Martinsson and Tropp (2011),
    "Finding structure with randomness".

    Examples
    --------
    >>> sizes, vectors = leading_axes([csr_matrix(np.diag([1, 3, 2]).astype(np.float32))], 2)
    >>> sizes.round(3).tolist(), abs(vectors).round(3).T.tolist()
    ([3.0, 2.0], [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    """
    passes, directions = 1, start
    if directions is None:
        passes, width = PASSES, min(n + SPARE, parts[0].shape[1])
        rng = np.random.default_rng(0)
        directions = rng.standard_normal((parts[0].shape[1], width), dtype=np.float32)
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        for _ in range(passes):
            seen = list(threads.map(_seen, parts, repeat(directions)))
            turned, lengths = _turned(reduce(np.add, map(_squares, seen)))
            back = threads.map(_back, parts, seen, repeat(turned / lengths))
            directions = reduce(np.add, back)
    turned, lengths = _turned(_squares(directions))
    return lengths[:n], directions @ (turned / lengths)[:, :n]


def _seen(part: Part, directions: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(part @ directions)


def _back(
    part: Part, seen: NDArray[np.float32], turned: NDArray[np.float32]
) -> NDArray[np.float32]:
    return np.asarray(part.T @ (seen @ turned))


def _squares(columns: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(columns.T @ columns)


def _turned(squares: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return how to turn columns, of which are given the products, and their lengths then.

    They are orthogonal then, the longest first; what has no length of its own is left out.
    """
    found, turned = np.linalg.eigh(squares.astype(np.float64))
    found, turned = found[::-1], turned[:, ::-1]
    long = found > 1e-6 * found[0]
    return turned[:, long].astype(np.float32), np.sqrt(found[long]).astype(np.float32)


def _blocks(matrix: csr_matrix) -> list[Part]:
    bounds = np.linspace(0, matrix.shape[0], 2 * (os.cpu_count() or 1) + 1, dtype=int)
    return [matrix[a:b] for a, b in pairwise(bounds) if b > a]
