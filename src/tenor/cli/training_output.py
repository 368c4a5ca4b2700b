"""The output of ``tenor train``: scores, search, agreement and diagnosis of each model."""

from __future__ import annotations

import typer

from tenor.cli.tables import print_table
from tenor.corpus import LEFT_OUT_REASONS
from tenor.evaluation.metric_table import metric_heading, metrics_in_tables
from tenor.evaluation.reliability import point_at_coverage
from tenor.evaluation.slices import MIN_GROUPS, lowest_slices
from tenor.present import (
    format_count,
    format_percent,
    format_score,
    printable,
    score_with_interval,
)
from tenor.workflow.agreement.measure import LabelAgreement, agreement_warnings
from tenor.workflow.fit.scoring import ResultRow
from tenor.workflow.fit.search import count_untried, format_settings
from tenor.workflow.train.result import TrainingResult

MAX_LABELS = 12
"""The number of labels whose scores are printed."""

MAX_SETTINGS = 3
"""The number of untried settings that are printed."""

COVERAGES = (0.8, 0.5)
"""The coverages at which the accuracy of the most confident predictions is printed."""


def print_result(result: TrainingResult) -> None:
    """Print a training: its sizes, results, labels, search, agreement and diagnosis."""
    _print_sizes(result)
    _print_scores(result)
    _print_labels(result)
    _print_search(result)
    _print_agreement(result)
    _print_diagnosis(result)
    if result.run_id:
        name = result.model.name
        typer.echo(f"  run {result.run_id}, registered as {name} v{result.version}")


def print_all_targets(row: ResultRow) -> None:
    """Print the scores of all targets of a training together."""
    metrics = metrics_in_tables(row.scores.metrics)
    scores = ", ".join(
        f"{m.heading} {m.format(row.scores.metrics[m.name], row.intervals[m.name])}"
        for m in metrics
    )
    typer.echo(f"\nall {row.name}, {format_count(row.scores.n_articles)} stances: {scores}")


def _print_sizes(result: TrainingResult) -> None:
    n_scored = format_count(result.rows[0].scores.n_articles)
    typer.echo(
        f"\n{result.model.name}: trained on {format_count(result.n_train)} articles "
        f"({format_count(result.n_gold)} labelled by people),\n"
        f"scored on {n_scored} labelled by people ({result.split_name}), with 95 % intervals"
    )
    if n_self_trained := result.model.n_self_trained:
        typer.echo(f"self-training added {format_count(n_self_trained)} unlabelled articles")
    if result.n_left_out:
        split = result.spec.split
        others = (
            "" if split.group_by == "duplicate_group" else f", or others of their {split.group_by}"
        )
        typer.echo(f"{format_count(result.n_left_out)} more {LEFT_OUT_REASONS[split.kind]}{others}")


def _print_scores(result: TrainingResult) -> None:
    metrics = metrics_in_tables(result.rows[0].scores.metrics)
    sizes = [row.scores.n_articles for row in result.rows]
    sizes_differ = len(set(sizes)) > 1
    rows = []
    for row in result.rows:
        cells = [m.format(row.scores.metrics[m.name], row.intervals[m.name]) for m in metrics]
        cells.append(format_percent(row.coverage))
        cells += [format_count(row.scores.n_articles)] if sizes_differ else []
        rows.append([row.name, *cells])
    headers = [*(metric.heading for metric in metrics), "coverage"]
    headers += ["articles"] if sizes_differ else []
    print_table(["", *headers], rows, numbers=len(headers))
    typer.echo()


def _print_labels(result: TrainingResult) -> None:
    first = result.rows[0]
    labels = sorted(first.scores.per_label, key=lambda label: -label.support)
    rows = []
    for label in labels[:MAX_LABELS]:
        f1 = score_with_interval(label.f1, first.intervals[f"f1:{label.label}"])
        precision, recall = format_score(label.precision, 2), format_score(label.recall, 2)
        rows.append([label.label, precision, recall, f1, str(label.support)])
    headers = ["label", "precision", "recall", "F1", "articles"]
    if result.agreement:
        headers.append("people's alpha")
        agreement_on = {row.label: row for row in result.agreement}
        rows = [[*row, _alpha(agreement_on[row[0]])] for row in rows]
    print_table(headers, rows, numbers=len(headers) - 1)
    if n_more := len(labels[MAX_LABELS:]):
        typer.echo(f"  {n_more} less frequent labels are in the table 'labels' of the run")


def _alpha(row: LabelAgreement) -> str:
    if row.agreement.alpha is None:
        return ""
    is_above = row.model_agreement is not None and row.model_agreement.human_range == "above"
    mark = "exceeded " if is_above else "low " if row.agreement.is_low else ""
    return f"{mark}{format_score(row.agreement.alpha)}"


def _print_search(result: TrainingResult) -> None:
    if not result.searches:
        return
    search = result.searches[-1].search
    scores, metric = search.best.metrics, search.metric
    std = scores.get(f"{metric}_std")
    std_text = "" if std is None else f" (std over folds {format_score(std)})"
    typer.echo(
        f"  search: {metric_heading(metric)} {format_score(scores[metric])}{std_text} with "
        f"{format_settings(search.best.settings)},\n"
        f"  the best of {format_count(len(search.trials))} of "
        f"{format_count(search.n_settings)} settings"
    )
    if search.untried:
        examples = "; ".join(map(format_settings, search.untried[:MAX_SETTINGS]))
        n_more = len(search.untried) - MAX_SETTINGS
        rest = (
            f"\n  and {format_count(n_more)} more, listed in the table 'search' of the run"
            if n_more > 0
            else ""
        )
        typer.echo(f"  not tried, for lack of time: {examples}{rest}")
    if count_untried(result.searches):
        typer.echo("  run the same command again to continue the search")


def _print_agreement(result: TrainingResult) -> None:
    if result.agreement:
        overall = result.agreement[0].agreement
        alpha = "is undefined" if overall.alpha is None else format_score(overall.alpha)
        typer.echo(
            f"  people's alpha on {format_count(overall.n_articles)} articles with several coders: "
            f"{alpha}"
        )
    for warning in agreement_warnings(result.agreement):
        typer.echo(printable(f"  warning: {warning}"))


def _print_diagnosis(result: TrainingResult) -> None:
    diagnosis, overall = result.diagnosis, result.rows[0].scores.micro_f1
    if (error := diagnosis.reliability.calibration_error) is not None:
        points = [point_at_coverage(diagnosis.coverage_curve, share) for share in COVERAGES]
        accuracies = ", ".join(
            f"{format_score(point.accuracy, 2)} at {format_percent(point.coverage)}"
            for point in points
            if point
        )
        suffix = f"; accuracy by coverage: {accuracies}" if accuracies else ""
        typer.echo(f"  calibration error {format_score(error)}{suffix}")
    low, n_compared = lowest_slices(diagnosis.slices, overall)
    compared = f"{n_compared} slices with {MIN_GROUPS} distinct articles or more"
    if low:
        typer.echo(
            f"  slices with a micro-F1 clearly below {format_score(overall)}, of {compared}:"
        )
        rows = [
            [
                f"{row.by}: {row.value}",
                score_with_interval(row.micro_f1, row.interval),
                str(row.n_articles),
            ]
            for row in low
            if row.interval
        ]
        print_table(["slice", "micro-F1", "articles"], rows, numbers=2)
    elif n_compared:
        typer.echo(f"  none of {compared} has a micro-F1 clearly below {format_score(overall)}")
