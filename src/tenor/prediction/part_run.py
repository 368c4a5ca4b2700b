"""The run of a bulk labelling: new parts are labelled, those of an interrupted command are used."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from tenor.articles.rejections import RejectionCounts
from tenor.articles.sources import Source
from tenor.models import Model
from tenor.output import atomic_file
from tenor.prediction.part_folder import PartFolder, PartResult
from tenor.prediction.part_labels import PartSetup, join_files
from tenor.prediction.parts import Part
from tenor.prediction.review import ReviewItem, ReviewQueue, read_items
from tenor.prediction.writers import WrittenCounts, rejected_path
from tenor.present import format_count, plural
from tenor.progress import measured, print_note

LabelParts = Callable[[Iterable[Part]], Iterator[tuple[Part, PartResult]]]
"""Yields the result of each part, in the order in which they are ready."""


class Results:
    """What the parts of a labelling gave, added up in their order, in which they may not come.

    Attributes
    ----------
    names
        The names of the parts whose counts are added.
    counts
        What was labelled and written in them.
    """

    def __init__(self) -> None:
        self.names: list[str] = []
        self.counts = WrittenCounts()
        self._waiting: dict[int, PartResult] = {}

    def add(self, part: Part, result: PartResult) -> None:
        """Add what a part gave, once those before it are there."""
        self._waiting[part.number] = result
        while following := self._waiting.pop(len(self.names), None):
            self.names.append(following.name)
            self.counts.add(following.counts)


def labelling(
    setup: PartSetup, models: Mapping[str, Model], n_jobs: int, cluster: str
) -> LabelParts:
    """Return the function that labels parts, here or on a cluster."""
    # Imported only here: labelling a few articles needs no processes.
    if cluster:
        from tenor.prediction.cluster import label_on_cluster

        return lambda parts: label_on_cluster(parts, setup, models, cluster, n_jobs)
    from tenor.prediction.workers import label_parts

    return lambda parts: label_parts(parts, setup, models, n_jobs)


def label_new_parts(
    parts: Iterable[Part],
    folder: PartFolder,
    label: LabelParts,
    n_found: int,
    n_bytes: int,
) -> Results:
    """Label the parts that were not labelled before, and return what all of them gave."""
    results = Results()
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
                    results.add(part, result)
                    advance(part.n_bytes, "labelling")
                else:
                    yield part

        for part, result in label(new_parts()):
            results.add(part, result)
            n_articles += result.counts.n_articles
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
    return results


def write_rejected_list(
    folder: PartFolder,
    names: Iterable[str],
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
        join_files(map(folder.rejected_path, names), temporary)
    return path


def join_reviews(folder: PartFolder, names: Iterable[str], size: int) -> list[ReviewItem]:
    """Return the articles to review of all parts, those of the highest priority first."""
    queue = ReviewQueue(size)
    for name in names:
        for item in read_items(folder.review_path(name)):
            queue.add(item)
    return queue.by_priority()


def total_bytes(sources: Iterable[object]) -> int:
    """Return the size of the files of sources."""
    total = 0
    for source in sources:
        if isinstance(source, Source) and source.path is not None:
            with suppress(OSError):
                total += source.path.stat().st_size
    return total
