"""Comparison of runs on the same test articles: scores, paired tests, differing predictions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tenor.errors import InputError
from tenor.evaluation import Interval, MetricSet
from tenor.evaluation.evidence import known_labels
from tenor.evaluation.intervals import bootstrap_metrics
from tenor.evaluation.paired import McNemar, ScoreDifference, compare_predictions, holm, mcnemar
from tenor.output import check_output, write_file
from tenor.present import plural
from tenor.present.cells import format_cell, to_csv
from tenor.tracking import LoggedRun, find_run, read_table
from tenor.workflow.runs.joined_labels import parse_joined_labels

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

PREDICTION_COLUMNS = (
    "article_id",
    "duplicate_group",
    "true_labels",
    "predicted_labels",
    "unknown_labels",
)
"""The columns of a run's table of predictions that a comparison needs."""

NO_LABEL = "none"
"""Shown for an article without a predicted label."""


@dataclass(frozen=True)
class ComparedRun:
    """A run that is compared with others.

    Attributes
    ----------
    run
        The run.
    name
        Its name, followed by the first digits of its id if several runs share the name.
    score, interval
        Its score on the compared articles, a mean over the labels that these have if it is one
        over labels; and its 95 % interval, None with too few groups.
    difference
        Its score minus that of the first run; None for the first run.
    p_value
        The p-value of the difference, adjusted by Holm's method for the number of tests; None
        for the first run, and with too few groups for a test.
    mcnemar
        McNemar's test against the first run; None for the first run, with too few groups for a
        test, and where an article can have several labels.
    """

    run: LoggedRun
    name: str
    score: float
    interval: Interval | None
    difference: ScoreDifference | None = None
    p_value: float | None = None
    mcnemar: McNemar | None = None


@dataclass(frozen=True)
class RunComparison:
    """A comparison of runs on the same articles.

    Attributes
    ----------
    metric
        The metric of the scores.
    n_averaged
        The number of labels that means over labels are taken of: those that the articles have.
    runs
        The runs, in the order they were named; each is compared with the first.
    n_articles, n_groups
        The number of compared articles and of their groups, which are resampled together:
        duplicate groups, or the groups that the first run's split does not divide.
    n_left_out
        The number of articles that only some of the runs scored.
    differing_articles
        The articles for which the runs predict different labels: ``article_id``,
        ``true_labels``, and a column of predicted labels for each run, by its name.
    """

    metric: str
    n_averaged: int
    runs: tuple[ComparedRun, ...]
    n_articles: int
    n_groups: int
    n_left_out: int
    differing_articles: pd.DataFrame


def compare_runs(
    references: Sequence[str], *, metric: str = "macro_f1", common: bool = False
) -> RunComparison:
    """Compare runs with the first of them on the same test articles.

    Parameters
    ----------
    references
        Two or more runs, as `tenor.tracking.find_run` takes them.
    metric
        The metric to compare by.
    common
        Compare on the articles that all runs scored, if some runs scored others too.

    Raises
    ------
    StoreError
        If a run or its table of predictions does not exist.
    InputError
        If the runs differ in their task, test articles or true labels, or lack the metric.
    """
    runs = [find_run(reference) for reference in references]
    _check_runs(runs)
    tables = [_predictions(run) for run in runs]
    shared = union = tables[0].index
    for table in tables[1:]:
        shared = shared.intersection(table.index, sort=False)
        union = union.union(table.index, sort=False)
    if not common and len(shared) < len(union):
        counts = " and ".join(f"{len(t):,} ({r.name})" for r, t in zip(runs, tables, strict=True))
        raise InputError(
            f"the runs were scored on different articles: {counts}, with "
            f"{len(shared):,} in common; train them with the same split, or compare them on these "
            "with --common"
        )
    if not len(shared):
        raise InputError("the runs have no test article in common, so nothing can be compared")
    tables = [table.loc[shared] for table in tables]
    _check_true_labels(runs, tables)

    labels = tuple(
        dict.fromkeys(label for run in runs for label in read_table(run, "labels")["label"])
    )
    metric_set = MetricSet(labels, all("accuracy" in run.metrics for run in runs))
    true_labels = tables[0]["true_labels"]
    y_true = parse_joined_labels(true_labels, labels).astype(np.uint8)
    is_known = ~parse_joined_labels(tables[0]["unknown_labels"], labels)
    y_preds = [parse_joined_labels(table["predicted_labels"], labels) for table in tables]
    groups = np.unique(tables[0]["duplicate_group"].to_numpy(dtype=str), return_inverse=True)[1]
    compared = _compare(runs, y_true, is_known, y_preds, groups, metric_set, metric)
    columns = {"article_id": shared.get_level_values(0), "true_labels": true_labels.to_numpy()}
    for run, table in zip(compared, tables, strict=True):
        columns[run.name] = table["predicted_labels"].to_numpy()
    differ = np.any([(y_pred != y_preds[0]).any(axis=1) for y_pred in y_preds[1:]], axis=0)
    return RunComparison(
        metric,
        int(known_labels(y_true, is_known).sum()),
        compared,
        len(shared),
        len(np.unique(groups)),
        len(union) - len(shared),
        _table(columns)[differ],
    )


def write_differing_articles(
    comparison: RunComparison, output: Path, *, force: bool = False
) -> None:
    """Write the articles for which runs predict different labels as CSV.

    Parameters
    ----------
    comparison
        The comparison.
    output
        The file to write.
    force
        Replace an existing file.

    Raises
    ------
    OutputError
        If the file cannot be written, or exists and ``force`` is false.
    """
    check_output(output, force=force, extensions=(".csv",))
    table = comparison.differing_articles
    rows = [list(table.columns), *table.to_numpy().tolist()]
    write_file(output, to_csv(map(format_cell, row) for row in rows), replace=force)


def _check_runs(runs: list[LoggedRun]) -> None:
    if len(runs) < 2:
        raise InputError("one run cannot be compared; name two runs or more")
    for i, run in enumerate(runs):
        if run.run_id in [other.run_id for other in runs[:i]]:
            raise InputError(
                f"run '{run.name}' ({run.run_id}) is named twice; name different runs by their ids"
            )
        if run.task is None:
            raise InputError(
                f"run '{run.name}' ({run.run_id}) is not a training; name a run that 'tenor train' "
                "logged"
            )
        if run.task != runs[0].task:
            assert runs[0].task is not None
            raise InputError(
                f"run '{runs[0].name}' predicts {runs[0].task.title} and run '{run.name}' "
                f"{run.task.title}; name runs of the same task"
            )


def _predictions(run: LoggedRun) -> pd.DataFrame:
    table = read_table(run, "predictions")
    if missing := [name for name in PREDICTION_COLUMNS if name not in table]:
        raise InputError(
            f"the predictions of run '{run.name}' ({run.run_id}) have no column '{missing[0]}'; "
            "train it again with this version of Tenor"
        )
    # Several draws of a split may score an article more than once.
    table["draw"] = table.groupby("article_id").cumcount()
    return table.set_index(["article_id", "draw"])


def _check_true_labels(runs: list[LoggedRun], tables: list[pd.DataFrame]) -> None:
    for run, table in zip(runs[1:], tables[1:], strict=True):
        names = ["true_labels", "unknown_labels"]
        differ = (table[names] != tables[0][names]).any(axis=1).to_numpy()
        if differ.any():
            raise InputError(
                f"runs '{runs[0].name}' and '{run.name}' have different true labels for "
                f"{differ.sum():,} of {plural(len(table), 'article')}, first for "
                f"'{table.index[differ][0][0]}'; train both on the same corpus"
            )


def _compare(
    runs: list[LoggedRun],
    y_true: NDArray[np.uint8],
    is_known: NDArray[np.bool_],
    y_preds: list[NDArray[np.bool_]],
    groups: NDArray[np.intp],
    metric_set: MetricSet,
    metric: str,
) -> tuple[ComparedRun, ...]:
    first = y_preds[0]
    differences = [
        compare_predictions(y_true, first, y_pred, groups, metric_set, metric, is_known=is_known)
        for y_pred in y_preds[1:]
    ]
    adjusted = _adjusted(differences)
    tests: list[McNemar | None] = [None] * len(differences)
    if metric_set.single_label:
        is_true = y_true.astype(bool)
        correct = [np.asarray((is_true & y_pred).any(axis=1)) for y_pred in y_preds]
        tests = [
            None if difference.too_few else mcnemar(correct[0], other, groups)
            for difference, other in zip(differences, correct[1:], strict=True)
        ]
    metric_set = replace(metric_set, averaged=known_labels(y_true, is_known))
    statistics = [(None, None, None), *zip(differences, adjusted, tests, strict=True)]
    compared = []
    for run, name, y_pred, run_statistics in zip(
        runs, _unique_names(runs), y_preds, statistics, strict=True
    ):
        counts = metric_set.counts(y_true, y_pred, is_known).sum(axis=0)
        score = float(metric_set.scores(counts)[metric])
        intervals = bootstrap_metrics(y_true, y_pred, groups, metric_set, is_known=is_known)
        compared.append(ComparedRun(run, name, score, intervals[metric], *run_statistics))
    return tuple(compared)


def _adjusted(differences: Sequence[ScoreDifference]) -> list[float | None]:
    """Return the adjusted p-value of each difference that has one."""
    p_values = [d.p_value for d in differences if d.p_value is not None]
    adjusted = iter(holm(p_values))
    return [None if d.p_value is None else next(adjusted) for d in differences]


def _unique_names(runs: list[LoggedRun]) -> list[str]:
    """Return the names of runs as columns, with the id where a name would occur twice."""
    names = [run.name for run in runs]
    taken = {name for name in names if names.count(name) > 1} | set(PREDICTION_COLUMNS)
    return [f"{run.name} {run.short_id}" if run.name in taken else run.name for run in runs]


def _table(columns: dict[str, object]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(columns).replace("", NO_LABEL)
