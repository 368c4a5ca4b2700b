"""``tenor demo``."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from tenor.cli.path_hint import next_commands
from tenor.cli.report import Json, Report

ARTICLES, CODINGS, DECISIONS = "data/articles", "data/codings.csv", "data/decisions.csv"
CODEBOOK, CORPUS, LABELS = "codebook.toml", "data/corpus", "labels.csv"
ADJUDICATOR = "dora"
"""The person who made the decisions of the sample."""

SPECS = ("experiments/themes.toml", "experiments/stance.toml")
RULES_SPEC = "experiments/rules.toml"
N_ROWS = 8
"""The number of labelled articles that are printed."""

NEXT_COMMANDS = (
    ("tenor ui", "# compare the runs in a browser"),
    ("tenor predict YOUR_ARTICLES --output mine.csv", "# label your own with these models"),
)
"""The commands to go on with, each with its purpose."""


def demo(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")] = Path(
        "tenor-demo"
    ),
    as_json: Json = False,
) -> None:
    """Run every step on the sample, from articles to labels."""
    from tenor.cli.predict import predict
    from tenor.cli.train import train
    from tenor.workflow.project import make_project

    with Report("demo", as_json=as_json) as report:
        working_folder = Path.cwd()
        with _step(
            report,
            "make a project: news articles, a codebook, the codings of two people",
            f"tenor init {directory}; cd {directory}",
        ):
            folder = make_project(directory)
        report.add(folder=folder)
        os.chdir(folder)
        _prepare(report)
        with _step(
            report,
            "train one model for themes and one for each target; folds: every article\n"
            "# is scored by a model that was trained without it",
            f"tenor train {' '.join(SPECS)} --promote",
        ):
            train([Path(spec) for spec in SPECS], promote=True)
        _compare_with_rules(report)
        with _step(
            report,
            "label articles that nobody has coded",
            f"tenor predict data/new --output {LABELS}",
        ):
            predict(["data/new"], LABELS)
            _print_labels(report)
        report.line()
        report.line("next:")
        commands = [f"{command:<48} {purpose}" for command, purpose in NEXT_COMMANDS]
        for command in next_commands(directory, commands, working_folder=working_folder):
            report.line(f"  {command}")


def _prepare(report: Report) -> None:
    from tenor.cli.adjudicate import adjudicate
    from tenor.cli.agree import agree
    from tenor.cli.prep import prep

    with _step(
        report,
        "read the articles, find near-duplicates, add the codings",
        f"tenor prep {ARTICLES} --codebook {CODEBOOK} --codings {CODINGS} --output {CORPUS}",
    ):
        prep([ARTICLES], Path(CODEBOOK), Path(CORPUS), codings=[Path(CODINGS)])
    with _step(report, "how far do the two people agree?", f"tenor agree {CORPUS}"):
        agree(Path(CORPUS))
    with _step(
        report,
        "add a third person's decisions on their disagreements",
        f"tenor adjudicate {CORPUS} --decisions {DECISIONS} --by {ADJUDICATOR}",
    ):
        adjudicate(Path(CORPUS), decisions=Path(DECISIONS), by=ADJUDICATOR)


def _compare_with_rules(report: Report) -> None:
    from tenor.cli.compare import compare
    from tenor.cli.label import label
    from tenor.cli.train import train

    with _step(
        report,
        "would rules have been enough? label by those of the codebook",
        f"tenor label {CORPUS}",
    ):
        label(Path(CORPUS))
    with _step(
        report, "train on the labels by rules, score on the codings", f"tenor train {RULES_SPEC}"
    ):
        train([Path(RULES_SPEC)])
    runs = [Path(spec).stem for spec in (SPECS[0], RULES_SPEC)]
    with _step(
        report,
        "is the model trained on codings better than the one trained on rules?",
        f"tenor compare {' '.join(runs)}",
    ):
        compare(runs)


@contextmanager
def _step(report: Report, purpose: str, command: str) -> Iterator[None]:
    """Print the purpose and the command of a step; the values of the block belong to it."""
    report.line()
    for line in f"# {purpose}\n$ {command}".splitlines():
        report.line(line)
    with report.item("steps"):
        report.add(command=command)
        yield


def _print_labels(report: Report) -> None:
    from tenor.cli.columns import LABELLED

    with Path(LABELS).open(encoding="utf-8", newline="") as file:
        rows = [row for _, row in zip(range(N_ROWS), csv.DictReader(file), strict=False)]
    report.line()
    report.line(f"the first {N_ROWS} of {LABELS}:")
    cells = [[row["title"], row["themes"] or "none", row["stances"]] for row in rows]
    report.table("first_labels", LABELLED, cells)
