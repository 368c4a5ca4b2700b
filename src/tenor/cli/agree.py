"""``tenor agree``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.options import Force

if TYPE_CHECKING:
    from tenor.evaluation import Interval
    from tenor.workflow.agreement import AgreementReport, LabelAgreement

FIRST = 5
"""Disagreements that are printed."""

LOWEST = 10
"""Pairs of coders that are printed."""


def agree(
    corpus: Annotated[Path, typer.Argument(metavar="CORPUS", help="The corpus folder.")],
    model: Annotated[
        list[str] | None,
        typer.Option(
            metavar="REF",
            help="A model to compare with the coders: NAME@ALIAS, models:/..., runs:/... or a "
            "bundle folder (repeatable).",
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
        Path | None, typer.Option(metavar="DIR", help="A folder for all tables and a figure.")
    ] = None,
    force: Force = False,
) -> None:
    """Measure how far coders agree: Krippendorff's alpha of every theme and target."""
    from tenor.workflow.agreement import agree
    from tenor.workflow.agreement_files import FILES, check_folder, write_report

    if output is not None:
        check_folder(output, force=force)
    report = agree(corpus, model or [], ordinal=ordinal or [])
    _print_labels(report.labels)
    if any(row.comparison for row in report.labels):
        _print_comparisons(report.labels)
    _print_pairs(report)
    _print_disagreements(report)
    if output is not None:
        write_report(report, output, force=force)
        typer.echo(f"\n{output}: {', '.join(FILES)}")


def _print_labels(labels: Sequence[LabelAgreement]) -> None:
    from tenor.cli.show import print_table

    rows = [
        [
            row.name, str(row.n_coders), str(row.agreement.n_articles),
            "" if row.agreement.percent is None else f"{row.agreement.percent:.0%}",
            _alpha(row.agreement.alpha, row.agreement.interval), row.agreement.verdict,
        ]
        for row in labels
    ]  # fmt: skip
    heads = ["", "coders", "articles", "agreement", "alpha", "by the bounds .667 and .800"]
    print_table(heads, rows)
    perfect = [row.agreement.n_articles for row in labels if row.agreement.alpha == 1]
    if perfect:
        most = 3 / min(perfect)
        typer.echo(
            "  an interval [1.00, 1.00] means that nobody differed, not certainty: by the rule of "
            f"three,\n  coders may still differ on up to {most:.0%} of such articles "
            f"({min(perfect)} judged)"
        )


def _print_comparisons(labels: Sequence[LabelAgreement]) -> None:
    from tenor.cli.show import bounds, print_table

    rows = []
    for row in labels:
        if (found := row.comparison) is not None:
            difference = "" if found.difference is None else bounds(found.difference)
            rows.append([
                row.name, str(found.n_articles), _alpha(found.people), _alpha(found.model),
                difference, found.verdict,
            ])  # fmt: skip
    typer.echo("\nthe model as one more coder, on articles that it labelled and two people judged:")
    heads = ["", "articles", "people", "model", "difference", "inside the human range"]
    print_table(heads, rows)


def _print_pairs(report: AgreementReport) -> None:
    from tenor.cli.show import print_table

    lowest = sorted(report.pairs, key=lambda pair: 2.0 if pair.alpha is None else pair.alpha)
    shown = "pairs of coders" if len(lowest) <= LOWEST else f"the {LOWEST} pairs who agree least"
    typer.echo(f"\n{shown}, of {len(lowest):,}:" if len(lowest) > LOWEST else f"\n{shown}:")
    rows = [
        [
            f"{pair.first}, {pair.second}", pair.question, str(pair.n_articles),
            "" if pair.percent is None else f"{pair.percent:.0%}", _alpha(pair.alpha),
        ]
        for pair in lowest[:LOWEST]
    ]  # fmt: skip
    print_table(["", "on", "articles", "agreement", "alpha"], rows, numbers=3)


def _print_disagreements(report: AgreementReport) -> None:
    from tenor.cli.show import printable

    found = report.disagreements
    if found:
        rest = f", the first {FIRST}" if len(found) > FIRST else ""
        typer.echo(f"\n{len(found):,} disagreements{rest}:")
    for row in found[:FIRST]:
        typer.echo(printable(f"  {row.question}: {row.judgments} | {row.article_id} {row.title}"))
    for note in report.notes:
        typer.echo(printable(f"note: {note}"))


def _alpha(value: float | None, interval: Interval | None = None) -> str:
    if value is None:
        return ""
    from tenor.cli.show import with_interval

    return f"{value:.3f}" if interval is None else with_interval(value, interval)
