"""``tenor label``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.command import CODEBOOK_VARIABLE
from tenor.cli.options import CorpusFolder, Force
from tenor.cli.report import Json, Report
from tenor.present import format_score, plural

if TYPE_CHECKING:
    from tenor.workflow.label import RuleReport


def label(
    corpus: CorpusFolder,
    codebook: Annotated[
        Path | None,
        typer.Option(
            envvar=CODEBOOK_VARIABLE,
            help="The codebook with the rules; by default that of tenor.toml, or else the "
            "corpus's own.",
        ),
    ] = None,
    functions: Annotated[
        Path | None,
        typer.Option(metavar="FILE.py", help="A Python file of labeling functions, which is run."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="The CSV file for the table of rules.")
    ] = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Label a corpus by the rules of a codebook.

    The majority of their votes gives an article its silver labels.
    """
    from tenor.codebook import Codebook
    from tenor.output import check_output
    from tenor.workflow.label import label, write_rule_table

    if output:
        check_output(output, force=force, extensions=(".csv",))
    with Report("label", as_json=as_json) as report:
        labelled, rule_reports = label(corpus, codebook, functions=functions)
        for rule_report in rule_reports:
            with report.item("tasks"):
                _print_rules(report, rule_report)
        if output:
            write_rule_table(rule_reports, output, force=force)
        n = sum(row["count"] for row in labelled.info["judgments"] if row["origin"] == "rule")
        report.line()
        report.line(
            f"{corpus}: {plural(n, 'judgement')} by rules; fingerprint {labelled.fingerprint}",
            corpus=corpus,
            n_judgments=n,
            fingerprint=labelled.fingerprint,
            output=output,
        )
        if codebook and Codebook.load(codebook).fingerprint != labelled.codebook.fingerprint:
            report.line(
                f"  the corpus keeps its own codebook: {codebook} differs from it in more than "
                "rules"
            )


def _print_rules(report: Report, rule_report: RuleReport) -> None:
    from tenor.cli.columns import RULES
    from tenor.labeling.rule_labels import MIN_RULE_LABELS, MIN_RULE_PRECISION

    vote, part = rule_report.majority, rule_report.excluded_part
    outside = f" outside part {part}" if part else ""
    report.line()
    report.line(
        f"{rule_report.task.title}: precision and recall on {plural(vote.n_gold, 'article')} "
        f"with gold{outside}",
        task=rule_report.task.question,
        n_gold=vote.n_gold,
        excluded_part=part or None,
        n_tied=vote.n_tied,
    )
    rows: list[list[object]] = [
        [
            row.rule.rule_id,
            row.n_votes,
            row.coverage,
            row.overlaps,
            row.conflicts,
            row.precision,
            row.recall,
        ]
        for row in rule_report.rules
    ]
    majority = [vote.n_labelled, vote.coverage, None, None, vote.precision, vote.recall]
    rows.append(["majority vote", *majority])
    report.table("rules", RULES, rows)
    if weak := [row.rule.rule_id for row in rule_report.rules if row.is_weak]:
        report.add(weak_rules=weak)
        report.line(
            f"  a precision below {format_score(MIN_RULE_PRECISION, 1)} on {MIN_RULE_LABELS} gold "
            f"articles or more: {', '.join(weak)}; these do not train, unless a spec sets "
            "min_rule_precision"
        )
    if vote.n_tied:
        are = "is" if vote.n_tied == 1 else "are"
        report.line(f"  {plural(vote.n_tied, 'article')} without a majority {are} left unlabelled")
