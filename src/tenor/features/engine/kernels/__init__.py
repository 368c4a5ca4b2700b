"""The compiled loops of the vectorizer engine.

`tenor.features.engine` explains the algorithm; each module here holds one step of it:

=============  ===========================================================================
`utf8`         UTF-8 to code points and back
`tokens`       the token table, and texts to token numbers
`ngram_table`  the n-gram table
`ngrams`       token numbers to n-gram numbers
`term_order`   columns in the order of terms, and their spelling
`rows`         counted rows
`coefficients` sums of the coefficients of linear models
`values`       TF-IDF values, and scores from counted rows
`word_scores`  scores without counted rows
=============  ===========================================================================

Functions release the interpreter lock. They share no state: what they change they take as
arguments and return.
"""

from tenor.features.engine.kernels.hashing import UNKNOWN
from tenor.features.engine.kernels.ngram_table import (
    build_slots,
    merge_ngrams,
    new_ngram_table,
    subset_ngrams,
)
from tenor.features.engine.kernels.ngrams import add_terms, encode_ngrams
from tenor.features.engine.kernels.rows import count_terms, count_terms_of_words, terms_of_words
from tenor.features.engine.kernels.term_order import eight_bytes, order_terms, spell_terms
from tenor.features.engine.kernels.tokens import SEPARATOR, new_token_table, tokenize
from tenor.features.engine.kernels.utf8 import fold_code_points, pad_words
from tenor.features.engine.kernels.values import (
    add_frequencies,
    add_linear_scores,
    copy_rows,
    tfidf_values,
)
from tenor.features.engine.kernels.word_scores import add_scores_of_words

__all__ = [
    "SEPARATOR",
    "UNKNOWN",
    "add_frequencies",
    "add_linear_scores",
    "add_scores_of_words",
    "add_terms",
    "build_slots",
    "copy_rows",
    "count_terms",
    "count_terms_of_words",
    "eight_bytes",
    "encode_ngrams",
    "fold_code_points",
    "merge_ngrams",
    "needs_compilation",
    "new_ngram_table",
    "new_token_table",
    "order_terms",
    "pad_words",
    "spell_terms",
    "subset_ngrams",
    "terms_of_words",
    "tfidf_values",
    "tokenize",
]


def needs_compilation() -> bool:
    """Whether kernels must still be compiled: neither this process nor the disk has them."""
    from pathlib import Path

    folder = tokenize.stats.cache_path
    pattern = "tokens.tokenize-*.nbi"
    return not tokenize.signatures and not (folder and any(Path(folder).glob(pattern)))
