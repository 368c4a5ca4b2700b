"""Rows of Reuters-21578: newswire stories, and their topics.

SOURCE is the folder of the 22 files ``reut2-*.sgm``, of which the ModApte parts
are read; or a Parquet table, ``train.parquet`` or ``test.parquet``, with
``id, title, body, date, places, topics``.

The topics are the 90 that have a training and a test story (R90). A story
that has none of them gives no row, so each story has at least one topic.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from rows import PARTS, Row, arguments, parquet_files, read_parquet, write_rows

STORY = re.compile(r"<REUTERS(?P<head>[^>]*)>(?P<inside>.*?)</REUTERS>", re.DOTALL)
MODAPTE = {"TRAIN": "train", "TEST": "test"}
"""LEWISSPLIT of the stories with TOPICS="YES", and the part that it means."""

FLASH = re.compile(r"[\s*]*(Blah blah blah\.)?\s*", re.IGNORECASE)
"""What stands in the place of a text where a headline is the whole story."""


def read_sgml(paths: list[Path]) -> Iterator[Row]:
    """Yield the rows of both ModApte parts."""
    rows = [row for path in paths for row in read_stories(path)]
    train, test = (
        {topic for row in rows if row["part"] == part for topic in row["topics"]}
        for part in MODAPTE.values()
    )
    in_both = train & test
    for row in rows:
        row["topics"] = [topic for topic in row["topics"] if topic in in_both]
        if row["topics"]:
            yield row


def read_stories(path: Path) -> Iterator[Row]:
    """Yield the rows of the ModApte stories of one file, with all their topics."""
    for found in STORY.finditer(path.read_text(encoding="latin-1")):
        head = dict(re.findall(r'(\w+)="([^"]*)"', found["head"]))
        part = MODAPTE.get(head["LEWISSPLIT"])
        if head["TOPICS"] != "YES" or part is None:
            continue
        inside = found["inside"]
        # A text without structure has no BODY, and a brief one only a TITLE.
        body = find("BODY", inside) or re.sub("<TITLE>.*?</TITLE>", "", find("TEXT", inside))
        story = {
            "id": head["NEWID"],
            "title": html.unescape(find("TITLE", inside)),
            "body": html.unescape(body),
            "date": find("DATE", inside),
            "places": re.findall("<D>(.*?)</D>", find("PLACES", inside)),
            "topics": re.findall("<D>(.*?)</D>", find("TOPICS", inside)),
        }
        yield make_row(story, part)


def find(name: str, text: str) -> str:
    """Return what stands between the tags of that name; nothing where there are none."""
    found = re.search(rf"<{name}\b[^>]*>(.*?)</{name}>", text, re.DOTALL)
    return found[1] if found else ""


def read_tables(paths: list[Path]) -> Iterator[Row]:
    """Yield the rows of Parquet tables; a file's name is its part."""
    for path in paths:
        for story in read_parquet(path):
            yield make_row(story, PARTS.get(path.stem, ""))


def make_row(story: Row, part: str) -> Row:
    """Return a story's row."""
    title = story["title"].strip()
    return {
        "article_id": story["id"],
        "title": title,
        "text": title if FLASH.fullmatch(story["body"]) else story["body"].strip(),
        "outlet": "Reuters",
        "published": story["date"].strip(),
        "regions": story["places"],
        "part": part,
        "topics": story["topics"],
    }


def main() -> None:
    args = arguments(__doc__).parse_args()
    tables = parquet_files(args.source)
    rows = read_tables(tables) if tables else read_sgml(sorted(args.source.glob("reut2-*.sgm")))
    write_rows(rows, args.output)


if __name__ == "__main__":
    main()
