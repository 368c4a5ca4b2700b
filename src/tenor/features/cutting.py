"""Texts as token numbers, cut by compiled loops on all threads."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from tenor.features import kernels
from tenor.features.analysis import Analysis, strip_accents

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_CODE_POINTS = 0x110000

Result = TypeVar("Result")


@dataclass(frozen=True)
class Tokens:
    """Texts as token numbers.

    Attributes
    ----------
    ids, ends
        Token numbers of all texts, and where each text's end in them.
    chars, char_ends
        The UTF-8 of all tokens, and where each begins and the last ends.
    """

    ids: NDArray[np.int32]
    ends: NDArray[np.int64]
    chars: NDArray[np.uint8]
    char_ends: NDArray[np.int64]

    def __len__(self) -> int:
        """The number of distinct tokens."""
        return len(self.char_ends) - 1


def cut_texts(texts: Sequence[str], analysis: Analysis, n_jobs: int) -> Tokens:
    fold = fold_of(analysis)
    shortest = 2 if analysis.analyzer == "word" else 1

    def cut(span: tuple[int, int]) -> Any:
        data, starts = encoded(texts[span[0] : span[1]], analysis)
        return kernels.tokenize(data, starts, fold, shortest, True, *kernels.new_token_table())

    spans = spans_of(len(texts), max(1, -(-len(texts) // n_jobs)))
    parts = list(in_order(cut, spans, n_jobs))
    if not parts:
        return Tokens(
            np.empty(0, np.int32),
            np.empty(0, np.int64),
            np.empty(0, np.uint8),
            np.zeros(1, np.int64),
        )
    ids, ends, *table = parts[0]
    all_ids, all_ends, before = [ids], [ends], len(ids)
    for ids, ends, _, _, chars, char_ends, n_terms in parts[1:]:
        same = identity(splits_at_space=False)
        number, _, *table = kernels.tokenize(chars, char_ends[: n_terms + 1], same, 1, True, *table)
        all_ids.append(number[ids])
        all_ends.append(ends + before)
        before += len(ids)
    return Tokens(
        np.concatenate(all_ids), np.concatenate(all_ends), table[2], table[3][: table[4] + 1]
    )


def characters(texts: Sequence[str], analysis: Analysis) -> Tokens:
    data, starts = encoded(texts, analysis)
    return as_tokens(*kernels.code_points(data, starts, fold_of(analysis), spaces()))


def as_tokens(ids: NDArray[np.int32], ends: NDArray[np.int64]) -> Tokens:
    present = np.zeros(N_CODE_POINTS, dtype=bool)
    present[ids] = True
    letters = np.flatnonzero(present)
    number = np.full(N_CODE_POINTS, kernels.UNKNOWN, dtype=np.int32)
    number[letters] = np.arange(len(letters))
    spelled = [chr(letter).encode("utf-8", "surrogatepass") for letter in letters.tolist()]
    char_ends = np.zeros(len(letters) + 1, dtype=np.int64)
    np.cumsum([len(letter) for letter in spelled], out=char_ends[1:])
    return Tokens(number[ids], ends, np.frombuffer(b"".join(spelled), dtype=np.uint8), char_ends)


def without_stop_words(tokens: Tokens, analysis: Analysis) -> Tokens:
    if not analysis.stop_words:
        return tokens
    chars, ends = tokens.chars.tobytes(), tokens.char_ends.tolist()
    stops = {word.encode("utf-8", "surrogatepass") for word in analysis.stop_words}
    flags = np.array([chars[a:b] in stops for a, b in pairwise(ends)], dtype=bool)
    ids, text_ends = dropped(tokens.ids, tokens.ends, flags)
    return Tokens(ids, text_ends, tokens.chars, tokens.char_ends)


def dropped(
    ids: NDArray[np.int32], ends: NDArray[np.int64], flags: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    kept = ~np.append(flags, False)[ids]
    before = np.concatenate([[0], np.cumsum(kept)])
    return ids[kept], before[ends]


def encoded(
    texts: Sequence[str], analysis: Analysis
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    encoded = [_prepared(text, analysis).encode("utf-8", "surrogatepass") for text in texts]
    starts = np.zeros(len(encoded) + 1, dtype=np.int64)
    np.cumsum([len(text) for text in encoded], out=starts[1:])
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), starts


def _prepared(text: str, analysis: Analysis) -> str:
    if analysis.strip_accents:
        return strip_accents(text.lower() if analysis.lowercase else text, analysis.strip_accents)
    if text.isascii():
        return text
    # The only letters whose lower case is not one letter, or depends on their neighbors.
    if analysis.lowercase and ("\u0130" in text or "\u03a3" in text):
        return text.lower()
    return text


def fold_of(analysis: Analysis) -> NDArray[np.uint32]:
    # Stripping accents can bring forth capital letters, which stay capital.
    lowercase = analysis.lowercase and not analysis.strip_accents
    return _fold_table(lowercase, analysis.analyzer == "word", analysis.analyzer != "char")


@cache
def _fold_table(lowercase: bool, words: bool, splits: bool) -> NDArray[np.uint32]:
    table = np.arange(N_CODE_POINTS, dtype=np.uint32)
    for cp in range(N_CODE_POINTS):
        letter = chr(cp)
        if lowercase and len(lower := letter.lower()) == 1:
            letter = lower
        word = letter.isalnum() or letter == "_" if words else not letter.isspace()
        table[cp] = ord(letter) if word or not splits else kernels.SEPARATOR
    return table


@cache
def identity(*, splits_at_space: bool) -> NDArray[np.uint32]:
    table = np.arange(N_CODE_POINTS, dtype=np.uint32)
    if splits_at_space:
        table[32] = kernels.SEPARATOR
    return table


@cache
def spaces() -> NDArray[np.bool_]:
    return np.array([chr(cp).isspace() for cp in range(N_CODE_POINTS)], dtype=bool)


def spans_of(n: int, size: int) -> list[tuple[int, int]]:
    return [(start, min(start + size, n)) for start in range(0, n, size)]


def span_of(tokens: Tokens, start: int, stop: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    first = int(tokens.ends[start - 1]) if start else 0
    ends = tokens.ends[start:stop] - first
    return tokens.ids[first : first + int(ends[-1])], ends


def in_order(work: Callable[[Any], Result], parts: Sequence[Any], n_jobs: int) -> Iterator[Result]:
    """Yield the results of parts worked on by threads, in order; few wait at a time."""
    if n_jobs == 1 or len(parts) < 2:
        yield from map(work, parts)
        return
    with ThreadPoolExecutor(n_jobs) as pool:
        waiting: deque[Future[Result]] = deque()
        for part in parts:
            waiting.append(pool.submit(work, part))
            if len(waiting) > 2 * n_jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
