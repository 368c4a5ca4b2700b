"""Bulk labelling: the articles of many files are labelled and written, a row for each, in order."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path

from tenor.articles.readers.columns import check_fields
from tenor.articles.readers.slicing import MIN_SLICES, SLICE_BYTES
from tenor.articles.reading import ReadingOptions
from tenor.articles.rejections import RejectionCounts
from tenor.articles.sources import Source, find_sources
from tenor.errors import InputError
from tenor.models import Model
from tenor.output import atomic_file
from tenor.prediction.columns import RowOptions, check_only, column_types
from tenor.prediction.part_folder import PartFolder, PartResult
from tenor.prediction.part_labels import PartSetup, join_files, join_rows, part_extension
from tenor.prediction.parts import Part, plan_parts
from tenor.prediction.rows import BATCH_SIZE, check_tasks, label_rows
from tenor.prediction.writers import (
    STDOUT,
    check_destination,
    open_rejected_list,
    open_writer,
    rejected_path,
)
from tenor.present import format_count, plural
from tenor.progress import measured, print_note, track

MIN_KEPT_PARTS = 4
"""The number of labelled parts from which on a command that fails keeps them."""


@dataclass(frozen=True, slots=True)
class PredictionSummary:
    """The counts of a bulk labelling.

    Attributes
    ----------
    n_articles
        The number of labelled articles.
    n_rejected
        The number of inputs that could not be read as an article.
    rejected_path
        The file that lists those inputs; None if there are none, or if the output is
        standard output.
    n_rows
        The number of written rows.
    """

    n_articles: int
    n_rejected: int
    rejected_path: Path | None
    n_rows: int


def predict(
    inputs: str | Path | Sequence[str | Path],
    models: Mapping[str, Model],
    output: str,
    *,
    columns: Mapping[str, str] | None = None,
    strict_columns: bool = True,
    options: RowOptions | None = None,
    force: bool = False,
    restart: bool = False,
    n_jobs: int = 1,
    cluster: str = "",
) -> PredictionSummary:
    """Label the articles of files and write a row for each.

    Large inputs are labelled in parts, which are kept beside the output until it is complete. If
    the command is interrupted, the same command goes on from there, with the same result.

    Parameters
    ----------
    inputs
        Files, folders, globs, or ``-`` for standard input.
    models
        Models by the names that the output gives them; at most one for themes and one for
        each stance target.
    output
        A file whose extension is one of `tenor.prediction.tables.TABLES`, or ``-`` for standard
        output.
    columns
        The names of table columns by the names of Article fields.
    strict_columns
        Whether each table must have all of these columns, as in `read_articles`.
    options
        Which rows and columns are written; by default all.
    force
        Replace an existing file, and an existing list of rejected inputs.
    restart
        Remove the parts of an interrupted command.
    n_jobs
        The number of processes, if all models are loaded from bundles. A script that uses more
        than one is protected by ``if __name__ == "__main__"``, as for `concurrent.futures`.
    cluster
        The address of a Dask scheduler whose workers label, or ``local``; empty for none. The
        paths of inputs, output and bundles must be those of all its machines.

    Raises
    ------
    InputError
        If an input does not exist, no input gives an article, or two models have the same task.
    OutputError
        If the output or the list of rejected inputs exists and ``force`` is false, they cannot be
        written, or parts of an interrupted command with other options are there.
    """
    options = options or RowOptions()
    check_tasks(models)
    check_only(models, options)
    check_fields(columns or {})
    reading = ReadingOptions(dict(columns or {}), strict_columns)
    paths = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    has_bundles = all(model.folder is not None for model in models.values())
    if n_jobs > 1 and has_bundles and output != STDOUT and not cluster:
        _start_server(paths)
    exclude: list[str | Path] = [] if output == STDOUT else [output, rejected_path(output)]
    parts = plan_parts(find_sources(paths, exclude=exclude), reading)
    first = list(islice(parts, 2))
    all_parts = chain(first, parts)
    is_small = len(first) < 2 and not cluster
    if output == STDOUT or is_small or "-" in map(str, paths) or not has_bundles:
        if cluster:
            raise InputError(
                "a cluster labels files into a file; name inputs and an output in place of '-'"
            )
        return _label_at_once(all_parts, models, reading, options, output, force=force)
    bundles = {
        name: (model.folder.absolute(), model.fingerprint)
        for name, model in models.items()
        if model.folder is not None
    }
    folder = PartFolder(parts_path(output).absolute(), part_extension(Path(output).suffix))
    setup = PartSetup(bundles, reading, options, folder)
    run = {
        "models": {name: model.fingerprint for name, model in models.items()},
        "inputs": [str(Path(path).absolute()) for path in paths],
        "options": {**asdict(options), "columns": reading.columns, "strict": strict_columns},
        "version of Tenor": version("tenor"),
    }
    check_destination(output, force=force)
    n_bytes = _total_bytes(find_sources(paths, exclude=exclude))
    with atomic_file(Path(output), replace=force) as temporary:
        n_found = folder.open(run, restart=restart)
        try:
            label = _labelling(setup, models, n_jobs, cluster)
            results = _label_parts(all_parts, folder, label, n_found, n_bytes)
            rejected = _count_rejected(results)
            if not sum(result.n_articles for result in results):
                raise InputError(rejected.no_article_message())
            types = column_types(models, options)
            rows = (folder.rows_path(result.name) for result in results)
            join_rows(rows, temporary, Path(output).suffix, types)
            list_path = _write_list(folder, results, output, rejected, force=force)
        except BaseException as error:
            if isinstance(error, InputError) or folder.n_finished() < MIN_KEPT_PARTS:
                folder.remove()
            else:
                print_note(
                    f"the {format_count(folder.n_finished())} parts labelled so far are in "
                    f"{folder.path}; the same command goes on from there"
                )
            raise
    folder.remove()
    return PredictionSummary(
        sum(result.n_articles for result in results),
        rejected.total,
        list_path,
        sum(result.n_rows for result in results),
    )


def parts_path(output: str) -> Path:
    """Return the folder of the parts of an output until it is complete."""
    path = Path(output)
    return path.with_name(f".{path.name}.parts")


def _start_server(paths: Iterable[str | Path]) -> None:
    """Start what workers need early, if an input is a folder or a large file."""
    for path in map(Path, paths):
        with suppress(OSError):
            if path.is_dir() or path.stat().st_size > MIN_SLICES * SLICE_BYTES:
                from tenor.prediction.workers import start_server

                start_server()
                return


def _label_at_once(
    parts: Iterable[Part],
    models: Mapping[str, Model],
    reading: ReadingOptions,
    options: RowOptions,
    output: str,
    *,
    force: bool,
) -> PredictionSummary:
    """Label parts one after the other into an output that is written as they are read."""
    items = (item for part in parts for item in part.read(reading))
    rejected = RejectionCounts()
    n_articles = n_rows = 0
    types = column_types(models, options)
    with (
        open_writer(output, types, force=force) as write,
        open_rejected_list(output, force=force) as reject,
    ):
        labelled = track(label_rows(items, models, options), "labelling")
        while batch := list(islice(labelled, BATCH_SIZE)):
            rows = [row for row, _ in batch if row is not None]
            write(rows)
            n_rows += len(rows)
            for _, rejection in batch:
                if rejection is None:
                    n_articles += 1
                else:
                    rejected.add(rejection)
                    reject(rejection)
        if not n_articles:
            raise InputError(rejected.no_article_message())
    has_list = rejected.total and output != STDOUT
    return PredictionSummary(
        n_articles, rejected.total, rejected_path(output) if has_list else None, n_rows
    )


def _labelling(
    setup: PartSetup, models: Mapping[str, Model], n_jobs: int, cluster: str
) -> Callable[[Iterable[Part]], Iterator[tuple[Part, PartResult]]]:
    """Return the function that labels parts, here or on a cluster."""
    # Imported only here: labelling a few articles needs no processes.
    if cluster:
        from tenor.prediction.cluster import label_on_cluster

        return lambda parts: label_on_cluster(parts, setup, models, cluster, n_jobs)
    from tenor.prediction.workers import label_parts

    return lambda parts: label_parts(parts, setup, models, n_jobs)


def _label_parts(
    parts: Iterable[Part],
    folder: PartFolder,
    label: Callable[[Iterable[Part]], Iterator[tuple[Part, PartResult]]],
    n_found: int,
    n_bytes: int,
) -> list[PartResult]:
    """Label the parts that were not labelled before, and return all results in order."""
    results: dict[int, PartResult] = {}
    n_articles = n_used = 0
    started = time.monotonic()
    if n_found:
        print_note(f"going on after {plural(n_found, 'part')} labelled by an interrupted command")
    with measured("labelling", n_bytes) as advance:

        def new_parts() -> Iterator[Part]:
            nonlocal n_used
            for part in parts:
                if n_found and (result := folder.find(part)):
                    n_used += 1
                    results[part.number] = result
                    advance(part.n_bytes, "labelling")
                else:
                    yield part

        for part, result in label(new_parts()):
            results[part.number] = result
            n_articles += result.n_articles
            rate = n_articles / max(time.monotonic() - started, 0.1)
            advance(
                part.n_bytes,
                f"labelling {format_count(n_articles)} articles, {format_count(round(rate))} "
                "a second",
            )
    if n_used < n_found:
        print_note(
            f"{plural(n_found - n_used, 'part')} labelled again, because their inputs changed"
        )
    return [results[number] for number in sorted(results)]


def _count_rejected(results: Iterable[PartResult]) -> RejectionCounts:
    rejected = RejectionCounts()
    for result in results:
        rejected.add_counts(result.rejected)
    return rejected


def _write_list(
    folder: PartFolder,
    results: Sequence[PartResult],
    output: str,
    rejected: RejectionCounts,
    *,
    force: bool,
) -> Path | None:
    """Write the list of rejected inputs, or remove an old one; return its path if there is one."""
    path = rejected_path(output)
    if not rejected.total:
        if force:
            path.unlink(missing_ok=True)
        return None
    with atomic_file(path, replace=force) as temporary:
        join_files((folder.rejected_path(result.name) for result in results), temporary)
    return path


def _total_bytes(sources: Iterable[object]) -> int:
    total = 0
    for source in sources:
        if isinstance(source, Source) and source.path is not None:
            with suppress(OSError):
                total += source.path.stat().st_size
    return total
