"""Rows of SemEval-2016 task 6: tweets, and their stance to a target.

SOURCE is one of the publisher's files, or a folder of them: tab-separated
(``ID, Target, Tweet, Stance``) or CSV (``Tweet, Target, Stance``, without ids),
in Windows-1252; or a Parquet table with ``id, body, target, stance, split``.
A file with ``test`` in its name is the part test.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from rows import PARTS, Row, arguments, parquet_files, read_parquet, write_rows

TARGETS = {
    "Atheism": "atheism",
    "Climate Change is a Real Concern": "climate",
    "Feminist Movement": "feminist",
    "Hillary Clinton": "hillary",
    "Legalization of Abortion": "abortion",
}
"""The five targets of task A; a tweet about another one gives no row."""

TAG = "#SemST"
"""The hashtag that the publisher added to each tweet after it had been judged."""


def read_tables(paths: list[Path]) -> Iterator[Row]:
    """Yield the rows of Parquet tables."""
    for path in paths:
        for tweet in read_parquet(path):
            part = PARTS[tweet["split"]]
            yield make_row(tweet["id"], tweet["body"], part, tweet["target"], tweet["stance"])


def read_files(paths: list[Path]) -> Iterator[Row]:
    """Yield the rows of the publisher's files."""
    for path in paths:
        part = "test" if "test" in path.stem.lower() else "train"
        with path.open(encoding="windows-1252", errors="replace", newline="") as file:
            header = file.readline()
            # A tab-separated file quotes nothing: a quotation mark is the tweet's own.
            tabs = "\t" in header
            form = {"delimiter": "\t", "quoting": csv.QUOTE_NONE} if tabs else {}
            names = next(csv.reader([header], **form))
            for number, tweet in enumerate(csv.DictReader(file, names, **form), start=1):
                if target := TARGETS.get(tweet["Target"]):
                    tweet_id = tweet.get("ID") or f"{part}-{number}"
                    text = tweet["Tweet"].replace(TAG, "").strip()
                    yield make_row(tweet_id, text, part, target, tweet["Stance"].lower())


def make_row(tweet_id: str, text: str, part: str, target: str, stance: str) -> Row:
    """Return a tweet's row."""
    return {
        "article_id": tweet_id,
        "text": text,
        "part": part,
        "target": target,
        "stance": stance,
    }


def main() -> None:
    args = arguments(__doc__).parse_args()
    if tables := parquet_files(args.source):
        rows = read_tables(tables)
    else:
        files = [args.source] if args.source.is_file() else sorted(args.source.glob("*.*"))
        rows = read_files([path for path in files if path.suffix in (".txt", ".csv")])
    write_rows(rows, args.output)


if __name__ == "__main__":
    main()
