"""Scores are scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from sklearn.metrics import accuracy_score, f1_score, precision_score, recall_score

from tenor.evaluation import LabelScore, Scores, score


@st.composite
def labelled(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    shape = draw(array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=8))
    zero_one = st.sampled_from([0, 0, 1])
    truth = draw(arrays(np.uint8, shape, elements=zero_one))
    return truth, draw(arrays(np.uint8, shape, elements=zero_one)).astype(bool)


def names(count: int) -> tuple[str, ...]:
    return tuple(f"l{i}" for i in range(count))


@settings(max_examples=50, deadline=None)
@given(labelled())
def test_scores_of_several_labels_are_those_of_scikit_learn(
    pair: tuple[np.ndarray, np.ndarray],
) -> None:
    """Macro over the labels that an article has or was given."""
    truth, given = pair
    scores = score(truth, given, names(truth.shape[1]), one_label=False)
    for i, row in enumerate(scores.per_label):
        one = (truth[:, i], given[:, i].astype(int))
        assert row == LabelScore(
            f"l{i}",
            pytest.approx(precision_score(*one, zero_division=0)),
            pytest.approx(recall_score(*one, zero_division=0)),
            pytest.approx(f1_score(*one, zero_division=0)),
            int(truth[:, i].sum()),
        )
    # The column of zeros keeps scikit-learn from taking one label for two classes.
    both = [np.column_stack([matrix, np.zeros(len(truth))]).astype(int) for matrix in pair]
    present = np.flatnonzero((truth | given).any(axis=0))
    if len(present):
        macro = f1_score(*both, labels=present, average="macro", zero_division=0)
        assert scores.macro_f1 == pytest.approx(macro)
    else:
        assert scores.macro_f1 == 0
    assert scores.micro_f1 == pytest.approx(f1_score(*both, average="micro", zero_division=0))
    assert scores.accuracy is None
    assert scores.n_articles == len(truth)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=12))
def test_scores_of_one_label_an_article_are_those_of_scikit_learn(
    pairs: list[tuple[int, int]],
) -> None:
    """Micro-F1 is then accuracy."""
    true, given = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    eye = np.eye(4, dtype=np.uint8)
    scores = score(eye[true], eye[given].astype(bool), names(4), one_label=True)
    assert scores.macro_f1 == pytest.approx(f1_score(true, given, average="macro", zero_division=0))
    assert scores.accuracy == pytest.approx(accuracy_score(true, given))
    assert scores.micro_f1 == pytest.approx(scores.accuracy)


def test_scores_by_hand() -> None:
    """Four articles; nobody has or was given the third label, so it does not count."""
    truth = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 0]], dtype=np.uint8)
    given = np.array([[1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 0]], dtype=bool)
    assert score(truth, given, ("a", "b", "c"), one_label=False) == Scores(
        macro_f1=0.75,
        micro_f1=0.75,
        accuracy=None,
        per_label=(
            LabelScore("a", 0.5, 0.5, 0.5, 2),
            LabelScore("b", 1.0, 1.0, 1.0, 2),
            LabelScore("c", 0.0, 0.0, 0.0, 0),
        ),
        n_articles=4,
    )


def test_an_article_that_was_given_no_label_is_a_miss() -> None:
    """A stance model may abstain; accuracy counts that article too."""
    truth = np.array([[1, 0], [0, 1]], dtype=np.uint8)
    given = np.array([[1, 0], [0, 0]], dtype=bool)
    scores = score(truth, given, ("favor", "against"), one_label=True)
    assert scores.metrics == {
        "macro_f1": 0.5,
        "micro_f1": pytest.approx(2 / 3),
        "accuracy": 0.5,
    }


def test_metrics_have_no_accuracy_where_articles_have_several_labels() -> None:
    """It would say little there."""
    truth = np.array([[1, 1]], dtype=np.uint8)
    assert score(truth, truth.astype(bool), ("a", "b"), one_label=False).metrics == {
        "macro_f1": 1.0,
        "micro_f1": 1.0,
    }
