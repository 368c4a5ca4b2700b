"""The report of a leak table: one self-contained HTML file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tenor.corpus import Corpus
from tenor.evaluation.evidence import TOO_FEW_GROUPS
from tenor.models.spec import Experiment
from tenor.present import format_score, plural
from tenor.workflow.leaks.result import N_TOP_TERMS, LeakTable
from tenor.workflow.runs.identity import run_name
from tenor.workflow.runs.leak_summary import LeakSummary
from tenor.workflow.runs.page import render_report
from tenor.workflow.runs.spec_toml import spec_text

TEMPLATE = Path(__file__).with_name("report.html.jinja")

MAX_ROWS = 50
"""The number of rows of a table of outlet cues; the tables of the run have all."""

MAX_ARTICLE_IDS = 3
"""The number of articles that are listed with an outlet cue."""

MAX_CHARACTERS = 200
"""The number of characters of an outlet cue that are shown."""


def leak_report(
    leak_table: LeakTable,
    summary: LeakSummary,
    spec: Experiment,
    corpus: Corpus,
    settings: Mapping[str, Any],
    day: date,
) -> str:
    """Return the report of a leak table as HTML.

    Parameters
    ----------
    leak_table, summary
        The leak table and its summary.
    spec, corpus
        The spec and the corpus that it was made from.
    settings
        Its ``splits`` and ``n_draws``.
    day
        The day of the evaluation.
    """
    return render_report(
        TEMPLATE,
        name=leak_table.task.model_name,
        run_name=run_name(spec),
        day=day,
        summary=summary,
        corpus=corpus,
        findings=_findings(leak_table, summary),
        shared_terms=leak_table.shared_terms[:MAX_ROWS],
        n_shared_terms=len(leak_table.shared_terms),
        n_top_terms=N_TOP_TERMS,
        outlet_cues=leak_table.outlet_cues[:MAX_ROWS],
        n_outlet_cues=len(leak_table.outlet_cues),
        max_article_ids=MAX_ARTICLE_IDS,
        max_characters=MAX_CHARACTERS,
        spec=spec_text(spec),
        settings=settings,
    )


def _findings(leak_table: LeakTable, summary: LeakSummary) -> list[str]:
    """Return sentences on the gap, the outlet probe, failures and untried settings."""
    findings = []
    if gap := summary.gap:
        if gap.interval is None:
            findings.append(
                f"The gap between a random split and the hardest kind ({gap.hardest_title}) "
                f"supports no conclusion: it has {TOO_FEW_GROUPS}."
            )
        elif gap.interval.low > 0:
            findings.append(
                f"A random split overestimates macro-F1 by {format_score(gap.value, 2)} compared "
                f"with the hardest kind of split: {gap.hardest_title}."
            )
        elif gap.interval.high >= 0:
            findings.append(
                f"The gap between a random split and the hardest kind ({gap.hardest_title}) may be "
                "due to chance: its interval contains 0."
            )
    if probe := leak_table.probe:
        findings.append(
            f"The same features predict which of {plural(len(probe.outlets), 'outlet')} an article "
            f"is from with accuracy {format_score(probe.accuracy, 2)}; the majority baseline has "
            f"{format_score(probe.majority_accuracy, 2)}. A model can learn to recognize outlets "
            "in place of labels."
        )
    if sentence := summary.promise_sentence():
        findings.append(sentence)
    findings += [f"Not possible: {failure}." for failure in leak_table.failures]
    if summary.n_untried:
        findings.append(f"The searches did not try {plural(summary.n_untried, 'setting')}.")
    return findings
