"""The output of ``tenor train``: scores, search, agreement and diagnosis of each model."""

from __future__ import annotations

from tenor.cli.agreement_columns import LABEL_ALPHA
from tenor.cli.columns import (
    COVERAGE,
    LABEL_SCORES,
    ROW_NAME,
    SCORED,
    SLICES,
    metric_columns,
)
from tenor.cli.next_step import print_next
from tenor.cli.report import Report, output_width
from tenor.corpus import LEFT_OUT_REASONS
from tenor.evaluation.evidence import MIN_GROUPS
from tenor.evaluation.metric_table import metric_heading, metrics_in_tables
from tenor.evaluation.reliability import point_at_coverage
from tenor.evaluation.slices import lowest_slices
from tenor.present import Estimate, format_count, format_percent, format_score, plural, printable
from tenor.present.wrapping import wrap
from tenor.workflow.agreement.measure import agreement_warnings
from tenor.workflow.fit.scoring import ResultRow
from tenor.workflow.fit.search import count_untried, format_settings
from tenor.workflow.train.limitations import limitations
from tenor.workflow.train.result import TrainingResult

MAX_LABELS = 12
"""The number of labels whose scores are printed."""

MAX_SETTINGS = 3
"""The number of untried settings that are printed."""

BULLET = "  - "
"""What a limitation begins with."""

ROW_NOTES = {
    "machines": (
        "  machines: the labels that were imported as a machine's; {coverage} of the articles\n"
        "  have any, and the others count as having none"
    ),
    "publisher tags": (
        "  publisher tags: given by the publishers' own editors; {coverage} of the articles\n"
        "  have any, and the others count as having none"
    ),
    "target-blind": (
        "  target-blind: a plain model that cannot see the target's names; it can score as\n"
        "  high as the model where most articles have a single target"
    ),
}
"""What is printed below the results of a baseline, by its name."""

COVERAGES = (0.8, 0.5)
"""The coverages at which the accuracy of the most confident predictions is printed."""


def print_result(report: Report, result: TrainingResult) -> None:
    """Print a training: sizes, results, labels, search, agreement, diagnosis and limitations."""
    _print_sizes(report, result)
    _print_scores(report, result)
    _print_labels(report, result)
    _print_search(report, result)
    _print_agreement(report, result)
    _print_diagnosis(report, result)
    _print_sentences(report, "limitations", limitations(result))
    if promise := result.promise_sentences:
        _print_sentences(report, "promise", promise)
        report.add(promised_labels=result.promise_rows)
    if sentences := result.folds.gain_sentences:
        _print_sentences(report, "learning curve", sentences)
    report.add(run_id=result.run_id or None, version=result.version or None)
    if result.run_id:
        name = result.model.name
        report.line(f"  run {result.run_id}, registered as {name} v{result.version}")


def print_where_to_look(report: Report, result: TrainingResult, *, corpus: str, spec: str) -> None:
    """Print where the report and the run of a training are, and what to do next."""
    from tenor import tracking
    from tenor.workflow.runs.report_file import REPORT
    from tenor.workflow.train.next_step import next_step

    if not result.run_id:
        return
    path = tracking.local_artifact(result.run_id, REPORT)
    where = path or f"tenor report {result.run_id[:12]} --output report.html"
    report.line(f"  report: {where}", report=path)
    ui, run = tracking.running_ui(), tracking.find_run(result.run_id)
    address = f"{ui}{tracking.run_path(run.experiment_id, run.run_id)}" if ui else None
    report.line(f"  in MLflow: {address or 'tenor ui'}", address=address)
    champion = tracking.champion_version(result.model.name)
    is_champion = champion == result.version
    step = next_step(
        result,
        corpus=corpus,
        spec=spec,
        champion=f"{result.model.name}@{tracking.CHAMPION}" if champion else "",
        promoted=is_champion,
    )
    print_next(report, step.action, step.reason, step.command)


def print_all_targets(report: Report, spec: str, row: ResultRow) -> None:
    """Print the scores of all targets of a training together."""
    metrics = metrics_in_tables(row.scores.metrics)
    scores = ", ".join(
        f"{m.heading} {m.format(row.scores.metrics[m.name], row.intervals[m.name])}"
        for m in metrics
    )
    report.line()
    report.line(f"all {row.name}, {plural(row.scores.n_articles, 'stance')}: {scores}")
    report.add(spec=spec, name=row.name, n_stances=row.scores.n_articles)
    for metric in metrics:
        report.add(
            **{
                metric.name: row.scores.metrics[metric.name],
                f"{metric.name}_interval": row.intervals[metric.name],
            }
        )


def _print_sizes(report: Report, result: TrainingResult) -> None:
    n_scored, n_self_trained = result.rows[0].scores.n_articles, result.model.n_self_trained
    report.add(
        model=result.model.name,
        task=result.model.task.question,
        n_train=result.n_train,
        n_gold=result.n_gold,
        n_scored=n_scored,
        n_left_out=result.n_left_out,
        n_self_trained=n_self_trained,
        split=result.split_name,
        seconds=result.seconds,
    )
    report.line()
    report.line(
        f"{result.model.name}: trained on {plural(result.n_train, 'article')} "
        f"({format_count(result.n_gold)} labelled by people),"
    )
    report.line(
        f"scored on {format_count(n_scored)} labelled by people ({result.split_name}), "
        "with 95 % intervals"
    )
    if n_self_trained:
        report.line(f"self-training added {plural(n_self_trained, 'unlabelled article')}")
    if result.n_left_out:
        split = result.spec.split
        others = (
            "" if split.group_by == "duplicate_group" else f", or another of the {split.group_by}"
        )
        report.line(
            f"{plural(result.n_left_out, 'more article')} {LEFT_OUT_REASONS[split.kind]}{others}"
        )


def _print_scores(report: Report, result: TrainingResult) -> None:
    metrics = metrics_in_tables(result.rows[0].scores.metrics)
    sizes_differ = len({row.scores.n_articles for row in result.rows}) > 1
    rows: list[list[object]] = []
    for row in result.rows:
        scores = [Estimate(row.scores.metrics[m.name], row.intervals[m.name]) for m in metrics]
        sizes = [row.scores.n_articles] if sizes_differ or report.as_json else []
        rows.append([row.name, *scores, row.coverage, *sizes])
    columns = [ROW_NAME, *metric_columns(m.name for m in metrics), COVERAGE]
    columns += [SCORED] if sizes_differ or report.as_json else []
    report.table("scores", columns, rows)
    for result_row in result.rows:
        note = ROW_NOTES.get(result_row.name, "")
        for line in note.format(coverage=format_percent(result_row.coverage)).splitlines():
            report.line(line)
    report.line()


def _print_labels(report: Report, result: TrainingResult) -> None:
    first = result.rows[0]
    labels = sorted(first.scores.per_label, key=lambda label: -label.support)
    agreement_on = {row.label: row for row in result.agreement}
    rows: list[list[object]] = []
    for label in labels:
        f1 = Estimate(label.f1, first.intervals[f"f1:{label.label}"])
        row: list[object] = [label.label, label.precision, label.recall, f1, label.support]
        rows.append([*row, agreement_on[label.label]] if agreement_on else row)
    columns = [*LABEL_SCORES, LABEL_ALPHA] if agreement_on else [*LABEL_SCORES]
    report.first_rows("labels", columns, rows, MAX_LABELS)
    if n_more := len(labels[MAX_LABELS:]):
        are = plural(n_more, "less frequent label is", "less frequent labels are")
        report.line(f"  {are} in the table 'labels' of the run")


def _print_search(report: Report, result: TrainingResult) -> None:
    report.add(search=None)
    if not result.searches:
        return
    search = result.searches[-1].search
    scores, metric = search.best.metrics, search.metric
    std = scores.get(f"{metric}_std")
    report.add(
        search={
            "metric": metric,
            "value": scores[metric],
            "std": std,
            "settings": search.best.settings,
            "n_tried": len(search.trials),
            "n_settings": search.n_settings,
            "n_untried": count_untried(result.searches),
        }
    )
    std_text = "" if std is None else f" (std over folds {format_score(std)})"
    report.line(
        f"  search: {metric_heading(metric)} {format_score(scores[metric])}{std_text} with "
        f"{format_settings(search.best.settings)},"
    )
    report.line(
        f"  the best of {format_count(len(search.trials))} of "
        f"{plural(search.n_settings, 'setting')}"
    )
    if search.untried:
        examples = "; ".join(map(format_settings, search.untried[:MAX_SETTINGS]))
        report.line(f"  not tried, for lack of time: {examples}")
        n_more = len(search.untried) - MAX_SETTINGS
        if n_more > 0:
            report.line(
                f"  and {format_count(n_more)} more, listed in the table 'search' of the run"
            )
    if count_untried(result.searches):
        report.line("  run the same command again to continue the search")


def _print_agreement(report: Report, result: TrainingResult) -> None:
    warnings = agreement_warnings(result.agreement)
    overall = result.agreement[0].agreement if result.agreement else None
    report.add(people_alpha=overall.alpha if overall else None, warnings=warnings)
    if overall:
        alpha = "undefined" if overall.alpha is None else format_score(overall.alpha)
        report.line(
            f"  people's alpha on {plural(overall.n_articles, 'article')} with several coders: "
            f"{alpha}"
        )
    report.add(
        gaps=list(result.gap_notes),
        silver_labels=[row._asdict() for row in result.silver.origins],
        weak_rules=[row._asdict() for row in result.silver.weak_rules],
    )


def _print_diagnosis(report: Report, result: TrainingResult) -> None:
    diagnosis, overall = result.diagnosis, result.rows[0].scores.micro_f1
    error = diagnosis.reliability.calibration_error
    shares = () if error is None else COVERAGES
    points = [point_at_coverage(diagnosis.coverage_curve, share) for share in shares]
    report.add(
        calibration_error=error,
        accuracy_by_coverage=[
            {"coverage": point.coverage, "accuracy": point.accuracy} for point in points if point
        ],
    )
    if error is not None:
        accuracies = ", ".join(
            f"{format_score(point.accuracy, 2)} at {format_percent(point.coverage)}"
            for point in points
            if point
        )
        suffix = f"; accuracy by coverage: {accuracies}" if accuracies else ""
        report.line(f"  calibration error {format_score(error)}{suffix}")
    low, n_compared = lowest_slices(diagnosis.slices, overall)
    rows = [
        [f"{row.by}: {row.value}", Estimate(row.micro_f1, row.interval), row.n_articles]
        for row in low
        if row.interval
    ]
    compared = (
        f"{plural(n_compared, 'slice')} with {MIN_GROUPS} distinct articles or more"
        if n_compared != 1
        else f"the one slice with {MIN_GROUPS} distinct articles or more"
    )
    if low:
        pass  # The limitations name them.
    elif n_compared == 1:
        report.line(f"  {compared} does not have a micro-F1 clearly below {format_score(overall)}")
    elif n_compared:
        report.line(f"  none of {compared} has a micro-F1 clearly below {format_score(overall)}")
    if report.as_json:
        report.table("low_slices", SLICES, rows)


def _print_sentences(report: Report, heading: str, sentences: list[str]) -> None:
    report.add(**{heading.replace(" ", "_"): sentences})
    report.line(f"  {heading}:")
    for sentence in sentences:
        first, *rest = wrap(printable(sentence), output_width() - len(BULLET))
        report.line(f"{BULLET}{first}")
        for line in rest:
            report.line(f"{' ' * len(BULLET)}{line}")
