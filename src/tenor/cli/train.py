"""``tenor train``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.options import Minutes

if TYPE_CHECKING:
    from tenor.workflow.agreement import LabelAgreement
    from tenor.workflow.results import Row
    from tenor.workflow.training import Trained

MOST_LABELS = 12
MOST_SETTINGS = 3
SHARES = (0.8, 0.5)
"""Which of a model's surest answers are looked at."""


def train(
    specs: Annotated[list[Path], typer.Argument(metavar="SPEC.toml...", help="Experiment specs.")],
    corpus: Annotated[
        Path | None, typer.Option(help="The corpus folder, instead of the one that a spec names.")
    ] = None,
    promote: Annotated[
        bool, typer.Option("--promote", help="Make each model the champion of its name.")
    ] = False,
    learning_curve: Annotated[
        bool,
        typer.Option(
            "--learning-curve",
            help="Fit on shares of the training part too, at most doubling the time.",
        ),
    ] = False,
    minutes: Minutes = None,
) -> None:
    """Fit, evaluate, log to MLflow and register the models of specs."""
    from tenor.models import Experiment
    from tenor.tracking import check_store

    experiments = [Experiment.load(path).with_minutes(minutes) for path in specs]
    check_store()
    from tenor.workflow.pooled import pool
    from tenor.workflow.training import train

    for experiment in experiments:
        models = train(experiment, corpus, promote=promote, learning_curve=learning_curve)
        for trained in models:
            print_trained(trained)
        print_pooled(pool(models))


def print_trained(trained: Trained) -> None:
    """Print the results table of a training, and how each label did."""
    from tenor.cli.show import HEADS, print_table, with_interval
    from tenor.corpus import LEFT_OUT

    first = trained.rows[0]
    names = [name for name in HEADS if name in first.scores.metrics]
    sizes = [row.scores.n_articles for row in trained.rows]
    differ = len(set(sizes)) > 1
    rows = []
    for row, size in zip(trained.rows, sizes, strict=True):
        cells = (with_interval(row.scores.metrics[n], row.intervals[n]) for n in names)
        rows.append([row.name, *cells, f"{row.coverage:.0%}", *([f"{size:,}"] * differ)])
    typer.echo(
        f"\n{trained.model.name}: trained on {trained.n_train:,} articles ({trained.n_gold:,} "
        f"labelled by people),\nscored on {first.scores.n_articles:,} that people labelled "
        f"({trained.split}), with 95 % intervals"
    )
    if trained.n_self_trained:
        typer.echo(
            f"{trained.n_self_trained:,} unanswered articles train too, by what a first fit said"
        )
    if trained.left_out:
        by = trained.spec.split
        also = "" if by.keep_whole == "duplicate_group" else f", or others of their {by.keep_whole}"
        typer.echo(f"{trained.left_out:,} more {LEFT_OUT[by.kind]}{also}")
    heads = [*(HEADS[name] for name in names), "answered", *(["articles"] * differ)]
    print_table(["", *heads], rows, numbers=len(heads))
    typer.echo()

    labels = sorted(first.scores.per_label, key=lambda label: -label.support)
    rows = []
    for label in labels[:MOST_LABELS]:
        f1 = with_interval(label.f1, first.intervals[f"f1:{label.label}"])
        precision, recall = f"{label.precision:.2f}", f"{label.recall:.2f}"
        rows.append([label.label, precision, recall, f1, str(label.support)])
    heads = ["label", "precision", "recall", "F1", "articles"]
    if trained.agreement:
        heads.append("people's alpha")
        found = {row.label: row for row in trained.agreement}
        rows = [[*row, _alpha(found[row[0]])] for row in rows]
    print_table(heads, rows, numbers=len(heads) - 1)
    if len(labels) > MOST_LABELS:
        typer.echo(f"  {len(labels) - MOST_LABELS} rarer labels are in the run's table 'labels'")
    _print_search(trained)
    _print_agreement(trained)
    _print_diagnosis(trained)
    if trained.run_id:
        typer.echo(f"  run {trained.run_id}, registered as {trained.model.name} v{trained.version}")


def _print_search(trained: Trained) -> None:
    from tenor.cli.show import HEADS
    from tenor.workflow.searches import left_over, set_as

    if not trained.searches:
        return
    found = trained.searches[-1].search
    scores, name = found.best.metrics, found.metric
    called = HEADS.get(name, name.replace("_", " "))
    spread = f" (spread over folds {scores[f'{name}_spread']:.3f})" * (f"{name}_spread" in scores)
    typer.echo(
        f"  search: {called} {scores[name]:.3f}{spread} with {set_as(found.best.settings)},\n"
        f"  the best of {len(found.trials):,} of {found.n_settings:,} settings"
    )
    if found.not_tried:
        named = "; ".join(map(set_as, found.not_tried[:MOST_SETTINGS]))
        more = len(found.not_tried) - MOST_SETTINGS
        rest = f"\n  and {more:,} more, which the run's table 'search' names" if more > 0 else ""
        typer.echo(f"  no time for {named}{rest}")
    if left_over(trained.searches):
        typer.echo("  the same command goes on with what was not tried")


def _alpha(row: LabelAgreement) -> str:
    if row.agreement.alpha is None:
        return ""
    above = row.comparison is not None and row.comparison.verdict == "above"
    mark = "exceeded " if above else "low " if row.agreement.is_low else ""
    return f"{mark}{row.agreement.alpha:.3f}"


def _print_agreement(trained: Trained) -> None:
    from tenor.cli.show import printable
    from tenor.workflow.agreement import warnings

    if trained.agreement:
        whole = trained.agreement[0].agreement
        alpha = "is undefined" if whole.alpha is None else f"{whole.alpha:.3f}"
        typer.echo(
            f"  alpha of people on {whole.n_articles:,} articles that several judged: {alpha}"
        )
    for warning in warnings(trained.agreement):
        typer.echo(printable(f"  warning: {warning}"))


def print_pooled(row: Row | None) -> None:
    """Print the scores of all targets of a training together."""
    from tenor.cli.show import HEADS, with_interval

    if row is not None:
        named = (
            f"{HEADS[name]} {with_interval(value, row.intervals[name])}"
            for name, value in row.scores.metrics.items()
            if name in HEADS
        )
        typer.echo(f"\nall {row.name}, {row.scores.n_articles:,} answers: {', '.join(named)}")


def _print_diagnosis(trained: Trained) -> None:
    from tenor.cli.show import print_table, with_interval
    from tenor.evaluation.reliability import at_coverage
    from tenor.evaluation.slices import ENOUGH, worst

    found, whole = trained.diagnosis, trained.rows[0].scores.micro_f1
    if (error := found.reliability.error) is not None:
        cuts = [at_coverage(found.cuts, share) for share in SHARES]
        sure = ", ".join(f"{cut.accuracy:.2f} of {cut.coverage:.0%}" for cut in cuts if cut)
        surest = f"; of its surest answers it has right {sure}" if sure else ""
        typer.echo(f"  calibration error {error:.3f}{surest}")
    low, possible = worst(found.slices, whole)
    of_all = f"of {possible} slices with {ENOUGH} distinct articles or more"
    if low:
        typer.echo(f"  lowest {of_all}, each clearly below {whole:.3f}:")
        rows = [
            [f"{part.by}: {part.value}", with_interval(part.micro_f1, part.interval), str(part.n)]
            for part in low
            if part.interval
        ]
        print_table(["slice", "micro-F1", "articles"], rows, numbers=2)
    elif possible:
        typer.echo(f"  none {of_all} is clearly below {whole:.3f} in micro-F1")
