"""A leak table as reports show it, read from what its run logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from tenor import tracking
from tenor.corpus import Corpus
from tenor.errors import StoreError
from tenor.evaluation import Interval
from tenor.models import Experiment
from tenor.workflow.run_params import LEAK_TABLE, run_tags
from tenor.workflow.searches import NOT_TRIED

if TYPE_CHECKING:
    import pandas as pd


class LeakRow(NamedTuple):
    """One kind of held-out articles, with the scores that a mean over its draws has."""

    kind: str
    meaning: str
    macro_f1: float
    macro_interval: Interval
    micro_f1: float
    micro_interval: Interval
    spread: float
    majority: float
    draws: int
    scored: float


class LeakGap(NamedTuple):
    """What the random split promises beyond the hardest kind, in macro-F1."""

    hardest: str
    value: float
    interval: Interval


@dataclass(frozen=True)
class LeakSummary:
    """The leak table of a spec and corpus.

    Attributes
    ----------
    rows
        The kinds of split, from the most flattering down.
    gap
        None unless random and another kind were possible.
    n_train
        Articles that each fit trained on.
    figure
        Its figure, as a PNG.
    run_id
        Of its MLflow run.
    not_tried
        How many settings the searches of its fits had no time for.
    """

    rows: tuple[LeakRow, ...]
    gap: LeakGap | None
    n_train: int
    figure: bytes
    run_id: str
    not_tried: int = 0

    @property
    def said(self) -> str:
        """What the table says of a random split, in a sentence or two; empty without a gap."""
        if self.gap is None:
            return ""
        low, high = self.gap.interval
        of = {row.kind: row.macro_f1 for row in self.rows}
        hardest = next(row for row in self.rows if row.meaning == self.gap.hardest)
        unfinished = f" Its searches had no time for {self.not_tried:,} settings."
        return (
            f"The leak table of this spec and corpus has macro-F1 {of['random']:.2f} on a random "
            f"split and {hardest.macro_f1:.2f} on {hardest.meaning}: a gap of "
            f"{self.gap.value:.2f} [{low:.2f}, {high:.2f}].{unfinished if self.not_tried else ''}"
        )


def summary(
    table: pd.DataFrame, metrics: Mapping[str, float], figure: bytes, run_id: str
) -> LeakSummary:
    """Return the summary of a logged table and the metrics beside it."""
    rows = tuple(map(_row, table.to_dict("records")))
    gap = None
    if "gap_macro_f1" in metrics:
        hardest = min(rows[1:], key=lambda row: row.macro_f1)
        bounds = Interval(metrics["gap_macro_f1_low"], metrics["gap_macro_f1_high"])
        gap = LeakGap(hardest.meaning, metrics["gap_macro_f1"], bounds)
    not_tried = int(metrics.get(NOT_TRIED, 0))
    return LeakSummary(rows, gap, int(metrics["n_train"]), figure, run_id, not_tried)


def logged_summary(spec: Experiment, corpus: Corpus, target: str) -> LeakSummary | None:
    """Return the newest leak table that the store has of a spec, corpus and target."""
    tags = run_tags(corpus, spec, target, LEAK_TABLE)
    found = tracking.newest_run(tags)
    if found is None:
        return None
    try:
        table = tracking.read_table(found, "leak_table")
        figure = tracking.read_bytes(found.run_id, "figures/leak_table.png")
        return summary(table, found.metrics, figure, found.run_id)
    except (StoreError, KeyError):
        return None  # A report does without what another version of Tenor has logged.


def _row(entry: dict[Any, Any]) -> LeakRow:
    macro, micro = (
        Interval(float(entry[f"{name}_low"]), float(entry[f"{name}_high"]))
        for name in ("macro_f1", "micro_f1")
    )
    kind = str(entry["split"])
    return LeakRow(
        kind, str(entry["scores"]), float(entry["macro_f1"]), macro,
        float(entry["micro_f1"]), micro, float(entry["macro_f1_spread"]),
        float(entry["majority_macro_f1"]), int(entry["draws"]), float(entry["n_test"]),
    )  # fmt: skip
