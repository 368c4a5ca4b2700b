"""Rows of FNC-1: a headline and an article body, and the body's stance to the headline.

SOURCE is the folder with ``train_bodies.csv`` and ``train_stances.csv``; where
``competition_test_bodies.csv`` and its stances stand beside them, they are the
part test. The headline is the claim: it often belongs to another article.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from rows import Row, arguments, write_rows

FILES = {"train": "train", "test": "competition_test"}


def read_pairs(folder: Path) -> Iterator[Row]:
    """Yield a row a pair, numbered through both parts so that each id is one pair's."""
    number = 0
    for part, name in FILES.items():
        bodies = {
            row["Body ID"]: row["articleBody"] for row in read_csv(folder / f"{name}_bodies.csv")
        }
        for pair in read_csv(folder / f"{name}_stances.csv"):
            number += 1
            yield {
                "article_id": f"{pair['Body ID']}-{number}",
                "text": bodies[pair["Body ID"]],
                "claim": pair["Headline"],
                "part": part,
                "body_id": pair["Body ID"],
                "stance": pair["Stance"],
            }


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
