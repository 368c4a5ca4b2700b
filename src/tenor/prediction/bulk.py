"""Bulk labelling: the articles of many files are labelled and written, a row for each, in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path

from tenor.articles.readers.columns import check_fields
from tenor.articles.reading import ReadingOptions
from tenor.articles.sources import find_sources
from tenor.errors import InputError
from tenor.evaluation.drift import Drift
from tenor.models import Model
from tenor.output import atomic_file
from tenor.prediction.batch_drift import measure_drifts, new_counts
from tenor.prediction.columns import RowOptions, check_only, column_types
from tenor.prediction.part_folder import PartFolder
from tenor.prediction.part_labels import PartSetup, join_rows, part_extension
from tenor.prediction.part_run import (
    join_reviews,
    label_new_parts,
    labelling,
    total_bytes,
    write_rejected_list,
)
from tenor.prediction.parts import Part, plan_parts
from tenor.prediction.review import ReviewQueue, ReviewSheet
from tenor.prediction.rows import check_tasks, label_rows
from tenor.prediction.writers import (
    STDOUT,
    WrittenCounts,
    check_destination,
    open_rejected_list,
    open_writer,
    rejected_path,
    write_labelled,
)
from tenor.present import format_count
from tenor.progress import print_note, track

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
    drift
        The drift of the articles by the name of the model, for each that has a reference.
    n_auto, n_review
        The number of labels that are automatic, and of those to review; 0 without a promise.
    n_to_review, n_coded
        The number of articles with a label to review, and of those that are coded already.
    n_on_sheet
        The number of articles on the sheet of those to review.
    """

    n_articles: int
    n_rejected: int
    rejected_path: Path | None
    n_rows: int
    n_auto: int = 0
    n_review: int = 0
    n_to_review: int = 0
    n_coded: int = 0
    n_on_sheet: int = 0
    drift: Mapping[str, Drift] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        counts: WrittenCounts,
        list_path: Path | None,
        n_on_sheet: int,
        models: Mapping[str, Model],
    ) -> PredictionSummary:
        """Return the summary of what was written."""
        return cls(
            counts.n_articles,
            counts.rejected.total,
            list_path,
            counts.n_rows,
            counts.n_auto,
            counts.n_review,
            counts.n_to_review,
            counts.n_coded,
            n_on_sheet,
            measure_drifts(counts.drift, models),
        )


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
    review: ReviewSheet | None = None,
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
    review
        The sheet of the articles to review, if one is written; a model has a promise then.

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
    if review is not None:
        review.check(models, output, force=force)
        options = replace(options, review=review.n)
    check_fields(columns or {})
    reading = ReadingOptions(dict(columns or {}), strict_columns)
    paths = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    has_bundles = all(model.folder is not None for model in models.values())
    exclude: list[str | Path] = [] if output == STDOUT else [output, rejected_path(output)]
    exclude += [review.path] if review else []
    parts = plan_parts(find_sources(paths, exclude=exclude), reading)
    first = list(islice(parts, 2))
    all_parts = chain(first, parts)
    is_small = len(first) < 2 and not cluster
    if output == STDOUT or is_small or "-" in map(str, paths) or not has_bundles:
        if cluster:
            raise InputError(
                "a cluster labels files into a file; name inputs and an output in place of '-'"
            )
        return _label_at_once(
            all_parts, models, reading, options, output, review=review, force=force
        )
    bundles = {
        name: (model.folder.absolute(), model.fingerprint)
        for name, model in models.items()
        if model.folder is not None
    }
    folder = PartFolder(parts_path(output).absolute(), part_extension(Path(output).suffix))
    coded = tuple(sorted(review.coded)) if review else ()
    setup = PartSetup(bundles, reading, options, folder, coded)
    run = {
        "models": {name: model.fingerprint for name, model in models.items()},
        "inputs": [str(Path(path).absolute()) for path in paths],
        "options": {**asdict(options), "columns": reading.columns, "strict": strict_columns},
        "version of Tenor": version("tenor"),
        "coded articles": sha256(repr(coded).encode()).hexdigest(),
    }
    check_destination(output, force=force)
    n_bytes = total_bytes(find_sources(paths, exclude=exclude))
    with atomic_file(Path(output), replace=force) as temporary:
        n_found = folder.open(run, restart=restart)
        try:
            label = labelling(setup, models, n_jobs, cluster)
            results = label_new_parts(all_parts, folder, label, n_found, n_bytes)
            names, counts = results.names, results.counts
            if not counts.n_articles:
                raise InputError(counts.rejected.no_article_message())
            types = column_types(models, options)
            join_rows(map(folder.rows_path, names), temporary, Path(output).suffix, types)
            list_path = write_rejected_list(folder, names, output, counts.rejected, force=force)
            reviewed = join_reviews(folder, names, options.review) if review else []
            if review:
                review.write(reviewed, models, force=force)
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
    return PredictionSummary.of(counts, list_path, len(reviewed), models)


def parts_path(output: str) -> Path:
    """Return the folder of the parts of an output until it is complete."""
    path = Path(output)
    return path.with_name(f".{path.name}.parts")


def _label_at_once(
    parts: Iterable[Part],
    models: Mapping[str, Model],
    reading: ReadingOptions,
    options: RowOptions,
    output: str,
    *,
    review: ReviewSheet | None,
    force: bool,
) -> PredictionSummary:
    """Label parts one after the other into an output that is written as they are read."""
    items = (item for part in parts for item in part.read(reading))
    types = column_types(models, options)
    queue = ReviewQueue(options.review, review.coded if review else frozenset())
    with (
        open_writer(output, types, force=force) as write,
        open_rejected_list(output, force=force) as reject,
    ):
        drift = new_counts(models)
        labelled = track(label_rows(items, models, options, drift=drift, queue=queue), "labelling")
        counts = write_labelled(labelled, write, reject)
        counts.drift = drift
        if not counts.n_articles:
            raise InputError(counts.rejected.no_article_message())
        counts.add_decisions(queue)
        reviewed = queue.by_priority()
        if review:
            review.write(reviewed, models, force=force)
    n_rejected = counts.rejected.total
    list_path = rejected_path(output) if n_rejected and output != STDOUT else None
    return PredictionSummary.of(counts, list_path, len(reviewed), models)
