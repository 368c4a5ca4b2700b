"""Many rules on long articles: articles in a second of processor time.

    python experiments/benchmarks/rules.py [CORPUS]

CORPUS is a corpus folder; without it, texts are drawn from an invented
vocabulary whose words are as unevenly frequent as a language's. The peer is a
regular expression a rule, as analysts write them without a rule language.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable

import numpy as np

from tenor.codebook import parse_query
from tenor.corpus import Corpus
from tenor.labeling.matching import Matcher

ARTICLES = 3_000
PEER_ARTICLES = 300
RULES = (8, 200, 2_000)


def invented(n: int) -> list[str]:
    """Return n texts of a thousand words each."""
    random = np.random.default_rng(0)
    return [" ".join(f"w{i}" for i in random.zipf(1.3, 1_000) % 50_000) for _ in range(n)]


def rules(words: list[str], n: int) -> list[tuple[str, str, str]]:
    """Return n triples of words to make rules of."""
    random = np.random.default_rng(1)
    return [tuple(random.choice(words, 3, replace=False)) for _ in range(n)]


def per_second(match: Callable[[str], object], texts: list[str]) -> float:
    """Return how many texts are matched in a second of processor time."""
    started = time.process_time()
    for text in texts:
        match(text)
    return len(texts) / (time.process_time() - started)


def main() -> None:
    """Print a line for each number of rules."""
    if len(sys.argv) > 1:
        texts = Corpus.load(sys.argv[1]).articles["text"].tolist()[:ARTICLES]
    else:
        texts = invented(ARTICLES)
    words = sorted({word for text in texts[:500] for word in re.findall(r"[a-z]\w+", text)})
    print(f"{len(texts):,} texts, {sum(map(len, texts)) / len(texts):,.0f} characters each")
    for n in RULES:
        chosen = rules(words, n)
        queries = [(parse_query(f'"{a}" NEAR/5 "{b}" OR "{c}"'), None) for a, b, c in chosen]
        matcher = Matcher(queries)
        speed = per_second(lambda text, matcher=matcher: matcher.matching("", text), texts)
        patterns = [
            re.compile(rf"\b(?:{c}|{a}\W+(?:\w+\W+){{0,4}}{b}|{b}\W+(?:\w+\W+){{0,4}}{a})\b", re.I)
            for a, b, c in chosen
        ]
        peer = per_second(
            lambda text, patterns=patterns: [p.search(text) for p in patterns],
            texts[: max(3, PEER_ARTICLES // n)],
        )
        print(f"{n:>6,} rules: {speed:>8,.0f} a second; patterns {peer:>8,.1f} a second")


if __name__ == "__main__":
    main()
