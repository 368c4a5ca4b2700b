"""N-grams of token numbers."""

from __future__ import annotations

import numpy as np

from tenor.features.engine import kernels

ENDS = np.array([3, 4, 6])
TOKENS = np.array([7, 8, 9, 7, 7, 8], dtype=np.int32)
"""Three texts: 7 8 9, 7, and 7 8."""


def _table(max_n: int) -> tuple[object, ...]:
    empty = kernels.new_ngram_table()
    return kernels.encode_ngrams(TOKENS, ENDS, 2, max_n, False, True, *empty)[2:]


def test_ngrams_are_numbered_in_the_order_of_appearance_and_cross_no_text() -> None:
    empty = kernels.new_ngram_table()
    ngrams, ends, *_ = kernels.encode_ngrams(TOKENS, ENDS, 2, 3, False, True, *empty)
    # "7 8", "8 9" and "7 8 9"; nothing; "7 8".
    assert ngrams.tolist() == [0, 1, 2, 0]
    assert ends.tolist() == [3, 3, 4]


def test_prefixes_are_numbered_but_not_returned_below_the_shortest_length() -> None:
    empty = kernels.new_ngram_table()
    ngrams, ends, *_, n = kernels.encode_ngrams(TOKENS, ENDS, 3, 3, False, True, *empty)
    assert (ngrams.tolist(), ends.tolist(), n) == ([2], [1, 1, 1], 3)


def test_a_text_shorter_than_all_ngrams_can_be_one() -> None:
    empty = kernels.new_ngram_table()
    ngrams, ends, *_ = kernels.encode_ngrams(TOKENS, ENDS, 3, 3, True, True, *empty)
    # "7 8 9", nothing of a single token, and "7 8".
    assert (ngrams.tolist(), ends.tolist()) == ([2, 0], [1, 1, 2])


def test_ngrams_that_the_table_lacks_are_left_out_with_all_longer_ones() -> None:
    tokens, ends = np.array([7, 8, 9, 9, -1, 7, 8], dtype=np.int32), np.array([7])
    ngrams, *_, n = kernels.encode_ngrams(tokens, ends, 2, 3, False, False, *_table(3))
    # Without "9 9" and all with the unknown token: "7 8", "8 9", "7 8", then "7 8 9".
    assert (ngrams.tolist(), n) == ([0, 1, 0, 2], 3)


def test_terms_of_a_vocabulary_are_found_or_added_with_their_prefixes() -> None:
    tokens, ends = np.array([8, 9, 7, 8, 8, 9, 7, 9], dtype=np.int32), np.array([2, 3, 5, 6, 8])
    numbers, *_, n = kernels.add_terms(tokens, ends, *_table(2))
    # "8 9", the single "7", "8 8", the single "9", "7 9".
    assert (numbers.tolist(), n) == ([1, -1, 2, -1, 3], 4)
