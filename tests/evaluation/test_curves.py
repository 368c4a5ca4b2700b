"""Figures of probabilities, learning curves and terms; a warning of matplotlib is a failure."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure

from tenor.evaluation import Interval
from tenor.evaluation.curves import (
    LearningCurvePoint,
    accuracy_coverage_curve,
    learning_curve,
    precision_recall_curves,
    reliability_curve,
    top_terms,
)
from tenor.evaluation.figure_style import EDGE, PAPER, to_png
from tenor.evaluation.reliability import accuracy_by_coverage, reliability

LABELS = {
    "three": ("favor", "against", "neutral"),
    "a hundred and eight": tuple(f"label {i}" for i in range(108)),
    "dollar signs and other letters": ("from $5 to {$10", "Экономика", "\U000107f0"),
}
KINDS = ("precision_recall", "reliability", "coverage", "learning", "terms")


def draw(kind: str, labels: tuple[str, ...]) -> Figure:
    rng = np.random.default_rng(0)
    y_true = (rng.random((90, len(labels))) < 0.3).astype(np.uint8)
    y_true[:, -1] = 0
    probabilities = rng.random((90, len(labels)))
    confidence = probabilities[:, 0]
    correct = rng.random(90) < confidence
    match kind:
        case "precision_recall":
            return precision_recall_curves(y_true, probabilities, labels, "theme")
        case "reliability":
            return reliability_curve(reliability(confidence, correct), "theme")
        case "coverage":
            return accuracy_coverage_curve(accuracy_by_coverage(confidence, correct), "theme")
        case "learning":
            points = [
                LearningCurvePoint(25, 0.3, Interval(0.2, 0.4)),
                LearningCurvePoint(51, 0.5, Interval(0.4, 0.6)),
            ]
            return learning_curve(points, "theme")
        case _:
            terms = [("the ferry", 2.0), (" fe", 1.0)]
            return top_terms(dict.fromkeys(labels, terms), len(labels), "theme")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("labels", LABELS)
def test_a_figure_becomes_a_png_with_its_own_background(kind: str, labels: str) -> None:
    """This holds for any number of labels and any names."""
    from matplotlib.colors import to_hex

    figure = draw(kind, LABELS[labels])
    assert to_png(figure).startswith(b"\x89PNG\r\n\x1a\n")
    assert to_hex(figure.get_facecolor()) == PAPER
    assert to_hex(figure.get_edgecolor()) == EDGE


def test_the_most_frequent_labels_have_a_precision_recall_curve() -> None:
    """The first curve is that of all labels, and the title gives the number of labels."""
    y_true = np.zeros((40, 10), dtype=np.uint8)
    for label in range(9):
        y_true[: label + 1, label] = 1
    figure = precision_recall_curves(y_true, y_true * 0.5 + 0.2, tuple("abcdefghij"), "theme")
    names = [line.get_label() for line in figure.axes[0].lines]
    assert names == ["all labels (1.00)", *(f"{name} (1.00)" for name in "ihgfedcb")]
    assert figure.axes[0].get_title() == "theme; the 8 most frequent of 9 labels"


def test_a_reliability_diagram_shows_each_bin_and_the_error() -> None:
    confidence = np.repeat([0.5, 0.75], 16)
    curve = reliability(confidence, np.arange(32) % 2 == 0, n_bins=2)
    axes = reliability_curve(curve, "theme").axes[0]
    points = axes.lines[1]
    assert points.get_xdata().tolist() == [0.5, 0.75]
    assert points.get_ydata().tolist() == [0.5, 0.5]
    texts = [text.get_text() for text in axes.texts]
    assert texts == ["perfectly calibrated", "32 articles\ncalibration error 0.125"]


def test_an_accuracy_coverage_curve_ends_at_all_predictions() -> None:
    points = accuracy_by_coverage(np.array([0.9, 0.6, 0.0]), np.array([True, False, False]))
    axes = accuracy_coverage_curve(points, "theme").axes[0]
    assert axes.lines[0].get_xdata() == pytest.approx([1 / 3, 2 / 3])
    assert axes.lines[0].get_ydata() == pytest.approx([1.0, 0.5])
    assert [text.get_text() for text in axes.texts] == ["all predictions: 0.50"]
    assert not accuracy_coverage_curve((), "theme").axes[0].texts


def test_a_learning_curve_has_a_point_for_each_number_of_articles() -> None:
    axes = draw("learning", LABELS["three"]).axes[0]
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["25", "51"]
    assert axes.lines[0].get_ydata().tolist() == [0.3, 0.5]


def test_each_of_twelve_labels_has_a_panel_with_its_terms() -> None:
    """The largest weight on top; the spaces of a character n-gram are visible."""
    figure = draw("terms", LABELS["a hundred and eight"])
    assert [axes.get_title() for axes in figure.axes] == [f"label {i}" for i in range(12)]
    assert figure.get_suptitle() == "theme; the 12 most frequent of 108 labels"
    assert [tick.get_text() for tick in figure.axes[0].get_yticklabels()] == ["␣fe", "the ferry"]
