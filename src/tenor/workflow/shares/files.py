"""The files of shares: tables for spreadsheets and statistics programs, JSON, and a figure."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenor.errors import OutputError, reason_of
from tenor.evaluation.intervals import Interval
from tenor.evaluation.shares import Estimate
from tenor.output import atomic_file, check_output, write_file
from tenor.present.cells import format_cell, to_csv
from tenor.present.workbooks import save_workbook
from tenor.workflow.shares.result import TaskShares

if TYPE_CHECKING:
    import pandas as pd

STATISTICS = (".sav", ".dta")
"""The extensions of SPSS and Stata files."""

EXTENSIONS = (".csv", ".xlsx", ".json", *STATISTICS)
FIGURE_EXTENSIONS = (".svg", ".png")

Columns = dict[str, str]
"""What each column of a table holds, in at most the 80 characters of Stata, by its name."""

_GROUP: Columns = {
    "task": "theme, or stance:TARGET",
    "label": "theme or position",
    "assumes": "what the row assumes in place of what is not known",
}
_ESTIMATES = {
    "raw_count": "share by predictions alone",
    "hand_coding": "share by coded articles alone",
    "corrected": "share by predictions corrected by coded articles",
}
SHARE_COLUMNS: Columns = {
    **_GROUP,
    "outlet": "outlet; empty for all",
    "period": "month or year; empty for all",
    "counts": "what shares count: articles or stories",
    "n_articles": "articles of the group",
    "n_stories": "their duplicate groups",
    **{
        f"{name}{suffix}": f"{meaning}{of_bound}"
        for name, meaning in _ESTIMATES.items()
        for suffix, of_bound in (
            ("", ""),
            ("_low", ", lower 95 % bound"),
            ("_high", ", upper 95 % bound"),
        )
    },
    "n_coded": "coded stories of the group",
    "effective_n": "articles coded by hand at random with the same precision",
    "more_codings": "more articles to code for the margin",
}
DIFFERENCE_COLUMNS: Columns = {
    **_GROUP,
    "kind": "outlets, or over time",
    "first_outlet": "outlet of the first group; empty for all",
    "first_period": "period of the first group; empty for all",
    "second_outlet": "outlet of the second group; empty for all",
    "second_period": "period of the second group; empty for all",
    "difference": "corrected share of the second group minus that of the first",
    "difference_low": "its lower 95 % bound",
    "difference_high": "its upper 95 % bound",
}

Rows = list[list[Any]]


def share_table(results: Sequence[TaskShares]) -> Rows:
    """Return the rows of the table of shares; see `SHARE_COLUMNS`."""
    return [
        [
            result.task.question,
            row.label,
            result.assumption,
            *row.group,
            result.of,
            row.n_articles,
            row.n_stories,
            *_values(row.raw_count),
            *_values(row.hand_coding),
            *_values(row.corrected),
            None if row.more_codings is None else row.n_coded,
            row.worth,
            row.more_codings,
        ]
        for result in results
        for row in result.rows
    ]


def difference_table(results: Sequence[TaskShares]) -> Rows:
    """Return the rows of the table of differences; see `DIFFERENCE_COLUMNS`."""
    return [
        [
            result.task.question,
            row.label,
            result.assumption,
            "over time" if row.over_time else "outlets",
            *row.first,
            *row.second,
            row.difference.value,
            *row.difference.interval,
        ]
        for result in results
        for row in result.differences
    ]


def differences_path(output: Path) -> Path:
    """Return the path of the table of differences beside an output with room for one table."""
    return output.with_name(f"{output.stem}.differences{output.suffix}")


def check_files(
    output: Path | None, figure: Path | None, methods: Path | None, *, force: bool
) -> None:
    """Check that the files can be written, before shares are computed.

    Raises
    ------
    OutputError
        If one exists and ``force`` is false, has another extension, or needs a missing library.
    """
    if output is not None:
        check_output(output, force=force, extensions=EXTENSIONS)
        if output.suffix not in (".xlsx", ".json"):
            check_output(differences_path(output), force=force)
        if output.suffix in STATISTICS:
            _import_pyreadstat(output)
    if figure is not None:
        check_output(figure, force=force, extensions=FIGURE_EXTENSIONS)
    if methods is not None:
        check_output(methods, force=force)


def write_tables(results: Sequence[TaskShares], output: Path, *, force: bool) -> list[Path]:
    """Write shares and differences, and return the paths of the files.

    CSV, SPSS and Stata files have one table: differences are in a second file, if there are any.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    tables = {"shares": (SHARE_COLUMNS, share_table(results))}
    if differences := difference_table(results):
        tables["differences"] = (DIFFERENCE_COLUMNS, differences)
    match output.suffix:
        case ".json":
            write_file(output, _json(results, tables), replace=force)
            return [output]
        case ".xlsx":
            write_file(output, _xlsx(tables), replace=force)
            return [output]
    paths = [output, differences_path(output)][: len(tables)]
    for path, (columns, rows) in zip(paths, tables.values(), strict=True):
        if output.suffix == ".csv":
            cells = ([format_cell(value) for value in row] for row in rows)
            write_file(path, to_csv([list(columns), *cells]), replace=force)
        else:
            _write_statistics(path, columns, rows, force=force)
    return paths


def table_of(columns: Columns, rows: Rows) -> pd.DataFrame:
    """Return rows as a data frame; values that are not known are missing."""
    import pandas as pd

    return pd.DataFrame(rows, columns=list(columns))


def _values(estimate: Estimate | None) -> tuple[float | None, float | None, float | None]:
    if estimate is None:
        return None, None, None
    interval: Interval = estimate.interval
    return estimate.value, interval.low, interval.high


def _json(results: Sequence[TaskShares], tables: dict[str, tuple[Columns, Rows]]) -> bytes:
    from tenor.present.json_values import to_json

    data: dict[str, Any] = {
        name: [dict(zip(columns, row, strict=True)) for row in rows]
        for name, (columns, rows) in tables.items()
    }
    data["methods"] = {result.task.question: result.methods for result in results}
    data["notes"] = {result.task.question: list(result.notes) for result in results}
    return f"{to_json(data)}\n".encode()


def _xlsx(tables: dict[str, tuple[Columns, Rows]]) -> bytes:
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    for name, (columns, rows) in tables.items():
        sheet = workbook.create_sheet(name)
        sheet.freeze_panes = "A2"
        for row in ([*columns], *rows):
            sheet.append([_xlsx_cell(value) for value in row])
    stream = io.BytesIO()
    save_workbook(workbook, stream)
    return stream.getvalue()


def _xlsx_cell(value: object) -> object:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if value is None or isinstance(value, int | float):
        return value
    return ILLEGAL_CHARACTERS_RE.sub(" ", format_cell(value))


def _write_statistics(path: Path, columns: Columns, rows: Rows, *, force: bool) -> None:
    pyreadstat = _import_pyreadstat(path)
    table = table_of(columns, rows)
    for name in columns:
        # A column without any value has no type, which these formats need.
        is_text = name in (*_GROUP, "outlet", "period", "counts", "kind") or "_outlet" in name
        is_text = is_text or "_period" in name
        table[name] = table[name].astype(str if is_text else float)
    write = pyreadstat.write_sav if path.suffix == ".sav" else pyreadstat.write_dta
    with atomic_file(path, replace=force) as temporary:
        try:
            write(table, str(temporary), column_labels=list(columns.values()))
        except pyreadstat.ReadstatError as exc:
            raise OutputError(f"'{path.name}' cannot be written: {reason_of(exc)}") from exc


def _import_pyreadstat(path: Path) -> Any:
    try:
        import pyreadstat
    except ImportError:
        raise OutputError(
            f"'{path.name}' needs pyreadstat; install it with: pip install 'tenor[statistics]'"
        ) from None
    return pyreadstat
