"""The columns of all terms of texts, in the order in which scikit-learn sorts a vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from tenor.features.engine import kernels
from tenor.features.engine.arrays import ColumnMap, EncodedTexts
from tenor.features.engine.char_tables import N_CODE_POINTS
from tenor.features.engine.term_table import TermTable

if TYPE_CHECKING:
    from numpy.typing import NDArray


def ordered_columns(table: TermTable, texts: Iterable[EncodedTexts]) -> ColumnMap:
    """Return the columns of the terms of a table that texts have, in rising order.

    Parameters
    ----------
    table
        The terms. All its n-grams are in some text.
    texts
        The texts or, of the char_wb analysis, the words.
    """
    analysis = table.analysis
    has_single_tokens = analysis.ngram_range[0] == 1
    # The words of a table are all in some text. Its code points are all that exist.
    is_term = np.full(table.n_tokens, has_single_tokens and analysis.analyzer == "word")
    if has_single_tokens and analysis.analyzer != "word":
        for batch in texts:
            is_term[batch.tokens] = True
    all_ngrams = np.ones(len(table.ngram_keys), dtype=bool)
    token_columns, ngram_columns = kernels.order_terms(
        token_ranks(table), table.ngram_keys, is_term, all_ngrams
    )
    return ColumnMap(token_columns, ngram_columns, int(is_term.sum()) + len(all_ngrams))


def token_ranks(table: TermTable) -> NDArray[np.int64]:
    """Return the place of each token among all tokens in rising order, shape (n_tokens,).

    UTF-8 sorts in the order of code points, so that bytes are compared, eight at a time, as
    integers. Tokens that are equal so far share a rank, the place of the first of them, and only
    these are compared by their next eight bytes. Few words are equal in their first eight. Bytes
    after the end of a word are 0, which no word contains, so that all words differ in the end.
    """
    if table.analysis.analyzer != "word":
        return np.arange(N_CODE_POINTS)
    _, token_bytes, token_offsets, n_tokens = table.token_table
    ranks = np.zeros(n_tokens, dtype=np.int64)
    tied, offset = np.arange(n_tokens), 0
    while len(tied):
        values = kernels.eight_bytes(token_bytes, token_offsets, tied, offset)
        order = np.lexsort((values, ranks[tied]))
        tied, values = tied[order], values[order]
        # Tokens of equal rank are neighbors now. Where their values differ, a new group begins.
        # Its rank is higher by its distance from the first token of the old rank.
        is_first = np.diff(ranks[tied], prepend=-1) != 0
        old_first = np.maximum.accumulate(np.where(is_first, np.arange(len(tied)), 0))
        is_first[1:] |= values[1:] != values[:-1]
        firsts = np.flatnonzero(is_first)
        sizes = np.diff(firsts, append=len(tied))
        ranks[tied] += np.repeat(firsts, sizes) - old_first
        tied = tied[np.repeat(sizes > 1, sizes)]
        offset += 8
    return ranks
