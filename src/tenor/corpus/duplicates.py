"""Duplicate groups: articles with nearly the same text, such as wire copy and reprints.

The similarity of two articles is the Jaccard similarity of their shingles: three adjacent words,
or three characters in scripts written without spaces. It is estimated from C-MinHash signatures.
Locality-sensitive hashing finds the candidate pairs: articles whose signatures agree in a band.
A pair is a duplicate if its similarity is at least one half.

References
----------
Broder (1997), On the resemblance and containment of documents.
Li and Li (2022), C-MinHash: improving minwise hashing with circulant permutation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from tenor.articles.text import split_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHINGLE_WORDS = 3

SIGNATURE_LENGTH = 128
"""Hashes of a signature."""

BAND_LENGTH = 4
"""Hashes of a band. Pairs with a similarity of one half agree in one of 32 with p = .87."""

MIN_SIMILARITY = 0.5

SEED = 20180108
"""The seed of the hash functions; signatures with different seeds cannot be compared."""

BATCH_SIZE = 100_000
"""Pairs that are compared at once, to limit memory."""


def minhash_signatures(texts: Sequence[str]) -> NDArray[np.uint32]:
    """Return the MinHash signatures of texts, shape (n_texts, 128)."""
    import rensa

    if not texts:
        return np.empty((0, SIGNATURE_LENGTH), dtype=np.uint32)
    shingles = [_shingles(text) for text in texts]
    return np.asarray(
        rensa.CMinHash.digests_from_token_sets(shingles, SIGNATURE_LENGTH, SEED), dtype=np.uint32
    )


def group_duplicates(signatures: NDArray[np.uint32]) -> NDArray[np.intp]:
    """Return the duplicate group of each article, as the position of the group's first article.

    Groups are the connected components of similar pairs. An article without a duplicate is
    its own group.

    Parameters
    ----------
    signatures
        The MinHash signatures of the articles, shape (n, 128).

    Returns
    -------
    ndarray of shape (n,)
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = len(signatures)
    left, right = _candidate_pairs(signatures)
    similar = np.zeros(len(left), dtype=bool)
    for start in range(0, len(left), BATCH_SIZE):
        batch = slice(start, start + BATCH_SIZE)
        agreement = signatures[left[batch]] == signatures[right[batch]]
        similar[batch] = agreement.mean(axis=1) >= MIN_SIMILARITY
    left, right = left[similar], right[similar]
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(n, n))
    _, components = connected_components(graph, directed=False)
    _, first, codes = np.unique(components, return_index=True, return_inverse=True)
    return np.asarray(first[codes], dtype=np.intp)


def _candidate_pairs(
    signatures: NDArray[np.uint32],
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return pairs of articles whose signatures agree in a band.

    Of several articles with the same band, each is paired with the next one only, which
    connects all of them.
    """
    pairs: list[NDArray[np.intp]] = []
    for start in range(0, SIGNATURE_LENGTH, BAND_LENGTH):
        band = np.ascontiguousarray(signatures[:, start : start + BAND_LENGTH])
        keys = band.view([("", np.uint32)] * BAND_LENGTH).ravel()
        order = np.argsort(keys, kind="stable")
        equal = np.flatnonzero(keys[order[1:]] == keys[order[:-1]])
        pairs.append(np.stack([order[equal], order[equal + 1]], axis=1))
    unique = np.unique(np.concatenate(pairs), axis=0)
    return unique[:, 0], unique[:, 1]


def _shingles(text: str) -> list[str]:
    words = split_words(text.lower())
    if len(words) <= SHINGLE_WORDS:
        return [" ".join(words)]
    shifted = [words[i:] for i in range(SHINGLE_WORDS)]
    return [" ".join(shingle) for shingle in zip(*shifted, strict=False)]
