"""``tenor codebook``: check, show, diff."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tenor.cli.command import CODEBOOK_VARIABLE
from tenor.cli.completion import complete_corpora
from tenor.cli.options import Force
from tenor.cli.report import Json, Report, print_note
from tenor.present import format_count, plural

if TYPE_CHECKING:
    from tenor.codebook import Codebook
    from tenor.workflow.codebooks import CodebookDiff

app = typer.Typer(
    help="Check a codebook, show it to coders, compare two versions.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        envvar=CODEBOOK_VARIABLE,
        help="The codebook, a TOML file; by default that of tenor.toml.",
    ),
]


@app.command()
def check(
    file: File,
    corpus: Annotated[
        Path | None,
        typer.Option(
            autocompletion=complete_corpora,
            help="A corpus, whose coded articles that name no alias of a target are counted.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Report every fault of a codebook, with its line.

    The exit code is 1 if there are faults. Probable mistakes are warnings.
    """
    from tenor.workflow.codebooks import check_codebook

    with Report("codebook check", as_json=as_json) as report:
        codebook, warnings = check_codebook(file)
        for warning in warnings:
            print_note(f"warning: {warning}")
        n_themes, n_targets = len(codebook.themes), len(codebook.targets)
        n_rules = sum(len(theme.rules) for theme in codebook.themes)
        n_rules += sum(len(rules) for target in codebook.targets for rules in target.rules.values())
        report.line(
            f"{file} is valid: {plural(n_themes, 'theme')}, {plural(n_targets, 'target')}, "
            f"{plural(n_rules, 'rule')}; fingerprint {codebook.fingerprint}",
            file=file,
            n_themes=n_themes,
            n_targets=n_targets,
            n_rules=n_rules,
            fingerprint=codebook.fingerprint,
            warnings=warnings,
        )
        if corpus is not None:
            _print_alias_coverage(report, codebook, corpus)


def _print_alias_coverage(report: Report, codebook: Codebook, corpus: Path) -> None:
    from tenor.codebook import Task
    from tenor.corpus import Corpus
    from tenor.workflow.alias_coverage import alias_coverage

    loaded = Corpus.load(corpus)
    report.add(alias_coverage=[])
    for name in codebook.target_names:
        if coverage := alias_coverage(loaded, codebook, Task.stance(name)):
            with report.item("alias_coverage"):
                named = coverage.n_coded - coverage.n_unnamed
                report.line(
                    f"  {coverage.sentence}"
                    if coverage.n_unnamed
                    else f"  {name}: all {plural(named, 'coded article')} name it",
                    target=name,
                    n_coded=coverage.n_coded,
                    n_unnamed=coverage.n_unnamed,
                )


@app.command()
def show(
    file: File,
    page_format: Annotated[
        Literal["markdown", "html"],
        typer.Option("--format", help="The format of the page; HTML is one file."),
    ] = "markdown",
    output: Annotated[
        Path | None, typer.Option(help="The file to write the page to, in place of printing it.")
    ] = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Show the codebook as a page for coders."""
    from tenor.workflow.codebooks import show_codebook

    with Report("codebook show", as_json=as_json) as report:
        page = show_codebook(file, page_format, output, force=force)
        report.add(file=file, format=page_format)
        if output:
            report.line(str(output), output=output)
        else:
            report.page(page)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The earlier codebook.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later codebook.")],
    corpus: Annotated[
        Path | None,
        typer.Option(
            autocompletion=complete_corpora,
            help="The corpus folder whose stale codings are counted.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """List the changes between two codebooks.

    With --corpus, also their effects on its codings and on the labels of the rules.
    """
    from tenor.workflow.codebooks import diff_codebooks

    with Report("codebook diff", as_json=as_json) as report:
        _print_diff(report, diff_codebooks(old, new, corpus), has_corpus=corpus is not None)


def _print_diff(report: Report, codebook_diff: CodebookDiff, *, has_corpus: bool) -> None:
    report.add(changes=[])
    for stale in codebook_diff.changes:
        line = stale.change.description
        if stale.n_dropped:
            are = "is" if stale.n_dropped == 1 else "are"
            line += f" ({plural(stale.n_dropped, 'coding')} {are} dropped)"
        if stale.n_to_ask:
            line += f" (to be asked again of {plural(stale.n_to_ask, 'coded article')})"
        with report.item("changes"):
            report.line(
                line,
                description=stale.change.description,
                n_dropped_judgments=stale.n_dropped,
                n_articles_to_ask=stale.n_to_ask,
            )
    if not codebook_diff.changes:
        report.line("no change of meaning")
    if not has_corpus:
        return
    report.line(
        f"the rules label {format_count(codebook_diff.n_relabelled)} of "
        f"{plural(codebook_diff.n_articles, 'article')} differently",
        n_relabelled=codebook_diff.n_relabelled,
        n_articles=codebook_diff.n_articles,
        rule_labels=[],
    )
    for change in codebook_diff.rule_labels:
        task, label = change.task, change.label
        with report.item("rule_labels"):
            report.line(
                f"  {f'{task.target}={label}' if task.target else label}: "
                f"{format_count(change.n_gained)} gained, {format_count(change.n_lost)} lost",
                task=task.question,
                label=label,
                n_gained=change.n_gained,
                n_lost=change.n_lost,
            )
