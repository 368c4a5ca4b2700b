"""Duplicate groups."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.corpus.duplicates import group_duplicates, minhash_signatures


def words(first: int, last: int) -> str:
    return " ".join(f"w{i}" for i in range(first, last))


def groups(*texts: str) -> list[int]:
    return group_duplicates(minhash_signatures(texts)).tolist()


WIRE = words(0, 300)


def test_an_article_without_a_duplicate_is_its_own_group() -> None:
    """Named by its position."""
    assert groups(WIRE, words(300, 600), words(600, 900)) == [0, 1, 2]


def test_no_articles_have_no_groups() -> None:
    """An empty corpus is valid."""
    assert minhash_signatures([]).shape == (0, 128)
    assert groups() == []


def test_a_group_is_the_position_of_its_first_article() -> None:
    """Wherever its other articles are."""
    other = words(500, 800)
    assert groups(words(900, 950), WIRE, other, WIRE, other, WIRE) == [0, 1, 2, 1, 2, 1]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        (WIRE, 0),
        (WIRE.upper().replace(" ", ",\n"), 0),
        (f"LONDON (Wire) {WIRE} Additional reporting by Ana Ruiz.", 0),
        (words(0, 270), 0),
        (words(30, 300), 0),
        (words(0, 150) + " new words here " + words(150, 300), 0),
        (words(0, 60) + " " + words(1000, 1240), 1),
        (" ".join(reversed(WIRE.split())), 1),
    ],
)
def test_near_copies_are_duplicates(text: str, group: int) -> None:
    """Despite case, punctuation, a dateline, a cut end; a shared fifth is not enough."""
    assert groups(WIRE, text) == [0, group]


def test_texts_without_spaces_are_compared_by_their_characters() -> None:
    text = "药品价格引起患者担心。官员没有回答问题。急诊室等候时间变长。商人反对通行费认为不公平。"
    assert groups(
        text, text.replace("变长", "了吗"), "市长表示会继续讨论。医院的护士人手不足。"
    ) == [0, 0, 2]


def test_duplicates_of_duplicates_are_one_group() -> None:
    """Even if the first and the last have too little in common."""
    versions = [words(start, start + 300) for start in (0, 60, 120, 180)]
    assert groups(versions[0], versions[3]) == [0, 1]
    assert groups(*versions) == [0, 0, 0, 0]


def test_texts_of_up_to_three_words_are_one_shingle() -> None:
    texts = ("Dam opens", "dam opens.", "Dam closes", "Dam", "Dam opens now")
    assert groups(*texts) == [0, 0, 2, 3, 4]


def test_the_signature_of_a_text_does_not_depend_on_other_texts() -> None:
    """The seed is fixed."""
    both = minhash_signatures([WIRE, "short text"])
    assert both.shape == (2, 128)
    assert both.dtype == np.uint32
    assert np.array_equal(minhash_signatures(["short text"])[0], both[1])


@settings(max_examples=50)
@given(
    st.lists(st.sampled_from([WIRE, words(10, 300), words(400, 500), "a b", "", "…", "ä ö ü ß"]))
)
def test_equal_texts_are_in_one_group_that_names_its_first_article(texts: list[str]) -> None:
    """For any order and number of texts."""
    result = groups(*texts)
    assert len(result) == len(texts)
    assert all(result[first] == first and first <= i for i, first in enumerate(result))
    group_of: dict[str, int] = {}
    for text, group in zip(texts, result, strict=True):
        assert group_of.setdefault(text, group) == group
