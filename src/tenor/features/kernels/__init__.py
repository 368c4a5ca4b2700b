"""Compiled loops of the vectorizer: text to tokens, tokens to n-grams, those to counted rows.

A text is UTF-8 bytes, a token a number. An n-gram is a number too: that of the
pair of its first n-1 tokens and its last one. Pairs are compared whole, and
tokens byte by byte, so that no two terms can be taken for one another, whatever
their hashes.

Every function runs without the interpreter's lock.
"""

from tenor.features.kernels.grams import (
    in_term_order,
    ngrams,
    numbers_of_terms,
    spelled,
)
from tenor.features.kernels.rows import known_in_words, rows_of_terms, rows_of_words
from tenor.features.kernels.tables import UNKNOWN, gram_table, merged, pruned, slots_of
from tenor.features.kernels.text import (
    SEPARATOR,
    code_points,
    eight_bytes,
    new_token_table,
    padded_words,
    tokenize,
)
from tenor.features.kernels.values import add_scores, frequencies, place, weigh

__all__ = [
    "SEPARATOR",
    "UNKNOWN",
    "add_scores",
    "code_points",
    "eight_bytes",
    "frequencies",
    "gram_table",
    "in_term_order",
    "known_in_words",
    "merged",
    "new_token_table",
    "ngrams",
    "numbers_of_terms",
    "padded_words",
    "place",
    "pruned",
    "rows_of_terms",
    "rows_of_words",
    "slots_of",
    "spelled",
    "tokenize",
    "weigh",
]


def must_compile() -> bool:
    """Whether the loops have to be compiled first: not here yet, nor kept from another process."""
    from pathlib import Path

    place = tokenize.stats.cache_path
    return not tokenize.signatures and not (place and any(Path(place).glob("text.tokenize-*.nbi")))
