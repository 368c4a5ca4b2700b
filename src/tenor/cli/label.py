"""``tenor label``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.options import CorpusFolder, Force
from tenor.present import format_count, format_percent

if TYPE_CHECKING:
    from tenor.workflow.label import RuleReport


def label(
    corpus: CorpusFolder,
    codebook: Annotated[
        Path | None,
        typer.Option(help="The codebook with the rules, in place of the corpus's own."),
    ] = None,
    functions: Annotated[
        Path | None,
        typer.Option(metavar="FILE.py", help="A Python file of labeling functions, which is run."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="The CSV file for the table of rules.")
    ] = None,
    force: Force = False,
) -> None:
    """Label a corpus by the rules of a codebook: their majority vote gives silver labels."""
    from tenor.codebook import Codebook
    from tenor.output import check_output
    from tenor.workflow.label import label, write_rule_table

    if output:
        check_output(output, force=force, extensions=(".csv",))
    labelled, reports = label(corpus, codebook, functions=functions)
    for report in reports:
        _print_report(report)
    if output:
        write_rule_table(reports, output, force=force)
    count = sum(row["count"] for row in labelled.info["judgments"] if row["origin"] == "rule")
    typer.echo(
        f"\n{corpus}: {format_count(count)} judgements by rules; fingerprint {labelled.fingerprint}"
    )
    if codebook and Codebook.load(codebook).fingerprint != labelled.codebook.fingerprint:
        typer.echo(
            f"  the corpus keeps its own codebook: {codebook} differs from it in more than rules"
        )


def _print_report(report: RuleReport) -> None:
    from tenor.cli.tables import print_table

    vote = report.vote
    outside = f" outside part {report.excluded_part}" if report.excluded_part else ""
    typer.echo(
        f"\n{report.task.title}: precision and recall on {format_count(vote.n_gold)} articles "
        f"with gold{outside}"
    )

    def percents(*shares: float | None) -> list[str]:
        return [format_percent(share, 1) for share in shares]

    rows = [
        [
            row.rule.rule_id,
            format_count(row.n_votes),
            *percents(row.coverage, row.overlaps, row.conflicts, row.precision, row.recall),
        ]
        for row in report.rules
    ]
    rows.append(
        [
            "majority vote",
            format_count(vote.n_labelled),
            *percents(vote.coverage),
            "",
            "",
            *percents(vote.precision, vote.recall),
        ]
    )
    headers = ["rule", "votes", "coverage", "overlaps", "conflicts", "precision", "recall"]
    print_table(headers, rows, numbers=6)
    if vote.n_tied:
        typer.echo(f"  {format_count(vote.n_tied)} articles without a majority are left unlabelled")
