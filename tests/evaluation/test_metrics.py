"""Scores of predicted labels, which are those of scikit-learn."""

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
from tenor.evaluation.confusion_counts import is_complete


@st.composite
def labelled(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    shape = draw(array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=8))
    zero_one = st.sampled_from([0, 0, 1])
    y_true = draw(arrays(np.uint8, shape, elements=zero_one))
    return y_true, draw(arrays(np.uint8, shape, elements=zero_one)).astype(bool)


def names(count: int) -> tuple[str, ...]:
    return tuple(f"l{i}" for i in range(count))


@settings(max_examples=50)
@given(labelled())
def test_scores_of_several_labels_are_those_of_scikit_learn(
    pair: tuple[np.ndarray, np.ndarray],
) -> None:
    """Macro-F1 is over the labels that an article has or is predicted to have."""
    y_true, y_pred = pair
    scores = score(y_true, y_pred, names(y_true.shape[1]), single_label=False)
    for i, row in enumerate(scores.per_label):
        columns = (y_true[:, i], y_pred[:, i].astype(int))
        assert row == LabelScore(
            f"l{i}",
            pytest.approx(precision_score(*columns, zero_division=0)),
            pytest.approx(recall_score(*columns, zero_division=0)),
            pytest.approx(f1_score(*columns, zero_division=0)),
            int(y_true[:, i].sum()),
            n_articles=len(y_true),
            n_predicted=int(columns[1].sum()),
        )
    # Without the column of zeros, scikit-learn takes a single label for two classes.
    both = [np.column_stack([matrix, np.zeros(len(y_true))]).astype(int) for matrix in pair]
    present = np.flatnonzero((y_true | y_pred).any(axis=0))
    if len(present):
        macro = f1_score(*both, labels=present, average="macro", zero_division=0)
        assert scores.macro_f1 == pytest.approx(macro)
    else:
        assert scores.macro_f1 == 0
    assert scores.micro_f1 == pytest.approx(f1_score(*both, average="micro", zero_division=0))
    samples = f1_score(*both, average="samples", zero_division=1)
    assert scores.metrics["samples_f1"] == pytest.approx(samples)
    assert scores.accuracy is None
    assert scores.n_articles == len(y_true)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=12))
def test_scores_of_single_labels_are_those_of_scikit_learn(
    pairs: list[tuple[int, int]],
) -> None:
    """Micro-F1 equals accuracy there."""
    true, predicted = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    eye = np.eye(4, dtype=np.uint8)
    scores = score(eye[true], eye[predicted].astype(bool), names(4), single_label=True)
    macro = f1_score(true, predicted, average="macro", zero_division=0)
    assert scores.macro_f1 == pytest.approx(macro)
    assert scores.accuracy == pytest.approx(accuracy_score(true, predicted))
    assert scores.micro_f1 == pytest.approx(scores.accuracy)
    assert scores.metrics["samples_f1"] == pytest.approx(scores.accuracy)


def test_scores_of_four_articles_are_those_computed_by_hand() -> None:
    """No article has or is predicted to have the third label, so it does not count."""
    y_true = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 0]], dtype=np.uint8)
    y_pred = np.array([[1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 0]], dtype=bool)
    assert score(y_true, y_pred, ("a", "b", "c"), single_label=False) == Scores(
        metrics={"macro_f1": 0.75, "micro_f1": 0.75, "samples_f1": pytest.approx(5 / 6)},
        per_label=(
            LabelScore("a", 0.5, 0.5, 0.5, 2, n_articles=4, n_predicted=2),
            LabelScore("b", 1.0, 1.0, 1.0, 2, n_articles=4, n_predicted=2),
            LabelScore("c", 0.0, 0.0, 0.0, 0, n_articles=4),
        ),
        n_articles=4,
    )


def test_unknown_labels_are_neither_right_nor_wrong() -> None:
    """Scores are those of the known labels; samples-F1 is over articles known in full."""
    y_true = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], dtype=np.uint8)
    y_pred = np.array([[1, 1], [0, 1], [1, 1], [0, 1]], dtype=bool)
    is_known = np.array([[True, False], [True, True], [True, True], [False, True]])
    probabilities = np.array([[0.9, 0.9], [0.3, 0.6], [0.4, 0.8], [0.9, 0.7]])
    scores = score(
        y_true,
        y_pred,
        ("a", "b"),
        single_label=False,
        probabilities=probabilities,
        is_known=is_known,
    )
    assert scores.per_label == (
        # Known of the first three articles: one true positive, one false, one missed.
        LabelScore("a", 0.5, 0.5, 0.5, 2, pytest.approx(5 / 6), n_articles=3, n_predicted=2),
        # Known of the last three: two true positives, one false.
        LabelScore("b", pytest.approx(2 / 3), 1.0, 0.8, 2, 1.0, n_articles=3, n_predicted=3),
    )
    assert scores.micro_f1 == pytest.approx(2 * 3 / (2 * 3 + 2 + 1))
    # The second article has no right label, the third one of two predictions: 0 and 2/3.
    assert scores.metrics["samples_f1"] == pytest.approx(1 / 3)
    assert scores.n_articles == 4


def test_a_label_that_is_known_of_no_article_leaves_articles_complete() -> None:
    is_known = np.array([[True, False, True], [True, False, False]])
    assert is_complete(is_known).tolist() == [True, False]


def test_an_article_without_a_predicted_label_is_an_error() -> None:
    """A stance model may abstain; accuracy counts such an article too."""
    y_true = np.array([[1, 0], [0, 1]], dtype=np.uint8)
    y_pred = np.array([[1, 0], [0, 0]], dtype=bool)
    scores = score(y_true, y_pred, ("favor", "against"), single_label=True)
    assert scores.metrics == {
        "macro_f1": 0.5,
        "micro_f1": pytest.approx(2 / 3),
        "samples_f1": 0.5,
        "accuracy": 0.5,
        "f_avg": 0.5,
    }


def test_there_is_no_accuracy_where_articles_can_have_several_labels() -> None:
    y_true = np.array([[1, 1]], dtype=np.uint8)
    assert score(y_true, y_true.astype(bool), ("a", "b"), single_label=False).metrics == {
        "macro_f1": 1.0,
        "micro_f1": 1.0,
        "samples_f1": 1.0,
    }


@settings(max_examples=30)
@given(labelled(), st.integers(0, 5))
def test_average_precision_is_that_of_scikit_learn(
    pair: tuple[np.ndarray, np.ndarray], seed: int
) -> None:
    """Labels without an article have none; probabilities may be tied."""
    y_true, y_pred = pair
    p = np.random.default_rng(seed).integers(0, 4, y_true.shape) / 4
    scores = score(y_true, y_pred, names(y_true.shape[1]), single_label=False, probabilities=p)
    expected = [
        average_precision_score(y_true[:, i], p[:, i]) if y_true[:, i].any() else None
        for i in range(y_true.shape[1])
    ]
    assert [row.average_precision for row in scores.per_label] == expected
    known = np.flatnonzero(y_true.any(axis=0))
    if len(known):
        true, scored = y_true[:, known], p[:, known]
        assert scores.average_precisions == pytest.approx(
            {
                "mean_average_precision": average_precision_score(true, scored, average="macro"),
                "weighted_average_precision": average_precision_score(
                    true, scored, average="weighted"
                ),
            }
        )
    else:
        assert scores.average_precisions == {}


def test_average_precision_is_the_mean_precision_at_the_ranks_of_true_articles() -> None:
    """Two of four articles have the label, ranked first and third: (1/1 + 2/3) / 2."""
    y_true = np.array([[1], [0], [1], [0]], dtype=np.uint8)
    p = np.array([[0.9], [0.8], [0.7], [0.1]])
    scores = score(y_true, y_true.astype(bool), ("a",), single_label=False, probabilities=p)
    assert scores.per_label[0].average_precision == pytest.approx(5 / 6)


def single(labels: tuple[str, ...], true: str, predicted: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the matrices of articles with one label each."""
    eye = np.eye(len(labels), dtype=np.uint8)
    return (
        np.array([eye[labels.index(label)] for label in true.split()]),
        np.array([eye[labels.index(label)] for label in predicted.split()], dtype=bool),
    )


def test_f_avg_is_the_mean_f1_of_favor_and_against() -> None:
    """F1 of favor 2/3, of against 2/3; the third position does not count."""
    labels = ("favor", "against", "none")
    pair = single(labels, "favor against against none favor", "favor against none none none")
    metrics = score(*pair, labels, single_label=True).metrics
    assert metrics["f_avg"] == pytest.approx((2 / 3 + 2 / 3) / 2)
    pair = single(labels, "favor favor against none", "favor against against against")
    assert score(*pair, labels, single_label=True).metrics["f_avg"] == pytest.approx(
        f1_score([0, 0, 1, 2], [0, 1, 1, 1], labels=[0, 1], average="macro")
    )


FNC = ("agree", "disagree", "discuss", "unrelated")


def test_the_fnc_score_gives_the_points_of_the_challenge() -> None:
    """Correct related 1, wrong related 1/4, related for unrelated 0, correct unrelated 1/4."""
    pair = single(
        FNC,
        "agree disagree unrelated unrelated discuss",
        "agree agree discuss unrelated unrelated",
    )
    metrics = score(*pair, FNC, single_label=True).metrics
    assert metrics["fnc_score"] == pytest.approx((1 + 0.25 + 0 + 0.25 + 0) / (1 + 1 + 2 * 0.25 + 1))


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=20))
def test_the_fnc_score_follows_the_published_rules(pairs: list[tuple[int, int]]) -> None:
    """1/4 for the correct stance, 1/2 more if it is related, 1/4 for related as related."""
    points = best = 0.0
    for true, predicted in pairs:
        points += 0.25 * (true == predicted) + 0.5 * (true == predicted != 3)
        points += 0.25 * (true < 3 > predicted)
        best += 1.0 if true < 3 else 0.25
    eye = np.eye(4, dtype=np.uint8)
    y_true = eye[[true for true, _ in pairs]]
    y_pred = eye[[predicted for _, predicted in pairs]].astype(bool)
    metrics = score(y_true, y_pred, FNC, single_label=True).metrics
    assert metrics["fnc_score"] == pytest.approx(points / best)


def test_metrics_of_shared_tasks_are_computed_only_for_their_labels() -> None:
    """Left and right have neither F_avg nor an FNC score."""
    pair = single(("left", "right"), "left right", "left left")
    names = list(score(*pair, ("left", "right"), single_label=True).metrics)
    assert names == ["macro_f1", "micro_f1", "samples_f1", "accuracy"]
    names = list(score(*single(FNC, "agree", "agree"), FNC, single_label=True).metrics)
    assert names == ["macro_f1", "micro_f1", "samples_f1", "accuracy", "fnc_score"]
