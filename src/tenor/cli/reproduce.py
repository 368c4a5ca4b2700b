"""``tenor reproduce``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.completion import complete_corpora, complete_runs
from tenor.cli.report import Json, Report
from tenor.present import plural

if TYPE_CHECKING:
    from tenor.workflow.reproduce import Compared

NOT_EQUAL = 1
"""The exit code if the model or a metric is another one."""


def reproduce(
    run: Annotated[
        str,
        typer.Argument(
            metavar="RUN",
            autocompletion=complete_runs,
            help="A run's id or name, EXPERIMENT/NAME, NAME@ALIAS or models:/NAME/VERSION.",
        ),
    ],
    corpus: Annotated[
        Path | None,
        typer.Option(
            autocompletion=complete_corpora,
            help="The folder of its corpus; by default where the run found it.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Train again from a run alone, and compare bundle and metrics.

    Spec and fingerprints are those of the run; a corpus with another fingerprint is refused.
    Nothing is logged. The exit code is 1 if the model or a metric is another one.
    """
    from tenor.workflow.reproduce import reproduce

    with Report("reproduce", as_json=as_json) as report:
        found = reproduce(run, corpus)
        report.line(
            f"run '{found.run.name}' ({found.run.short_id}), trained again on {found.corpus_path}",
            run_id=found.run.run_id,
            corpus=found.corpus_path,
            is_identical=found.is_identical,
        )
        if found.files:
            _print(report, "files", "of the bundle", found.files)
        else:
            report.line("bundle: the store has it no longer; only metrics are compared", files=[])
        _print(report, "metrics", "of the run", found.metrics)
        for name, (logged, now) in found.other_versions.items():
            report.line(f"{name}: {logged} then, {now} now")
        report.add(other_versions=found.other_versions)
        if not found.is_identical:
            raise typer.Exit(NOT_EQUAL)


def _print(report: Report, name: str, owner: str, rows: tuple[Compared, ...]) -> None:
    """Print a sentence on files or metrics, and those that differ as a table."""
    from tenor.cli.model_columns import REPRODUCED

    different = [row for row in rows if not row.is_equal]
    noun = plural(len(rows), name.removesuffix("s"))
    result = f"{len(different)} differ" if different else "identical"
    report.line(f"{noun} {owner}: {result}")
    cells = [[row.name, row.logged, row.repeated, row.is_equal] for row in rows]
    if report.as_json or different:
        shown = cells if report.as_json else [row for row in cells if not row[3]]
        report.table(name, REPRODUCED, shown)
