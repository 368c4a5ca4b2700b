"""Convert SemEval-2016 task 6: tweets with their stance towards a target.

SOURCE is one file of the following kinds, or a folder of such files:

- the publisher's tab-separated files (``ID, Target, Tweet, Stance``), in Windows-1252;
- the publisher's CSV files (``Tweet, Target, Stance``, without ids), in Windows-1252;
- a Parquet table with the columns ``id, body, target, stance, split``.

The tweets of a publisher's file with ``test`` in its name become the part ``test``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from rows import PARTS, Row, find_parquet_files, make_parser, read_parquet, write_rows

TARGETS = {
    "Atheism": "atheism",
    "Climate Change is a Real Concern": "climate",
    "Feminist Movement": "feminist",
    "Hillary Clinton": "hillary",
    "Legalization of Abortion": "abortion",
}
"""The five targets of task A. Tweets about other targets are left out."""

TAG = "#SemST"
"""Hashtag that the publisher added to every tweet after it was judged."""


def read_tables(paths: list[Path]) -> Iterator[Row]:
    """Yield one row per tweet of Parquet tables."""
    for path in paths:
        for tweet in read_parquet(path):
            part = PARTS[tweet["split"]]
            yield make_row(tweet["id"], tweet["body"], part, tweet["target"], tweet["stance"])


def read_files(paths: list[Path]) -> Iterator[Row]:
    """Yield one row per tweet of the publisher's files."""
    for path in paths:
        part = "test" if "test" in path.stem.lower() else "train"
        with path.open(encoding="windows-1252", errors="replace", newline="") as file:
            header = file.readline()
            # The tab-separated files do not quote cells: quotation marks belong to the tweets.
            is_tsv = "\t" in header
            dialect = {"delimiter": "\t", "quoting": csv.QUOTE_NONE} if is_tsv else {}
            names = next(csv.reader([header], **dialect))
            for number, tweet in enumerate(csv.DictReader(file, names, **dialect), start=1):
                if target := TARGETS.get(tweet["Target"]):
                    tweet_id = tweet.get("ID") or f"{part}-{number}"
                    text = tweet["Tweet"].replace(TAG, "").strip()
                    yield make_row(tweet_id, text, part, target, tweet["Stance"].lower())


def make_row(tweet_id: str, text: str, part: str, target: str, stance: str) -> Row:
    """Return the row of a tweet."""
    return {
        "article_id": tweet_id,
        "text": text,
        "part": part,
        "target": target,
        "stance": stance,
    }


def main() -> None:
    args = make_parser(__doc__).parse_args()
    if tables := find_parquet_files(args.source):
        rows = read_tables(tables)
    else:
        files = [args.source] if args.source.is_file() else sorted(args.source.glob("*.*"))
        rows = read_files([path for path in files if path.suffix in (".txt", ".csv")])
    write_rows(rows, args.output)


if __name__ == "__main__":
    main()
