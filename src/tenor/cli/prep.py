"""``tenor prep``."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tenor.cli.command import CODEBOOK_VARIABLE, CORPUS_VARIABLE, LABELS_VARIABLE
from tenor.cli.completion import complete_corpora, complete_labels
from tenor.cli.dry_run import print_prep
from tenor.cli.next_step import print_next, print_next_training
from tenor.cli.options import (
    SOME_REJECTED,
    Columns,
    DryRun,
    Inputs,
    print_remembered,
    project_columns,
)
from tenor.cli.rejections import print_rejected_inputs
from tenor.cli.report import Json, Report, print_note
from tenor.output import new_name
from tenor.present import format_count, plural

if TYPE_CHECKING:
    from tenor.corpus import Corpus, KeptJudgments


def prep(
    inputs: Inputs,
    codebook: Annotated[
        Path,
        typer.Option(
            envvar=CODEBOOK_VARIABLE,
            help="The codebook's TOML file; by default that of tenor.toml.",
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            envvar=CORPUS_VARIABLE,
            autocompletion=complete_corpora,
            help="The corpus folder to make; by default that of tenor.toml.",
        ),
    ],
    column: Columns = None,
    label: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TASK=COLUMN",
            envvar=LABELS_VARIABLE,
            autocompletion=complete_labels,
            help="A table column with people's labels: theme=topic, stance:leaning=bias, or "
            "stance:@target=stance where column 'target' names the target (repeatable); by "
            "default those of tenor.toml.",
        ),
    ] = None,
    codings: Annotated[
        list[Path] | None,
        typer.Option(
            help="People's judgements, in any format of 'tenor codings import' (repeatable)."
        ),
    ] = None,
    accept_codebook: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE",
            help="An earlier codebook that codings follow: labels that are as they were keep their "
            "answers, others are unanswered (repeatable).",
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Replace an existing corpus; codings and decisions on articles that are still "
            "there are kept, the others are set aside in a file.",
        ),
    ] = False,
    drop_codings: Annotated[
        bool,
        typer.Option(
            "--drop-codings", help="With --force: remove all codings, decisions and draws."
        ),
    ] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Read article files into a corpus.

    The exit code is 3 if some inputs or labels were rejected.
    """
    from tenor.settings import find_settings, remember_columns
    from tenor.workflow.dry_run.prep import dry_prepare
    from tenor.workflow.prep import prepare

    if drop_codings and not force:
        raise typer.BadParameter("it needs --force", param_hint="--drop-codings")
    settings = find_settings()
    columns = project_columns(column)
    # The tables of another corpus may have other columns with labels.
    corpus_path = settings.corpus_path
    is_project_corpus = corpus_path is not None and corpus_path.resolve() == output.resolve()
    if not label and is_project_corpus:
        print_remembered("labels", settings.labels)
        label = [f"{task}={column}" for task, column in settings.labels.items()]
    replaced: list[KeptJudgments] = []
    with Report("prep", as_json=as_json) as report:
        if dry_run:
            print_prep(
                report,
                output,
                dry_prepare(
                    inputs,
                    codebook,
                    output,
                    columns=columns,
                    strict_columns=bool(column),
                    labels=label or [],
                    codings=codings or [],
                    accepted_codebooks=accept_codebook or [],
                    force=force,
                ),
                drop_codings=drop_codings,
            )
            return
        corpus = prepare(
            inputs,
            codebook,
            output,
            columns=columns,
            strict_columns=bool(column),
            labels=label or [],
            codings=codings or [],
            accepted_codebooks=accept_codebook or [],
            force=force,
            drop_codings=drop_codings,
            on_replaced=replaced.append,
        )
        for result in replaced:
            _print_kept(report, output, result)
        print_corpus(report, corpus)
        _print_dates(report, corpus.info["dates"])
        labels = dict(text.split("=", 1) for text in label or [])
        if is_project_corpus and remember_columns(settings, columns, labels):
            print_note(f"columns remembered in {settings.path}")
        _print_next(report, corpus)
        if corpus.info["rejected"] or any(
            result.set_aside or result.draws.n_set_aside for result in replaced
        ):
            raise typer.Exit(SOME_REJECTED)


def _print_next(report: Report, corpus: Corpus) -> None:
    if corpus.info["judgments"]:
        print_next_training(report, corpus.path)
        return
    command = ["tenor", "codings", "sheet", str(corpus.path), "--n", "100", "--coders", "NAME"]
    command += ["--output", new_name("sheets")]
    print_next(report, "draw articles to code", "no article has a label", shlex.join(command))


def _print_kept(report: Report, path: Path, result: KeptJudgments) -> None:
    """Print what became of the judgements of a corpus that was replaced."""
    from tenor.corpus import SET_ASIDE_FILE

    set_aside = {reason: len(judgments) for reason, judgments in result.set_aside.items()}
    report.add(
        earlier_judgments={
            "n_kept": len(result.kept),
            "n_replaced": result.n_replaced,
            "n_dropped": result.n_dropped,
            "n_by_rules": result.n_by_rules,
            "set_aside": set_aside,
        },
        earlier_draws=vars(result.draws),
    )
    counts = {
        "kept": len(result.kept),
        "replaced by other answers of the inputs": result.n_replaced,
        "removed": result.n_dropped,
    }
    if parts := [f"{format_count(n)} {what}" for what, n in counts.items() if n]:
        report.line(f"{path}: earlier judgements: {', '.join(parts)}")
    for reason, n in set_aside.items():
        report.line(f"  {plural(n, 'judgement')} {reason} set aside")
    if set_aside:
        file = path / SET_ASIDE_FILE
        command = shlex.join(["tenor", "codings", "import", str(file), "--corpus", str(path)])
        report.line(f"  they are in {file}; to add them: {command}")
    if n := result.n_by_rules:
        labels = plural(n, "label by rules", "labels by rules")
        report.line(
            f"  {labels} removed; 'tenor label {path}' makes {'it' if n == 1 else 'them'} again"
        )
    draws = result.draws
    if draws.n_kept:
        report.line(f"  {plural(draws.n_kept, 'draw')} of articles to code kept")
    if draws.n_restored:
        report.line(
            f"  {plural(draws.n_restored, 'draw')} of these articles taken up again, which an "
            "earlier preparation set aside"
        )
    if draws.n_dropped:
        report.line(f"  {plural(draws.n_dropped, 'draw')} of articles to code removed")
    if draws.n_set_aside:
        report.line(
            f"  {plural(draws.n_set_aside, 'draw')} set aside in {path / draws.folder}, since the "
            "articles or duplicate groups are others now; their codings count as made before the "
            "next draw"
        )


def print_corpus(report: Report, corpus: Corpus) -> None:
    """Print the numbers of articles, judgements and rejected inputs of a corpus."""
    info = corpus.info
    report.line(
        f"{corpus.path}: {plural(info['articles'], 'article')}, "
        f"{format_count(info['articles_in_duplicate_groups'])} of them in "
        f"{plural(info['duplicate_groups'], 'duplicate group')}; "
        f"fingerprint {corpus.fingerprint}",
        corpus=corpus.path,
        n_articles=info["articles"],
        n_articles_in_duplicate_groups=info["articles_in_duplicate_groups"],
        n_duplicate_groups=info["duplicate_groups"],
        fingerprint=corpus.fingerprint,
        judgments=info["judgments"],
        n_rejected=0,
    )
    for row in info["judgments"]:
        task = f"{row['task']} towards {row['target']}" if row["target"] else row["task"]
        report.line(f"  {plural(row['count'], 'judgement')} of {task} by {row['origin']}")
    if n := info["judgments_without_codebook"]:
        report.line(
            f"  {plural(n, 'judgement')} without the fingerprint of a codebook, taken as answers "
            "to that of the corpus",
            n_without_codebook=n,
        )
    if info["rejected"]:
        print_rejected_inputs(report, corpus.path / "rejected.jsonl")


def _print_dates(report: Report, dates: dict[str, Any]) -> None:
    """Print how many articles have no date, and an example of each kind of fault."""
    report.add(dates=dates)
    if n := dates["no_date"]:
        report.line(f"  {plural(n, 'article')} without a date of publication")
    for kind, what in (("ambiguous", "ambiguous"), ("not_understood", "not understood")):
        if fault := dates.get(kind):
            is_one = fault["count"] == 1
            report.line(
                f"  {plural(fault['count'], 'date')} {'is' if is_one else 'are'} {what}: "
                f"'{fault['example']}' of article '{fault['article_id']}'"
                f"{'' if is_one else ' is the first'}"
            )
