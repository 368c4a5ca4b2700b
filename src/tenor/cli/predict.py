"""``tenor predict``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.command import CORPUS_VARIABLE
from tenor.cli.drift import print_drift
from tenor.cli.dry_run import print_predict
from tenor.cli.options import (
    SOME_REJECTED,
    Columns,
    DryRun,
    Force,
    Inputs,
    Models,
    Only,
    PublicKey,
    Wide,
    WrittenScores,
    project_columns,
)
from tenor.cli.rejections import print_rejected_inputs
from tenor.cli.report import Json, Report, print_note
from tenor.present import format_count, plural

if TYPE_CHECKING:
    from tenor.prediction.bulk import PredictionSummary
    from tenor.prediction.review import ReviewSheet


def predict(
    inputs: Inputs,
    output: Annotated[
        str,
        typer.Option(
            help="The file to write, ending in .jsonl, .csv, .parquet, .sqlite or .xlsx; - writes "
            "JSON Lines to standard output."
        ),
    ],
    model: Models = None,
    require_signature: PublicKey = None,
    column: Columns = None,
    only: Only = None,
    scores: WrittenScores = "all",
    wide: Wide = False,
    explain: Annotated[
        int,
        typer.Option(
            min=0,
            metavar="N",
            help="For each label that an article is given, write the N terms that contributed "
            "most, with their contributions.",
        ),
    ] = 0,
    review: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Also write a sheet (.csv or .xlsx) of articles with labels to review, in a "
            "random order in which labels near a promise come earlier. A model with a promise "
            "says which: see 'tenor docs promises'.",
        ),
    ] = None,
    review_n: Annotated[
        int, typer.Option(min=1, max=10_000, help="The most articles of that sheet.")
    ] = 500,
    coder: Annotated[str, typer.Option(help="The name of the coder of that sheet.")] = "reviewer",
    corpus: Annotated[
        Path | None,
        typer.Option(
            envvar=CORPUS_VARIABLE,
            help="The corpus in which the articles of that sheet are coded: those that are coded "
            "there already are left out. By default that of tenor.toml.",
        ),
    ] = None,
    jobs: Annotated[
        int,
        typer.Option(min=0, help="The number of processes; 0 is one for each core."),
    ] = 0,
    cluster: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Label on the workers of a Dask scheduler, such as tls://scheduler:8786, or on "
            "local ones with 'local'. All machines must see the same files by the same paths.",
        ),
    ] = "",
    drift: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A file for the details of how the articles differ from those in training, ending "
            "in .html or .json.",
        ),
    ] = None,
    force: Force = False,
    restart: Annotated[
        bool,
        typer.Option(
            "--restart", help="Label everything anew, also what an interrupted command labelled."
        ),
    ] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Label article files.

    The output has a row for each article. If the command is interrupted, the same command goes
    on where it stopped. The exit code is 3 if some inputs could not be read as articles and were
    rejected.

    At the end a line for each model states how the articles differ from those in training: unknown
    terms, scores, shares of labels, expected precision, outlets and months. What is both large and
    more than chance is a warning.
    """
    from tenor.prediction.worker_server import start_server_for

    if jobs != 1 and not (cluster or dry_run or output == "-"):
        # While all others are imported; else the pool of the workers starts it.
        start_server_for(inputs, output)
    from tenor.output import check_output
    from tenor.prediction.bulk import predict
    from tenor.prediction.columns import RowOptions
    from tenor.prediction.drift_text import EXTENSIONS
    from tenor.prediction.review import ReviewSheet
    from tenor.prediction.workers import available_cores
    from tenor.prediction.writers import STDOUT, check_destination
    from tenor.workflow.dry_run.predict import dry_predict
    from tenor.workflow.loading import load_models

    if as_json and output == STDOUT:
        raise typer.BadParameter(
            "'-' and --json would both write to standard output; name a file",
            param_hint="--output",
        )
    columns = project_columns(column)
    check_destination(output, force=force)
    if drift:
        check_output(drift, force=force, extensions=EXTENSIONS)
    with Report("predict", as_json=as_json) as report:
        models = load_models(model or [], public_key=require_signature)
        sheet = None
        if review:
            from tenor.workflow.codings.reviewed import articles_not_to_review

            coded: frozenset[str] = frozenset()
            if corpus and corpus.exists():
                coded = articles_not_to_review(corpus, models)
            elif corpus:
                print_note(f"no corpus '{corpus}', which would tell what is coded already")
            sheet = ReviewSheet(review, review_n, coder, coded)
        if dry_run:
            plan = dry_predict(
                inputs, models, output, columns=columns, strict_columns=bool(column), force=force
            )
            print_predict(report, output, list(models), plan)
            return
        summary = predict(
            inputs,
            models,
            output,
            columns=columns,
            strict_columns=bool(column),
            options=RowOptions(scores, wide, tuple(only or ()), explain),
            force=force,
            restart=restart,
            n_jobs=jobs or available_cores(),
            cluster=cluster,
            review=sheet,
        )
        destination = "" if output == STDOUT else f" into {output}"
        written = f", {format_count(summary.n_rows)} of them written" if only else ""
        print_note(f"{plural(summary.n_articles, 'article')} labelled{written}{destination}")
        report.add(
            n_articles=summary.n_articles,
            n_rows=summary.n_rows,
            output=output,
            models=list(models),
            n_rejected=0,
        )
        _print_drift(report, list(models), summary, drift, force=force)
        if any(loaded.promise for loaded in models.values()):
            _print_decisions(report, summary, sheet)
        if not summary.n_rejected:
            return
        if summary.rejected_path is None:
            print_note(f"{plural(summary.n_rejected, 'input')} rejected")
        else:
            print_rejected_inputs(report, summary.rejected_path)
        raise typer.Exit(SOME_REJECTED)


def _print_drift(
    report: Report,
    models: Sequence[str],
    summary: PredictionSummary,
    path: Path | None,
    *,
    force: bool,
) -> None:
    from tenor.evaluation.drift import MIN_ARTICLES
    from tenor.prediction.drift_text import drift_values, write_drift

    drifts = summary.drift
    # Few articles are labelled to see their labels, and nothing can be measured on them.
    if path or summary.n_articles >= MIN_ARTICLES:
        print_drift(models, drifts)
    report.add(drift=[drift_values(name, drift) for name, drift in drifts.items()])
    if path is not None:
        write_drift(drifts, path, force=force)
        report.add(drift_file=path)


def _print_decisions(report: Report, summary: PredictionSummary, sheet: ReviewSheet | None) -> None:
    """Print how many labels are automatic and to review, and what to do with the sheet."""
    to_review = f"{format_count(summary.n_review)} to review in "
    print_note(
        f"{plural(summary.n_auto, 'label')} written automatically, {to_review}"
        f"{plural(summary.n_to_review, 'article')}"
    )
    report.add(
        n_auto=summary.n_auto,
        n_review=summary.n_review,
        n_to_review=summary.n_to_review,
        review=sheet and sheet.path,
        n_on_sheet=summary.n_on_sheet,
        n_coded=summary.n_coded,
    )
    if not sheet:
        return
    coded = f", {format_count(summary.n_coded)} coded already" if summary.n_coded else ""
    if not summary.n_on_sheet:
        print_note(f"nothing to ask{coded}: {sheet.path} is not written")
        return
    print_note(
        f"{plural(summary.n_on_sheet, 'article')} of these in {sheet.path}{coded}; when it is "
        f"filled in, add its articles to the corpus ('tenor prep ARTICLES... {sheet.path} "
        f"--force') and import it ('tenor codings import {sheet.path}')"
    )
