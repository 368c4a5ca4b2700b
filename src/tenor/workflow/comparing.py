"""Comparing runs: which one is better on the same test articles, and where they differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tenor.cells import cell, to_csv
from tenor.errors import InputError
from tenor.evaluation import Interval, Scoring, bootstrap
from tenor.evaluation.paired import Difference, McNemar, compare, holm, mcnemar
from tenor.output import check_output, replace_file
from tenor.tracking import LoggedRun, find_run, read_table

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

COLUMNS = ("article_id", "duplicate_group", "true", "given")
NO_LABEL = "none"


@dataclass(frozen=True)
class Compared:
    """One run of a comparison.

    Attributes
    ----------
    run
        The run.
    name
        Its name, with the first digits of its id where two runs share it.
    score, interval
        Its score on the compared articles, with a 95 % interval.
    difference
        How far it lies above the first run; None for the first run itself.
    p
        The p-value of that, adjusted by Holm's method where several are compared.
    mcnemar
        How often only the first, and only this run is right; None where articles
        can have several labels.
    """

    run: LoggedRun
    name: str
    score: float
    interval: Interval
    difference: Difference | None = None
    p: float | None = None
    mcnemar: McNemar | None = None


@dataclass(frozen=True)
class Comparison:
    """Runs compared on the same articles.

    Attributes
    ----------
    metric
        What they are compared by.
    rows
        The runs in the order they were named; the others are compared with the first.
    n_articles, n_groups
        The articles they are compared on, and the groups of those that are resampled whole:
        near-duplicates, or what the split of the first run keeps whole.
    left_out
        Articles that only some of the runs scored.
    differing
        The articles to which the runs gave different labels: ``article_id``,
        ``true``, and a column for each run's labels, by its name.
    """

    metric: str
    rows: tuple[Compared, ...]
    n_articles: int
    n_groups: int
    left_out: int
    differing: pd.DataFrame


def compare_runs(
    references: Sequence[str], *, metric: str = "macro_f1", common: bool = False
) -> Comparison:
    """Compare runs with the first of them, on the test articles that they share.

    Parameters
    ----------
    references
        Two runs or more, as `tenor.tracking.find_run` takes them.
    metric
        The score to compare by.
    common
        Compare on the articles that all runs scored, where they scored others too.

    Raises
    ------
    StoreError
        If a run or its table of predictions is not there.
    InputError
        If the runs are of different tasks, test articles or true labels, or have
        no such metric.
    """
    runs = [find_run(reference) for reference in references]
    _check(runs)
    tables = [_predictions(run) for run in runs]
    shared = every = tables[0].index
    for table in tables[1:]:
        shared = shared.intersection(table.index, sort=False)
        every = every.union(table.index, sort=False)
    if not common and len(shared) < len(every):
        counts = " and ".join(f"{len(t):,} ({r.name})" for r, t in zip(runs, tables, strict=True))
        raise InputError(
            f"the runs were scored on different articles: {counts}, of which {len(shared):,} are "
            "common; train them with the same split, or give --common to compare on those"
        )
    if not len(shared):
        raise InputError("the runs have no test article in common, so nothing can be compared")
    tables = [table.loc[shared] for table in tables]
    _check_truth(runs, tables)

    labels = tuple(
        dict.fromkeys(label for run in runs for label in read_table(run, "labels")["label"])
    )
    scoring = Scoring(labels, all("accuracy" in run.metrics for run in runs))
    truth = _matrix(tables[0]["true"], labels)
    given = [_matrix(table["given"], labels).astype(bool) for table in tables]
    groups = np.unique(tables[0]["duplicate_group"].to_numpy(dtype=str), return_inverse=True)[1]
    rows = _compared(runs, truth, given, groups, scoring, metric)
    differ = np.any([(other != given[0]).any(axis=1) for other in given[1:]], axis=0)
    columns = {"article_id": shared.get_level_values(0), "true": tables[0]["true"].to_numpy()}
    columns |= {row.name: t["given"].to_numpy() for row, t in zip(rows, tables, strict=True)}
    return Comparison(
        metric, rows, len(shared), len(np.unique(groups)), len(every) - len(shared),
        _frame(columns)[differ],
    )  # fmt: skip


def write_differing(comparison: Comparison, output: Path, *, force: bool = False) -> None:
    """Write the articles on which runs differ into a CSV that no spreadsheet runs formulas of.

    Raises
    ------
    OutputError
        If the file cannot be written, or stands there and ``force`` is not given.
    """
    table = comparison.differing
    check_output(output, force=force, endings=(".csv",))
    rows = [list(table.columns), *table.to_numpy().tolist()]
    replace_file(output, to_csv(map(cell, row) for row in rows))


def _check(runs: list[LoggedRun]) -> None:
    if len(runs) < 2:
        raise InputError("one run cannot be compared; name two runs or more")
    for i, run in enumerate(runs):
        if run.run_id in [other.run_id for other in runs[:i]]:
            raise InputError(
                f"run '{run.name}' ({run.run_id}) is named twice; name different runs by their ids"
            )
        if (run.task, run.target) != (runs[0].task, runs[0].target):
            raise InputError(
                f"run '{runs[0].name}' is of {runs[0].what or 'nothing of Tenor'} and run "
                f"'{run.name}' of {run.what or 'nothing of Tenor'}; only runs of the same task "
                "and target can be compared"
            )


def _predictions(run: LoggedRun) -> pd.DataFrame:
    table = read_table(run, "predictions")
    if missing := [name for name in COLUMNS if name not in table]:
        raise InputError(
            f"the predictions of run '{run.name}' ({run.run_id}) have no column '{missing[0]}'; "
            "train it anew with this version of Tenor"
        )
    # Several draws of a split may score an article more than once.
    table["draw"] = table.groupby("article_id").cumcount()
    return table.set_index(["article_id", "draw"])


def _check_truth(runs: list[LoggedRun], tables: list[pd.DataFrame]) -> None:
    for run, table in zip(runs[1:], tables[1:], strict=True):
        other = (table["true"] != tables[0]["true"]).to_numpy()
        if other.any():
            raise InputError(
                f"runs '{runs[0].name}' and '{run.name}' were scored by different true labels on "
                f"{other.sum():,} of {len(table):,} articles, first on "
                f"'{table.index[other][0][0]}'; train both on the same corpus"
            )


def _compared(
    runs: list[LoggedRun],
    truth: NDArray[np.uint8],
    given: list[NDArray[np.bool_]],
    groups: NDArray[np.intp],
    scoring: Scoring,
    metric: str,
) -> tuple[Compared, ...]:
    differences = [compare(truth, given[0], other, groups, scoring, metric) for other in given[1:]]
    adjusted = holm([difference.p for difference in differences])
    names = [run.name for run in runs]
    rows = []
    for i, (run, own) in enumerate(zip(runs, given, strict=True)):
        alone = names.count(run.name) == 1 and run.name not in COLUMNS
        name = run.name if alone else f"{run.name} {run.short_id}"
        score = float(scoring.scores(scoring.sums(truth, own).sum(axis=0))[metric])
        intervals = bootstrap(truth, own, groups, scoring.labels, one_label=scoring.one_label)
        row = Compared(run, name, score, intervals[metric])
        if i:
            tested = None
            if scoring.one_label:
                tested = mcnemar(_right(truth, given[0]), _right(truth, own), groups)
            row = Compared(
                run, name, score, intervals[metric], differences[i - 1], adjusted[i - 1], tested
            )
        rows.append(row)
    return tuple(rows)


def _right(truth: NDArray[np.uint8], given: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.asarray((truth.astype(bool) & given).any(axis=1))


def _matrix(cells: pd.Series, labels: tuple[str, ...]) -> NDArray[np.uint8]:
    # A label may itself hold what stands between labels.
    names = "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))
    one = re.compile(rf"(?:^|; )({names})(?=; |$)")
    column = {label: i for i, label in enumerate(labels)}
    matrix = np.zeros((len(cells), len(labels)), dtype=np.uint8)
    for row, names_given in enumerate(cells):
        for label in one.findall(names_given):
            matrix[row, column[label]] = 1
    return matrix


def _frame(columns: dict[str, object]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(columns).replace("", NO_LABEL)
