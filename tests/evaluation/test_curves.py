"""Figures of probabilities, training and terms; a warning of matplotlib's is a failure here."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure

from tenor.evaluation import Interval
from tenor.evaluation.canvas import EDGE, PAPER, png
from tenor.evaluation.curves import (
    Point,
    abstaining_curve,
    learning_curve,
    precision_recall,
    reliability_curve,
    top_terms,
)
from tenor.evaluation.reliability import abstaining, reliability

LABELS = {
    "three": ("favor", "against", "neutral"),
    "a hundred and eight": tuple(f"label {i}" for i in range(108)),
    "dollar signs and other letters": ("from $5 to {$10", "Экономика", "\U000107f0"),
}


def draw(kind: str, labels: tuple[str, ...]) -> Figure:
    rng = np.random.default_rng(0)
    truth = (rng.random((90, len(labels))) < 0.3).astype(np.uint8)
    truth[:, -1] = 0
    chances = rng.random((90, len(labels)))
    right = rng.random(90) < chances[:, 0]
    match kind:
        case "precision_recall":
            return precision_recall(truth, chances, labels, "theme")
        case "reliability":
            return reliability_curve(reliability(chances[:, 0], right), "theme")
        case "abstaining":
            return abstaining_curve(abstaining(chances[:, 0], right), "theme")
        case "learning":
            return learning_curve(
                [Point(25, 0.3, Interval(0.2, 0.4)), Point(51, 0.5, Interval(0.4, 0.6))], "theme"
            )
        case _:
            terms = [("the ferry", 2.0), (" fe", 1.0)]
            return top_terms(dict.fromkeys(labels, terms), len(labels), "theme")


@pytest.mark.parametrize(
    "kind", ["precision_recall", "reliability", "abstaining", "learning", "terms"]
)
@pytest.mark.parametrize("labels", LABELS)
def test_a_figure_becomes_a_png_on_a_paper_of_its_own(kind: str, labels: str) -> None:
    """Whatever the number of labels and their names, on a dark page and a light one."""
    from matplotlib.colors import to_hex

    figure = draw(kind, LABELS[labels])
    assert png(figure).startswith(b"\x89PNG\r\n\x1a\n")
    assert to_hex(figure.get_facecolor()) == PAPER
    assert to_hex(figure.get_edgecolor()) == EDGE


def test_of_many_labels_the_frequent_ones_have_a_line() -> None:
    """With all labels together, and the title says how many there are."""
    truth = np.zeros((40, 10), dtype=np.uint8)
    for label in range(9):
        truth[: label + 1, label] = 1
    figure = precision_recall(truth, truth * 0.5 + 0.2, tuple("abcdefghij"), "theme")
    names = [line.get_label() for line in figure.axes[0].lines]
    assert names == ["all labels (1.00)", *(f"{name} (1.00)" for name in "ihgfedcb")]
    assert figure.axes[0].get_title() == "theme; the 8 most frequent of 9 labels"


def test_a_reliability_curve_shows_each_bin_and_the_error() -> None:
    confidence = np.repeat([0.5, 0.75], 16)
    found = reliability(confidence, np.arange(32) % 2 == 0, n_bins=2)
    axes = reliability_curve(found, "theme").axes[0]
    points = axes.lines[1]
    assert points.get_xdata().tolist() == [0.5, 0.75]
    assert points.get_ydata().tolist() == [0.5, 0.5]
    assert "32 articles\ncalibration error 0.125" in [text.get_text() for text in axes.texts]


def test_a_learning_curve_has_a_point_for_each_number_of_articles() -> None:
    axes = draw("learning", LABELS["three"]).axes[0]
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["25", "51"]
    assert axes.lines[0].get_ydata().tolist() == [0.3, 0.5]


def test_terms_stand_in_a_panel_for_each_of_twelve_labels() -> None:
    """The heaviest on top, and the spaces of a letter n-gram are seen."""
    figure = draw("terms", LABELS["a hundred and eight"])
    assert [axes.get_title() for axes in figure.axes] == [f"label {i}" for i in range(12)]
    assert figure.get_suptitle() == "theme; the 12 most frequent of 108 labels"
    assert [tick.get_text() for tick in figure.axes[0].get_yticklabels()] == ["␣fe", "the ferry"]
