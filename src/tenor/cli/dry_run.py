"""The output of ``--dry-run``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tenor.cli.report import Report
from tenor.present import format_count, plural

if TYPE_CHECKING:
    from tenor.articles.survey import InputSurvey
    from tenor.workflow.dry_run.predict import PredictDryRun
    from tenor.workflow.dry_run.prep import PrepDryRun
    from tenor.workflow.dry_run.train import TrainDryRun

HEADLINE = "dry run: nothing is written"
"""The first line of every dry run."""


def print_prep(
    report: Report, output: Path, plan: PrepDryRun, *, drop_codings: bool = False
) -> None:
    """Print what a preparation would do."""
    report.line(HEADLINE, dry_run=True)
    _print_inputs(report, plan.survey)
    report.line(
        f"  {plural(plan.n_codings, 'judgement')} in the files of codings",
        n_codings=plan.n_codings,
    )
    replaced = plan.replaced
    if replaced is None:
        report.line(f"  makes {output}", output=output, replaced=None)
    else:
        info = replaced.info
        n_judgments = sum(row["count"] for row in info["judgments"])
        report.line(
            f"  replaces {output}: {plural(info['articles'], 'article')}, "
            f"{plural(n_judgments, 'judgement')}, fingerprint {replaced.fingerprint}",
            output=output,
            replaced={"n_articles": info["articles"], "fingerprint": replaced.fingerprint},
            n_draws=plan.n_draws,
        )
        if plan.n_draws:
            fate = "kept if the articles and their near-duplicates stay the same, else set aside"
            fate = "removed" if drop_codings else fate
            report.line(f"  its {plural(plan.n_draws, 'draw')} of articles to code: {fate}")
    _print_time(report, plan.seconds)


def print_predict(report: Report, output: str, models: Sequence[str], plan: PredictDryRun) -> None:
    """Print what a bulk labelling would do."""
    report.line(HEADLINE, dry_run=True)
    _print_inputs(report, plan.survey)
    report.line(f"  labels them by {', '.join(models)}", models=list(models))
    if not plan.replaced:
        report.line(f"  makes {output}", output=output, replaced={})
    for path, size in plan.replaced.items():
        report.line(
            f"  replaces {path}, {format_size(size)}",
            output=output,
            replaced={str(name): n_bytes for name, n_bytes in plan.replaced.items()},
        )
    _print_time(report, plan.seconds)


def print_train(report: Report, plans: Sequence[TrainDryRun], *, promote: bool) -> None:
    """Print what the trainings of a spec would do, for each model."""
    for plan in plans:
        with report.item("models"):
            _print_training(report, plan, promote=promote)


def _print_training(report: Report, plan: TrainDryRun, *, promote: bool) -> None:
    report.line(
        f"{plan.spec.name}: {plan.task.title}, on {plan.corpus} ({format_size(plan.n_bytes)})",
        spec=plan.spec.name,
        task=plan.task.question,
        corpus=plan.corpus,
        n_bytes=plan.n_bytes,
    )
    report.line(
        f"  trains on {plural(plan.n_train, 'article')}, scores "
        f"{format_count(plan.n_scored)} in {plural(plan.n_splits, 'split')}, "
        f"up to {plural(plan.n_fits, 'fit')}",
        n_train=plan.n_train,
        n_scored=plan.n_scored,
        n_splits=plan.n_splits,
        n_fits=plan.n_fits,
    )
    report.line(f"  registers {plan.name} v{plan.version}", model=plan.name, version=plan.version)
    if promote:
        replaced = f" in place of v{plan.champion}" if plan.champion else ""
        report.line(
            f"  makes it {plan.name}@champion{replaced}", replaced_champion=plan.champion or None
        )
    basis = "as the last training of this spec and corpus" if plan.is_measured else "by its size"
    _print_time(report, plan.seconds, f", {basis}")


def _print_inputs(report: Report, survey: InputSurvey) -> None:
    about = "" if survey.is_exact else "about "
    formats = ", ".join(
        f"{format_count(len(paths))} {name}" for name, paths in survey.paths.items()
    )
    report.line(
        f"  reads {plural(survey.n_files, 'file')} ({formats or 'none'}), "
        f"{format_size(survey.n_bytes)}: {about}{plural(survey.n_articles, 'article')}",
        n_files=survey.n_files,
        n_bytes=survey.n_bytes,
        n_articles=survey.n_articles,
        is_exact=survey.is_exact,
        articles_of_format=dict(survey.articles_of_format),
        rejected=dict(survey.rejected),
    )
    if survey.reads_stdin:
        report.line("  reads standard input too, which is not counted")
    if survey.rejected:
        reasons = ", ".join(f"{format_count(n)} {name}" for name, n in survey.rejected.items())
        report.line(f"  rejects {plural(survey.rejected.total(), 'file')}: {reasons}")
    if not survey.n_articles and not survey.reads_stdin:
        report.line("  finds no article, and would fail with the reasons; check files and columns")


def _print_time(report: Report, seconds: float, basis: str = "") -> None:
    report.line(f"  takes about {format_duration(seconds)}{basis}", seconds=seconds)


def format_size(n_bytes: int) -> str:
    """Return a number of bytes in the unit that fits.

    Examples
    --------
    >>> [format_size(n) for n in (812, 40_000, 3_200_000_000)]
    ['812 bytes', '40.0 kB', '3.2 GB']
    """
    if n_bytes < 1000:
        return f"{n_bytes} bytes"
    size = n_bytes / 1000
    for unit in ("kB", "MB"):
        if size < 1000:
            return f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def format_duration(seconds: float) -> str:
    """Return a time in the unit that fits.

    Examples
    --------
    >>> [format_duration(n) for n in (0.2, 90, 5400)]
    ['1 s', '90 s', '1.5 h']
    """
    if seconds < 120:
        return f"{max(1, round(seconds))} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
