"""The report of a training: one self-contained HTML file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tenor.corpus import Corpus
from tenor.evaluation.evidence import MIN_GROUPS
from tenor.evaluation.metric_table import metrics_in_tables
from tenor.evaluation.slices import lowest_slices
from tenor.workflow.runs.page import render_report
from tenor.workflow.runs.spec_toml import spec_text
from tenor.workflow.train.figures import Png
from tenor.workflow.train.highlighting import HighlightedArticle, highlight
from tenor.workflow.train.limitations import limitations
from tenor.workflow.train.mistakes import Mistake
from tenor.workflow.train.result import TrainingResult

TEMPLATE = Path(__file__).with_name("report.html.jinja")

MAX_ROWS = 200
"""The number of rows of a table; the tables of the run have all."""

MAX_TERMS = 8
"""The number of terms that are listed with a mistake."""


class ShownMistake(NamedTuple):
    """A mistake, its highlighted text, and the terms that contributed most to it."""

    mistake: Mistake
    highlighted: HighlightedArticle
    terms: list[tuple[str, str, float]]


def training_report(
    result: TrainingResult, corpus: Corpus, run_id: str, figures: Sequence[Png]
) -> str:
    """Return the report of a training as HTML.

    Parameters
    ----------
    result
        The training.
    corpus
        Its corpus.
    run_id
        The id of its MLflow run.
    figures
        Its figures, which the HTML embeds.
    """
    return render_report(TEMPLATE, **_context(result, corpus, run_id, figures))


def _context(
    result: TrainingResult, corpus: Corpus, run_id: str, figures: Sequence[Png]
) -> dict[str, Any]:
    first = result.rows[0]
    low_slices, n_compared = lowest_slices(result.diagnosis.slices, first.scores.micro_f1)
    slices = sorted(result.diagnosis.slices, key=lambda row: (row.interval is None, row.micro_f1))
    labels = sorted(first.scores.per_label, key=lambda row: (-row.support, row.label))
    definitions = {theme.name: theme.definition for theme in corpus.codebook.themes}
    if result.model.task.is_stance:
        definitions = {}
    return {
        "result": result,
        "name": result.model.name,
        "first": first,
        "best_baseline": result.best_baseline,
        "metrics": {m.name: m.heading for m in metrics_in_tables(first.scores.metrics)},
        "std": result.folds.std,
        "limitations": limitations(result),
        "labels": labels[:MAX_ROWS],
        "n_labels": len(labels),
        "definitions": definitions if any(definitions.values()) else {},
        "figures": {figure.name: figure for figure in figures},
        "slices": slices[:MAX_ROWS],
        "n_slices": len(slices),
        "low_slices": low_slices,
        "n_compared": n_compared,
        "min_groups": MIN_GROUPS,
        "wrong": [_shown(m) for m in result.folds.mistakes if not m.missed],
        "missed": [_shown(m) for m in result.folds.mistakes if m.missed],
        "corpus": corpus,
        "run_id": run_id,
        "spec": spec_text(result.spec),
    }


def _shown(mistake: Mistake) -> ShownMistake:
    article, explanation = mistake.article, mistake.explanation
    highlighted = highlight(article.title, article.text, article.claim, explanation)
    sign = -1 if mistake.missed else 1
    terms = [entry for entry in explanation.terms if entry[2] * sign > 0]
    return ShownMistake(mistake, highlighted, terms[:MAX_TERMS])
