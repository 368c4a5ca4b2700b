"""Labelling the files of a folder as they arrive, each once.

The files of the labelled parts say which inputs are done, so that each input is labelled once,
whatever ends the process.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import chain
from pathlib import Path

from tenor.articles import Rejection
from tenor.articles.readers.columns import check_fields
from tenor.articles.reading import ReadingOptions
from tenor.articles.sources import Source, find_sources
from tenor.errors import InputError, OutputError
from tenor.locks import lock
from tenor.models import Model
from tenor.output import output_errors
from tenor.prediction.columns import RowOptions, check_only
from tenor.prediction.part_folder import PartFolder, PartResult
from tenor.prediction.part_labels import PartLabeler, PartSetup
from tenor.prediction.parts import PartInput, plan_parts
from tenor.prediction.rows import check_tasks

SETTLE_SECONDS = 1.0
"""The age of a file from which on it is taken as complete."""

INTERVAL_SECONDS = 1.0
"""The seconds after which the folder is looked through although nothing was reported."""


def watch(
    folder: Path,
    models: Mapping[str, Model],
    output: Path,
    *,
    extension: str = ".jsonl",
    columns: Mapping[str, str] | None = None,
    strict_columns: bool = True,
    options: RowOptions | None = None,
    poll: bool = False,
    stop: threading.Event | None = None,
) -> Iterator[PartResult]:
    """Return an iterator that labels the files of a folder as they arrive, and yields the parts.

    The first are those that are there.

    A file that changes after it was labelled is labelled again. It is taken as complete when it
    did not change for `SETTLE_SECONDS`.

    Parameters
    ----------
    folder
        The folder; files in folders below it count.
    models
        Models by the names that the output gives them.
    output
        A folder, which gets ``part-00000.jsonl`` and so on; it is made if it does not exist.
    extension
        The extension of the parts, which names their format.
    columns, strict_columns, options
        As for `predict`.
    poll
        Look through the folder from time to time, where the file system reports no changes, as
        many network folders.
    stop
        Ends the work when it is set.

    Raises
    ------
    InputError
        At once, if ``folder`` is no folder, or the library that watches is not installed.
    OutputError
        Later, if the output has files of another command or other models, or cannot be written.
    """
    options = options or RowOptions()
    check_tasks(models)
    check_only(models, options)
    check_fields(columns or {})
    if not folder.is_dir():
        raise InputError(f"'{folder}' is not a folder; name the folder in which files arrive")
    changes = _changes(folder, poll=poll, stop=stop or threading.Event())
    reading = ReadingOptions(dict(columns or {}), strict_columns)
    parts = PartFolder(output.absolute(), extension)
    setup = PartSetup({}, reading, options, parts)
    return _label(folder, models, setup, changes)


def _label(
    folder: Path, models: Mapping[str, Model], setup: PartSetup, changes: Iterable[object]
) -> Iterator[PartResult]:
    parts, reading = setup.folder, setup.reading
    labeler = PartLabeler(setup, models)
    with output_errors(parts.path), lock(parts.path):
        _open(parts, models, reading, setup.options)
        number, done = parts.inputs()

        def is_done(item: PartInput) -> bool:
            return json.dumps(item.describe()) in done

        for _ in changes:
            sources = find_sources([folder], exclude=[parts.path])
            for part in plan_parts(_settled(sources), reading, first=number, is_done=is_done):
                result = labeler.label(part)
                done |= {json.dumps(item) for item in part.describe()}
                number = part.number + 1
                yield result


def _open(
    parts: PartFolder,
    models: Mapping[str, Model],
    reading: ReadingOptions,
    options: RowOptions,
) -> None:
    """Make the folder of the output, or check that its parts are of the same models and options."""
    run = {
        "models": {name: model.fingerprint for name, model in models.items()},
        "options": {**asdict(options), "columns": reading.columns, "format": parts.extension},
    }
    if parts.path.is_dir() and not parts.is_run() and any(parts.path.iterdir()):
        raise OutputError(
            f"'{parts.path}' has files of something else; name a folder for the labels alone"
        )
    if changed := parts.changed(run):
        raise OutputError(
            f"'{parts.path}' has labels of other {' and '.join(changed)}; name another folder"
        )
    parts.open(run, restart=False)


def _settled(sources: Iterable[Source | Rejection]) -> Iterator[Source | Rejection]:
    """Yield the sources that are complete."""
    for source in sources:
        if isinstance(source, Source) and source.path is not None:
            try:
                age = time.time() - source.path.stat().st_mtime
            except OSError:
                continue  # It was removed again.
            # A time in the future says nothing of the age.
            if 0 <= age < SETTLE_SECONDS:
                continue
        yield source


def _changes(folder: Path, *, poll: bool, stop: threading.Event) -> Iterable[object]:
    """Return an iterator that yields at once, and then whenever the folder may have changed."""
    try:
        import watchfiles
    except ImportError:
        raise InputError(
            "watching a folder needs watchfiles; install it with: pip install 'tenor[watch]'"
        ) from None
    later = watchfiles.watch(
        folder,
        stop_event=stop,
        rust_timeout=int(INTERVAL_SECONDS * 1000),
        yield_on_timeout=True,
        force_polling=poll or None,
        raise_interrupt=True,
    )
    return chain([None], later)
