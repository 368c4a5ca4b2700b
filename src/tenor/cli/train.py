"""``tenor train``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tenor.cli.completion import complete_specs
from tenor.cli.dry_run import HEADLINE, print_train
from tenor.cli.options import DryRun, Minutes, Promise, SpecCorpus, spec_corpus
from tenor.cli.report import Json, Report


def train(
    specs: Annotated[
        list[Path],
        typer.Argument(
            metavar="SPEC.toml...",
            autocompletion=complete_specs,
            help="The experiment specs.",
        ),
    ],
    corpus: SpecCorpus = None,
    promote: Annotated[
        bool, typer.Option("--promote", help="Give each model the alias champion.")
    ] = False,
    learning_curve: Annotated[
        bool,
        typer.Option(
            "--learning-curve",
            help="Also fit on shares of the training part, which at most doubles the time.",
        ),
    ] = False,
    minutes: Minutes = None,
    promise: Promise = None,
    cluster: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Fit the settings of a search, and the folds of models, on the workers of a Dask "
            "scheduler, such as tls://scheduler:8786, or on local ones with 'local'.",
        ),
    ] = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Fit, score, log to MLflow and register the models of specs."""
    from tenor.models.spec import Experiment
    from tenor.tracking import check_store

    experiments = [
        Experiment.load(path).with_minutes(minutes).with_promise(promise) for path in specs
    ]
    check_store()
    from tenor.cli.training_output import (
        print_all_targets,
        print_result,
        print_where_to_look,
    )
    from tenor.workflow.dry_run.train import dry_train
    from tenor.workflow.train.result import score_all_targets
    from tenor.workflow.train.train import train

    with Report("train", as_json=as_json) as report:
        if dry_run:
            report.line(HEADLINE, dry_run=True)
            for experiment in experiments:
                plans = dry_train(experiment, spec_corpus(experiment, corpus))
                print_train(report, plans, promote=promote)
            return
        for path, experiment in zip(specs, experiments, strict=True):
            folder = spec_corpus(experiment, corpus)
            named = str(folder or experiment.corpus_path or "CORPUS")
            results = train(
                experiment,
                folder,
                promote=promote,
                learning_curve=learning_curve,
                cluster=cluster,
            )
            for result in results:
                with report.item("models"):
                    print_result(report, result)
                    print_where_to_look(report, result, corpus=named, spec=str(path))
            if all_targets := score_all_targets(results):
                with report.item("all_targets"):
                    print_all_targets(report, experiment.name, all_targets)
