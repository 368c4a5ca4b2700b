"""The figures of a training."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tenor.evaluation.confusion_counts import is_complete
from tenor.evaluation.curves import (
    MAX_PANELS,
    MAX_TERMS,
    accuracy_coverage_curve,
    learning_curve,
    precision_recall_curves,
    reliability_curve,
    top_terms,
)
from tenor.evaluation.figure_style import to_png
from tenor.evaluation.figure_svg import to_svg
from tenor.evaluation.figures import (
    alpha_per_label,
    confusion_matrix,
    f1_per_label,
    label_decisions,
)
from tenor.workflow.train.result import TrainingResult

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure


TOP_TERMS = "top_terms"
"""The name of the figure of terms."""


class Drawing(NamedTuple):
    """A figure: its name, a description, a PNG image, and an SVG element for the report.

    The SVG is empty for `TOP_TERMS`, which the report lists as text.
    """

    name: str
    description: str
    png: bytes
    svg: str


def draw_figures(result: TrainingResult) -> list[Drawing]:
    """Draw the figures of a training."""
    return [
        Drawing(
            name,
            description,
            to_png(figure),
            "" if name == TOP_TERMS else to_svg(figure, name, description),
        )
        for name, description, figure in _figures(result)
    ]


def _figures(result: TrainingResult) -> Iterator[tuple[str, str, Figure]]:
    first, predictions, diagnosis = result.rows[0], result.predictions, result.diagnosis
    y_true, labels = predictions.y_true, predictions.labels
    name = result.model.name.removeprefix("tenor-")
    yield (
        "f1",
        "F1 of each label with its 95 % interval",
        f1_per_label(first.scores, first.intervals, f"{name}: F1 of each label"),
    )
    if result.model.single_label:
        # Which label stands in place of another is known only where all labels are.
        complete = is_complete(predictions.is_known)
        yield (
            "confusion",
            "the predicted labels of the articles with each true label",
            confusion_matrix(
                y_true[complete],
                predictions.y_pred[complete],
                labels,
                f"{name}: true and predicted labels",
            ),
        )
    else:
        yield (
            "confusion",
            "how often each label is given rightly, missed, and given wrongly",
            label_decisions(first.scores, f"{name}: decisions on each label"),
        )
    yield (
        "precision_recall",
        "precision against recall",
        precision_recall_curves(
            y_true,
            predictions.probabilities,
            labels,
            f"{name}: precision and recall",
            predictions.is_known,
        ),
    )
    yield (
        "reliability",
        "the accuracy of predictions against their probability",
        reliability_curve(diagnosis.reliability, f"{name}: calibration of probabilities"),
    )
    yield (
        "coverage",
        "the accuracy of the most confident predictions",
        accuracy_coverage_curve(
            diagnosis.coverage_curve, f"{name}: accuracy of the most confident predictions"
        ),
    )
    if points := result.folds.learning_curve:
        yield (
            "learning_curve",
            "macro-F1 against training articles",
            learning_curve(points, f"{name}: learning curve"),
        )
    if rows := result.agreement:
        yield (
            "agreement",
            "the agreement between people on each label",
            alpha_per_label(
                [row.name for row in rows],
                [row.agreement for row in rows],
                [row.model_agreement for row in rows],
                f"{name}: agreement between coders",
            ),
        )
    yield (
        TOP_TERMS,
        "the terms with the largest weights for each label",
        _draw_top_terms(result, f"{name}: terms with the largest weights"),
    )


def _draw_top_terms(result: TrainingResult, title: str) -> Figure:
    per_label = sorted(result.rows[0].scores.per_label, key=lambda row: (-row.support, row.label))
    known = [row.label for row in per_label if row.label in result.model.labels]
    terms = {
        label: [(term, weight) for _, term, weight in largest]
        for label, largest in result.model.top_terms(MAX_TERMS, known[:MAX_PANELS]).items()
    }
    return top_terms(terms, len(known), title)
