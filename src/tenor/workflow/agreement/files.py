"""The files of an agreement report: tables that a spreadsheet opens, and a figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tenor.codebook import Task
from tenor.errors import OutputError
from tenor.evaluation import Interval
from tenor.labeling import Disagreement
from tenor.locks import is_temporary
from tenor.output import write_folder
from tenor.present.cells import format_cell, to_csv
from tenor.workflow.agreement.agree import AgreementReport
from tenor.workflow.agreement.machines import MachineAgreement
from tenor.workflow.agreement.measure import LabelAgreement

if TYPE_CHECKING:
    import pandas as pd

FILES = ("agreement.csv", "machines.csv", "pairs.csv", "disagreements.csv", "agreement.png")
"""The files of an agreement report."""

MACHINE_COLUMNS = (
    "machine",
    "task",
    "target",
    "label",
    "compared_articles",
    "people_alpha",
    "machine_alpha",
    "difference_low",
    "difference_high",
    "human_range",
)
PAIR_COLUMNS = ("first", "second", "question", "articles", "percent_agreement", "alpha")
DISAGREEMENT_COLUMNS = ("article_id", "title", "question", "labels", "judgments", "model")


def check_folder(folder: Path, *, force: bool = False) -> None:
    """Check that a report can be written to a folder, before it is computed.

    Parameters
    ----------
    folder
        The folder; it need not exist.
    force
        Allow an existing report to be replaced.

    Raises
    ------
    OutputError
        If it is a file, holds other files than a report's, or holds a report and ``force``
        is false.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise OutputError(f"'{folder}' is a file; name a folder")
    names = {path.name for path in folder.iterdir() if not is_temporary(path.name)}
    if others := names - set(FILES):
        raise OutputError(
            f"'{folder}' holds '{min(others)}', which is no file of an agreement report; name "
            "another folder"
        )
    if names and not force:
        raise OutputError(f"'{folder}' exists already; name another folder, or use --force")


def write_report(report: AgreementReport, folder: Path, *, force: bool = False) -> None:
    """Write a report as four tables and a figure; the folder appears complete or not at all.

    Parameters
    ----------
    report
        The report.
    folder
        The folder to make.
    force
        Replace an existing report.

    Raises
    ------
    OutputError
        If `check_folder` refuses the folder, or it cannot be written.
    """
    from tenor.evaluation.figure_style import to_png
    from tenor.evaluation.figures import alpha_per_label

    check_folder(folder, force=force)
    rows = report.labels
    figure = alpha_per_label(
        [row.name for row in rows],
        [row.agreement for row in rows],
        [row.model_agreement for row in rows],
        "agreement between coders",
    )
    table = agreement_table(rows)
    files = {
        "agreement.csv": _csv(list(map(str, table)), table.to_numpy().tolist()),
        "machines.csv": _csv(MACHINE_COLUMNS, map(_machine_row, report.machines)),
        "pairs.csv": _csv(PAIR_COLUMNS, report.pairs),
        "disagreements.csv": _csv(
            DISAGREEMENT_COLUMNS, map(_disagreement_row, report.disagreements)
        ),
        "agreement.png": to_png(figure),
    }
    write_folder(folder, files)


def agreement_table(agreement: Sequence[LabelAgreement]) -> pd.DataFrame:
    """Return the agreement on each label as a table; undefined values are empty."""
    import pandas as pd

    return pd.DataFrame([_entry(row) for row in agreement], dtype=object)


def _entry(row: LabelAgreement) -> dict[str, object]:
    agreement, model_agreement = row.agreement, row.model_agreement
    low, high = _bounds(agreement.interval)
    entry: dict[str, object] = {
        "task": row.task.kind,
        "target": row.task.target,
        "label": row.label,
        "coders": row.n_coders,
        "articles": agreement.n_articles,
        "percent_agreement": agreement.percent_agreement,
        "alpha": agreement.alpha,
        "alpha_low": low,
        "alpha_high": high,
        "verdict": agreement.verdict,
    }
    low, high = _bounds(None if model_agreement is None else model_agreement.difference)
    return entry | {
        "compared_articles": model_agreement and model_agreement.n_articles,
        "people_alpha": model_agreement and model_agreement.people_alpha,
        "model_alpha": model_agreement and model_agreement.model_alpha,
        "difference_low": low,
        "difference_high": high,
        "human_range": model_agreement and model_agreement.human_range,
    }


def _machine_row(row: MachineAgreement) -> tuple[object, ...]:
    own = row.agreement
    difference = _bounds(own.difference)
    alphas = own.n_articles, own.people_alpha, own.model_alpha, *difference, own.human_range
    return row.machine, row.task.kind, row.task.target, row.label, *alphas


def _disagreement_row(row: Disagreement) -> tuple[object, ...]:
    labels = ", ".join(row.labels)
    return row.article_id, row.title, row.task, labels, row.judgments, row.predicted


def _bounds(interval: Interval | None) -> tuple[float | None, float | None]:
    return interval or (None, None)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    return to_csv([columns, *([_cell(value) for value in row] for row in rows)])


def _cell(value: object) -> str:
    if isinstance(value, Task):
        return format_cell(value.name)
    return f"{value:.4f}" if isinstance(value, float) else format_cell(value)
