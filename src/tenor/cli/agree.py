"""``tenor agree``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.completion import complete_models, complete_targets
from tenor.cli.options import MODEL_REFERENCES, CorpusFolder, Force
from tenor.cli.report import Json, Report
from tenor.present import Estimate, format_count, format_percent, plural

if TYPE_CHECKING:
    from tenor.workflow.agreement.agree import AgreementReport
    from tenor.workflow.agreement.measure import LabelAgreement

MAX_DISAGREEMENTS = 5
"""The number of disagreements that are printed."""

MAX_PAIRS = 10
"""The number of pairs of coders that are printed."""


def agree(
    corpus: CorpusFolder,
    model: Annotated[
        list[str] | None,
        typer.Option(
            metavar="REF",
            autocompletion=complete_models,
            help=f"A model to compare with the coders: {MODEL_REFERENCES} (repeatable).",
        ),
    ] = None,
    ordinal: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TARGET",
            autocompletion=complete_targets,
            help="A target whose positions are ordered as the codebook lists them (repeatable).",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The folder for the tables and the figure.")
    ] = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Measure the agreement of coders, of machines and of models.

    It is Krippendorff's alpha of every theme and target. Machines whose codings were imported are
    compared with people, and are none themselves.
    """
    from tenor.workflow.agreement.agree import agree
    from tenor.workflow.agreement.files import FILES, check_folder, write_report

    if output is not None:
        check_folder(output, force=force)
    with Report("agree", as_json=as_json) as report:
        agreement = agree(corpus, model or [], ordinal=ordinal or [])
        _print_labels(report, agreement.labels)
        _print_model_agreements(report, agreement.labels)
        _print_machine_agreements(report, agreement)
        _print_pairs(report, agreement)
        _print_disagreements(report, agreement)
        if output is not None:
            write_report(agreement, output, force=force)
            report.line()
            report.line(f"{output}: {', '.join(FILES)}", output=output)


def _print_labels(report: Report, labels: Sequence[LabelAgreement]) -> None:
    from tenor.cli.agreement_columns import AGREEMENT

    rows = [
        [
            row.name,
            row.n_coders,
            row.agreement.n_articles,
            row.agreement.percent_agreement,
            Estimate(row.agreement.alpha, row.agreement.interval),
            row.agreement.verdict,
        ]
        for row in labels
    ]
    report.table("labels", AGREEMENT, rows)
    perfect = [row.agreement.n_articles for row in labels if row.agreement.alpha == 1]
    if perfect:
        # By the rule of three, 3 / n is the upper 95 % bound of a share that is 0 in n articles.
        bound = format_percent(3 / min(perfect))
        report.line(
            "  an alpha of 1 has no interval: coders agree on every article that they judged;"
        )
        report.line(
            f"  by the rule of three, they may disagree on up to {bound} of all articles "
            f"({format_count(min(perfect))} judged)"
        )


def _print_model_agreements(report: Report, labels: Sequence[LabelAgreement]) -> None:
    from tenor.cli.agreement_columns import MODEL_AGREEMENT

    rows = [
        [
            row.name,
            model_agreement.n_articles,
            model_agreement.people_alpha,
            model_agreement.model_alpha,
            model_agreement.difference,
            model_agreement.human_range,
        ]
        for row in labels
        if (model_agreement := row.model_agreement) is not None
    ]
    if not rows:
        return
    report.line()
    report.line(
        "agreement of the model with people, on articles that it labelled and two people judged:"
    )
    report.table("model_agreement", MODEL_AGREEMENT, rows)


def _print_machine_agreements(report: Report, agreement: AgreementReport) -> None:
    from tenor.cli.agreement_columns import MACHINE_AGREEMENT

    if not agreement.machines:
        return
    rows = [
        [
            row.machine,
            row.name,
            row.agreement.n_articles,
            row.agreement.people_alpha,
            row.agreement.model_alpha,
            row.agreement.difference,
            row.agreement.human_range,
        ]
        for row in agreement.machines
    ]
    report.line()
    report.line("agreement of machines with people, on articles that two people judged:")
    report.table("machine_agreement", MACHINE_AGREEMENT, rows)


def _print_pairs(report: Report, agreement: AgreementReport) -> None:
    from tenor.cli.agreement_columns import CODER_PAIRS

    lowest = sorted(agreement.pairs, key=lambda pair: 2.0 if pair.alpha is None else pair.alpha)
    title = "pairs of coders"
    if len(lowest) > MAX_PAIRS:
        title = f"the {MAX_PAIRS} pairs who agree least, of {format_count(len(lowest))}"
    report.line()
    report.line(f"{title}:")
    rows = [
        [
            (pair.first, pair.second),
            pair.task.name,
            pair.n_articles,
            pair.percent_agreement,
            pair.alpha,
        ]
        for pair in lowest
    ]
    report.first_rows("pairs", CODER_PAIRS, rows, MAX_PAIRS)


def _print_disagreements(report: Report, agreement: AgreementReport) -> None:
    disagreements = agreement.disagreements
    report.add(
        notes=agreement.notes,
        disagreements=[
            {
                "task": row.task.question,
                "article_id": row.article_id,
                "title": row.title,
                "judgments": row.judgments,
            }
            for row in disagreements
        ],
    )
    if n := len(disagreements):
        first = f", the first {MAX_DISAGREEMENTS}" if n > MAX_DISAGREEMENTS else ""
        report.line()
        report.line(f"{plural(n, 'disagreement')}{first}:")
    for row in disagreements[:MAX_DISAGREEMENTS]:
        report.line(f"  {row.task.name}: {row.judgments} | {row.article_id} {row.title}")
    for note in agreement.notes:
        report.line(f"note: {note}")
