"""The report of a training: one self-contained HTML file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from tenor.corpus import Corpus
from tenor.evaluation.evidence import MIN_GROUPS
from tenor.evaluation.metric_table import metrics_in_tables
from tenor.evaluation.slices import lowest_slices
from tenor.workflow.explain.highlighting import HighlightedArticle, highlight
from tenor.workflow.explain.listed_terms import ListedTerms, list_terms
from tenor.workflow.explain.page import MACROS
from tenor.workflow.runs.identity import run_name
from tenor.workflow.runs.page import render_report
from tenor.workflow.runs.spec_toml import spec_text
from tenor.workflow.train.figures import Drawing
from tenor.workflow.train.limitations import limitations
from tenor.workflow.train.mistakes import Mistake
from tenor.workflow.train.result import TrainingResult

TEMPLATE = Path(__file__).with_name("report.html.jinja")

MAX_ROWS = 200
"""The number of rows of a table; the tables of the run have all."""

MAX_TERM_LABELS, N_TOP_TERMS = 12, 10
"""The number of labels whose terms are listed, and of the terms of each."""

MAX_TERMS = 8
"""The number of terms that are listed with a mistake."""


MIN_SLICE = 5
"""The fewest articles of a row or slice that is shown: the score of fewer says nothing."""


class ShownMistake(NamedTuple):
    """A mistake, its highlighted text, and the terms that contributed most to it."""

    mistake: Mistake
    highlighted: HighlightedArticle
    listed: ListedTerms


def training_report(
    result: TrainingResult,
    corpus: Corpus,
    run_id: str,
    figures: Sequence[Drawing],
    day: date,
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
    day
        The day of the training.
    """
    return render_report(TEMPLATE, [MACROS], day=day, **_context(result, corpus, run_id, figures))


def _context(
    result: TrainingResult, corpus: Corpus, run_id: str, figures: Sequence[Drawing]
) -> dict[str, Any]:
    first = result.rows[0]
    low_slices, n_compared = lowest_slices(result.diagnosis.slices, first.scores.micro_f1)
    large = [row for row in result.diagnosis.slices if row.n_articles >= MIN_SLICE]
    slices = sorted(large, key=lambda row: (row.interval is None, row.micro_f1))
    labels = sorted(first.scores.per_label, key=lambda row: (-row.support, row.label))
    definitions = {theme.name: theme.definition for theme in corpus.codebook.themes}
    if result.model.task.is_stance:
        definitions = {}
    return {
        "result": result,
        "name": result.model.name,
        "run_name": run_name(result.spec),
        "first": first,
        "rows": [row for row in result.rows if row.scores.n_articles >= MIN_SLICE],
        "best_baseline": result.best_baseline,
        "metrics": {m.name: m.heading for m in metrics_in_tables(first.scores.metrics)},
        "std": result.folds.std,
        "limitations": limitations(result),
        "labels": labels[:MAX_ROWS],
        "n_labels": len(labels),
        "promise": result.promise_sentences,
        "promise_rows": result.promise_rows[:MAX_ROWS],
        "definitions": definitions if any(definitions.values()) else {},
        "figures": {figure.name: figure for figure in figures},
        "top_terms": _top_terms(result),
        "slices": slices[:MAX_ROWS],
        "n_slices": len(slices),
        "n_small_slices": len(result.diagnosis.slices) - len(slices),
        "min_slice": MIN_SLICE,
        "low_slices": low_slices,
        "n_compared": n_compared,
        "min_groups": MIN_GROUPS,
        "wrong": [shown_mistake(m) for m in result.folds.mistakes if not m.missed],
        "missed": [shown_mistake(m) for m in result.folds.mistakes if m.missed],
        "corpus": corpus,
        "run_id": run_id,
        "spec": spec_text(result.spec),
    }


def _top_terms(result: TrainingResult) -> list[tuple[str, list[tuple[str, float, int]]]]:
    """Return the terms with the largest weights of each label: weight, and share of the largest."""
    support = {row.label: row.support for row in result.rows[0].scores.per_label}
    known = sorted(result.model.labels, key=lambda label: (-support.get(label, 0), label))
    terms = result.model.top_terms(N_TOP_TERMS, known[:MAX_TERM_LABELS])
    shown = []
    for label, entries in terms.items():
        largest = max((weight for _, _, weight in entries), default=1.0)
        rows = [(term, weight, round(100 * weight / largest)) for _, term, weight in entries]
        shown.append((label, rows))
    return shown


def shown_mistake(mistake: Mistake) -> ShownMistake:
    """Return a mistake as the report shows it."""
    article, explanation = mistake.article, mistake.explanation
    highlighted = highlight(article.title, article.text, article.claim, explanation)
    listed = list_terms(explanation, MAX_TERMS, -1 if mistake.missed else 1)
    return ShownMistake(mistake, highlighted, listed)
