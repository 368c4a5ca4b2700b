"""Scores of texts from the terms of their words, without a matrix of counts."""

from __future__ import annotations

import numpy as np

from tenor.features.engine.kernels.coefficients import add_coefficients, prefetch_coefficients
from tenor.features.engine.kernels.compiling import compiled
from tenor.features.engine.kernels.prefetching import AHEAD, prefetch
from tenor.features.engine.kernels.values import term_frequency


@compiled
def add_scores_of_words(
    words,
    word_ends,
    numbers,
    number_ends,
    features,
    idf,
    flags,
    norm,
    weight,
    coefficients,
    scores,
):
    """Add the share of one TF-IDF view of a char_wb analysis in the scores of a linear model.

    A text's terms are counted, weighed and multiplied by their coefficients at once. As the norm
    is known only at the end, the sum is divided by it.

    Parameters
    ----------
    words, word_ends
        The word numbers of all texts, and where those of each text end, as in
        `count_terms_of_words`.
    numbers, number_ends
        The terms of each word, as `terms_of_words` returns them.
    features : int32, shape (n_ngrams + n_tokens,)
        The view's feature of each of these terms.
    idf, flags, norm, weight, coefficients, scores
        As in `add_linear_scores`.
    """
    max_words = 0
    begin = 0
    for text in range(len(word_ends)):
        max_words = max(max_words, word_ends[text] - begin)
        begin = word_ends[text]
    # One longer, as the item after the last one is written too.
    distinct = np.empty(max_words + 1, dtype=np.int32)
    word_counts = np.zeros(len(number_ends), dtype=np.int32)
    count_of = np.zeros(len(features), dtype=np.int32)
    touched = np.empty(len(idf) + 1, dtype=np.int32)
    frequencies = np.empty(len(idf), dtype=np.float64)
    sums = np.empty(scores.shape[1], dtype=np.float64)
    begin = 0
    for text in range(len(word_ends)):
        n_distinct = 0
        for i in range(begin, word_ends[text]):
            word = words[i]
            distinct[n_distinct] = word
            n_distinct += word_counts[word] == 0
            word_counts[word] += 1
        begin = word_ends[text]
        n = 0
        for k in range(n_distinct):
            word = distinct[k]
            for g in range(number_ends[word - 1] if word else 0, number_ends[word]):
                number = numbers[g]
                count = count_of[number]
                touched[n] = number
                n += count == 0
                count_of[number] = count + word_counts[word]
            word_counts[word] = 0
        total = 0.0
        sums[:] = 0.0
        for k in range(n):
            number = touched[k]
            frequencies[k] = term_frequency(count_of[number], flags)
            count_of[number] = 0
            touched[k] = features[number]
        for k in range(n):
            prefetch_coefficients(coefficients, touched, k, n)
            if k + AHEAD < n:
                prefetch(idf, np.int64(touched[k + AHEAD]))
            value = frequencies[k] * idf[touched[k]]
            total += value * value if norm == 2 else abs(value)
            add_coefficients(coefficients, touched[k], value, sums)
        scale = weight
        if norm and total > 0.0:
            scale = weight / (np.sqrt(total) if norm == 2 else total)
        for label in range(len(sums)):
            scores[text, label] += sums[label] * scale
