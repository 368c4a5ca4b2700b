"""The files of an agreement report: tables that a spreadsheet opens, and a figure."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tenor.cells import cell, to_csv
from tenor.errors import OutputError
from tenor.evaluation import Interval
from tenor.output import make_folder
from tenor.workflow.agreement import AgreementReport, LabelAgreement

if TYPE_CHECKING:
    import pandas as pd

FILES = ("agreement.csv", "pairs.csv", "disagreements.csv", "agreement.png")
"""What the folder holds."""


def check_folder(folder: Path, *, force: bool = False) -> None:
    """Check that a report can be written to a folder.

    Raises
    ------
    OutputError
        If something stands there and ``force`` is not given, or is no report.
    """
    if not folder.exists():
        return
    if not folder.is_dir() or any(path.name not in FILES for path in folder.iterdir()):
        raise OutputError(f"'{folder}' holds other things than a report; name another folder")
    if any(folder.iterdir()) and not force:
        raise OutputError(f"'{folder}' exists already; name another folder, or use --force")


def write_report(report: AgreementReport, folder: Path, *, force: bool = False) -> None:
    """Write a report as three tables and a figure; the folder appears whole or not at all.

    Raises
    ------
    OutputError
        If something stands there and ``force`` is not given, or it cannot be written.
    """
    from tenor.evaluation.figures import alphas

    check_folder(folder, force=force)
    rows = report.labels
    figure = alphas(
        [row.name for row in rows], [row.agreement for row in rows],
        [row.comparison for row in rows], "agreement between coders",
    )  # fmt: skip
    table = agreement_table(rows)
    files = {"agreement.csv": _csv(list(map(str, table)), table.to_numpy().tolist())}
    heads = ("first", "second", "question", "articles", "percent_agreement", "alpha")
    files["pairs.csv"] = _csv(heads, report.pairs)
    heads = ("article_id", "title", "question", "labels", "judgments", "model")
    files["disagreements.csv"] = _csv(heads, report.disagreements)
    png = io.BytesIO()
    figure.savefig(png)
    files["agreement.png"] = png.getvalue()
    make_folder(folder, files)


def agreement_table(agreement: Sequence[LabelAgreement]) -> pd.DataFrame:
    """Return the agreement on each label as a table; what is undefined is empty."""
    import pandas as pd

    heads = (
        "task", "target", "label", "coders", "articles", "percent_agreement",
        "alpha", "alpha_low", "alpha_high", "verdict",
        "compared_articles", "people_alpha", "model_alpha",
        "difference_low", "difference_high", "human_range",
    )  # fmt: skip
    rows = []
    for row in agreement:
        found, compared = row.agreement, row.comparison
        cells: list[object] = [
            row.task, row.target, row.label, row.n_coders, found.n_articles, found.percent,
            found.alpha, *_bounds(found.interval), found.verdict,
        ]  # fmt: skip
        if compared is None:
            cells += [None] * 6
        else:
            cells += [
                compared.n_articles, compared.people, compared.model,
                *_bounds(compared.difference), compared.verdict,
            ]  # fmt: skip
        rows.append(cells)
    return pd.DataFrame(rows, columns=list(heads), dtype=object)


def _bounds(interval: Interval | None) -> Sequence[float | None]:
    return interval or (None, None)


def _csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    return to_csv([heads, *([_cell(value) for value in row] for row in rows)])


def _cell(value: object) -> str:
    return f"{value:.4f}" if isinstance(value, float) else cell(value)
