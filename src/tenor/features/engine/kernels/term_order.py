"""The order of terms, without sorting strings, and their spelling in that order.

Terms are the nodes of a forest: the children of a token or n-gram are the n-grams that have it as
their prefix. A term comes before the terms that it begins, and these come in the order of their
last tokens. That is the order of code points, in which scikit-learn sorts its vocabulary: a space
joins words and comes before every character that a word can hold, and in the character analyses
each token is one code point.

A term's column is therefore its place in a walk through the forest, a node before its children.
It follows from the sizes of the subtrees, without the walk.
"""

from __future__ import annotations

import numpy as np
from numba import int64, uint64

from tenor.features.engine.kernels.compiling import compiled
from tenor.features.engine.kernels.hashing import LOW_HALF, UNKNOWN
from tenor.features.engine.kernels.ngram_table import NGRAM
from tenor.features.engine.kernels.utf8 import SPACE


@compiled
def eight_bytes(token_bytes, token_offsets, tokens, offset):
    """Return eight bytes of each token as one number, which compares as the bytes do.

    Parameters
    ----------
    token_bytes, token_offsets
        Two parts of a token table, as in `tokens`.
    tokens : int64, shape (n,)
        The token numbers.
    offset : int
        Where in each token the eight bytes begin.

    Returns
    -------
    numbers : uint64, shape (n,)
        The first byte is the highest; bytes after a token's end are 0.
    """
    numbers = np.zeros(len(tokens), dtype=np.uint64)
    for k in range(len(tokens)):
        begin = token_offsets[tokens[k]] + offset
        stop = min(token_offsets[tokens[k] + 1], begin + 8)
        for i in range(begin, stop):
            numbers[k] |= uint64(token_bytes[i]) << uint64(8 * (7 - (i - begin)))
    return numbers


@compiled
def order_terms(token_ranks, keys, token_is_term, ngram_is_term):
    """Number terms in rising order.

    Parameters
    ----------
    token_ranks : int64, shape (n_tokens,)
        The place of each token among all tokens in rising order, a permutation.
    keys : uint64, shape (n_ngrams,)
        The n-grams, as in `ngram_table`: a prefix before its extensions.
    token_is_term : bool, shape (n_tokens,)
        Which tokens are terms.
    ngram_is_term : bool, shape (n_ngrams,)
        Which n-grams are terms.

    Returns
    -------
    token_columns : int32, shape (n_tokens,)
        The column of each token, UNKNOWN for one that is no term.
    ngram_columns : int32, shape (n_ngrams,)
        The column of each n-gram, UNKNOWN for one that is no term.
    """
    n_tokens, n_ngrams = len(token_ranks), len(keys)
    # Terms in the subtree of each n-gram, itself included, and below each token. Backwards, all
    # extensions of an n-gram have been added to it before it is added to its prefix.
    token_sizes = np.zeros(n_tokens, dtype=np.int32)
    ngram_sizes = np.zeros(n_ngrams, dtype=np.int32)
    depths = np.empty(n_ngrams, dtype=np.uint8)
    max_depth = 0
    for ngram in range(n_ngrams):
        prefix = keys[ngram] >> uint64(32)
        depths[ngram] = depths[prefix ^ NGRAM] + 1 if prefix & NGRAM else 0
        max_depth = max(max_depth, depths[ngram])
    for ngram in range(n_ngrams - 1, -1, -1):
        ngram_sizes[ngram] += ngram_is_term[ngram]
        prefix = keys[ngram] >> uint64(32)
        if prefix & NGRAM:
            ngram_sizes[prefix ^ NGRAM] += ngram_sizes[ngram]
        else:
            token_sizes[prefix] += ngram_sizes[ngram]
    has_terms = ngram_sizes > 0

    # A counting sort by last token. It puts the children of every node into their order at once.
    bucket_ends = np.zeros(n_tokens + 1, dtype=np.int64)
    for ngram in range(n_ngrams):
        if has_terms[ngram]:
            bucket_ends[token_ranks[keys[ngram] & uint64(LOW_HALF)] + 1] += 1
    for rank in range(n_tokens):
        bucket_ends[rank + 1] += bucket_ends[rank]
    by_last_token = np.empty(bucket_ends[n_tokens], dtype=np.int32)
    for ngram in range(n_ngrams):
        if has_terms[ngram]:
            rank = token_ranks[keys[ngram] & uint64(LOW_HALF)]
            by_last_token[bucket_ends[rank]] = ngram
            bucket_ends[rank] += 1

    # From here on the sizes of nodes whose column is known become the next free column below them.
    by_rank = np.empty(n_tokens, dtype=np.int64)
    for token in range(n_tokens):
        by_rank[token_ranks[token]] = token
    token_columns = np.full(n_tokens, UNKNOWN, dtype=np.int32)
    ngram_columns = np.full(n_ngrams, UNKNOWN, dtype=np.int32)
    column = 0
    for rank in range(n_tokens):
        token = by_rank[rank]
        size = token_sizes[token]
        if token_is_term[token]:
            token_columns[token] = column
            column += 1
        token_sizes[token] = column
        column += size
    # Level by level: each child takes as many columns below its prefix as its subtree has terms.
    for depth in range(max_depth + 1):
        for k in range(len(by_last_token)):
            ngram = by_last_token[k]
            if depths[ngram] != depth:
                continue
            prefix = keys[ngram] >> uint64(32)
            if prefix & NGRAM:
                first = ngram_sizes[prefix ^ NGRAM]
                ngram_sizes[prefix ^ NGRAM] += ngram_sizes[ngram]
            else:
                first = token_sizes[prefix]
                token_sizes[prefix] += ngram_sizes[ngram]
            if ngram_is_term[ngram]:
                ngram_columns[ngram] = first
                first += 1
            ngram_sizes[ngram] = first
    return token_columns, ngram_columns


@compiled
def spell_terms(token_columns, ngram_columns, n_columns, keys, token_bytes, token_offsets, joined):
    """Return terms as UTF-8, in the order of their columns.

    Parameters
    ----------
    token_columns : int32, shape (n_tokens,)
        The column of each token, or UNKNOWN.
    ngram_columns : int32, shape (n_ngrams,)
        The column of each n-gram, or UNKNOWN.
    n_columns : int
        The number of columns.
    keys : uint64, shape (n_ngrams,)
        The n-grams, as in `ngram_table`.
    token_bytes : uint8
        The tokens as UTF-8, one after another.
    token_offsets : int64, shape (n_tokens + 1,)
        Where each token begins in ``token_bytes``, and where the last one ends.
    joined : int
        1 if a space joins the tokens of an n-gram, 0 if they follow one another directly.

    Returns
    -------
    text : uint8
        The terms, one after another.
    offsets : int64, shape (n_columns + 1,)
        Where each term begins in ``text``, and where the last one ends.
    """
    n_ngrams = len(ngram_columns)
    offsets = np.zeros(n_columns + 1, dtype=np.int64)
    sizes = np.empty(n_ngrams, dtype=np.int32)
    for token in range(len(token_columns)):
        if token_columns[token] >= 0:
            offsets[token_columns[token] + 1] = token_offsets[token + 1] - token_offsets[token]
    for ngram in range(n_ngrams):
        prefix, token = keys[ngram] >> uint64(32), keys[ngram] & uint64(LOW_HALF)
        if prefix & NGRAM:
            prefix_size = int64(sizes[prefix ^ NGRAM])
        else:
            prefix_size = token_offsets[prefix + 1] - token_offsets[prefix]
        sizes[ngram] = prefix_size + joined + token_offsets[token + 1] - token_offsets[token]
        if ngram_columns[ngram] >= 0:
            offsets[ngram_columns[ngram] + 1] = sizes[ngram]
    for column in range(n_columns):
        offsets[column + 1] += offsets[column]
    text = np.empty(offsets[n_columns], dtype=np.uint8)
    for token in range(len(token_columns)):
        if token_columns[token] >= 0:
            at = offsets[token_columns[token]]
            for i in range(token_offsets[token], token_offsets[token + 1]):
                text[at] = token_bytes[i]
                at += 1
    for ngram in range(n_ngrams):
        if ngram_columns[ngram] < 0:
            continue
        # A key gives the last token and the prefix: the term is written from its end to its start.
        at = offsets[ngram_columns[ngram] + 1]
        node = uint64(ngram) | NGRAM
        while True:
            is_ngram = node & NGRAM
            token = keys[node ^ NGRAM] & uint64(LOW_HALF) if is_ngram else node
            for i in range(token_offsets[token + 1] - 1, token_offsets[token] - 1, -1):
                at -= 1
                text[at] = token_bytes[i]
            if not is_ngram:
                break
            if joined:
                at -= 1
                text[at] = SPACE
            node = keys[node ^ NGRAM] >> uint64(32)
    return text, offsets
