"""``tenor train``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def train(
    specs: Annotated[list[Path], typer.Argument(metavar="SPEC.toml...", help="Experiment specs.")],
    corpus: Annotated[
        Path | None, typer.Option(help="The corpus folder, instead of the one that a spec names.")
    ] = None,
    promote: Annotated[
        bool, typer.Option("--promote", help="Make each model the champion of its name.")
    ] = False,
    learning_curve: Annotated[
        bool,
        typer.Option(
            "--learning-curve",
            help="Fit on shares of the training part too, at most doubling the time.",
        ),
    ] = False,
) -> None:
    """Fit, evaluate, log to MLflow and register the models of specs."""
    from tenor.models import Experiment
    from tenor.tracking import check_store

    experiments = [Experiment.load(path) for path in specs]
    check_store()
    from tenor.cli.show import print_pooled, print_trained
    from tenor.workflow.pooled import pool
    from tenor.workflow.training import train

    for experiment in experiments:
        models = train(experiment, corpus, promote=promote, learning_curve=learning_curve)
        for trained in models:
            print_trained(trained)
        print_pooled(pool(models))
