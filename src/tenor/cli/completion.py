"""Completion in the shell of runs, models, corpora, specs, targets, columns and metrics.

Completion must be quick and must never print an error: a function that fails completes nothing.
Names in the store are read from its database, since MLflow takes seconds to import.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any

import typer

MAX_FOLDERS = 2000
"""The number of folders that are searched for corpora and specs."""

MAX_DEPTH = 3
"""The depth of this search below the working folder."""

RUNS = (
    "SELECT runs.name, experiments.name, run_uuid FROM runs JOIN experiments USING (experiment_id) "
    "WHERE runs.lifecycle_stage = 'active' AND run_uuid NOT IN "
    "(SELECT run_uuid FROM tags WHERE key = 'mlflow.parentRunId') ORDER BY start_time DESC"
)
"""The runs that belong to no other run."""

EXPERIMENTS = "SELECT name FROM experiments WHERE lifecycle_stage = 'active' ORDER BY name"
ALIASES = "SELECT name, alias FROM registered_model_aliases ORDER BY name, alias"
VERSIONS = "SELECT name, version FROM model_versions ORDER BY name, version DESC"

Completer = Callable[..., list[str]]


def _silent(complete: Callable[..., Iterator[str]]) -> Completer:
    """Return a completer that completes only distinct texts with the right beginning."""

    @wraps(complete)
    def completed(ctx: typer.Context, incomplete: str) -> list[str]:
        found: list[str] = []
        with suppress(Exception):
            found += complete(ctx, incomplete)
        return [text for text in dict.fromkeys(found) if text.startswith(incomplete)]

    return completed


@_silent
def complete_runs(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Yield the names of runs, and their ids where the text begins one; and aliases of models.

    The names of runs of several experiments are completed as ``EXPERIMENT/NAME``.
    """
    rows = _stored(RUNS)
    experiments: dict[str, set[str]] = {}
    for name, experiment, _ in rows:
        experiments.setdefault(name, set()).add(experiment)
    yield from (name for name, found in experiments.items() if len(found) == 1)
    yield from _aliases()
    yield from sorted(
        f"{experiment}/{name}"
        for name, found in experiments.items()
        for experiment in (found if len(found) > 1 else ())
    )
    if incomplete:
        yield from (run_id for _, _, run_id in rows)


@_silent
def complete_models(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Yield the references of registered models, and bundles: folders and files."""
    yield from _registered()
    yield from _folders_with("manifest.json")
    yield from sorted(map(str, Path().glob("*.zip")))


@_silent
def complete_registered_models(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Yield the references of registered models."""
    yield from _registered()


@_silent
def complete_experiments(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Yield the names of MLflow experiments."""
    yield from (name for [name] in _stored(EXPERIMENTS))


@_silent
def complete_corpora(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Yield the corpus folders below the working folder."""
    yield from _folders_with("corpus.json")


@_silent
def complete_specs(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Yield the files of specs below the working folder: TOML files with a task."""
    for folder in _folders():
        for path in sorted(folder.glob("*.toml")):
            with suppress(OSError, ValueError):
                if "task" in _toml(path):
                    yield str(path)


@_silent
def complete_targets(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Yield the targets of the corpus's codebook, or of the project's."""
    yield from _names("targets", ctx)


@_silent
def complete_labels(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Yield the beginnings of label columns, for the targets of the project's codebook."""
    yield "theme="
    yield from (f"stance:{name}=" for name in _names("targets", ctx))
    yield "stance:@"


@_silent
def complete_predicted_labels(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Yield the themes of the project's codebook, and the positions that it names."""
    yield from _names("themes", ctx)
    for target in _entries("targets", ctx):
        yield from target.get("positions", ())


@_silent
def complete_columns(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Yield the fields of articles, each with an equals sign."""
    from tenor.articles.readers.columns import COLUMN_NAMES

    yield from (f"{field}=" for field in COLUMN_NAMES)


@_silent
def complete_metrics(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Yield the names of metrics."""
    from tenor.evaluation.metric_table import METRICS

    yield from METRICS


@_silent
def complete_sort_keys(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """Yield what runs can be sorted by: their main metric, their start, or another metric."""
    yield from ("score", "started")
    yield from complete_metrics(ctx, incomplete)


def _stored(query: str) -> list[tuple[str, ...]]:
    from tenor.tracking.state import stored_names

    return stored_names(query)


def _aliases() -> Iterator[str]:
    yield from (f"{name}@{alias}" for name, alias in _stored(ALIASES))


def _registered() -> Iterator[str]:
    yield from _aliases()
    yield from (f"models:/{name}/{version}" for name, version in _stored(VERSIONS))


def _folders() -> Iterator[Path]:
    """Yield the working folder and folders below it, near ones first, without hidden ones."""
    level, n_seen = [Path()], 0
    for _ in range(MAX_DEPTH + 1):
        below: list[Path] = []
        for folder in level:
            n_seen += 1
            if n_seen > MAX_FOLDERS:
                return
            yield folder
            with suppress(OSError), os.scandir(folder) as entries:
                names = sorted(e.name for e in entries if e.is_dir(follow_symlinks=False))
                below += [folder / name for name in names if not name.startswith(".")]
        level = below


def _folders_with(file: str) -> Iterator[str]:
    yield from (str(folder) for folder in _folders() if (folder / file).is_file())


def _names(table: str, ctx: typer.Context) -> list[str]:
    """Return the names in a table of the codebook of the command's corpus, or of the project."""
    return [entry["name"] for entry in _entries(table, ctx)]


def _entries(table: str, ctx: typer.Context) -> list[dict[str, Any]]:
    """Return the entries of a table of this codebook."""
    corpus = ctx.params.get("corpus")
    path = Path(corpus) / "codebook.toml" if corpus else ctx.params.get("codebook")
    if path is None:
        from tenor.settings import find_settings

        path = find_settings().codebook_path
    return list(_toml(Path(path)).get(table, [])) if path else []


def _toml(path: Path) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(path.read_text(encoding="utf-8-sig"))
