"""Convert the Article-Bias-Prediction corpus: long news articles with a topic and a leaning.

SOURCE is one of:

- the publisher's folder ``data``, with ``jsons/*.json`` and, for the column ``part``,
  ``splits/random/*.tsv`` and ``splits/media/*.tsv``;
- a folder of the JSON files alone;
- a Parquet table of the same fields, in which the columns ``split_*`` hold the parts.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from rows import PARTS, Row, find_parquet_files, make_parser, read_parquet, write_rows


def read_tables(paths: list[Path], split: str) -> Iterator[Row]:
    """Yield one row per article of Parquet tables."""
    for path in paths:
        for article in read_parquet(path):
            yield make_row(article, article[f"split_{split}"])


def read_folder(source: Path, split: str) -> Iterator[Row]:
    """Yield one row per JSON file of a folder."""
    folder = source / "jsons" if (source / "jsons").is_dir() else source
    parts = read_parts([source / "splits" / split, source.parent / "splits" / split])
    if not parts:
        print(f"split '{split}' has no files in SOURCE; column 'part' is empty", file=sys.stderr)
    for path in sorted(folder.glob("*.json")):
        article = json.loads(path.read_text(encoding="utf-8"))
        yield make_row(article, parts.get(article["ID"]))


def read_parts(folders: list[Path]) -> dict[str, str]:
    """Return the part of each article ID, from the first folder that contains split files."""
    parts: dict[str, str] = {}
    tables = (sorted(folder.glob("*.tsv")) for folder in folders)
    for path in next(filter(None, tables), []):
        with path.open(encoding="utf-8", newline="") as file:
            parts |= {row["ID"]: path.stem for row in csv.DictReader(file, delimiter="\t")}
    return parts


def make_row(article: Row, part: str | None) -> Row:
    """Return the row of an article; fields that the publisher left empty stay empty."""
    return {
        "article_id": article["ID"],
        "title": article["title"],
        "text": article["content_original"],
        "outlet": article["source"],
        "site": (article["source_url"] or "").removeprefix("www."),
        "byline": article["authors"],
        "published": article["date"] or "",
        "url": article["url"],
        "part": PARTS.get(part or "", ""),
        "topic": article["topic"],
        "bias_text": article["bias_text"],
    }


def main() -> None:
    parser = make_parser(__doc__)
    parser.add_argument(
        "--split",
        choices=["random", "media", "domain", "time"],
        default="random",
        help="split that fills the column part; domain and time need the Parquet table "
        "(default: %(default)s)",
    )
    args = parser.parse_args()
    tables = find_parquet_files(args.source)
    rows = read_tables(tables, args.split) if tables else read_folder(args.source, args.split)
    write_rows(rows, args.output)


if __name__ == "__main__":
    main()
