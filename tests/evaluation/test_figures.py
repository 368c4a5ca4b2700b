"""Figures of a run; a warning of matplotlib's is a failure here."""

from __future__ import annotations

import io

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from tenor.evaluation import (
    Agreement,
    Comparison,
    Interval,
    LabelScore,
    Scores,
    bootstrap,
    score,
)
from tenor.evaluation.figures import (
    alphas,
    co_occurrence,
    confusion,
    f1_per_label,
    score_per_split,
)
from tenor.evaluation.spread import MeanScore

LABELS = {
    "two": ("favor", "against"),
    "a hundred and eight": tuple(f"label {i}" for i in range(108)),
    "one": ("economy",),
    "empty name": ("", "economy"),
    "long name": ("x" * 120, "Trade, tariffs and the balance of payments " * 2, "short"),
    "other letters": ("Экономика", "οικονομία", "économie", "a_b", "100 %", "<b>&amp;"),
    "dollar signs": ("from $5 to {$10", "US$", "$x^{"),
}
MAKERS = ("f1", "confusion", "co_occurrence", "alphas")


def labelled(count: int, n: int = 80) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    truth = (rng.random((n, count)) < 0.3).astype(np.uint8)
    return truth, rng.random((n, count)) < 0.3


def draw(maker: str, labels: tuple[str, ...]) -> Figure:
    truth, given = labelled(len(labels))
    if maker == "f1":
        intervals = bootstrap(truth, given, np.arange(len(truth)), labels, one_label=False)
        return f1_per_label(score(truth, given, labels, one_label=False), intervals, "theme: F1")
    if maker == "alphas":
        values = [-0.4 + 1.4 * i / len(labels) for i in range(len(labels))]
        found = [Agreement(30, 0.9, value, Interval(value - 0.2, value)) for value in values]
        compared = [Comparison(30, value, value - 0.1, None) for value in values]
        return alphas(labels, found, compared, "theme: agreement")
    return (confusion if maker == "confusion" else co_occurrence)(truth, given, labels, "theme")


def png(figure: Figure) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="png")
    return file.getvalue()


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("kind", LABELS)
def test_a_figure_becomes_a_png_without_a_warning(maker: str, kind: str) -> None:
    """Whatever the number of labels and their names."""
    assert png(draw(maker, LABELS[kind])).startswith(b"\x89PNG\r\n\x1a\n")


@pytest.mark.parametrize("maker", MAKERS)
def test_labels_stand_in_figures_as_they_are_written(maker: str) -> None:
    """Dollar signs are money, not formulas."""
    figure = draw(maker, ("from $5 to $10", "sport"))
    figure.draw_without_rendering()
    [tick] = [t for t in figure.axes[0].get_yticklabels() if t.get_text().startswith("from")]
    assert tick.get_text().replace("\\$", "$").startswith("from $5 to $10")
    assert not tick.get_parse_math() or "\\$5" in tick.get_text()


SCORES = Scores(
    {"macro_f1": 0.5},
    (
        LabelScore("rare", 0.2, 0.2, 0.2, 1),
        LabelScore("often", 0.8, 0.8, 0.8, 9),
    ),
    10,
)


def bars(figure: Figure) -> list[tuple[float, float]]:
    """Return where the line of each interval begins and ends, from the lowest bar up."""
    segments = [
        segment
        for collection in figure.axes[0].collections
        if isinstance(collection, LineCollection)
        for segment in collection.get_segments()
    ]
    ordered = sorted(segments, key=lambda segment: segment[0][1])
    return [(round(float(s[0][0]), 6), round(float(s[1][0]), 6)) for s in ordered]


def test_the_most_frequent_label_stands_on_top() -> None:
    """With its number of articles, its F1 as a bar and its interval as a line."""
    intervals = {"f1:rare": Interval(0.0, 0.5), "f1:often": Interval(0.7, 0.85)}
    figure = f1_per_label(SCORES, intervals, "title")
    axes = figure.axes[0]
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["rare (1)", "often (9)"]
    assert [patch.get_width() for patch in axes.patches] == [0.2, 0.8]
    assert bars(figure) == [(0.0, 0.5), (0.7, 0.85)]
    assert axes.get_title() == "title"


def test_an_interval_is_drawn_where_it_is() -> None:
    """Also where a rare label's score lies outside of it."""
    intervals = {"f1:rare": Interval(0.3, 0.5), "f1:often": Interval(0.7, 0.85)}
    assert bars(f1_per_label(SCORES, intervals, "title")) == [(0.3, 0.5), (0.7, 0.85)]


def test_a_figure_shows_thirty_labels_and_says_how_many_it_hides() -> None:
    """The most frequent ones."""
    axes = draw("f1", LABELS["a hundred and eight"]).axes[0]
    supports = labelled(108)[0].sum(axis=0)
    shown = [int(tick.get_text().split("(")[1][:-1]) for tick in axes.get_yticklabels()]
    assert shown == sorted(supports.tolist())[-30:]
    assert axes.get_title() == "theme: F1; 78 rarer labels not shown"


def test_a_confusion_matrix_counts_articles_by_true_and_given_label() -> None:
    """A row a true label, a column a given one."""
    truth = np.array([[1, 0], [1, 0], [1, 0], [0, 1]], dtype=np.uint8)
    given = np.array([[1, 0], [0, 1], [0, 1], [0, 1]], dtype=bool)
    axes = confusion(truth, given, ("favor", "against"), "title").axes[0]
    assert [text.get_text() for text in axes.texts] == ["1", "2", "0", "1"]
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["favor", "against"]
    shares = axes.images[0].get_array()
    np.testing.assert_allclose(shares, [[1 / 3, 2 / 3], [0, 1]])


def test_a_confusion_matrix_of_many_labels_shows_the_frequent_ones() -> None:
    """And never those that no article has; the title says how many there are."""
    truth = np.zeros((108, 108), dtype=np.uint8)
    for label in range(40, 108):
        truth[: label - 39, label] = 1
    labels = tuple(f"label {i}" for i in range(108))
    axes = confusion(truth, truth.astype(bool), labels, "theme").axes[0]
    shown = [tick.get_text() for tick in axes.get_yticklabels()]
    assert shown == [f"label {i}" for i in range(78, 108)]
    assert axes.get_title() == "theme; the 30 most frequent of 108 labels"


def test_articles_without_a_label_have_a_row_and_a_column_of_their_own() -> None:
    """Where an article may have none."""
    truth = np.array([[1, 1], [0, 0], [1, 0]], dtype=np.uint8)
    given = np.array([[1, 0], [0, 1], [0, 0]], dtype=bool)
    axes = co_occurrence(truth, given, ("economy", "sport"), "title").axes[0]
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["economy", "sport", "none"]
    counts = [text.get_text() for text in axes.texts]
    assert counts == ["1", "0", "1", "1", "0", "0", "0", "1", "0"]


def test_alphas_stand_between_the_bounds_of_the_field() -> None:
    """An interval where there is one, a model where one is compared, nothing where undefined."""
    found = [
        Agreement(30, 0.9, 0.7, Interval(0.5, 0.8)),
        Agreement(30, 1.0, None, None, "every judgement is the same"),
        Agreement(30, 0.9, 0.9, None),
    ]
    compared = [Comparison(30, 0.7, 0.6, None), None, None]
    axes = alphas(("economy", "sport", "none"), found, compared, "agreement").axes[0]
    points = {(round(float(x), 3), float(y)) for line in axes.lines
              for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
              if len(line.get_xdata()) == 1}  # fmt: skip
    assert points == {(0.7, 2.0), (0.6, 1.75), (0.9, 0.0)}
    assert bars(axes.figure) == [(0.5, 0.8)]
    bounds = [line.get_xdata()[0] for line in axes.lines if len(line.get_xdata()) == 2]
    assert bounds == [0.667, 0.8]


def test_of_many_labels_the_figure_shows_the_lowest_alphas() -> None:
    axes = draw("alphas", LABELS["a hundred and eight"]).axes[0]
    assert [tick.get_text() for tick in axes.get_yticklabels()][-1] == "label 0"
    assert len(axes.get_yticklabels()) == 30
    assert axes.get_title() == "theme: agreement; the 30 lowest of 108"


def mean_score(value: float, draws: int) -> MeanScore:
    return MeanScore(value, Interval(value - 0.1, value + 0.1), (value,) * draws, np.zeros(2))


@pytest.mark.parametrize("kinds", [["random"], ["random", "grouped", "outlet", "time", "target"]])
def test_a_leak_figure_has_a_row_a_kind_of_split_the_first_at_the_top(kinds: list[str]) -> None:
    """Each with its interval."""
    scores = [(kind, mean_score(0.8 - i / 10, 1 + i), 0.2) for i, kind in enumerate(kinds)]
    figure = score_per_split(scores, "theme: macro-F1 from $5 to $10")
    assert png(figure).startswith(b"\x89PNG\r\n\x1a\n")
    ticks = [tick.get_text() for tick in figure.axes[0].get_yticklabels()]
    assert ticks == kinds[::-1]
    assert bars(figure)[-1] == (0.7, 0.9)
    assert len(bars(figure)) == len(kinds)
