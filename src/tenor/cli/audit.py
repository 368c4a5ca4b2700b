"""``tenor audit``: draw and check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.codings_sheet import FormatName
from tenor.cli.command import CODEBOOK_VARIABLE, CORPUS_VARIABLE
from tenor.cli.completion import complete_models, complete_predicted_labels
from tenor.cli.options import SOME_REJECTED, Columns, project_columns
from tenor.cli.report import Json, Report
from tenor.present import format_count, format_percent, plural

if TYPE_CHECKING:
    from tenor.workflow.audits.check import CheckedAudits

MAX_FAULTS = 5
"""The number of codings that cannot be used which are printed."""

app = typer.Typer(
    help="Check by hand whether automatic labels still keep their promise.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def draw(
    labels: Annotated[
        list[Path],
        typer.Argument(metavar="LABELS...", help="Files that 'tenor predict' wrote."),
    ],
    articles: Annotated[
        list[str],
        typer.Option(
            "--articles",
            metavar="INPUT",
            envvar=CORPUS_VARIABLE,
            help="The articles that were labelled: a file, a folder or a corpus (repeatable); by "
            "default the corpus of tenor.toml.",
        ),
    ],
    output: Annotated[Path, typer.Option(help="The folder to make.")],
    coders: Annotated[
        str,
        typer.Option(help="The names of the coders, separated by commas; each gets all articles."),
    ],
    codebook: Annotated[
        Path,
        typer.Option(
            envvar=CODEBOOK_VARIABLE,
            help="The codebook of the labels; by default that of tenor.toml.",
        ),
    ],
    n: Annotated[
        int,
        typer.Option("--n", min=1, help="The number of labels, each of another article."),
    ] = 50,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="LABEL",
            autocompletion=complete_predicted_labels,
            help="Draw only labels of this theme, or of this position as TARGET=POSITION "
            "(repeatable); by default all.",
        ),
    ] = None,
    format_name: Annotated[
        FormatName, typer.Option("--format", help="The format of the sheets.")
    ] = "csv",
    column: Columns = None,
    exclude: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="AUDIT",
            help="The folder of an earlier audit, whose labels are not drawn again (repeatable).",
        ),
    ] = None,
    random_state: Annotated[int, typer.Option(min=0, help="The seed of the draw.")] = 0,
    as_json: Json = False,
) -> None:
    """Draw automatic labels at random, and write sheets to code.

    The sheets do not show the labels. Automatic are those with the decision 'auto', or all if
    the model makes no promise.
    """
    from tenor.workflow.audits.audit_file import AUDIT_FILE
    from tenor.workflow.audits.draw import draw_audit

    with Report("audit draw", as_json=as_json) as report:
        audit = draw_audit(
            labels,
            articles,
            codebook,
            output,
            n=n,
            coders=[name.strip() for name in coders.split(",")],
            only=only or [],
            format_name=format_name,
            columns=project_columns(column),
            exclude=exclude or [],
            random_state=random_state,
        )
        report.line(
            f"{output}: {format_count(len(audit.drawn))} of "
            f"{plural(audit.n_labels, 'automatic label')} to code ({AUDIT_FILE} names them; the "
            "sheets do not)",
            folder=output,
            n_drawn=len(audit.drawn),
            n_labels=audit.n_labels,
            n_judged=audit.n_judged,
        )
        if audit.n_judged:
            report.line(
                f"  {plural(audit.n_judged, 'label')} left out, of articles that have judgements "
                "in the corpus and may have trained the model"
            )


@app.command()
def check(
    sheets: Annotated[
        list[Path],
        typer.Argument(
            metavar="SHEET...",
            help="The filled sheets of all audits so far, in their order, each in its folder.",
        ),
    ],
    promise: Annotated[
        float | None,
        typer.Option(
            help="The precision that the labels are promised to have; by default that of --model, "
            "or 0.9."
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="REF",
            autocompletion=complete_models,
            help="The model that gave the labels, whose promise is checked.",
        ),
    ] = None,
    confidence: Annotated[
        float, typer.Option(help="1 minus the chance of a false alarm, however often one checks.")
    ] = 0.95,
    as_json: Json = False,
) -> None:
    """Say whether the audits so far refute the promise.

    It may be asked as often as one likes: false alarms stay as rare as --confidence says. The exit
    code is 3 if some answers cannot be used.
    """
    from tenor.workflow.audits.check import check_audits, promised_precision

    if model is not None and promise is not None:
        raise typer.BadParameter("give --promise or --model, not both", param_hint="--promise")
    with Report("audit check", as_json=as_json) as report:
        if promise is None:
            promise = 0.9 if model is None else promised_precision(model)
        result = check_audits(sheets, precision=promise, confidence=confidence)
        _print_verdict(report, result)
        _print_labels(report, result)
        _print_not_counted(report, result)
        if result.faults:
            raise typer.Exit(SOME_REJECTED)


def _print_verdict(report: Report, result: CheckedAudits) -> None:
    audit = result.audit
    promise = format_percent(audit.precision)
    assert audit.observed_precision is not None
    if audit.is_alarm:
        verdict = f"the promise of {promise} is refuted, after {audit.n_to_alarm} of them"
    else:
        verdict = f"the promise of {promise} stands"
    report.line(
        f"{plural(audit.n, 'audited label')}, {format_count(audit.n_right)} of them right "
        f"({format_percent(audit.observed_precision)}): {verdict} (p {audit.p_value:.3f}, valid "
        "whenever one checks)",
        n=audit.n,
        n_right=audit.n_right,
        n_wrong=audit.n_wrong,
        promise=audit.precision,
        confidence=audit.confidence,
        is_alarm=audit.is_alarm,
        n_to_alarm=audit.n_to_alarm,
        p_value=audit.p_value,
        upper_limit=audit.upper_limit,
    )
    if audit.upper_limit < 1:
        report.line(f"  their precision is at most {format_percent(audit.upper_limit)}")
    if audit.is_alarm:
        report.line("  train again with new codings, or review the labels before they are used")


def _print_labels(report: Report, result: CheckedAudits) -> None:
    from tenor.cli.draw_columns import AUDITED_LABELS

    rows = [
        [
            name,
            audit.n,
            audit.n_right,
            audit.observed_precision,
            audit.upper_limit,
            "refuted" if audit.is_alarm else "stands",
        ]
        for name, audit in result.by_label.items()
    ]
    report.line()
    report.table("labels", AUDITED_LABELS, rows)


def _print_not_counted(report: Report, result: CheckedAudits) -> None:
    report.add(
        n_unanswered=result.n_unanswered,
        n_undecided=result.n_undecided,
        n_repeated=result.n_repeated,
        faults=result.faults,
    )
    if result.n_unanswered:
        report.line(
            f"  {plural(result.n_unanswered, 'drawn label')} without an answer: code all of them, "
            "since the difficult ones are more often wrong"
        )
    if result.n_undecided:
        report.line(
            f"  {plural(result.n_undecided, 'drawn label')} on which coders are divided, not "
            "counted"
        )
    if result.n_repeated:
        report.line(f"  {plural(result.n_repeated, 'label')} drawn again, whose first audit counts")
    for fault in result.faults[:MAX_FAULTS]:
        report.line(f"  not used: {fault}")
    if len(result.faults) > MAX_FAULTS:
        report.line(f"  and {plural(len(result.faults) - MAX_FAULTS, 'other')}")
