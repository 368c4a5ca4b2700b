"""Duplicate groups."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.corpus.duplicates import group, signatures


def words(first: int, last: int) -> str:
    return " ".join(f"w{i}" for i in range(first, last))


def groups(*texts: str) -> list[int]:
    return group(signatures(texts)).tolist()


WIRE = words(0, 300)


def test_an_article_without_a_duplicate_is_its_own_group() -> None:
    """Named by its position."""
    assert groups(WIRE, words(300, 600), words(600, 900)) == [0, 1, 2]


def test_no_articles_have_no_groups() -> None:
    """An empty corpus is a corpus."""
    assert signatures([]).shape == (0, 128)
    assert groups() == []


def test_a_group_is_the_position_of_its_first_article() -> None:
    """Wherever the copies stand."""
    other = words(500, 800)
    assert groups(words(900, 950), WIRE, other, WIRE, other, WIRE) == [0, 1, 2, 1, 2, 1]


@pytest.mark.parametrize(
    ("copy", "group_of_copy"),
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
def test_near_copies_are_duplicates(copy: str, group_of_copy: int) -> None:
    """Case, punctuation, a dateline, a cut end do not count; a shared fifth does not suffice."""
    assert groups(WIRE, copy) == [0, group_of_copy]


def test_duplicates_of_duplicates_are_one_group() -> None:
    """Even where the first and the last share too little between them."""
    versions = [words(start, start + 300) for start in (0, 60, 120, 180)]
    assert groups(versions[0], versions[3]) == [0, 1]
    assert groups(*versions) == [0, 0, 0, 0]


def test_short_texts_are_compared_whole() -> None:
    """Three words or fewer make one shingle."""
    assert groups("Dam opens", "dam opens.", "Dam closes", "Dam", "Dam opens now") == [
        0,
        0,
        2,
        3,
        4,
    ]


def test_the_same_texts_give_the_same_signatures() -> None:
    """In any company; the seed is fixed."""
    both = signatures([WIRE, "short text"])
    assert both.shape == (2, 128)
    assert both.dtype == np.uint32
    assert np.array_equal(signatures(["short text"])[0], both[1])


@settings(max_examples=50)
@given(
    st.lists(st.sampled_from([WIRE, words(10, 300), words(400, 500), "a b", "", "…", "ä ö ü ß"]))
)
def test_equal_texts_share_a_group_and_a_group_names_its_first(texts: list[str]) -> None:
    """Whatever their order and number."""
    found = groups(*texts)
    assert len(found) == len(texts)
    assert all(found[first] == first and first <= i for i, first in enumerate(found))
    first_of: dict[str, int] = {}
    for text, of in zip(texts, found, strict=True):
        assert first_of.setdefault(text, of) == of
