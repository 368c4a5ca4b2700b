"""``tenor explain``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tenor.cli.completion import complete_models, complete_predicted_labels
from tenor.cli.options import (
    MODEL_REFERENCES,
    SOME_REJECTED,
    Columns,
    Force,
    project_columns,
)
from tenor.cli.report import Json, Report, print_note
from tenor.present import plural

EXTENSIONS = (".html", ".json")


def explain(
    article: Annotated[
        str,
        typer.Argument(
            metavar="ARTICLE",
            help="A file with the article, or a table, folder or glob with --id or --n; - for "
            "standard input.",
        ),
    ],
    article_id: Annotated[
        list[str] | None,
        typer.Option("--id", metavar="ARTICLE_ID", help="The id of an article (repeatable)."),
    ] = None,
    n: Annotated[
        int | None,
        typer.Option("--n", min=1, help="Explain at most this number of articles, the first ones."),
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option(
            metavar="REF",
            autocompletion=complete_models,
            help=f"A model: {MODEL_REFERENCES} (repeatable); by default all champions.",
        ),
    ] = None,
    label: Annotated[
        list[str] | None,
        typer.Option(
            autocompletion=complete_predicted_labels,
            help="A label to explain (repeatable); by default those that are predicted, or else "
            "the most probable one.",
        ),
    ] = None,
    against: Annotated[
        str,
        typer.Option(
            metavar="LABEL",
            autocompletion=complete_predicted_labels,
            help="Explain the difference to the score of this label; where an article has one "
            "label, by default the runner-up.",
        ),
    ] = "",
    terms: Annotated[
        int, typer.Option(min=1, help="The number of terms that are listed for each label.")
    ] = 10,
    output: Annotated[
        Path | None,
        typer.Option(help="The file to write in place of text, ending in .html or .json."),
    ] = None,
    column: Columns = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Explain the labels of articles by their terms.

    The contributions of the terms and the intercept add up to the raw score of a label, and
    calibration turns it into the probability that is predicted. JSON has all terms with their
    places. The exit code is 3 if some inputs could not be read as articles and were rejected.
    """
    from tenor.output import check_output, write_file
    from tenor.workflow.explain.articles import choose_articles
    from tenor.workflow.explain.explain import check_labels, explain_articles
    from tenor.workflow.loading import load_models

    if output:
        check_output(output, force=force, extensions=EXTENSIONS)
    columns = project_columns(column)
    labels = label or []
    with Report("explain", as_json=as_json) as report:
        # A wrong label is reported before a long table is searched for an article.
        models = check_labels(load_models(model or []), labels, against)
        chosen = choose_articles(
            article,
            ids=article_id or [],
            n=n,
            columns=columns,
            strict_columns=bool(column),
        )
        explained = explain_articles(chosen.articles, models, labels, against)
        if as_json or (output and output.suffix == ".json"):
            from tenor.workflow.explain.record import explanation_record

            report.add(articles=[explanation_record(own) for own in explained])
        if output:
            if output.suffix == ".json":
                from tenor.present.json_values import to_json

                text = f"{to_json(report.data)}\n"
            else:
                from tenor.workflow.explain.page import explanation_page

                text = explanation_page(explained, terms)
            write_file(output, text.encode("utf-8", "replace"), replace=force)
            n_explained = plural(len(explained), "article")
            report.line(f"{output}: {n_explained} explained", output=output)
        elif not as_json:
            from tenor.cli.explained_output import print_explanation

            for i, own in enumerate(explained):
                if i:
                    report.line()
                print_explanation(report, own, terms)
        report.add(n_articles=len(explained), n_rejected=chosen.n_rejected)
        if chosen.first_rejection and not article_id:
            first = chosen.first_rejection
            print_note(
                f"{plural(chosen.n_rejected, 'input')} rejected, such as '{first.source_path}': "
                f"{first.detail}"
            )
            raise typer.Exit(SOME_REJECTED)
