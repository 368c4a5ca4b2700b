"""Logging shares to MLflow, as a run of a kind of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version

from tenor import tracking
from tenor.corpus import Corpus
from tenor.evaluation.shares import Estimate
from tenor.present import escape_markdown
from tenor.workflow.runs.identity import SHARES, bound_metrics, round_metrics, shares_experiment
from tenor.workflow.shares.figure import figure_bytes
from tenor.workflow.shares.files import (
    DIFFERENCE_COLUMNS,
    SHARE_COLUMNS,
    difference_table,
    share_table,
    table_of,
)
from tenor.workflow.shares.predicted import PredictedLabels
from tenor.workflow.shares.result import ShareRow, TaskShares

MAX_LABEL_METRICS = 12
"""The most labels whose shares are metrics of the run; its table has all."""

VIEW = tracking.View(
    ("n/coded", "n/articles", "n/missing"),
    ("of", "by", "predicted_by", "assumes"),
    (),
    SHARES,
)
"""The view of these runs in the MLflow UI."""


def log_shares(result: TaskShares, corpus: Corpus, predicted: PredictedLabels) -> TaskShares:
    """Log the shares of a task as a run, and return them with its id.

    Parameters
    ----------
    result
        The shares.
    corpus
        The corpus.
    predicted
        The predictions that were corrected.
    """
    by = ", ".join(result.variables)
    params = {
        "of": result.of,
        "by": by or "none",
        "predicted_by": predicted.source,
        "assumes": result.assumption or "none",
        "margin": result.margin,
    }
    tags = {
        "kind": SHARES,
        "task": result.task.kind,
        "target": result.task.target,
        "codebook": corpus.codebook.fingerprint,
        "codebook_version": corpus.codebook.version,
        "corpus": corpus.fingerprint,
        "model_fingerprint": predicted.model.fingerprint if predicted.model else "",
        "tenor_version": version("tenor"),
    }
    name = f"shares of {result.of}" + (f" by {by}" if by else "")
    experiment = shares_experiment(result.task)
    with tracking.start_run(experiment, name, params, tags, view=VIEW) as run:
        run.log_metrics(round_metrics(share_metrics(result)))
        run.log_dataset(corpus.path.name, corpus.fingerprint, str(corpus.path), "evaluation")
        run.log_table(table_of(SHARE_COLUMNS, share_table([result])), "shares")
        if result.differences:
            table = table_of(DIFFERENCE_COLUMNS, difference_table([result]))
            run.log_table(table, "differences")
        run.log_text(f"{result.methods}\n", "methods.txt")
        run.log_files({"figures/shares.png": figure_bytes([result], ".png")})
        run.set_description(escape_markdown(result.methods))
        return replace(result, run_id=run.run_id)


def share_metrics(result: TaskShares) -> dict[str, float]:
    """Return the shares of all articles as metrics by their keys in MLflow."""
    rows = [row for row in result.rows if not any(row.group)]
    metrics: dict[str, float] = {"n/articles": rows[0].n_articles if rows else 0}
    if result.counts is not None:
        counts = result.counts
        metrics |= {
            "n/drawn": counts.n_drawn,
            "n/coded": counts.n_coded + counts.n_certain,
            "n/missing": counts.n_drawn - counts.n_coded,
            "n/outside": counts.n_outside,
        }
    return metrics | _label_metrics(rows if len(rows) <= MAX_LABEL_METRICS else [])


def _label_metrics(rows: Sequence[ShareRow]) -> dict[str, float]:
    metrics: dict[str, float] = {}
    for row in rows:
        for kind in ("raw_count", "hand_coding", "corrected"):
            estimate: Estimate | None = getattr(row, kind)
            if estimate is not None:
                key = tracking.metric_key("share", row.label, kind)
                metrics |= {key: estimate.value} | bound_metrics(key, estimate.interval)
    return metrics
