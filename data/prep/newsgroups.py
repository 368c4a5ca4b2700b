"""Rows of 20 Newsgroups: Usenet posts, and the group that each was posted to.

SOURCE is the folder of the by-date distribution (``20news-bydate-train/GROUP/FILE``
and ``20news-bydate-test``), or a Parquet table with ``id, title, body,
body_stripped, theme``.

Headers, signatures and quoted lines name the group or its people, so they are
left out unless --headers asks for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rows import PARTS, Row, arguments, parquet_files, read_parquet, write_rows

FOLDER = "20news-bydate-"
QUOTED = re.compile(
    r"^\s*[>|:}]|^\s*In (article|message) |^Quoted from|\b(wrote|writes|said|says)\s*:\s*$"
)
SIGNATURE = re.compile(r"^\s*(--+|__+)\s*$")
LONGEST_SIGNATURE = 10


def read_tables(paths: list[Path], whole: bool) -> Iterator[Row]:
    """Yield the rows of Parquet tables."""
    for path in paths:
        for post in read_parquet(path):
            text = post["body"] if whole else post["body_stripped"]
            yield make_row(post["id"], post["title"] if whole else "", text, post["theme"])


def read_folder(source: Path, whole: bool) -> Iterator[Row]:
    """Yield the rows of the folders of both parts."""
    for folder in sorted(source.glob(f"{FOLDER}*")):
        part = folder.name.removeprefix(FOLDER)
        for path in sorted(folder.glob("*/*")):
            head, _, body = path.read_text(encoding="latin-1").partition("\n\n")
            subject = re.search(r"^Subject: *(.*)$", head, re.MULTILINE | re.IGNORECASE)
            title = subject[1] if subject and whole else ""
            group = path.parent.name
            yield make_row(
                f"{part}/{group}/{path.name}", title, body if whole else strip(body), group
            )


def strip(body: str) -> str:
    """Return what the author of a post wrote, without quoted lines and signature."""
    lines = body.rstrip().splitlines()
    last = range(max(0, len(lines) - LONGEST_SIGNATURE), len(lines))
    end = next((number for number in last if SIGNATURE.match(lines[number])), len(lines))
    return "\n".join(line for line in lines[:end] if not QUOTED.search(line)).strip()


def make_row(post_id: str, title: str, text: str, group: str) -> Row:
    """Return a post's row; its id begins with its part."""
    part = PARTS.get(post_id.partition("/")[0], "")
    return {"article_id": post_id, "title": title, "text": text, "part": part, "group": group}


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument(
        "--headers",
        action="store_true",
        help="Keep the subject as the title, and signatures and quoted lines in the text.",
    )
    args = parser.parse_args()
    tables = parquet_files(args.source)
    read = read_tables(tables, args.headers) if tables else read_folder(args.source, args.headers)
    write_rows(read, args.output)


if __name__ == "__main__":
    main()
