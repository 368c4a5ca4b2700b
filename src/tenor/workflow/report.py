"""The report of a run: one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tenor.corpus import Corpus
from tenor.evaluation.slices import worst
from tenor.workflow.card import best_baseline, limits
from tenor.workflow.marking import Marked, mark
from tenor.workflow.mistakes import Mistake
from tenor.workflow.page import render
from tenor.workflow.run_figures import Picture
from tenor.workflow.spec_text import spec_text

if TYPE_CHECKING:
    from tenor.workflow.training import Trained

MOST_ROWS = 200
"""Rows of a table; the tables of the run have all."""
MOST_TERMS = 8

NAMES = {
    "macro_f1": "macro-F1", "micro_f1": "micro-F1", "accuracy": "accuracy",
    "f_avg": "F_avg", "fnc_score": "FNC score",
}  # fmt: skip


class ShownMistake(NamedTuple):
    """A mistake, with its text marked."""

    mistake: Mistake
    marked: Marked
    terms: list[tuple[str, str, float]]


def report(trained: Trained, corpus: Corpus, run_id: str, figures: Sequence[Picture]) -> str:
    """Return the report of a training as HTML that needs nothing else."""
    return render("report.html.jinja", **_content(trained, corpus, run_id, figures))


def _content(
    trained: Trained, corpus: Corpus, run_id: str, figures: Sequence[Picture]
) -> dict[str, Any]:
    first = trained.rows[0]
    low, looked = worst(trained.diagnosis.slices, first.scores.micro_f1)
    slices = sorted(trained.diagnosis.slices, key=lambda part: (part.interval is None,
                                                                part.micro_f1))  # fmt: skip
    labels = sorted(first.scores.per_label, key=lambda row: (-row.support, row.label))
    definitions = {theme.name: theme.definition for theme in corpus.codebook.themes}
    if trained.model.task == "stance":
        definitions = {}
    return {
        "trained": trained,
        "name": trained.model.name,
        "first": first,
        "best": best_baseline(trained.rows),
        "scores": {name: said for name, said in NAMES.items() if name in first.scores.metrics},
        "spread": trained.findings.spread,
        "limits": limits(trained),
        "labels": labels[:MOST_ROWS],
        "n_labels": len(labels),
        "definitions": definitions if any(definitions.values()) else {},
        "figures": {figure.name: figure for figure in figures},
        "slices": slices[:MOST_ROWS],
        "n_slices": len(slices),
        "low": low,
        "looked": looked,
        "mistakes": [_shown(m) for m in trained.findings.mistakes if not m.missed],
        "missed": [_shown(m) for m in trained.findings.mistakes if m.missed],
        "corpus": corpus,
        "run_id": run_id,
        "spec": spec_text(trained.spec),
    }


def _shown(mistake: Mistake) -> ShownMistake:
    article, found = mistake.article, mistake.explanation
    marked = mark(article.title, article.text, article.claim, found)
    sign = -1 if mistake.missed else 1
    made_it = [(field, term, value) for field, term, value in found.terms if value * sign > 0]
    return ShownMistake(mistake, marked, made_it[:MOST_TERMS])
