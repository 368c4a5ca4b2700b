"""From UTF-8 to code points and back.

Input is valid UTF-8, except that surrogates may be encoded too (Python's "surrogatepass"), which
have the form of any other character of three bytes. Nothing is validated here.
"""

from __future__ import annotations

import numpy as np
from numba import uint32

from tenor.features.engine.kernels.compiling import compiled, inlined

SPACE = 32


@inlined
def decode_multibyte(data, i, lead):
    """Return the code point of a character of two to four bytes, and where the next one begins.

    ``lead`` is its first byte, ``data[i]``. Callers handle ASCII themselves: it is by far the
    most frequent case, and a branch there keeps this code out of their inner loop.
    """
    if lead < 0xE0:
        cp = (uint32(lead & 0x1F) << uint32(6)) | uint32(data[i + 1] & 0x3F)
        return cp, i + 2
    if lead < 0xF0:
        cp = uint32(lead & 0x0F) << uint32(12)
        cp |= (uint32(data[i + 1] & 0x3F) << uint32(6)) | uint32(data[i + 2] & 0x3F)
        return cp, i + 3
    cp = (uint32(lead & 0x07) << uint32(18)) | (uint32(data[i + 1] & 0x3F) << uint32(12))
    cp |= (uint32(data[i + 2] & 0x3F) << uint32(6)) | uint32(data[i + 3] & 0x3F)
    return cp, i + 4


@inlined
def encode_multibyte(cp, out, at):
    """Write a code point above 0x7F to ``out[at:]`` as UTF-8; returns where the next one goes."""
    if cp < 0x800:
        out[at] = 0xC0 | (cp >> uint32(6))
        out[at + 1] = 0x80 | (cp & uint32(0x3F))
        return at + 2
    if cp < 0x10000:
        out[at] = 0xE0 | (cp >> uint32(12))
        out[at + 1] = 0x80 | ((cp >> uint32(6)) & uint32(0x3F))
        out[at + 2] = 0x80 | (cp & uint32(0x3F))
        return at + 3
    out[at] = 0xF0 | (cp >> uint32(18))
    out[at + 1] = 0x80 | ((cp >> uint32(12)) & uint32(0x3F))
    out[at + 2] = 0x80 | ((cp >> uint32(6)) & uint32(0x3F))
    out[at + 3] = 0x80 | (cp & uint32(0x3F))
    return at + 4


@compiled
def fold_code_points(data, offsets, fold, is_space):
    """Return the folded code points of texts: the tokens of the character analysis.

    As in scikit-learn, a run of two or more white-space characters becomes one plain space,
    while a single white-space character stays what it is.

    Parameters
    ----------
    data : uint8, shape (n_bytes,)
        The texts as UTF-8, one after another.
    offsets : int64, shape (n_texts + 1,)
        Where each text begins in ``data``, and where the last one ends.
    fold : uint32, shape (n_code_points,)
        The code point that each code point is replaced by.
    is_space : bool, shape (n_code_points,)
        Which code points are white space.

    Returns
    -------
    tokens : int32, shape (n_tokens,)
        The code points of all texts.
    token_ends : int64, shape (n_texts,)
        Where those of each text end.
    """
    n_texts = len(offsets) - 1
    tokens = np.empty(offsets[n_texts] - offsets[0], dtype=np.int32)
    token_ends = np.empty(n_texts, dtype=np.int64)
    n = 0
    for text in range(n_texts):
        i = offsets[text]
        run_length = 0
        while i < offsets[text + 1]:
            byte = data[i]
            if byte < 0x80:
                cp = uint32(byte)
                i += 1
            else:
                cp, i = decode_multibyte(data, i, byte)
            cp = fold[cp]
            if is_space[cp]:
                run_length += 1
                if run_length == 1:
                    tokens[n] = cp
                    n += 1
                else:
                    tokens[n - 1] = SPACE
            else:
                run_length = 0
                tokens[n] = cp
                n += 1
        token_ends[text] = n
    # A copy, so that the part of the array that was not needed is released.
    return tokens[:n].copy(), token_ends


@compiled
def pad_words(word_bytes, word_offsets, n_words):
    """Return the code points of words, each between two spaces, as the char_wb analysis has them.

    Parameters
    ----------
    word_bytes, word_offsets, n_words
        Three parts of the token table that holds the words, as in `tokens.new_token_table`.

    Returns
    -------
    tokens : int32, shape (n_tokens,)
        The code points of all padded words.
    token_ends : int64, shape (n_words,)
        Where those of each word end.
    """
    tokens = np.empty(word_offsets[n_words] + 2 * n_words, dtype=np.int32)
    token_ends = np.empty(n_words, dtype=np.int64)
    n = 0
    for word in range(n_words):
        tokens[n] = SPACE
        n += 1
        i = word_offsets[word]
        while i < word_offsets[word + 1]:
            byte = word_bytes[i]
            if byte < 0x80:
                cp = uint32(byte)
                i += 1
            else:
                cp, i = decode_multibyte(word_bytes, i, byte)
            tokens[n] = cp
            n += 1
        tokens[n] = SPACE
        n += 1
        token_ends[word] = n
    return tokens[:n].copy(), token_ends
