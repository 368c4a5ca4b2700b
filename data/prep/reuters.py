"""Convert Reuters-21578: newswire stories with their topics.

SOURCE is one of:

- the folder of the 22 files ``reut2-*.sgm``, of which the stories of the ModApte split are used;
- a Parquet table named ``train.parquet`` or ``test.parquet`` with the columns
  ``id, title, body, date, places, topics``, or a folder of such tables.

The topics are the 90 topics with at least one training and one test story (R90). Stories with
none of these topics are left out, so every row has at least one topic.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from rows import PARTS, Row, find_parquet_files, make_parser, read_parquet, write_rows

STORY = re.compile(r"<REUTERS(?P<attributes>[^>]*)>(?P<content>.*?)</REUTERS>", re.DOTALL)
MODAPTE = {"TRAIN": "train", "TEST": "test"}
"""LEWISSPLIT of stories with TOPICS="YES", mapped to the ModApte part."""

FLASH = re.compile(r"[\s*]*(Blah blah blah\.)?\s*", re.IGNORECASE)
"""Placeholder body of a flash, a story that consists of its headline alone."""


def read_sgml(paths: list[Path]) -> Iterator[Row]:
    """Yield one row per ModApte story that has a topic occurring in both parts."""
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
    """Yield one row per ModApte story of a file, with all topics of the story."""
    for match in STORY.finditer(path.read_text(encoding="latin-1")):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', match["attributes"]))
        part = MODAPTE.get(attributes["LEWISSPLIT"])
        if attributes["TOPICS"] != "YES" or part is None:
            continue
        content = match["content"]
        # An unstructured text has no BODY element, and a flash has only a TITLE.
        text = element("TEXT", content)
        body = element("BODY", content) or re.sub("<TITLE>.*?</TITLE>", "", text)
        story = {
            "id": attributes["NEWID"],
            "title": html.unescape(element("TITLE", content)),
            "body": html.unescape(body),
            "date": element("DATE", content),
            "places": re.findall("<D>(.*?)</D>", element("PLACES", content)),
            "topics": re.findall("<D>(.*?)</D>", element("TOPICS", content)),
        }
        yield make_row(story, part)


def element(tag: str, sgml: str) -> str:
    """Return the content of the first element with a tag, or an empty string."""
    match = re.search(rf"<{tag}\b[^>]*>(.*?)</{tag}>", sgml, re.DOTALL)
    return match[1] if match else ""


def read_tables(paths: list[Path]) -> Iterator[Row]:
    """Yield one row per story of Parquet tables; the name of a file is its part."""
    for path in paths:
        for story in read_parquet(path):
            yield make_row(story, PARTS.get(path.stem, ""))


def make_row(story: Row, part: str) -> Row:
    """Return the row of a story; a flash has its headline as text."""
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
    args = make_parser(__doc__).parse_args()
    tables = find_parquet_files(args.source)
    rows = read_tables(tables) if tables else read_sgml(sorted(args.source.glob("reut2-*.sgm")))
    write_rows(rows, args.output)


if __name__ == "__main__":
    main()
