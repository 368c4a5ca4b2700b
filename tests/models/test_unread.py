"""The baseline that never reads what a stance is towards."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tenor.codebook import Codebook
from tenor.labeling import Answers
from tenor.models.fitting import TrainingData
from tenor.models.texts import FieldTexts
from tenor.models.unread import label_unread

BOOK = Codebook.parse("""
version = "1"
[[targets]]
name = "river-dam"
aliases = ["dam", "Great Dam"]
positions = ["favor", "against"]
[[targets]]
name = "north-road"
positions = ["favor", "against"]
""")


def data_of(
    texts: list[str], claims: list[str] | None = None, target: str = "river-dam"
) -> TrainingData:
    """Articles by turns in favor and against."""
    articles = pd.DataFrame({"title": "", "text": texts, "claim": claims or ""})
    matrix = np.eye(2, dtype=np.uint8)[np.arange(len(texts)) % 2]
    rows = np.arange(len(texts))
    gold = np.ones(len(texts), dtype=bool)
    answers = Answers(rows, ("favor", "against"), matrix, gold)
    return TrainingData(FieldTexts(articles), answers, BOOK, "stance", target)


def label_second_half(data: TrainingData) -> np.ndarray | None:
    """Fit on the first half and label the second."""
    first, second = np.split(np.arange(len(data.answers)), 2)
    return label_unread(data.take(first), data.texts.take(second))


def test_the_words_of_the_target_are_not_read() -> None:
    """Only they tell the positions apart, so that every article gets the same answer."""
    texts = ["We want this here.", "We want this Dam here."] * 20
    given = label_second_half(data_of(texts))
    assert given is not None
    assert given.sum() == 20
    assert given.any(axis=0).sum() == 1


def test_all_other_words_are_read() -> None:
    texts = ["The dam is good.", "The dam is bad."] * 20
    given = label_second_half(data_of(texts))
    assert given is not None
    assert given.astype(int).tolist() == np.eye(2, dtype=int).tolist() * 10


def test_a_claim_is_not_read() -> None:
    texts, claims = ["One text for all."] * 40, ["It is so.", "It is not."] * 20
    given = label_second_half(data_of(texts, claims))
    assert given is not None
    assert given.any(axis=0).sum() == 1


def test_without_aliases_the_name_is_masked() -> None:
    texts = ["We want this here.", "We want this North Road here."] * 20
    given = label_second_half(data_of(texts, target="north-road"))
    assert given is not None
    assert given.any(axis=0).sum() == 1


@pytest.mark.parametrize("named", [0, 1])
def test_where_hardly_any_text_names_the_target_there_is_no_such_baseline(named: int) -> None:
    texts = ["The dam is good."] * named + ["Good.", "Bad."] * 20
    assert label_second_half(data_of(texts[:40])) is None


@pytest.mark.parametrize("column", [0, 1])
def test_a_label_that_training_lacks_is_never_given(column: int) -> None:
    """Nothing can be learned of it."""
    data = data_of(["The dam, yes.", "The dam, no.", "The dam, well."] * 10)
    matrix = np.eye(3, dtype=np.uint8)[np.where(np.arange(30) % 2, column, 2)]
    matrix[15:] = np.eye(3, dtype=np.uint8)[1 - column]
    answers = replace(data.answers, labels=("favor", "against", "none"), matrix=matrix)
    given = label_second_half(replace(data, answers=answers))
    assert given is not None
    assert given.any(axis=1).all()
    assert not given[:, 1 - column].any()
