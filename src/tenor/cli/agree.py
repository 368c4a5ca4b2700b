"""``tenor agree``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.options import MODEL_REFERENCES, CorpusFolder, Force
from tenor.present import (
    format_count,
    format_interval,
    format_percent,
    format_score,
    printable,
    score_with_interval,
)

if TYPE_CHECKING:
    from tenor.evaluation import Interval
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
            help=f"A model to compare with the coders: {MODEL_REFERENCES} (repeatable).",
        ),
    ] = None,
    ordinal: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TARGET",
            help="A target whose positions are ordered as the codebook lists them (repeatable).",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The folder for the tables and the figure.")
    ] = None,
    force: Force = False,
) -> None:
    """Measure the agreement between coders: Krippendorff's alpha of every theme and target."""
    from tenor.workflow.agreement.agree import agree
    from tenor.workflow.agreement.files import FILES, check_folder, write_report

    if output is not None:
        check_folder(output, force=force)
    report = agree(corpus, model or [], ordinal=ordinal or [])
    _print_labels(report.labels)
    if any(row.model_agreement for row in report.labels):
        _print_model_agreements(report.labels)
    _print_pairs(report)
    _print_disagreements(report)
    if output is not None:
        write_report(report, output, force=force)
        typer.echo(f"\n{output}: {', '.join(FILES)}")


def _print_labels(labels: Sequence[LabelAgreement]) -> None:
    from tenor.cli.tables import print_table

    rows = [
        [
            row.name,
            str(row.n_coders),
            str(row.agreement.n_articles),
            format_percent(row.agreement.percent_agreement),
            _alpha(row.agreement.alpha, row.agreement.interval),
            row.agreement.verdict,
        ]
        for row in labels
    ]
    headers = ["", "coders", "articles", "agreement", "alpha", "by the bounds .667 and .800"]
    print_table(headers, rows)
    perfect = [row.agreement.n_articles for row in labels if row.agreement.alpha == 1]
    if perfect:
        # By the rule of three, 3 / n is the upper 95 % bound of a share that is 0 in n articles.
        bound = format_percent(3 / min(perfect))
        typer.echo(
            "  an interval [1.00, 1.00] means that coders agree on every article they judged;\n"
            f"  by the rule of three, they may disagree on up to {bound} of all articles "
            f"({min(perfect)} judged)"
        )


def _print_model_agreements(labels: Sequence[LabelAgreement]) -> None:
    from tenor.cli.tables import print_table

    rows = []
    for row in labels:
        if (model_agreement := row.model_agreement) is not None:
            difference = model_agreement.difference
            rows.append(
                [
                    row.name,
                    str(model_agreement.n_articles),
                    _alpha(model_agreement.people_alpha),
                    _alpha(model_agreement.model_alpha),
                    "" if difference is None else format_interval(difference),
                    model_agreement.human_range,
                ]
            )
    typer.echo(
        "\nagreement of the model with people, on articles that it labelled and two people judged:"
    )
    headers = ["", "articles", "people", "model", "difference", "human range"]
    print_table(headers, rows)


def _print_pairs(report: AgreementReport) -> None:
    from tenor.cli.tables import print_table

    lowest = sorted(report.pairs, key=lambda pair: 2.0 if pair.alpha is None else pair.alpha)
    title = "pairs of coders"
    if len(lowest) > MAX_PAIRS:
        title = f"the {MAX_PAIRS} pairs who agree least, of {format_count(len(lowest))}"
    typer.echo(f"\n{title}:")
    rows = [
        [
            f"{pair.first}, {pair.second}",
            pair.task.name,
            str(pair.n_articles),
            format_percent(pair.percent_agreement),
            _alpha(pair.alpha),
        ]
        for pair in lowest[:MAX_PAIRS]
    ]
    print_table(["", "on", "articles", "agreement", "alpha"], rows, numbers=3)


def _print_disagreements(report: AgreementReport) -> None:
    disagreements = report.disagreements
    if disagreements:
        n = len(disagreements)
        first = f", the first {MAX_DISAGREEMENTS}" if n > MAX_DISAGREEMENTS else ""
        typer.echo(f"\n{format_count(n)} disagreements{first}:")
    for row in disagreements[:MAX_DISAGREEMENTS]:
        typer.echo(printable(f"  {row.task.name}: {row.judgments} | {row.article_id} {row.title}"))
    for note in report.notes:
        typer.echo(printable(f"note: {note}"))


def _alpha(value: float | None, interval: Interval | None = None) -> str:
    if value is None:
        return ""
    return format_score(value) if interval is None else score_with_interval(value, interval)
