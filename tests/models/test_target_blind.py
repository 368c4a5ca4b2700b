"""The target-blind baseline of stance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tenor.codebook import Codebook
from tenor.labeling import ResolvedLabels
from tenor.models.field_texts import FieldTexts
from tenor.models.target_blind import predict_target_blind
from tenor.models.training_set import TrainingSet

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


def training_set(
    texts: list[str], claims: list[str] | None = None, target: str = "river-dam"
) -> TrainingSet:
    """Return a training set whose labels alternate between favor and against."""
    articles = pd.DataFrame({"title": "", "text": texts, "claim": claims or ""})
    matrix = np.eye(2, dtype=np.uint8)[np.arange(len(texts)) % 2]
    rows = np.arange(len(texts))
    gold = np.ones(len(texts), dtype=bool)
    labels = ResolvedLabels(rows, ("favor", "against"), matrix, gold)
    return TrainingSet(FieldTexts(articles), labels, "one", target)


def label_second_half(training: TrainingSet) -> np.ndarray | None:
    """Fit on the first half and label the second half."""
    first, second = np.split(np.arange(len(training.labels)), 2)
    target = BOOK.target(training.name)
    return predict_target_blind(training.take(first), training.texts.take(second), target)


def test_the_words_of_the_target_are_not_used() -> None:
    """They alone differ between the positions, so all articles get the same label."""
    texts = ["We want this here.", "We want this Dam here."] * 20
    y_pred = label_second_half(training_set(texts))
    assert y_pred is not None
    assert y_pred.sum() == 20
    assert y_pred.any(axis=0).sum() == 1


def test_all_other_words_are_used() -> None:
    texts = ["The dam is good.", "The dam is bad."] * 20
    y_pred = label_second_half(training_set(texts))
    assert y_pred is not None
    assert y_pred.astype(int).tolist() == np.eye(2, dtype=int).tolist() * 10


def test_claims_are_not_used() -> None:
    texts, claims = ["One text for all."] * 40, ["It is so.", "It is not."] * 20
    y_pred = label_second_half(training_set(texts, claims))
    assert y_pred is not None
    assert y_pred.any(axis=0).sum() == 1


def test_without_aliases_the_name_is_not_used() -> None:
    texts = ["We want this here.", "We want this North Road here."] * 20
    y_pred = label_second_half(training_set(texts, target="north-road"))
    assert y_pred is not None
    assert y_pred.any(axis=0).sum() == 1


@pytest.mark.parametrize("named", [0, 1])
def test_where_hardly_any_text_names_the_target_there_is_no_baseline(named: int) -> None:
    texts = ["The dam is good."] * named + ["Good.", "Bad."] * 20
    assert label_second_half(training_set(texts[:40])) is None


@pytest.mark.parametrize("column", [0, 1])
def test_a_label_that_the_training_set_lacks_is_never_predicted(column: int) -> None:
    training = training_set(["The dam, yes.", "The dam, no.", "The dam, well."] * 10)
    matrix = np.eye(3, dtype=np.uint8)[np.where(np.arange(30) % 2, column, 2)]
    matrix[15:] = np.eye(3, dtype=np.uint8)[1 - column]
    labels = replace(training.labels, labels=("favor", "against", "none"), matrix=matrix)
    y_pred = label_second_half(replace(training, labels=labels))
    assert y_pred is not None
    assert y_pred.any(axis=1).all()
    assert not y_pred[:, 1 - column].any()
