"""Figures of scores, labels and agreement; a warning of matplotlib is a failure."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from tenor.evaluation import (
    Agreement,
    Interval,
    LabelScore,
    ModelAgreement,
    Scores,
    bootstrap,
    score,
)
from tenor.evaluation.figures import (
    alpha_per_label,
    confusion_matrix,
    f1_per_label,
    label_decisions,
    score_by_split_kind,
)
from tenor.evaluation.repeated_splits import MeanScore

LABELS = {
    "two": ("favor", "against"),
    "a hundred and eight": tuple(f"label {i}" for i in range(108)),
    "one": ("economy",),
    "empty name": ("", "economy"),
    "long name": ("x" * 120, "Trade, tariffs and the balance of payments " * 2, "short"),
    "other letters": ("Экономика", "οικονομία", "économie", "a_b", "100 %", "<b>&amp;"),
    "dollar signs": ("from $5 to {$10", "US$", "$x^{"),
}
KINDS = ("f1", "confusion", "decisions", "alpha")


def simulate(n_labels: int, n: int = 80) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    y_true = (rng.random((n, n_labels)) < 0.3).astype(np.uint8)
    return y_true, rng.random((n, n_labels)) < 0.3


def draw(kind: str, labels: tuple[str, ...]) -> Figure:
    y_true, y_pred = simulate(len(labels))
    match kind:
        case "f1":
            groups = np.arange(len(y_true))
            intervals = bootstrap(y_true, y_pred, groups, labels, single_label=False)
            scores = score(y_true, y_pred, labels, single_label=False)
            return f1_per_label(scores, intervals, "theme: F1")
        case "alpha":
            alphas = [-0.4 + 1.4 * i / len(labels) for i in range(len(labels))]
            agreements = [Agreement(30, 0.9, a, Interval(a - 0.2, a)) for a in alphas]
            model_agreements = [ModelAgreement(30, a, a - 0.1, None) for a in alphas]
            return alpha_per_label(labels, agreements, model_agreements, "theme: agreement")
        case "confusion":
            return confusion_matrix(y_true, y_pred, labels, "theme")
        case _:
            scores = score(y_true, y_pred, labels, single_label=False)
            return label_decisions(scores, "theme: decisions")


def png(figure: Figure) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="png")
    return file.getvalue()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("labels", LABELS)
def test_a_figure_becomes_a_png_without_a_warning(kind: str, labels: str) -> None:
    """This holds for any number of labels and any names."""
    assert png(draw(kind, LABELS[labels])).startswith(b"\x89PNG\r\n\x1a\n")


@pytest.mark.parametrize("kind", KINDS)
def test_dollar_signs_in_labels_are_not_formulas(kind: str) -> None:
    figure = draw(kind, ("from $5 to $10", "sport"))
    figure.draw_without_rendering()
    [tick] = [t for t in figure.axes[0].get_yticklabels() if t.get_text().startswith("from")]
    assert tick.get_text().replace("\\$", "$").startswith("from $5 to $10")
    assert not tick.get_parse_math() or "\\$5" in tick.get_text()


SCORES = Scores(
    {"macro_f1": 0.5},
    (
        LabelScore("rare", 0.2, 0.2, 0.2, 1),
        LabelScore("frequent", 0.8, 0.8, 0.8, 9),
    ),
    10,
)


def interval_lines(figure: Figure) -> list[tuple[float, float]]:
    """Return the ends of the line of each interval, from the bottom up."""
    segments = [
        segment
        for collection in figure.axes[0].collections
        if isinstance(collection, LineCollection)
        for segment in collection.get_segments()
    ]
    ordered = sorted(segments, key=lambda segment: segment[0][1])
    return [(round(float(s[0][0]), 6), round(float(s[1][0]), 6)) for s in ordered]


def test_the_most_frequent_label_is_at_the_top() -> None:
    """A row has the number of articles, F1 as a bar and the interval as a line."""
    intervals = {"f1:rare": Interval(0.0, 0.5), "f1:frequent": Interval(0.7, 0.85)}
    figure = f1_per_label(SCORES, intervals, "title")
    axes = figure.axes[0]
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["rare (1)", "frequent (9)"]
    assert [patch.get_width() for patch in axes.patches] == [0.2, 0.8]
    assert interval_lines(figure) == [(0.0, 0.5), (0.7, 0.85)]
    assert axes.get_title() == "title"


def test_an_interval_is_drawn_where_it_is() -> None:
    """The score of a rare label may be outside of it."""
    intervals = {"f1:rare": Interval(0.3, 0.5), "f1:frequent": Interval(0.7, 0.85)}
    assert interval_lines(f1_per_label(SCORES, intervals, "title")) == [(0.3, 0.5), (0.7, 0.85)]


def test_a_figure_shows_the_thirty_most_frequent_labels() -> None:
    """The title gives the number of hidden ones."""
    axes = draw("f1", LABELS["a hundred and eight"]).axes[0]
    supports = simulate(108)[0].sum(axis=0)
    shown = [int(tick.get_text().split("(")[1][:-1]) for tick in axes.get_yticklabels()]
    assert shown == sorted(supports.tolist())[-30:]
    assert axes.get_title() == "theme: F1; 78 rarer labels not shown"


def test_a_confusion_matrix_has_a_row_for_each_true_label() -> None:
    """Cells hold counts, and their colors the shares of the row."""
    y_true = np.array([[1, 0], [1, 0], [1, 0], [0, 1]], dtype=np.uint8)
    y_pred = np.array([[1, 0], [0, 1], [0, 1], [0, 1]], dtype=bool)
    axes = confusion_matrix(y_true, y_pred, ("favor", "against"), "title").axes[0]
    assert [text.get_text() for text in axes.texts] == ["1", "2", "0", "1"]
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["favor", "against"]
    shares = {cell.get_xy(): cell.get_alpha() for cell in axes.patches}
    assert shares == {(-0.5, -0.5): 1 / 3, (0.5, -0.5): 2 / 3, (0.5, 0.5): 1.0}


def test_a_confusion_matrix_of_many_labels_shows_the_most_frequent() -> None:
    """Labels without articles are left out, and the title gives the number of labels."""
    y_true = np.zeros((108, 108), dtype=np.uint8)
    for label in range(40, 108):
        y_true[: label - 39, label] = 1
    labels = tuple(f"label {i}" for i in range(108))
    axes = confusion_matrix(y_true, y_true.astype(bool), labels, "theme").axes[0]
    shown = [tick.get_text() for tick in axes.get_yticklabels()]
    assert shown == [f"label {i}" for i in range(78, 108)]
    assert axes.get_title() == "theme; the 30 most frequent of 108 labels"


def test_labels_of_one_article_are_no_errors_of_each_other() -> None:
    """Two articles have both labels and get both; one gets a label that it has not, one none."""
    y_true = np.array([[1, 1], [1, 1], [1, 0], [0, 1]], dtype=np.uint8)
    y_pred = np.array([[1, 1], [1, 1], [1, 1], [0, 0]], dtype=bool)
    scores = score(y_true, y_pred, ("economy", "sport"), single_label=False)
    axes = label_decisions(scores, "title").axes[0]
    ticks = [tick.get_text() for tick in axes.get_yticklabels()]
    assert ticks == ["sport (2, 1, 1)", "economy (3, 0, 0)"]
    assert [patch.get_width() for patch in axes.patches] == [2, 3, 1, 0, -1, 0]


def test_alphas_are_drawn_with_the_customary_bounds() -> None:
    """Intervals and models are drawn if there are any; an undefined alpha has an empty row."""
    agreements = [
        Agreement(30, 0.9, 0.7, Interval(0.5, 0.8)),
        Agreement(30, 1.0, None, None, "all judgements are the same"),
        Agreement(30, 0.9, 0.9, None),
    ]
    model_agreements = [ModelAgreement(30, 0.7, 0.6, None), None, None]
    names = ("economy", "sport", "none")
    axes = alpha_per_label(names, agreements, model_agreements, "agreement").axes[0]
    points = {
        (round(float(x), 3), float(y))
        for line in axes.lines
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
        if len(line.get_xdata()) == 1
    }
    assert points == {(0.7, 2.0), (0.6, 1.75), (0.9, 0.0)}
    assert interval_lines(axes.figure) == [(0.5, 0.8)]
    bounds = [line.get_xdata()[0] for line in axes.lines if len(line.get_xdata()) == 2]
    assert bounds == [0.667, 0.8]


def test_the_lowest_alphas_of_many_labels_are_shown() -> None:
    axes = draw("alpha", LABELS["a hundred and eight"]).axes[0]
    assert [tick.get_text() for tick in axes.get_yticklabels()][-1] == "label 0"
    assert len(axes.get_yticklabels()) == 30
    assert axes.get_title() == "theme: agreement; the 30 lowest of 108"


def mean_score(value: float, n_splits: int) -> MeanScore:
    interval = Interval(value - 0.1, value + 0.1)
    return MeanScore(value, interval, (value,) * n_splits, np.zeros(2), 50)


@pytest.mark.parametrize("kinds", [["random"], ["random", "grouped", "outlet", "time", "target"]])
def test_each_kind_of_split_has_a_row_with_its_interval(kinds: list[str]) -> None:
    """The first is at the top."""
    scores = [(kind, mean_score(0.8 - i / 10, 1 + i), 0.2) for i, kind in enumerate(kinds)]
    figure = score_by_split_kind(scores, "theme: macro-F1 from $5 to $10")
    assert png(figure).startswith(b"\x89PNG\r\n\x1a\n")
    ticks = [tick.get_text() for tick in figure.axes[0].get_yticklabels()]
    assert ticks == kinds[::-1]
    assert interval_lines(figure)[-1] == (0.7, 0.9)
    assert len(interval_lines(figure)) == len(kinds)
    without = [(kind, replace(score, interval=None), 0.2) for kind, score, _ in scores]
    assert interval_lines(score_by_split_kind(without, "theme")) == []
