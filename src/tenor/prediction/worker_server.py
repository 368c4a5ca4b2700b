"""The process from which workers are forked, started early: it imports what all of them need.

It takes a second, in which the command itself imports, loads models and finds the parts.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from tenor.articles.readers.slicing import MIN_SLICES, SLICE_BYTES

_WRITTEN_BY_ARROW = (".parquet", ".sqlite", ".xlsx")
"""Extensions of outputs whose parts are Parquet files."""


def start_method() -> str:
    """Return how worker processes start: ``forkserver`` where there is one, or ``spawn``."""
    methods = multiprocessing.get_all_start_methods()
    return "forkserver" if "forkserver" in methods else "spawn"


def start_server(output: str) -> None:
    """Start the server, unless it runs or this system has none.

    Parameters
    ----------
    output
        The output of the labelling, whose extension decides what workers import.
    """
    if start_method() == "forkserver":
        from multiprocessing import forkserver

        modules = ["tenor.prediction.worker_imports"]
        if output.endswith(_WRITTEN_BY_ARROW):
            modules.append("tenor.prediction.worker_arrow")
        multiprocessing.set_forkserver_preload(modules)
        forkserver.ensure_running()


def start_server_for(inputs: Iterable[str | Path], output: str) -> None:
    """Start the server if an input is a folder or a large file."""
    for path in map(Path, inputs):
        with suppress(OSError):
            if path.is_dir() or path.stat().st_size >= MIN_SLICES * SLICE_BYTES:
                start_server(output)
                return
