"""Scores are scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    f1_score,
    precision_score,
    recall_score,
)

from tenor.evaluation import LabelScore, Scores, score


@st.composite
def labelled(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    shape = draw(array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=8))
    zero_one = st.sampled_from([0, 0, 1])
    truth = draw(arrays(np.uint8, shape, elements=zero_one))
    return truth, draw(arrays(np.uint8, shape, elements=zero_one)).astype(bool)


def names(count: int) -> tuple[str, ...]:
    return tuple(f"l{i}" for i in range(count))


@settings(max_examples=50)
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
    samples = f1_score(*both, average="samples", zero_division=1)
    assert scores.metrics["samples_f1"] == pytest.approx(samples)
    assert scores.accuracy is None
    assert scores.n_articles == len(truth)


@settings(max_examples=50)
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
    assert scores.metrics["samples_f1"] == pytest.approx(scores.accuracy)


def test_scores_by_hand() -> None:
    """Four articles; nobody has or was given the third label, so it does not count."""
    truth = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 0]], dtype=np.uint8)
    given = np.array([[1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 0]], dtype=bool)
    assert score(truth, given, ("a", "b", "c"), one_label=False) == Scores(
        metrics={"macro_f1": 0.75, "micro_f1": 0.75, "samples_f1": pytest.approx(5 / 6)},
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
        "samples_f1": 0.5,
        "accuracy": 0.5,
        "f_avg": 0.5,
    }


def test_metrics_have_no_accuracy_where_articles_have_several_labels() -> None:
    """It would say little there."""
    truth = np.array([[1, 1]], dtype=np.uint8)
    assert score(truth, truth.astype(bool), ("a", "b"), one_label=False).metrics == {
        "macro_f1": 1.0,
        "micro_f1": 1.0,
        "samples_f1": 1.0,
    }


@settings(max_examples=30)
@given(labelled(), st.integers(0, 5))
def test_average_precision_is_that_of_scikit_learn(
    pair: tuple[np.ndarray, np.ndarray], seed: int
) -> None:
    """For each label that an article has; ties between probabilities included."""
    truth, given = pair
    p = np.random.default_rng(seed).integers(0, 4, truth.shape) / 4
    scores = score(truth, given, names(truth.shape[1]), one_label=False, probabilities=p)
    expected = [
        average_precision_score(truth[:, i], p[:, i]) if truth[:, i].any() else None
        for i in range(truth.shape[1])
    ]
    assert [row.average_precision for row in scores.per_label] == expected
    known = np.flatnonzero(truth.any(axis=0))
    if len(known):
        true, of_known = truth[:, known], p[:, known]
        assert scores.average_precisions == pytest.approx(
            {
                "mean_average_precision": average_precision_score(true, of_known, average="macro"),
                "weighted_average_precision": average_precision_score(
                    true, of_known, average="weighted"
                ),
            }
        )
    else:
        assert scores.average_precisions == {}


def test_average_precision_by_hand() -> None:
    """Two of four articles have the label, ranked first and third: (1/1 + 2/3) / 2."""
    truth = np.array([[1], [0], [1], [0]], dtype=np.uint8)
    p = np.array([[0.9], [0.8], [0.7], [0.1]])
    scores = score(truth, truth.astype(bool), ("a",), one_label=False, probabilities=p)
    assert scores.per_label[0].average_precision == pytest.approx(5 / 6)


def one_of(labels: tuple[str, ...], true: str, given: str) -> tuple[np.ndarray, np.ndarray]:
    eye = np.eye(len(labels), dtype=np.uint8)
    return (
        np.array([eye[labels.index(label)] for label in true.split()]),
        np.array([eye[labels.index(label)] for label in given.split()], dtype=bool),
    )


def test_f_avg_is_the_mean_of_favor_and_against() -> None:
    """F1 of favor 2/3, of against 2/3; the third position does not count."""
    labels = ("favor", "against", "none")
    pair = one_of(labels, "favor against against none favor", "favor against none none none")
    metrics = score(*pair, labels, one_label=True).metrics
    assert metrics["f_avg"] == pytest.approx((2 / 3 + 2 / 3) / 2)
    pair = one_of(labels, "favor favor against none", "favor against against against")
    assert score(*pair, labels, one_label=True).metrics["f_avg"] == pytest.approx(
        f1_score([0, 0, 1, 2], [0, 1, 1, 1], labels=[0, 1], average="macro")
    )


FNC = ("agree", "disagree", "discuss", "unrelated")


def test_the_fnc_score_counts_as_the_challenge_did() -> None:
    """Right related 1, wrong related 1/4, related for unrelated 0, right unrelated 1/4."""
    pair = one_of(
        FNC,
        "agree disagree unrelated unrelated discuss",
        "agree agree discuss unrelated unrelated",
    )
    metrics = score(*pair, FNC, one_label=True).metrics
    assert metrics["fnc_score"] == pytest.approx((1 + 0.25 + 0 + 0.25 + 0) / (1 + 1 + 2 * 0.25 + 1))


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=20))
def test_the_fnc_score_follows_the_published_rules(pairs: list[tuple[int, int]]) -> None:
    """A quarter where the stance is right, half more where it is related, a quarter for related."""
    points = best = 0.0
    for true, said in pairs:
        points += 0.25 * (true == said) + 0.5 * (true == said != 3) + 0.25 * (true < 3 > said)
        best += 1.0 if true < 3 else 0.25
    eye = np.eye(4, dtype=np.uint8)
    true_rows = eye[[true for true, _ in pairs]]
    given_rows = eye[[said for _, said in pairs]].astype(bool)
    metrics = score(true_rows, given_rows, FNC, one_label=True).metrics
    assert metrics["fnc_score"] == pytest.approx(points / best)


def test_the_scores_of_a_field_stand_only_where_its_labels_do() -> None:
    """Left and right have neither F_avg nor an FNC score."""
    pair = one_of(("left", "right"), "left right", "left left")
    names = list(score(*pair, ("left", "right"), one_label=True).metrics)
    assert names == ["macro_f1", "micro_f1", "samples_f1", "accuracy"]
    names = list(score(*one_of(FNC, "agree", "agree"), FNC, one_label=True).metrics)
    assert names == ["macro_f1", "micro_f1", "samples_f1", "accuracy", "fnc_score"]
