"""A claim beside an article: the sentences that speak of it, and marks of how they do.

Both come out as text, so that an ordinary view counts them like words; each is
made from one pair alone, with nothing learned.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

N_SENTENCES = 200
"""Sentences of an article that are looked at; a claim is met long before."""

N_NEAREST, N_LEAD = 3, 3

STEPS = (5, 15, 25, 35, 50, 65, 80)
"""Percentages from which on an overlap is marked."""

COUNTS = (1, 2, 3, 4, 6)
"""Numbers of cue words from which on they are marked."""

RELATED = 0.2
"""The share of a claim's words in one sentence from which on that sentence speaks of it."""


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


CUES = {
    "refute": words_of("""
        aren't baseless bogus contradicts contrary debunk debunked debunks denied denies deny
        denying despite didn't dismiss dismissed dismisses disproved disproven dispute
        disputed disputes doesn't don't doubt doubted doubtful doubts fabricated fake false
        fraud hasn't hoax hoaxer inaccurate incorrect isn't lie lied lies misleading mistaken
        myth never no nope not parody prank pranks refute refuted refutes reject rejected
        rejects retract retracted retraction retracts satire satirical spoof staged unfounded
        unlikely untrue wasn't won't wrong
    """),
    "hedge": words_of("""
        according alleged allegedly apparently appear appears claim claimed claims could
        evidently largely likely mainly may maybe might mostly perhaps possible possibly
        potentially presumably probably purported purportedly reported reportedly reports
        rumor rumored rumors rumour rumoured rumours said say says seem seems sources
        speculation suggests supposedly unconfirmed unverified
    """),
    "confirm": words_of("""
        admits admitted announced confirm confirmed confirms official officially proof proven
        revealed reveals verified
    """),
}
"""English words that refute, hedge or confirm what is told."""

EMPTY = words_of("""
    a about after all also an and any are as at be been before but by can did do does for from had
    has have he her his how i if in into is it its just me more most my of off on or our out over
    s she so some t than that the their them then there these they this those to too up us was we
    were what when where which while who whom why will with would you your
""")
"""Words that two texts share whatever they are about."""

_words = re.compile(r"\w+(?:['’]\w+)?").findall
_sentence_end = re.compile(r"(?<=[.!?])[\"”’')]*\s+|\n+").split


def claim_sentences(claim: str, text: str) -> str:
    """Return the sentences of a text nearest to a claim, at most three, in their order."""
    sentences = _read(text).sentences
    return " ".join(sentences[i] for i in sorted(_nearest(claim, text)))


def claim_marks(claim: str, text: str) -> str:
    """Return marks of how a text takes up a claim, as words parted by spaces.

    Overlaps are marked at every step that they reach (``best_25``: some sentence
    holds 25 % of the claim's words), cue words by where they stand and how many
    (``refute_near_2``), and once more where a sentence speaks of the claim
    (``on_refute_near_2``).

    Notes
    -----
    Overlap and cue features after the baseline of the Fake News Challenge (2017)
    and Ferreira and Vlachos (2016), Emergent: a novel data-set for stance classification.

    Examples
    --------
    >>> claim_marks("Dam cracks", "The council met. The dam does not crack.").split()[:3]
    ['cover_5', 'cover_15', 'cover_25']
    """
    return " ".join(_marks(claim, text))


@dataclass(frozen=True)
class _Read:
    sentences: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    stems: tuple[tuple[str, ...], ...]
    stem_sets: tuple[frozenset[str], ...]


@lru_cache(maxsize=2048)
def _read(text: str) -> _Read:
    # Cached: several claims are often put to one article.
    sentences = tuple(s for s in _sentence_end(text) if s.strip())[:N_SENTENCES]
    words = tuple(tuple(_words(s.lower().replace("’", "'"))) for s in sentences)
    stems = tuple(tuple(_stem(w) for w in own if w not in EMPTY) for own in words)
    return _Read(sentences, words, stems, tuple(map(frozenset, stems)))


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    for ending in ("ing", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word.removesuffix(ending)
    return word


def _coverage(claim: str, text: str) -> list[float]:
    asked = frozenset().union(*_read(claim).stem_sets)
    return [len(asked & own) / max(1, len(asked)) for own in _read(text).stem_sets]


def _nearest(claim: str, text: str) -> list[int]:
    covered = _coverage(claim, text)
    order = sorted(range(len(covered)), key=lambda i: -covered[i])
    return [i for i in order[:N_NEAREST] if covered[i] > 0]


def _marks(claim: str, text: str) -> Iterator[str]:
    asked, read = _read(claim), _read(text)
    stems = frozenset().union(*asked.stem_sets)
    covered = _coverage(claim, text)
    nearest = _nearest(claim, text)
    overlaps = {
        "cover": _share(stems, frozenset().union(*read.stem_sets)),
        "lead": _share(stems, frozenset().union(*read.stem_sets[:N_LEAD])),
        "pairs": _share(_pairs(asked), _pairs(read)),
        "best": covered[nearest[0]] if nearest else 0.0,
        "second": covered[nearest[1]] if len(nearest) > 1 else 0.0,
        "cosine": max((_cosine(stems, own) for own in read.stem_sets), default=0.0),
    }
    for name, share in overlaps.items():
        yield from (f"{name}_{step}" for step in STEPS if 100 * share >= step)
    if nearest:
        at = 100 * nearest[0] / len(read.sentences)
        yield from (f"from_{step}" for step in (1, 10, 30, 60) if at >= step)
    cues = list(_cue_marks(asked, read, nearest))
    yield from cues
    if overlaps["best"] >= RELATED:
        yield from (f"on_{mark}" for mark in cues)
        claim_refutes, text_refutes = "refute_claim_1" in cues, "refute_near_1" in cues
        if text_refutes:
            yield "on_both_refute" if claim_refutes else "on_text_refutes"
        elif claim_refutes:
            yield "on_claim_refutes"


def _cue_marks(asked: _Read, read: _Read, nearest: list[int]) -> Iterator[str]:
    places = {
        "claim": asked.words,
        "near": [read.words[i] for i in nearest],
        "lead": read.words[:N_LEAD],
    }
    for cue, words in CUES.items():
        for place, sentences in places.items():
            n = sum(word in words for own in sentences for word in own)
            yield from (f"{cue}_{place}_{count}" for count in COUNTS if n >= count)
        n = sum(word in words for own in read.words for word in own)
        rate = 100 * n / max(1, len(read.words))
        yield from (f"{cue}_body_{step}" for step in STEPS if rate >= step)


def _share(asked: frozenset[Any], there: frozenset[Any]) -> float:
    return len(asked & there) / max(1, len(asked))


def _cosine(left: frozenset[str], right: frozenset[str]) -> float:
    # Of a sentence of one or two words, a shared one says little.
    return len(left & right) / math.sqrt(max(1, len(left)) * max(3, len(right)))


def _pairs(read: _Read) -> frozenset[tuple[str, str]]:
    return frozenset(pair for own in read.stems for pair in pairwise(own))
