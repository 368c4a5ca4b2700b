"""Compiled loops of the vectorizer: text to tokens, tokens to counted n-grams, those to rows.

A text is UTF-8 bytes, a token a number, an n-gram a *node*: the number that a
table gives to the pair of its first n-1 tokens' node and its last token. Pairs
are compared whole, and tokens byte by byte, so that no two terms can be taken
for one another, whatever their hashes.

Every function runs without the interpreter's lock.
"""

from tenor.features.kernels.counting import count_ngrams, gram_frequencies, text_frequencies
from tenor.features.kernels.rows import grams_of_words, rows_of_ngrams, rows_of_words
from tenor.features.kernels.tables import UNKNOWN, ngram_table, nodes_of_paths
from tenor.features.kernels.text import (
    SEPARATOR,
    code_points,
    new_token_table,
    padded_words,
    spell,
    tokenize,
)
from tenor.features.kernels.values import add_scores, weigh

__all__ = [
    "SEPARATOR",
    "UNKNOWN",
    "add_scores",
    "code_points",
    "count_ngrams",
    "gram_frequencies",
    "grams_of_words",
    "new_token_table",
    "ngram_table",
    "nodes_of_paths",
    "padded_words",
    "rows_of_ngrams",
    "rows_of_words",
    "spell",
    "text_frequencies",
    "tokenize",
    "weigh",
]
