"""Latent semantic analysis: terms that occur in the same texts have similar vectors.

Components are fitted without labels, so that a model can use terms that no labelled article has.
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

from tenor.features.engine.counts import TermCounts
from tenor.features.tfidf import TfidfVectorizer

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_OVERSAMPLES = 10
"""Directions in addition to the wanted components, which make these accurate in few iterations."""

N_ITER = 3
"""Iterations from random directions; from those of a sketch one is enough."""

MIN_RELATIVE_EIGENVALUE = 1e-6
"""Eigenvalues below this share of the largest are zero within the precision of float32."""

RowBlock = csr_matrix | np.ndarray
"""Some rows of a matrix, shape (n_rows, n_features), float32."""


@dataclass(frozen=True)
class LsaSketch:
    """Many texts as few rows with nearly the same leading components.

    The sketch of texts that do not change is computed once. It replaces their rows wherever
    components are fitted to these texts and others.

    Attributes
    ----------
    kept_terms
        Which terms of the counts are columns of the sketch, shape (n_terms of the counts,).
    columns
        The transposed rows, the longest first, shape (n_features, n_rows), float32.
    """

    kept_terms: NDArray[np.bool_]
    columns: NDArray[np.float32]

    @classmethod
    def fit(cls, vectorizer: TfidfVectorizer, counts: TermCounts, n_components: int) -> LsaSketch:
        """Return the sketch of texts.

        Parameters
        ----------
        vectorizer
            An unfitted vectorizer; terms and idf are learned from the counts.
        counts
            The counts of the texts.
        n_components
            The number of components that will be fitted with the sketch. The sketch has
            `N_OVERSAMPLES` more rows.
        """
        matrix = vectorizer.fit(counts).transform(counts)
        singular_values, components = truncated_svd(
            _row_blocks(matrix), n_components + N_OVERSAMPLES
        )
        return cls(vectorizer.kept_terms, singular_values * components.T)

    def rows(self, kept_terms: NDArray[np.bool_]) -> NDArray[np.float32]:
        """Return the rows with columns for other terms of the same counts.

        Terms that the sketch lacks have columns of zeros. The result has shape
        (n_rows, number of ``kept_terms``).
        """
        is_shared = kept_terms & self.kept_terms
        columns = np.zeros((int(kept_terms.sum()), self.columns.shape[1]), dtype=np.float32)
        columns[is_shared[kept_terms]] = self.columns[is_shared[self.kept_terms]]
        return columns.T


@dataclass(frozen=True)
class LsaComponents:
    """Fitted LSA: a linear map from TF-IDF vectors to embeddings of few dimensions.

    Attributes
    ----------
    vectorizer
        The fitted vectorizer of the terms.
    components
        The embedding of each term as a column, shape (n_components, n_features), float32.
    mean
        The mean embedding of the fitted rows, which is subtracted, shape (n_components,).
    """

    vectorizer: TfidfVectorizer
    components: NDArray[np.float32]
    mean: NDArray[np.float32]

    @classmethod
    def fit(
        cls,
        vectorizer: TfidfVectorizer,
        counts: TermCounts,
        row_counts: TermCounts,
        n_components: int,
        sketch: LsaSketch | None = None,
    ) -> LsaComponents:
        """Fit at most ``n_components`` components.

        Parameters
        ----------
        vectorizer
            An unfitted vectorizer.
        counts
            The counts of all texts, from which terms and idf are learned.
        row_counts
            The counts of the texts whose rows the components are fitted to: all, or all but those
            of the sketch. Their embeddings have mean 0 and a mean squared length of 1.
        n_components
            The number of components; there are fewer where the texts have a lower rank.
        sketch
            The sketch of the other texts; the components are fitted to its rows too.

        Notes
        -----
        Latent semantic analysis of Deerwester et al. (1990), "Indexing by latent semantic
        analysis". Singular vectors are multiplied by the square root of the singular values, and
        the vector of each term has length 1, whatever its frequency, as Levy, Goldberg and Dagan
        (2015) found best for word vectors, "Improving distributional similarity with lessons
        learned from word embeddings".
        """
        matrix = vectorizer.fit(counts).transform(row_counts)
        blocks: list[RowBlock] = _row_blocks(matrix)
        initial_directions = None
        if sketch is not None:
            sketch_rows = sketch.rows(vectorizer.kept_terms)
            blocks.append(sketch_rows)
            # A sketch of full rank already points near the components of all texts.
            if len(sketch_rows) == n_components + N_OVERSAMPLES:
                initial_directions = sketch_rows.T
        singular_values, components = truncated_svd(blocks, n_components, initial_directions)
        terms = components.T * np.sqrt(singular_values)
        lengths = np.sqrt(np.square(terms).sum(axis=1, keepdims=True))
        terms /= np.where(lengths > 0, lengths, 1)
        embeddings = matrix @ terms
        mean = embeddings.mean(axis=0)
        scale = np.sqrt(np.square(embeddings - mean).sum(axis=1).mean()) or 1
        return cls(vectorizer, (terms / scale).T, mean / scale)

    def embed(self, counts: TermCounts) -> NDArray[np.float32]:
        """Return the embeddings of texts, shape (n_texts, n_components)."""
        embeddings = self.vectorizer.transform(counts) @ self.components.T
        return np.asarray(embeddings - self.mean, dtype=np.float32)


def truncated_svd(
    blocks: Sequence[RowBlock],
    n_components: int,
    initial_directions: NDArray[np.float32] | None = None,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the largest singular values of a matrix and their right singular vectors.

    Parameters
    ----------
    blocks
        The rows of the matrix in blocks, shapes (n_rows of the block, n_features), float32.
    n_components
        The number of singular values. There are fewer where the matrix has a lower rank.
    initial_directions
        Directions near the singular vectors, shape (n_features, at least n_components). One
        iteration begins with them. By default `N_ITER` iterations begin with random ones.

    Returns
    -------
    singular_values
        In falling order, none of them 0, shape (k,).
    components
        The right singular vectors as rows, shape (k, n_features).

    Notes
    -----
    Subspace iteration with oversampling, by Halko, Martinsson and Tropp (2011), "Finding structure
    with randomness: probabilistic algorithms for constructing approximate matrix decompositions".

    Examples
    --------
    >>> matrix = csr_matrix(np.diag([1, 3, 2]).astype(np.float32))
    >>> singular_values, components = truncated_svd([matrix], 2)
    >>> singular_values.round(3).tolist(), abs(components).round(3).tolist()
    ([3.0, 2.0], [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    """
    n_iter, directions = 1, initial_directions
    if directions is None:
        n_features = blocks[0].shape[1]
        n_iter, n_directions = N_ITER, min(n_components + N_OVERSAMPLES, n_features)
        rng = np.random.default_rng(0)
        directions = rng.standard_normal((n_features, n_directions), dtype=np.float32)
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        for _ in range(n_iter):
            projections = list(threads.map(_project, blocks, repeat(directions)))
            # The projections are orthogonalized by their Gram matrix, of shape (n_directions,
            # n_directions), which is cheaper than a QR decomposition of the tall matrix.
            rotation, norms = _orthogonalizing_rotation(reduce(np.add, map(_gram, projections)))
            back_projections = threads.map(
                _back_project, blocks, projections, repeat(rotation / norms)
            )
            directions = reduce(np.add, back_projections)
    rotation, norms = _orthogonalizing_rotation(_gram(directions))
    vectors = directions @ (rotation / norms)[:, :n_components]
    return norms[:n_components], vectors.T


def _project(block: RowBlock, directions: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(block @ directions)


def _back_project(
    block: RowBlock, projection: NDArray[np.float32], rotation: NDArray[np.float32]
) -> NDArray[np.float32]:
    return np.asarray(block.T @ (projection @ rotation))


def _gram(columns: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(columns.T @ columns)


def _orthogonalizing_rotation(
    gram: NDArray[np.float32],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the rotation that orthogonalizes columns with this Gram matrix, and their norms.

    The largest norm comes first. Columns of norm 0 are left out: for ``gram`` of shape (m, m) the
    rotation has shape (m, k), and there are k norms.
    """
    eigenvalues, eigenvectors = np.linalg.eigh(gram.astype(np.float64))
    eigenvalues, eigenvectors = eigenvalues[::-1], eigenvectors[:, ::-1]
    is_kept = eigenvalues > MIN_RELATIVE_EIGENVALUE * eigenvalues[0]
    return (
        eigenvectors[:, is_kept].astype(np.float32),
        np.sqrt(eigenvalues[is_kept]).astype(np.float32),
    )


def _row_blocks(matrix: csr_matrix) -> list[RowBlock]:
    """Return the rows of a matrix in blocks, two for each core."""
    bounds = np.linspace(0, matrix.shape[0], 2 * (os.cpu_count() or 1) + 1, dtype=int)
    return [matrix[start:stop] for start, stop in pairwise(bounds) if stop > start]
