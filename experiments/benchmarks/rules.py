"""Throughput of rule matching on long articles, in articles per second of processor time.

    python experiments/benchmarks/rules.py [CORPUS]

CORPUS is a corpus folder. Without it, synthetic texts are drawn from a Zipf distribution over an
invented vocabulary. The baseline is one regular expression per rule, as analysts write them
without a rule language.
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

N_ARTICLES = 3_000
N_BASELINE_ARTICLES = 300
"""Articles for the baseline with one rule; fewer with more rules, to bound its time."""

RULE_COUNTS = (8, 200, 2_000)


def synthetic_texts(n: int) -> list[str]:
    """Return n texts of a thousand words each."""
    rng = np.random.default_rng(0)
    return [" ".join(f"w{i}" for i in rng.zipf(1.3, 1_000) % 50_000) for _ in range(n)]


def draw_words(words: list[str], n: int) -> list[tuple[str, str, str]]:
    """Return three different words for each of n rules."""
    rng = np.random.default_rng(1)
    return [tuple(rng.choice(words, 3, replace=False)) for _ in range(n)]


def throughput(match: Callable[[str], object], texts: list[str]) -> float:
    """Return the number of texts matched per second of processor time."""
    started = time.process_time()
    for text in texts:
        match(text)
    return len(texts) / (time.process_time() - started)


def main() -> None:
    """Print one line per number of rules."""
    if len(sys.argv) > 1:
        texts = Corpus.load(sys.argv[1]).articles["text"].tolist()[:N_ARTICLES]
    else:
        texts = synthetic_texts(N_ARTICLES)
    words = sorted({word for text in texts[:500] for word in re.findall(r"[a-z]\w+", text)})
    print(f"{len(texts):,} texts, {sum(map(len, texts)) / len(texts):,.0f} characters each")
    for n_rules in RULE_COUNTS:
        triples = draw_words(words, n_rules)
        queries = [(parse_query(f'"{a}" NEAR/5 "{b}" OR "{c}"'), None) for a, b, c in triples]
        matcher = Matcher(queries)
        ours = throughput(lambda text, matcher=matcher: matcher.matching("", text), texts)
        patterns = [
            re.compile(rf"\b(?:{c}|{a}\W+(?:\w+\W+){{0,4}}{b}|{b}\W+(?:\w+\W+){{0,4}}{a})\b", re.I)
            for a, b, c in triples
        ]
        baseline = throughput(
            lambda text, patterns=patterns: [pattern.search(text) for pattern in patterns],
            texts[: max(3, N_BASELINE_ARTICLES // n_rules)],
        )
        print(f"{n_rules:>6,} rules: {ours:>8,.0f} per second; patterns {baseline:>8,.1f}")


if __name__ == "__main__":
    main()
