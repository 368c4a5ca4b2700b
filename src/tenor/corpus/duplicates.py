"""Duplicate groups: articles that are nearly the same (wire copy, reprints).

Signatures are C-MinHash over three-word shingles; candidates come from
locality-sensitive banding, and two articles are duplicates when their
signatures put the Jaccard similarity at one half or more.

References
----------
Broder (1997), On the resemblance and containment of documents.
Li and Li (2022), C-MinHash: improving minwise hashing with circulant permutation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHINGLE_WORDS = 3
SIGNATURE = 128
BAND = 4
SIMILAR = 0.5
SEED = 20180108

_words = re.compile(r"\w+").findall


def signatures(texts: Sequence[str]) -> NDArray[np.uint32]:
    """Return the MinHash signatures of texts, shape (number of texts, 128)."""
    import rensa

    if not texts:
        return np.empty((0, SIGNATURE), dtype=np.uint32)
    shingles = [_shingles(text) for text in texts]
    return np.asarray(
        rensa.CMinHash.digests_from_token_sets(shingles, SIGNATURE, SEED), dtype=np.uint32
    )


def group(signed: NDArray[np.uint32]) -> NDArray[np.intp]:
    """Return, for each signature, the position of the first article of its group.

    Groups are the connected components of "similar"; an article without a
    duplicate is its own group. Shape (n,).
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = len(signed)
    left, right = _candidates(signed)
    same = np.zeros(len(left), dtype=bool)
    for start in range(0, len(left), 100_000):
        part = slice(start, start + 100_000)
        same[part] = (signed[left[part]] == signed[right[part]]).mean(axis=1) >= SIMILAR
    left, right = left[same], right[same]
    links = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(n, n))
    _, component = connected_components(links, directed=False)
    _, first, of = np.unique(component, return_index=True, return_inverse=True)
    return np.asarray(first[of], dtype=np.intp)


def _candidates(signed: NDArray[np.uint32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    pairs: list[NDArray[np.intp]] = []
    for start in range(0, SIGNATURE, BAND):
        band = np.ascontiguousarray(signed[:, start : start + BAND])
        keys = band.view([("", np.uint32)] * BAND).ravel()
        order = np.argsort(keys, kind="stable")
        equal = np.flatnonzero(keys[order[1:]] == keys[order[:-1]])
        pairs.append(np.stack([order[equal], order[equal + 1]], axis=1))
    if not pairs:
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    unique = np.unique(np.concatenate(pairs), axis=0)
    return unique[:, 0], unique[:, 1]


def _shingles(text: str) -> list[str]:
    words = _words(text.lower())
    if len(words) <= SHINGLE_WORDS:
        return [" ".join(words)]
    return [
        " ".join(gram) for gram in zip(*(words[i:] for i in range(SHINGLE_WORDS)), strict=False)
    ]
