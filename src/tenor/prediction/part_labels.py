"""Labelling one part of a bulk labelling, and joining the files of parts."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tenor.articles import Article, Rejection
from tenor.articles.reading import ReadingOptions
from tenor.articles.rejections import rejection_line
from tenor.features.engine.threads import map_in_order
from tenor.locks import unfinished_path
from tenor.models import Labeler, Model, load_bundle
from tenor.output import output_errors
from tenor.prediction.batch_drift import new_counts
from tenor.prediction.columns import RowOptions, column_types
from tenor.prediction.part_folder import PartFolder, PartResult
from tenor.prediction.parts import Part
from tenor.prediction.review import ReviewQueue, write_items
from tenor.prediction.rows import label_rows
from tenor.prediction.tables import TABLES, Types, read_parquet_rows
from tenor.prediction.writers import WrittenCounts, write_labelled

if TYPE_CHECKING:
    import pyarrow as pa

JOIN_THREADS = 2
"""The number of threads that read Parquet files while one thread writes."""


@dataclass(frozen=True)
class PartSetup:
    """What labels parts: in a form that is passed to other processes.

    Attributes
    ----------
    bundles
        The folder of each model's bundle and its fingerprint, by the name of the model.
    reading, options
        How articles are read, and which rows and columns are written.
    folder
        Where the parts are written.
    coded
        The ids of articles that are not to be reviewed, being coded already, in sorted order.
    """

    bundles: Mapping[str, tuple[Path, str]]
    reading: ReadingOptions
    options: RowOptions
    folder: PartFolder
    coded: tuple[str, ...] = ()

    def load(self) -> dict[str, Model]:
        """Return the models by name, mapped from their verified bundles."""
        return {
            name: load_bundle(folder, verified=fingerprint)
            for name, (folder, fingerprint) in self.bundles.items()
        }


class PartLabeler:
    """Labels the parts of a bulk labelling.

    Parameters
    ----------
    setup
        Where parts are written, and how.
    models
        The models by name.
    n_threads
        The number of threads; by default one for each core.
    """

    def __init__(
        self, setup: PartSetup, models: Mapping[str, Model], n_threads: int | None = None
    ) -> None:
        self._setup = setup
        self._models = models
        self._types = column_types(models, setup.options)
        self._coded = frozenset(setup.coded)
        self._labeler = Labeler(models.values(), n_threads)

    def label(self, part: Part) -> PartResult:
        """Label a part, write its files, and return its result.

        Raises
        ------
        InputError
            If a table lacks a column that the user names.
        OutputError
            If its files cannot be written.
        """
        return self._write(part, part.read(self._setup.reading))

    def set_aside(self, part: Part, detail: str) -> PartResult:
        """Write what part consists of as rejected, and return the result."""
        return self._write(part, [part.set_aside(detail)])

    def join(self, part: Part, pieces: Sequence[PartResult]) -> PartResult:
        """Write the files of a part from those of its pieces, which are removed; return its result.

        Raises
        ------
        OutputError
            If they cannot be written.
        """
        if [piece.name for piece in pieces] == [part.name]:
            return pieces[0]
        folder = self._setup.folder
        counts = WrittenCounts()
        for piece in pieces:
            counts.add(piece.counts)
        with output_errors(folder.path):
            rows = [folder.rows_path(piece.name) for piece in pieces]
            join_rows(rows, folder.rows_path(part.name), folder.extension, self._types)
            lists = [folder.rejected_path(piece.name) for piece in pieces]
            join_files(filter(Path.exists, lists), folder.rejected_path(part.name))
            if self._setup.options.review:
                queues = [folder.review_path(piece.name) for piece in pieces]
                join_files(queues, folder.review_path(part.name))
            for piece in pieces:
                folder.discard(piece.name)
        return folder.finish(part, counts)

    def _write(self, part: Part, items: Iterable[Article | Rejection]) -> PartResult:
        folder = self._setup.folder
        rows_path, list_path = folder.rows_path(part.name), folder.rejected_path(part.name)
        temporary, list_temporary = map(unfinished_path, (rows_path, list_path))
        queue = ReviewQueue(self._setup.options.review, self._coded)
        with output_errors(folder.path):
            with (
                TABLES[folder.extension](temporary, self._types) as write,
                list_temporary.open("w", encoding="utf-8", newline="\n") as rejections,
            ):
                drift = new_counts(self._models)
                labelled = label_rows(
                    items,
                    self._models,
                    self._setup.options,
                    labeler=self._labeler,
                    drift=drift,
                    queue=queue,
                )
                counts = write_labelled(
                    labelled, write, lambda rejection: rejections.write(rejection_line(rejection))
                )
                counts.drift = drift
            os.replace(temporary, rows_path)
            os.replace(list_temporary, list_path)
            counts.add_decisions(queue)
            if self._setup.options.review:
                # It counts only once the result of the part has its hash.
                write_items(queue.in_order(), folder.review_path(part.name))
            return folder.finish(part, counts)


def join_rows(paths: Iterable[Path], output: Path, extension: str, types: Types) -> None:
    """Write the rows of several files of `TABLES` into one.

    Parameters
    ----------
    paths
        Files of its format, or Parquet files, see `part_extension`.
    output
        The file to write.
    extension
        The extension of its format.
    types
        The type of each column.
    """
    if extension == ".jsonl":
        join_files(paths, output)
    elif extension == ".csv":
        join_files(paths, output, has_header=True)
    elif extension == ".parquet":
        _join_parquet(paths, output)
    else:
        with TABLES[extension](output, types) as write:
            for path in paths:
                for rows in read_parquet_rows(path, types):
                    write(rows)


def part_extension(extension: str) -> str:
    """Return the extension of the parts of which a file with this extension is joined."""
    return extension if extension in (".jsonl", ".csv") else ".parquet"


def join_files(paths: Iterable[Path], output: Path, *, has_header: bool = False) -> None:
    """Write files one after the other into one; a header stays only at the beginning."""
    with output.open("wb") as joined:
        for number, path in enumerate(paths):
            with path.open("rb") as part:
                if has_header and number:
                    part.readline()
                shutil.copyfileobj(part, joined, 1 << 20)


def _join_parquet(paths: Iterable[Path], output: Path) -> None:
    import pyarrow.parquet as pq

    def read(path: Path) -> pa.Table:
        return pq.ParquetFile(path).read(use_threads=False)

    writer = None
    try:
        for table in map_in_order(read, paths, JOIN_THREADS):
            if writer is None:
                writer = pq.ParquetWriter(output, table.schema, compression="zstd")
            writer.write_table(table)
    finally:
        if writer is not None:
            writer.close()
