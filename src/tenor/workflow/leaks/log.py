"""Logging a leak table to its MLflow run, and writing its outlet cues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenor.corpus import EVAL_SPLIT_TITLES, Corpus
from tenor.evaluation.figure_style import to_png
from tenor.evaluation.figures import score_by_split_kind
from tenor.models.spec import Experiment
from tenor.output import write_file
from tenor.present import escape_markdown
from tenor.present.cells import format_cell, to_csv
from tenor.tracking import Run
from tenor.workflow.leaks.report import leak_report
from tenor.workflow.leaks.result import METRIC, LeakTable
from tenor.workflow.runs.identity import UNTRIED, bound_metrics, round_metrics
from tenor.workflow.runs.leak_summary import GAP, N_TRAIN, summarize_leak_table

if TYPE_CHECKING:
    import pandas as pd

CUE_COLUMNS = (
    "task",
    "target",
    "kind",
    "text",
    "outlet",
    "label",
    "articles",
    "share_of_outlet",
    "precision",
    "share_of_others",
    "article_ids",
)
"""The columns of a table of outlet cues."""


def log_leak_table(
    run: Run,
    leak_table: LeakTable,
    spec: Experiment,
    corpus: Corpus,
    settings: Mapping[str, Any],
) -> None:
    """Log a leak table as metrics, tables, figure and report.

    Parameters
    ----------
    run
        The run.
    leak_table
        The leak table.
    spec, corpus
        The spec and the corpus that it was made from.
    settings
        Its ``splits`` and ``n_draws``.
    """
    metrics = leak_table_metrics(leak_table)
    run.log_metrics(round_metrics(metrics))
    run.log_dataset(corpus.path.name, corpus.fingerprint, str(corpus.path), "evaluation")
    table = _table(leak_table)
    run.log_table(table, "leak_table")
    scores = [(row.kind, row.scores[METRIC], row.majority) for row in leak_table.rows]
    title = f"{leak_table.task.model_name}: macro-F1 by kind of split"
    figure = to_png(score_by_split_kind(scores, title))
    summary = summarize_leak_table(table, metrics, run.run_id)
    page = leak_report(leak_table, summary, spec, corpus, settings, date.today())
    content = page.encode("utf-8", "replace")
    run.log_files({"figures/leak_table.png": figure, "report.html": content})
    headline = f"**{escape_markdown(summary.sentence)}**\n\n" if summary.sentence else ""
    run.set_description(f"{headline}The full report is `report.html` among the artifacts.")
    rows = list(outlet_cue_rows(leak_table))
    if rows:
        import pandas as pd

        run.log_table(pd.DataFrame(rows, columns=list(CUE_COLUMNS)), "outlet_cues")
    if leak_table.failures:
        run.log_text("\n".join(leak_table.failures) + "\n", "not_possible.txt")


def leak_table_metrics(leak_table: LeakTable) -> dict[str, float]:
    """Return the metrics of a leak table by their names in MLflow."""
    metrics: dict[str, float] = {}
    if gap := leak_table.gap:
        metrics |= {GAP: gap.value} | bound_metrics(GAP, gap.interval)
    for row in leak_table.rows:
        score = row.scores[METRIC]
        key = f"split/{row.kind}/{METRIC}"
        metrics |= {key: score.value, f"{key}/std": score.std} | bound_metrics(key, score.interval)
        if row.promise and row.promise.right is not None:
            metrics[f"split/{row.kind}/promise_right"] = row.promise.right
    if probe := leak_table.probe:
        metrics |= {
            "outlet_probe/macro_f1": probe.scores.macro_f1,
            "outlet_probe/accuracy": probe.accuracy,
            "outlet_probe/majority_accuracy": probe.majority_accuracy,
        }
    if leak_table.n_untried:
        metrics |= {UNTRIED: leak_table.n_untried}
    return metrics | {N_TRAIN: leak_table.rows[0].n_train}


def outlet_cue_rows(leak_table: LeakTable) -> Iterator[dict[str, Any]]:
    """Yield the rows of the outlet cues: shared terms, then lines, sentences, bylines, names."""
    empty = dict.fromkeys(CUE_COLUMNS, "")
    empty |= {"task": leak_table.task.kind, "target": leak_table.task.target}
    for term in leak_table.shared_terms:
        yield empty | {
            "kind": "term",
            "text": term.term,
            "outlet": term.outlet,
            "label": term.label,
            "articles": term.n_articles,
            "share_of_outlet": round(term.share_of_outlet, 4),
            "share_of_others": round(term.share_of_others, 4),
            "article_ids": list(term.article_ids),
        }
    for cue in leak_table.outlet_cues:
        yield empty | {
            "kind": cue.kind,
            "text": cue.text,
            "outlet": cue.outlet,
            "articles": cue.n_articles,
            "share_of_outlet": round(cue.share_of_outlet, 4),
            "precision": round(cue.precision, 4),
            "article_ids": list(cue.article_ids),
        }


def write_outlet_cues(leak_tables: Sequence[LeakTable], path: Path, *, force: bool = False) -> None:
    """Write the outlet cues of leak tables as CSV; ``force`` replaces an existing file.

    Raises
    ------
    OutputError
        If the file cannot be written, or exists and ``force`` is false.
    """
    rows = (row for leak_table in leak_tables for row in outlet_cue_rows(leak_table))
    cells = ([format_cell(row[name]) for name in CUE_COLUMNS] for row in rows)
    write_file(path, to_csv([CUE_COLUMNS, *cells]), replace=force)


def _table(leak_table: LeakTable) -> pd.DataFrame:
    import pandas as pd

    rows = []
    for row in leak_table.rows:
        entry: dict[str, Any] = {"split": row.kind, "title": EVAL_SPLIT_TITLES[row.kind]}
        for name, score in row.scores.items():
            low, high = score.interval or (None, None)
            entry |= {name: score.value, f"{name}_low": low, f"{name}_high": high}
            entry[f"{name}_std"] = score.std
        entry |= {"majority_macro_f1": row.majority, "draws": row.n_draws}
        entry |= {"n_train": row.n_train, "n_could_train": row.n_could_train}
        entry["n_test"] = row.n_test
        if (promise := row.promise) is not None:
            entry |= {
                "promise": promise.precision,
                "promise_labels": promise.n_promised,
                "promise_automatic": promise.n_automatic,
                "promise_automatic_share": promise.automatic_share,
                "promise_right": promise.right,
                "promise_broken": list(promise.broken),
            }
        rows.append(entry)
    return pd.DataFrame(rows)
