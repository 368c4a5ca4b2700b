"""Sentences on labels that people left undecided, or were not asked about."""

from __future__ import annotations

from pathlib import Path

from tenor.codebook import Task
from tenor.labeling import GoldGaps
from tenor.present import format_count, plural

UNDECIDED = "the coders are divided and nobody has decided"

MAX_LABELS = 5
"""The number of labels that a sentence lists."""


def is_undecided(note: str) -> bool:
    """Return whether a note is on articles whose coders are divided."""
    return UNDECIDED in note


def gap_notes(gaps: GoldGaps, task: Task, corpus: Path) -> list[str]:
    """Return a sentence on undecided labels and one on unanswered labels, where there are any.

    Parameters
    ----------
    gaps
        The labels of articles judged by people that are no gold.
    task
        The task.
    corpus
        The folder of the corpus, which the commands name.
    """
    notes = []
    if gaps.n_undecided:
        n_articles = plural(gaps.n_undecided, "article")
        what = "positions" if task.is_stance else "themes"
        notes.append(
            f"{task.name}: on {n_articles} {UNDECIDED}; the "
            f"{what} in dispute neither train nor score (list them with "
            f"'tenor adjudicate {corpus} --output SHEET.csv')"
        )
    if gaps.n_unanswered:
        n_articles, counts = plural(gaps.n_unanswered, "article"), gaps.unanswered_labels
        names = [f"{label} ({format_count(n)})" for label, n in list(counts.items())[:MAX_LABELS]]
        more = f" and {len(counts) - MAX_LABELS} more" if len(counts) > MAX_LABELS else ""
        notes.append(
            f"{task.name}: the coders of {n_articles} were not asked about labels as the codebook "
            f"has them now, {', '.join(names)}{more}; there these labels neither train nor score "
            f"(ask again with 'tenor codings sheet {corpus} --stale')"
        )
    return notes
