"""Convert FNC-1: pairs of a headline and an article body, with the body's stance to the headline.

SOURCE is the folder with ``train_bodies.csv`` and ``train_stances.csv``. If it also contains
``competition_test_bodies.csv`` and ``competition_test_stances.csv``, their pairs become the part
``test``.

The headline is the claim. It often comes from another article than the body.

``series`` is the event that the body reports. Bodies and headlines that are connected by a chain
of related pairs belong to one event. An unrelated pair has the event of its body, although its
headline belongs to another event.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from rows import Row, make_parser, write_rows

FILE_PREFIXES = {"train": "train", "test": "competition_test"}
"""Part to the prefix of its file names."""

Body = tuple[str, str]
"""The part of a body, and its id in that part."""


def read_pairs(folder: Path) -> Iterator[Row]:
    """Yield one row per pair; pairs are numbered across both parts to make article ids unique."""
    bodies: dict[Body, str] = {}
    pairs: list[tuple[Body, dict[str, str]]] = []
    for part, prefix in FILE_PREFIXES.items():
        for row in read_csv(folder / f"{prefix}_bodies.csv"):
            bodies[part, row["Body ID"]] = row["articleBody"]
        stances = read_csv(folder / f"{prefix}_stances.csv")
        pairs += [((part, pair["Body ID"]), pair) for pair in stances]
    events = number_events(pairs)
    for number, (body, pair) in enumerate(pairs, start=1):
        part, body_id = body
        yield {
            "article_id": f"{body_id}-{number}",
            "text": bodies[body],
            "claim": pair["Headline"],
            "part": part,
            "series": f"event {events[body]}",
            "body_id": body_id,
            "stance": pair["Stance"],
        }


def number_events(pairs: list[tuple[Body, dict[str, str]]]) -> dict[Body, int]:
    """Return the event of each body, numbered from 1 in order of first occurrence.

    Events are the connected components of the graph whose nodes are bodies and headlines and
    whose edges are the related pairs, found by union-find.
    """
    parents: dict[object, object] = {}

    def root(node: object) -> object:
        while (parent := parents.setdefault(node, node)) != node:
            parents[node] = parents[parent]
            node = parent
        return node

    for body, pair in pairs:
        if pair["Stance"] != "unrelated":
            parents[root(pair["Headline"])] = root(body)
    numbers: dict[object, int] = {}
    return {body: numbers.setdefault(root(body), len(numbers) + 1) for body, _ in pairs}


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file, or nothing if the file does not exist."""
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def main() -> None:
    args = make_parser(__doc__).parse_args()
    write_rows(read_pairs(args.source), args.output)


if __name__ == "__main__":
    main()
