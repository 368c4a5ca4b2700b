"""``tenor label``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.options import Force

if TYPE_CHECKING:
    from tenor.workflow.labelling import RuleReport


def label(
    corpus: Annotated[Path, typer.Argument(metavar="CORPUS", help="The corpus folder.")],
    codebook: Annotated[
        Path | None,
        typer.Option(help="The codebook whose rules vote, instead of the corpus's own."),
    ] = None,
    functions: Annotated[
        Path | None,
        typer.Option(metavar="FILE.py", help="Your labeling functions; this file is run."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="Write the table of rules as CSV as well.")
    ] = None,
    force: Force = False,
) -> None:
    """Let the rules of a codebook vote, and write their silver labels into a corpus."""
    from tenor.codebook import Codebook
    from tenor.output import check_output
    from tenor.workflow.labelling import label, write_table

    if output:
        check_output(output, force=force, endings=(".csv",))
    labelled, reports = label(corpus, codebook, functions=functions)
    for report in reports:
        _print(report)
    if output:
        write_table(reports, output)
    count = sum(row["count"] for row in labelled.info["judgments"] if row["origin"] == "rule")
    typer.echo(f"\n{corpus}: {count:,} judgements by rules; fingerprint {labelled.fingerprint}")
    if codebook and Codebook.load(codebook).fingerprint != labelled.codebook.fingerprint:
        typer.echo(
            f"  the corpus keeps its own codebook: {codebook} has its labels, but not all else "
            "that people judge by"
        )


def _print(report: RuleReport) -> None:
    from tenor.cli.show import print_table

    vote = report.vote
    what = f"stance towards {report.target}" if report.target else "themes"
    where = f" outside part {report.unseen}" if report.unseen else ""
    typer.echo(f"\n{what}: precision and recall on {vote.gold:,} articles with gold{where}")
    rows = [
        [
            row.rule.rule_id, f"{row.votes:,}", *map(_percent, (row.coverage, row.overlaps)),
            *map(_percent, (row.conflicts, row.precision, row.recall)),
        ]
        for row in report.rules
    ]  # fmt: skip
    rows.append(
        [
            "majority vote", f"{vote.answered:,}", _percent(vote.coverage), "", "",
            _percent(vote.precision), _percent(vote.recall),
        ]
    )  # fmt: skip
    heads = ["rule", "votes", "coverage", "overlaps", "conflicts", "precision", "recall"]
    print_table(heads, rows, numbers=6)
    if vote.without_majority:
        typer.echo(f"  {vote.without_majority:,} articles without a majority are left unlabelled")


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"
