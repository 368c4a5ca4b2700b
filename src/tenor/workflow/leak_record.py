"""What the MLflow run of a leak table holds, and the rows of its suspects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenor.cells import cell, to_csv
from tenor.corpus import MEANING, Corpus
from tenor.evaluation.canvas import png
from tenor.evaluation.figures import score_per_split
from tenor.models import Experiment
from tenor.output import replace_file
from tenor.tracking import Run
from tenor.workflow.card import escaped
from tenor.workflow.leak_report import leak_report
from tenor.workflow.leak_summary import summary
from tenor.workflow.searches import NOT_TRIED

if TYPE_CHECKING:
    import pandas as pd

    from tenor.workflow.leakage import Leakage

SUSPECTS = (
    "task", "target", "kind", "text", "outlet", "label", "articles", "share_of_outlet",
    "share_there", "share_of_others", "article_ids",
)  # fmt: skip
"""The columns of a suspect: something in the texts that gives an outlet away."""


def log_leakage(
    run: Run, leakage: Leakage, spec: Experiment, corpus: Corpus, asked: Mapping[str, Any]
) -> None:
    """Log the gap as the headline metric, the leak table as table, figure and report, suspects.

    ``asked`` holds its splits and draws.
    """
    metrics = leak_metrics(leakage)
    run.metrics(metrics)
    run.dataset(corpus.path.name, corpus.fingerprint, str(corpus.path), "evaluation")
    table = _table(leakage)
    run.table(table, "leak_table")
    scores = [(row.kind, row.scores["macro_f1"], row.majority) for row in leakage.rows]
    figure = png(score_per_split(scores, f"{leakage.name}: macro-F1 by split"))
    found = summary(table, metrics, figure, run.run_id)
    page = leak_report(leakage, found, spec, corpus, asked).encode("utf-8", "replace")
    run.files({"figures/leak_table.png": figure, "report.html": page})
    headline = f"**{escaped(found.said)}**\n\n" if found.said else ""
    run.note(f"{headline}All of it: `report.html` among the artifacts.")
    rows = list(suspects(leakage))
    if rows:
        import pandas as pd

        run.table(pd.DataFrame(rows, columns=list(SUSPECTS)), "suspects")
    if leakage.faults:
        run.text("\n".join(leakage.faults) + "\n", "not_possible.txt")


def leak_metrics(leakage: Leakage) -> dict[str, float]:
    """Return the numbers of a leak table by their names in MLflow."""
    values: dict[str, float] = {}
    if leakage.gap:
        low, high = leakage.gap.interval
        values |= {"gap_macro_f1": leakage.gap.value}
        values |= {"gap_macro_f1_low": low, "gap_macro_f1_high": high}
    for row in leakage.rows:
        score = row.scores["macro_f1"]
        name = f"macro_f1_{row.kind}"
        values |= {name: score.value, f"{name}_spread": score.spread}
        values |= {f"{name}_low": score.interval.low, f"{name}_high": score.interval.high}
    if leakage.probe:
        values |= {
            "outlet_probe_macro_f1": leakage.probe.scores.macro_f1,
            "outlet_probe_accuracy": leakage.probe.scores.accuracy or 0.0,
            "outlet_probe_majority_accuracy": leakage.probe.majority_accuracy,
        }
    if leakage.not_tried:
        values |= {NOT_TRIED: leakage.not_tried}
    return values | {"n_train": leakage.rows[0].n_train}


def suspects(leakage: Leakage) -> Iterator[dict[str, Any]]:
    """Yield what may leak: terms shared with outlets, then lines, sentences, bylines, names."""
    head = {"task": leakage.task, "target": leakage.target}
    blank = dict.fromkeys(SUSPECTS, "")
    for term in leakage.shared:
        yield blank | head | {
            "kind": "term", "text": term.term, "outlet": term.outlet, "label": term.label,
            "articles": term.n_articles, "share_of_outlet": round(term.share_of_outlet, 4),
            "share_of_others": round(term.share_of_others, 4),
            "article_ids": list(term.article_ids),
        }  # fmt: skip
    for trace in leakage.traces:
        yield blank | head | {
            "kind": trace.kind, "text": trace.text, "outlet": trace.outlet,
            "articles": trace.n_articles, "share_of_outlet": round(trace.share_of_outlet, 4),
            "share_there": round(trace.share_there, 4), "article_ids": list(trace.article_ids),
        }  # fmt: skip


def write_suspects(tables: Sequence[Leakage], path: Path) -> None:
    """Write the suspects of leak tables as CSV.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    rows = [[row[name] for name in SUSPECTS] for table in tables for row in suspects(table)]
    replace_file(path, to_csv(map(cell, row) for row in (SUSPECTS, *rows)))


def _table(leakage: Leakage) -> pd.DataFrame:
    import pandas as pd

    rows = []
    for row in leakage.rows:
        entry: dict[str, Any] = {"split": row.kind, "scores": MEANING[row.kind]}
        for name, score in row.scores.items():
            entry |= {name: score.value, f"{name}_low": score.interval.low}
            entry |= {f"{name}_high": score.interval.high, f"{name}_spread": score.spread}
        entry |= {"majority_macro_f1": row.majority, "draws": row.n_draws}
        entry |= {"n_train": row.n_train, "n_could_train": row.n_could_train}
        rows.append(entry | {"n_test": row.n_test})
    return pd.DataFrame(rows)
