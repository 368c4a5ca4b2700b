"""Counting the terms of a vocabulary."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.features import Analysis, Vocabulary
from tenor.features.engine.counter import TermCounter, vocabulary_union

ANALYSES = [
    Analysis(ngram_range=(1, 2)),
    Analysis("char", (1, 3)),
    Analysis("char_wb", (2, 3)),
]
TEXTS = st.lists(st.text("abé .\n", max_size=20), min_size=1, max_size=4)


def _entries(counter: TermCounter, texts: list[str]) -> list[list[tuple[int, int]]]:
    ends, columns, counts = counter.count(texts)
    pairs = list(zip(columns.tolist(), counts.tolist(), strict=True))
    starts = [0, *ends[:-1].tolist()]
    return [pairs[start:stop] for start, stop in zip(starts, ends.tolist(), strict=True)]


@pytest.mark.parametrize("analysis", ANALYSES)
@given(TEXTS, TEXTS, st.data())
def test_counts_are_those_of_the_plain_path(
    analysis: Analysis, texts: list[str], others: list[str], data: st.DataObject
) -> None:
    """Of all terms of a vocabulary, also in another order, and of a subset of them."""
    terms = sorted({term for text in texts for term in analysis.terms(text)})
    counter = TermCounter.of(Vocabulary.of(terms), analysis)
    assert list(counter.vocabulary()) == terms
    flags = data.draw(st.lists(st.booleans(), min_size=len(terms), max_size=len(terms)))
    kept = np.array(flags, dtype=bool)
    subset = counter.subset(kept).prepare()
    kept_terms = [term for term, is_kept in zip(terms, flags, strict=True) if is_kept]
    assert list(subset.vocabulary()) == kept_terms
    order = np.array(data.draw(st.permutations(range(len(terms)))), dtype=np.intp)
    ordered = TermCounter.of(Vocabulary.of(terms), analysis, order)
    for part, names in ((counter, terms), (subset, kept_terms), (ordered, terms)):
        column = {term: i for i, term in enumerate(names)}
        expected = [Counter(analysis.terms(text)) for text in others]
        assert _entries(part, others) == [
            sorted((column[term], n) for term, n in counts.items() if term in column)
            for counts in expected
        ]
        assert part.n_columns == len(names)


def test_a_union_has_each_term_once_and_the_columns_of_each_vocabulary() -> None:
    vocabularies = [Vocabulary.of(["dam", "the dam"]), Vocabulary.of(["dam", "river"])]
    union, columns = vocabulary_union(vocabularies)
    assert sorted(union) == ["dam", "river", "the dam"]
    for vocabulary, column_of in zip(vocabularies, columns, strict=True):
        terms = list(vocabulary)
        assert column_of.tolist() == [terms.index(t) if t in terms else -1 for t in union]


def test_the_union_of_one_vocabulary_is_itself() -> None:
    vocabulary = Vocabulary.of(["dam", "river"])
    union, [columns] = vocabulary_union([vocabulary])
    assert union is vocabulary
    assert columns.tolist() == [0, 1]
