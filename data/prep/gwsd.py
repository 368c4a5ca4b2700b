"""Convert GWSD: news sentences, with the stance to global warming that crowd workers assigned.

SOURCE is the publisher's ``GWSD.tsv``, a Parquet table of the same fields, or a folder that
contains either. The fields are:

- the sentence, as ``body`` or ``sentence``;
- ``round`` (1 to 5), ``batch`` (0 to 9) and ``sent_id``;
- ``worker_0`` to ``worker_7``, the judgements of the eight workers of the batch (agrees, neutral
  or disagrees);
- ``in_held_out_test``.

The judgements are written to a second file beside OUTPUT, which ends in ``.codings.csv``. Each
batch has its own workers, so a coder is named by round, batch and worker: ``1_0_3``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from rows import Row, find_parquet_files, make_parser, read_parquet, write_rows

N_WORKERS = 8
TARGET = "global-warming"
"""Target in the codebook: that climate change or global warming is a serious concern."""

POSITIONS = {
    "agree": "favor",
    "agrees": "favor",
    "neutral": "neutral",
    "disagree": "against",
    "disagrees": "against",
}
CODING_COLUMNS = ("article_id", "task", "target", "label", "coder")


def read_tsv(path: Path) -> Iterator[Row]:
    """Yield the rows of the publisher's tab-separated file."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


def read_sentences(source: Path) -> Iterator[Row]:
    """Yield the sentences in the publisher's form, without the screening items."""
    tsv_files = [source] if source.suffix == ".tsv" else sorted(source.glob("*.tsv"))
    for path in find_parquet_files(source) or tsv_files:
        rows = read_parquet(path) if path.suffix == ".parquet" else read_tsv(path)
        for row in rows:
            if str(row["sent_id"]).startswith("t"):
                yield row


def make_row(sentence: Row) -> Row:
    """Return the row of a sentence."""
    return {
        "article_id": make_id(sentence),
        "text": sentence.get("body") or sentence["sentence"],
        "part": "test" if str(sentence["in_held_out_test"]) == "True" else "train",
    }


def make_codings(sentence: Row) -> Iterator[tuple[str, ...]]:
    """Yield one coding per worker who judged the sentence."""
    for worker in range(N_WORKERS):
        answer = sentence.get(f"worker_{worker}")
        if answer:
            coder = f"{sentence['round']}_{sentence['batch']}_{worker}"
            yield make_id(sentence), "stance", TARGET, POSITIONS[answer], coder


def make_id(sentence: Row) -> str:
    """Return an id that is unique over rounds and batches."""
    return f"{sentence['round']}_{sentence['batch']}_{sentence['sent_id']}"


def main() -> None:
    args = make_parser(__doc__).parse_args()
    sentences = list(read_sentences(args.source))
    write_rows(map(make_row, sentences), args.output)
    path = args.output.with_suffix(".codings.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(CODING_COLUMNS)
        for sentence in sentences:
            writer.writerows(make_codings(sentence))
    print(f"{path}: judgements of {len(sentences):,} sentences")


if __name__ == "__main__":
    main()
