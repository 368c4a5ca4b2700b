"""The figures of a training."""

from __future__ import annotations

from dataclasses import replace

from tenor.evaluation import Interval
from tenor.evaluation.curves import LearningCurvePoint
from tenor.workflow.train.figures import draw_figures
from tenor.workflow.train.fold_analysis import FoldReport

from ...conftest import Project


def test_every_model_has_the_same_figures_as_png_images_with_descriptions(
    project: Project,
) -> None:
    expected = {"f1", "confusion", "precision_recall", "reliability", "coverage", "top_terms"}
    for result in (project.themes, *project.stances):
        figures = {figure.name: figure for figure in draw_figures(result)}
        assert set(figures) - {"agreement"} == expected
        assert all(f.svg.startswith("<svg ") for f in figures.values() if f.name != "top_terms")
        assert all(f.png.startswith(b"\x89PNG") and f.description for f in figures.values())


def test_a_learning_curve_is_drawn_where_there_is_one(project: Project) -> None:
    point = LearningCurvePoint(10, 0.5, Interval(0.4, 0.6))
    with_curve = replace(project.themes, folds=FoldReport(learning_curve=(point, point)))
    assert "learning_curve" in [figure.name for figure in draw_figures(with_curve)]
