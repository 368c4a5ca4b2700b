"""The figures of a training."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tenor.evaluation.canvas import png
from tenor.evaluation.curves import (
    MOST_PANELS,
    MOST_TERMS,
    abstaining_curve,
    learning_curve,
    precision_recall,
    reliability_curve,
    top_terms,
)
from tenor.evaluation.figures import alphas, co_occurrence, confusion, f1_per_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure

    from tenor.workflow.training import Trained


class Picture(NamedTuple):
    """A figure as a PNG: its file's name, what it shows in words, its bytes."""

    name: str
    shows: str
    data: bytes


def pictures(trained: Trained) -> list[Picture]:
    """Draw the figures of a training."""
    return [Picture(name, shows, png(figure)) for name, shows, figure in _figures(trained)]


def _figures(trained: Trained) -> Iterator[tuple[str, str, Figure]]:
    first, predicted = trained.rows[0], trained.predicted
    called = trained.model.name.removeprefix("tenor-")
    title = f"{called}: F1 of each label"
    yield (
        "f1",
        "F1 of each label with its 95 % interval",
        f1_per_label(first.scores, first.intervals, title),
    )
    draw = confusion if trained.model.rule == "one" else co_occurrence
    title = f"{called}: true and given labels"
    yield (
        "confusion",
        "which labels were given to the articles of each true label",
        draw(predicted.truth, predicted.given, predicted.labels, title),
    )
    yield (
        "precision_recall",
        "precision against recall",
        precision_recall(
            predicted.truth,
            predicted.probabilities,
            predicted.labels,
            f"{called}: precision and recall",
        ),
    )
    yield (
        "reliability",
        "how often answers of like probability are right",
        reliability_curve(trained.diagnosis.reliability, f"{called}: are probabilities right"),
    )
    yield (
        "abstaining",
        "accuracy if only the surest answers are given",
        abstaining_curve(trained.diagnosis.cuts, f"{called}: answering the surest only"),
    )
    if trained.findings.learning:
        yield (
            "learning_curve",
            "macro-F1 against training articles",
            learning_curve(trained.findings.learning, f"{called}: more training articles"),
        )
    if found := trained.agreement:
        yield "agreement", "how far people agree on each label", alphas(
            [row.name for row in found], [row.agreement for row in found],
            [row.comparison for row in found], f"{called}: agreement between coders",
        )  # fmt: skip
    frequent = sorted(first.scores.per_label, key=lambda row: (-row.support, row.label))
    known = [row.label for row in frequent if row.label in trained.model.labels]
    terms = {
        label: [(term, weight) for _, term, weight in found]
        for label, found in trained.model.top_terms(MOST_TERMS, known[:MOST_PANELS]).items()
    }
    yield (
        "top_terms",
        "the terms that speak most for each label",
        top_terms(terms, len(known), f"{called}: terms that speak most for a label"),
    )
