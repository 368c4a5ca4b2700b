"""Rows of FNC-1: a headline and an article body, and the body's stance to the headline.

SOURCE is the folder with ``train_bodies.csv`` and ``train_stances.csv``; where
``competition_test_bodies.csv`` and its stances stand beside them, they are the
part test. The headline is the claim: it often belongs to another article.

``series`` is the event that the body tells of: bodies and headlines that are
related, by a chain of pairs, are of one event. An unrelated pair has the event of
its body, though its headline is of another.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from rows import Row, arguments, write_rows

FILES = {"train": "train", "test": "competition_test"}


Body = tuple[str, str]
"""A part and an id in it."""


def read_pairs(folder: Path) -> Iterator[Row]:
    """Yield a row a pair, numbered through both parts so that each id is one pair's."""
    bodies: dict[Body, str] = {}
    pairs: list[tuple[Body, dict[str, str]]] = []
    for part, name in FILES.items():
        for row in read_csv(folder / f"{name}_bodies.csv"):
            bodies[part, row["Body ID"]] = row["articleBody"]
        stances = read_csv(folder / f"{name}_stances.csv")
        pairs += [((part, pair["Body ID"]), pair) for pair in stances]
    event_of = events(pairs)
    for number, (body, pair) in enumerate(pairs, start=1):
        part, body_id = body
        yield {
            "article_id": f"{body_id}-{number}",
            "text": bodies[body],
            "claim": pair["Headline"],
            "part": part,
            "series": f"event {event_of[body]}",
            "body_id": body_id,
            "stance": pair["Stance"],
        }


def events(pairs: list[tuple[Body, dict[str, str]]]) -> dict[Body, int]:
    """Return the event of each body, numbered from 1 as they first occur."""
    leads_to: dict[object, object] = {}

    def first(node: object) -> object:
        while (before := leads_to.setdefault(node, node)) != node:
            leads_to[node] = leads_to[before]
            node = before
        return node

    for body, pair in pairs:
        if pair["Stance"] != "unrelated":
            leads_to[first(pair["Headline"])] = first(body)
    numbers: dict[object, int] = {}
    return {body: numbers.setdefault(first(body), len(numbers) + 1) for body, _ in pairs}


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV; none where the file is absent."""
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def main() -> None:
    args = arguments(__doc__).parse_args()
    write_rows(read_pairs(args.source), args.output)


if __name__ == "__main__":
    main()
