"""The summary of a leak table for reports, from the table and metrics that its run logged."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tenor import tracking
from tenor.codebook import Task
from tenor.corpus import Corpus
from tenor.errors import StoreError
from tenor.evaluation import Interval
from tenor.evaluation.evidence import TOO_FEW_GROUPS
from tenor.evaluation.repeated_splits import MeanScore
from tenor.models.spec import Experiment
from tenor.present import (
    format_count,
    format_interval,
    format_percent,
    format_score,
    plural,
)
from tenor.workflow.runs.identity import LEAK_TABLE, UNTRIED, run_tags

if TYPE_CHECKING:
    import pandas as pd


GAP, N_TRAIN = "gap_macro_f1", "n/train"
"""The keys of the metrics of a leak table that its summary needs."""


class LeakSummaryRow(NamedTuple):
    """One kind of split, with its mean scores over draws."""

    kind: str
    title: str
    macro_f1: float
    macro_interval: Interval | None
    micro_f1: float
    micro_interval: Interval | None
    std: float
    majority: float
    n_draws: int
    n_test: float
    promise: LeakPromise | None = None


class LeakPromise(NamedTuple):
    """How a promise holds under one kind of split.

    Attributes
    ----------
    precision
        The precision promised.
    n_labels
        The number of labels with a promise, a mean over draws.
    n_automatic
        The number of automatic labels in all draws.
    automatic_share
        Their share of the labels that the models give.
    right
        The share of automatic labels that are right; None without any.
    """

    precision: float
    n_labels: float
    n_automatic: int
    automatic_share: float
    right: float | None


class LeakGap(NamedTuple):
    """The macro-F1 of the random split minus that of the hardest kind."""

    hardest_title: str
    value: float
    interval: Interval | None


@dataclass(frozen=True)
class LeakSummary:
    """The leak table of a spec, corpus and task.

    Attributes
    ----------
    rows
        The kinds of split, from the most optimistic to the hardest.
    gap
        None unless ``random`` and another kind were possible.
    n_train
        The number of articles that each fit trained on.
    run_id
        The id of its MLflow run.
    n_untried
        The number of settings that the searches of its fits did not try.
    """

    rows: tuple[LeakSummaryRow, ...]
    gap: LeakGap | None
    n_train: int
    run_id: str
    n_untried: int = 0

    @property
    def svg(self) -> str:
        """Its figure as an SVG element; the single draws are in the image of its run."""
        from tenor.evaluation.figure_svg import to_svg
        from tenor.evaluation.figures import score_by_split_kind

        title = "macro-F1 by kind of split"
        no_draws = (), np.empty(0), 0
        scores = [
            (row.kind, MeanScore(row.macro_f1, row.macro_interval, *no_draws), row.majority)
            for row in self.rows
        ]
        return to_svg(score_by_split_kind(scores, title), "leak_table", title)

    @property
    def sentence(self) -> str:
        """Sentences that state the gap; empty without a gap."""
        if self.gap is None:
            return ""
        random = next(row for row in self.rows if row.kind == "random")
        hardest = next(row for row in self.rows if row.title == self.gap.hardest_title)
        untried = f" Its searches did not try {plural(self.n_untried, 'setting')}."
        return (
            "The leak table of this spec and corpus has macro-F1 "
            f"{format_score(random.macro_f1, 2)} on a random split and "
            f"{format_score(hardest.macro_f1, 2)} on {hardest.title}: a gap of "
            f"{format_score(self.gap.value, 2)} "
            f"{format_interval(self.gap.interval) or f'({TOO_FEW_GROUPS})'}."
            f"{untried if self.n_untried else ''}"
        )

    @property
    def has_promise(self) -> bool:
        """Whether a promise was tested under some kind of split."""
        return any(row.promise for row in self.rows)

    def promise_sentence(self, precision: float | None = None) -> str:
        """Return how a promise of a precision, by default any, holds under each kind of split.

        It is empty if no such promise was tested.
        """
        parts = []
        for row in self.rows:
            if row.promise is None or precision not in (None, row.promise.precision):
                continue
            if row.promise.right is None:
                parts.append(f"no label is automatic on {row.title}")
                continue
            is_below = row.promise.right < row.promise.precision
            parts.append(
                f"{format_percent(row.promise.right)} of {format_count(row.promise.n_automatic)} "
                f"on {row.title}{' (below the promise)' if is_below else ''}"
            )
        if not parts:
            return ""
        return (
            "Where it carries: made in the same way for the fits of the leak table, on "
            f"{plural(self.n_train, 'article')} each, automatic labels are right in "
            f"{'; '.join(parts)}."
        )


def summarize_leak_table(
    table: pd.DataFrame, metrics: Mapping[str, float], run_id: str
) -> LeakSummary:
    """Return the summary of a leak table.

    Parameters
    ----------
    table
        The table as it is logged.
    metrics
        The metrics logged beside it.
    run_id
        The id of its MLflow run.
    """
    rows = tuple(map(_row, table.to_dict("records")))
    gap = None
    if GAP in metrics:
        hardest = min(rows[1:], key=lambda row: row.macro_f1)
        gap = LeakGap(hardest.title, metrics[GAP], _interval(metrics, f"{GAP}/"))
    n_untried = int(metrics.get(UNTRIED, 0))
    return LeakSummary(rows, gap, int(metrics[N_TRAIN]), run_id, n_untried)


def newest_leak_summary(
    spec: Experiment, corpus: Corpus, task: Task, before: datetime | None = None
) -> LeakSummary | None:
    """Return the newest leak table of a spec, corpus and task in the store; None without one.

    Parameters
    ----------
    spec, corpus, task
        The spec, the corpus and the task.
    before
        Ignore leak tables that were begun later; default none.
    """
    run = tracking.newest_run(run_tags(corpus, spec, task, LEAK_TABLE), before)
    if run is None:
        return None
    try:
        table = tracking.read_table(run, "leak_table")
        return summarize_leak_table(table, run.metrics, run.run_id)
    except (StoreError, KeyError):
        return None  # Another version of Tenor logged it in another form.


def _row(entry: dict[Any, Any]) -> LeakSummaryRow:
    macro, micro = (_interval(entry, f"{name}_") for name in ("macro_f1", "micro_f1"))
    return LeakSummaryRow(
        str(entry["split"]),
        str(entry["title"]),
        float(entry["macro_f1"]),
        macro,
        float(entry["micro_f1"]),
        micro,
        float(entry["macro_f1_std"]),
        float(entry["majority_macro_f1"]),
        int(entry["draws"]),
        float(entry["n_test"]),
        _promise(entry),
    )


def _promise(entry: Mapping[Any, Any]) -> LeakPromise | None:
    if "promise" not in entry:
        return None
    right = entry["promise_right"]
    return LeakPromise(
        float(entry["promise"]),
        float(entry["promise_labels"]),
        int(entry["promise_automatic"]),
        float(entry["promise_automatic_share"]),
        None if right is None or math.isnan(right) else float(right),
    )


def _interval(values: Mapping[Any, Any], prefix: str) -> Interval | None:
    # A score without an interval has neither metrics nor cells for its bounds.
    low, high = values.get(f"{prefix}low"), values.get(f"{prefix}high")
    if low is None or high is None or math.isnan(low):
        return None
    return Interval(float(low), float(high))
