"""Rows of the Article-Bias-Prediction corpus: long news articles, their topic and leaning.

SOURCE is the publisher's folder ``data`` (``jsons/*.json`` and, for the column
part, ``splits/random/*.tsv`` and ``splits/media/*.tsv``), a folder of its JSON
files, or a Parquet table of them whose columns ``split_*`` name the parts.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from rows import PARTS, Row, arguments, parquet_files, read_parquet, write_rows


def read_tables(paths: list[Path], split: str) -> Iterator[Row]:
    """Yield the rows of Parquet tables."""
    for path in paths:
        for article in read_parquet(path):
            yield make_row(article, article[f"split_{split}"])


def read_folder(source: Path, split: str) -> Iterator[Row]:
    """Yield the rows of a folder with a JSON file an article."""
    folder = source / "jsons" if (source / "jsons").is_dir() else source
    parts = read_parts([source / "splits" / split, source.parent / "splits" / split])
    if not parts:
        print(f"no files of a split '{split}' beside the articles: part is empty", file=sys.stderr)
    for path in sorted(folder.glob("*.json")):
        article = json.loads(path.read_text(encoding="utf-8"))
        yield make_row(article, parts.get(article["ID"]))


def read_parts(folders: list[Path]) -> dict[str, str]:
    """Return the part of each article's ID, from the first folder that has split files."""
    parts: dict[str, str] = {}
    for path in next((found for f in folders if (found := sorted(f.glob("*.tsv")))), []):
        with path.open(encoding="utf-8", newline="") as file:
            parts |= {row["ID"]: path.stem for row in csv.DictReader(file, delimiter="\t")}
    return parts


def make_row(article: Row, part: str | None) -> Row:
    """Return an article's row; a field that the publisher left empty stays empty."""
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
    parser = arguments(__doc__)
    parser.add_argument(
        "--split",
        choices=["random", "media", "domain", "time"],
        default="random",
        help="Which split the column part tells; domain and time are columns of the table only.",
    )
    args = parser.parse_args()
    tables = parquet_files(args.source)
    rows = read_tables(tables, args.split) if tables else read_folder(args.source, args.split)
    write_rows(rows, args.output)


if __name__ == "__main__":
    main()
