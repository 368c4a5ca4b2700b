"""The report of a leak table: one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tenor.corpus import Corpus
from tenor.models import Experiment
from tenor.workflow.leak_summary import LeakSummary
from tenor.workflow.page import render
from tenor.workflow.probe import TOP_TERMS
from tenor.workflow.spec_text import spec_text

if TYPE_CHECKING:
    from tenor.workflow.leakage import Leakage

MOST_ROWS = 50
MOST_IDS = 3
LONGEST = 200
"""Rows of a table, articles of a row, and characters of a text that the page shows."""


def leak_report(
    leakage: Leakage,
    found: LeakSummary,
    spec: Experiment,
    corpus: Corpus,
    asked: Mapping[str, Any],
) -> str:
    """Return the report of a leak table as HTML; ``asked`` holds its splits and draws."""
    return render(
        "leak_report.html.jinja",
        name=leakage.name, found=found, corpus=corpus, limits=_limits(leakage, found),
        terms=leakage.shared[:MOST_ROWS], n_terms=len(leakage.shared), top_terms=TOP_TERMS,
        traces=leakage.traces[:MOST_ROWS], n_traces=len(leakage.traces),
        most=MOST_IDS, longest=LONGEST, spec=spec_text(spec), asked=asked,
    )  # fmt: skip


def _limits(leakage: Leakage, found: LeakSummary) -> list[str]:
    said = []
    if gap := found.gap:
        if gap.interval.low > 0:
            said.append(
                f"A random split promises {gap.value:.2f} of macro-F1 that is lost in another "
                f"situation: {gap.hardest}."
            )
        elif gap.interval.high >= 0:
            said.append(
                f"The gap between a random split and the hardest other one ({gap.hardest}) may be "
                "chance: its interval holds 0."
            )
    if probe := leakage.probe:
        accuracy = probe.scores.accuracy or 0.0
        said.append(
            f"The same features name one of {len(probe.outlets)} outlets with accuracy "
            f"{accuracy:.2f}; naming the largest for every article has "
            f"{probe.majority_accuracy:.2f}. What tells outlets apart can stand in for a label."
        )
    said += [f"Not possible: {fault}." for fault in leakage.faults]
    if found.not_tried:
        said.append(f"The searches had no time for {found.not_tried:,} settings.")
    return said
