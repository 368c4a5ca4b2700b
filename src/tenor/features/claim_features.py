"""Features of a claim and an article: the nearest sentences, and overlap and cue words.

Both are text, so that an ordinary view counts them as it counts words. They depend on one
pair of claim and article alone; nothing is fitted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from typing import Any

from tenor.articles.text import split_sentences

N_SENTENCES = 200
"""Sentences of an article that are used; articles mention their claim early."""

N_NEAREST = 3
"""Sentences with the largest overlap with the claim that are used as its nearest ones."""

N_LEAD = 3
"""First sentences of an article that are its lead."""

STEPS = (5, 15, 25, 35, 50, 65, 80)
"""Percentages of overlap from which a feature is present."""

COUNTS = (1, 2, 3, 4, 6)
"""Numbers of cue words from which a feature is present."""

MIN_RELATED_SHARE = 0.2
"""The share of a claim's words in one sentence from which the article is related to the claim."""


def _word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


CUES = {
    "refute": _word_set("""
        aren't baseless bogus contradicts contrary debunk debunked debunks denied denies deny
        denying despite didn't dismiss dismissed dismisses disproved disproven dispute
        disputed disputes doesn't don't doubt doubted doubtful doubts fabricated fake false
        fraud hasn't hoax hoaxer inaccurate incorrect isn't lie lied lies misleading mistaken
        myth never no nope not parody prank pranks refute refuted refutes reject rejected
        rejects retract retracted retraction retracts satire satirical spoof staged unfounded
        unlikely untrue wasn't won't wrong
    """),
    "hedge": _word_set("""
        according alleged allegedly apparently appear appears claim claimed claims could
        evidently largely likely mainly may maybe might mostly perhaps possible possibly
        potentially presumably probably purported purportedly reported reportedly reports
        rumor rumored rumors rumour rumoured rumours said say says seem seems sources
        speculation suggests supposedly unconfirmed unverified
    """),
    "confirm": _word_set("""
        admits admitted announced confirm confirmed confirms official officially proof proven
        revealed reveals verified
    """),
}
"""English words that refute, hedge or confirm a claim."""

STOP_WORDS = _word_set("""
    a about after all also an and any are as at be been before but by can did do does for from had
    has have he her his how i if in into is it its just me more most my of off on or our out over
    s she so some t than that the their them then there these they this those to too up us was we
    were what when where which while who whom why will with would you your
""")
"""English words that texts share whatever they are about."""

_words = re.compile(r"\w+(?:['’]\w+)?").findall


def claim_sentences(claim: str, text: str) -> str:
    """Return the sentences of a text nearest to a claim, at most three, in their order."""
    sentences = _analyze(text).sentences
    return " ".join(sentences[i] for i in sorted(_nearest(claim, text)))


def claim_features(claim: str, text: str) -> str:
    """Return features of how a text discusses a claim, as words separated by spaces.

    An overlap has a feature for each step that it reaches (``best_25``: a sentence contains
    25 % of the claim's words), and cue words have one by their place and number
    (``refute_near_2``). Where a sentence is related to the claim, cue words have further
    features (``on_refute_near_2``).

    Notes
    -----
    Overlap and cue features after the baseline of the Fake News Challenge (2017)
    and Ferreira and Vlachos (2016), Emergent: a novel data-set for stance classification.

    Examples
    --------
    >>> claim_features("Dam cracks", "The council met. The dam does not crack.").split()[:3]
    ['cover_5', 'cover_15', 'cover_25']
    """
    return " ".join(_features(claim, text))


@dataclass(frozen=True)
class _AnalyzedText:
    """The sentences of a text, with the words and the stems of each."""

    sentences: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    stems: tuple[tuple[str, ...], ...]
    stem_sets: tuple[frozenset[str], ...]


@lru_cache(maxsize=2048)
def _analyze(text: str) -> _AnalyzedText:
    # Cached, since corpora often pair an article with several claims.
    sentences = tuple(islice(split_sentences(text), N_SENTENCES))
    words = tuple(tuple(_words(s.lower().replace("’", "'"))) for s in sentences)
    stems = tuple(tuple(_stem(w) for w in sentence if w not in STOP_WORDS) for sentence in words)
    return _AnalyzedText(sentences, words, stems, tuple(map(frozenset, stems)))


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    for ending in ("ing", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word.removesuffix(ending)
    return word


def _coverage(claim: str, text: str) -> list[float]:
    """Return the share of the claim's stems that each sentence contains."""
    stems = frozenset().union(*_analyze(claim).stem_sets)
    return [_share(stems, sentence) for sentence in _analyze(text).stem_sets]


def _nearest(claim: str, text: str) -> list[int]:
    """Return the sentences with the largest overlap with the claim, largest first."""
    coverage = _coverage(claim, text)
    order = sorted(range(len(coverage)), key=lambda i: -coverage[i])
    return [i for i in order[:N_NEAREST] if coverage[i] > 0]


def _features(claim: str, text: str) -> Iterator[str]:
    analyzed_claim, analyzed = _analyze(claim), _analyze(text)
    stems = frozenset().union(*analyzed_claim.stem_sets)
    coverage = _coverage(claim, text)
    nearest = _nearest(claim, text)
    overlaps = {
        "cover": _share(stems, frozenset().union(*analyzed.stem_sets)),
        "lead": _share(stems, frozenset().union(*analyzed.stem_sets[:N_LEAD])),
        "pairs": _share(_stem_pairs(analyzed_claim), _stem_pairs(analyzed)),
        "best": coverage[nearest[0]] if nearest else 0.0,
        "second": coverage[nearest[1]] if len(nearest) > 1 else 0.0,
        "cosine": max((_cosine(stems, s) for s in analyzed.stem_sets), default=0.0),
    }
    for name, share in overlaps.items():
        yield from (f"{name}_{step}" for step in STEPS if 100 * share >= step)
    if nearest:
        position = 100 * nearest[0] / len(analyzed.sentences)
        yield from (f"from_{step}" for step in (1, 10, 30, 60) if position >= step)
    cues = list(_cue_features(analyzed_claim, analyzed, nearest))
    yield from cues
    if overlaps["best"] >= MIN_RELATED_SHARE:
        yield from (f"on_{cue}" for cue in cues)
        claim_refutes, text_refutes = "refute_claim_1" in cues, "refute_near_1" in cues
        if text_refutes:
            yield "on_both_refute" if claim_refutes else "on_text_refutes"
        elif claim_refutes:
            yield "on_claim_refutes"


def _cue_features(
    claim: _AnalyzedText, article: _AnalyzedText, nearest: list[int]
) -> Iterator[str]:
    places = {
        "claim": claim.words,
        "near": [article.words[i] for i in nearest],
        "lead": article.words[:N_LEAD],
    }
    for cue, words in CUES.items():
        for place, sentences in places.items():
            n = sum(word in words for sentence in sentences for word in sentence)
            yield from (f"{cue}_{place}_{count}" for count in COUNTS if n >= count)
        n = sum(word in words for sentence in article.words for word in sentence)
        rate = 100 * n / max(1, len(article.words))
        yield from (f"{cue}_body_{step}" for step in STEPS if rate >= step)


def _share(items: frozenset[Any], others: frozenset[Any]) -> float:
    """Return the share of the items that are among the others."""
    return len(items & others) / max(1, len(items))


def _cosine(left: frozenset[str], right: frozenset[str]) -> float:
    # A shared word is weak evidence in a sentence of one or two words.
    return len(left & right) / math.sqrt(max(1, len(left)) * max(3, len(right)))


def _stem_pairs(text: _AnalyzedText) -> frozenset[tuple[str, str]]:
    return frozenset(pair for sentence in text.stems for pair in pairwise(sentence))
