"""Rows and codings of GWSD: news sentences, and their stance to global warming by crowd workers.

SOURCE is a Parquet table, or a folder of one, with the publisher's fields: the sentence as
``body`` or ``sentence``; ``round`` (1 to 5), ``batch`` (0 to 9) and ``sent_id``; and
``worker_0`` to ``worker_7``, the judgements of the eight workers of that batch (agrees, neutral,
disagrees); and ``in_held_out_test``. The publisher's own ``GWSD.tsv`` is read as well. Beside
OUTPUT a file ending in ``.codings.csv`` holds the judgements; a batch has its own workers, so
``1_0_3`` is one person.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from rows import Row, arguments, parquet_files, read_parquet, write_rows

WORKERS = 8
TARGET = "global-warming"
"""That climate change or global warming is a serious concern."""

POSITIONS = {
    "agree": "favor",
    "agrees": "favor",
    "neutral": "neutral",
    "disagree": "against",
    "disagrees": "against",
}
COLUMNS = ("article_id", "task", "target", "label", "coder")


def read_tsv(path: Path) -> Iterator[Row]:
    """Yield the rows of the publisher's tab-separated file."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


def read_sentences(source: Path) -> Iterator[Row]:
    """Yield the sentences of a source, as their publisher has them; screening items are none."""
    tables = parquet_files(source)
    texts = [source] if source.suffix == ".tsv" else sorted(source.glob("*.tsv"))
    for table in tables or texts:
        rows = read_parquet(table) if table.suffix == ".parquet" else read_tsv(table)
        for row in rows:
            if str(row["sent_id"]).startswith("t"):
                yield row


def make_row(sentence: Row) -> Row:
    """Return a sentence's row."""
    row = {"article_id": name(sentence), "text": sentence.get("body") or sentence["sentence"]}
    return row | {"part": "test" if str(sentence["in_held_out_test"]) == "True" else "train"}


def codings(sentence: Row) -> Iterator[tuple[str, ...]]:
    """Yield the judgements of a sentence's workers."""
    for worker in range(WORKERS):
        given = sentence.get(f"worker_{worker}")
        if given:
            coder = f"{sentence['round']}_{sentence['batch']}_{worker}"
            yield name(sentence), "stance", TARGET, POSITIONS[given], coder


def name(sentence: Row) -> str:
    """Return a sentence's id, which is unique over rounds and batches."""
    return f"{sentence['round']}_{sentence['batch']}_{sentence['sent_id']}"


def main() -> None:
    args = arguments(__doc__).parse_args()
    sentences = list(read_sentences(args.source))
    write_rows(map(make_row, sentences), args.output)
    path = args.output.with_suffix(".codings.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for sentence in sentences:
            writer.writerows(codings(sentence))
    print(f"{path}: judgements of {len(sentences):,} sentences")


if __name__ == "__main__":
    main()
