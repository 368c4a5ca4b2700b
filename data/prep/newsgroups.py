"""Convert 20 Newsgroups: Usenet posts, with the group that each was posted to.

SOURCE is one of:

- the folder of the by-date distribution, with ``20news-bydate-train/GROUP/FILE`` and
  ``20news-bydate-test/GROUP/FILE``;
- a Parquet table with the columns ``id, title, body, body_stripped, theme``, or a folder of such
  tables.

Headers, signatures and quoted lines often name the group or its members. They are removed unless
--headers is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rows import PARTS, Row, find_parquet_files, make_parser, read_parquet, write_rows

FOLDER_PREFIX = "20news-bydate-"
QUOTED_LINE = re.compile(
    r"^\s*[>|:}]|^\s*In (article|message) |^Quoted from|\b(wrote|writes|said|says)\s*:\s*$"
)
SIGNATURE_RULE = re.compile(r"^\s*(--+|__+)\s*$")
MAX_SIGNATURE_LINES = 10
"""A line of dashes starts a signature only among the last lines of a post."""


def read_tables(paths: list[Path], keep_headers: bool) -> Iterator[Row]:
    """Yield one row per post of Parquet tables."""
    for path in paths:
        for post in read_parquet(path):
            title = post["title"] if keep_headers else ""
            text = post["body"] if keep_headers else post["body_stripped"]
            yield make_row(post["id"], title, text, post["theme"])


def read_folder(source: Path, keep_headers: bool) -> Iterator[Row]:
    """Yield one row per post of the by-date distribution."""
    for folder in sorted(source.glob(f"{FOLDER_PREFIX}*")):
        part = folder.name.removeprefix(FOLDER_PREFIX)
        for path in sorted(folder.glob("*/*")):
            headers, _, body = path.read_text(encoding="latin-1").partition("\n\n")
            subject = re.search(r"^Subject: *(.*)$", headers, re.MULTILINE | re.IGNORECASE)
            title = subject[1] if subject and keep_headers else ""
            text = body if keep_headers else strip_body(body)
            group = path.parent.name
            yield make_row(f"{part}/{group}/{path.name}", title, text, group)


def strip_body(body: str) -> str:
    """Return the body of a post without quoted lines and without its signature."""
    lines = body.rstrip().splitlines()
    last = range(max(0, len(lines) - MAX_SIGNATURE_LINES), len(lines))
    end = next((i for i in last if SIGNATURE_RULE.match(lines[i])), len(lines))
    return "\n".join(line for line in lines[:end] if not QUOTED_LINE.search(line)).strip()


def make_row(post_id: str, title: str, text: str, group: str) -> Row:
    """Return the row of a post; its id starts with its part."""
    part = PARTS.get(post_id.partition("/")[0], "")
    return {"article_id": post_id, "title": title, "text": text, "part": part, "group": group}


def main() -> None:
    parser = make_parser(__doc__)
    parser.add_argument(
        "--headers",
        action="store_true",
        help="keep the subject as title, and signatures and quoted lines in the text",
    )
    args = parser.parse_args()
    tables = find_parquet_files(args.source)
    rows = read_tables(tables, args.headers) if tables else read_folder(args.source, args.headers)
    write_rows(rows, args.output)


if __name__ == "__main__":
    main()
