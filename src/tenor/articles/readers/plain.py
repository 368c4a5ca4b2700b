"""Plain text and Markdown files; pages of archives are recognized by their header."""

from __future__ import annotations

from itertools import dropwhile

from tenor.articles.article import RawArticle
from tenor.articles.readers.archive_page import is_archive_page, parse_archive_page
from tenor.articles.readers.front_matter import read_front_matter
from tenor.articles.readers.header import Header, read_header
from tenor.articles.readers.markdown import join_links, strip_heading, strip_links

_MAX_TITLE = 160


def parse_text(text: str, *, markdown: bool = False) -> RawArticle:
    """Return the raw article of a text file, with the name of its reader."""
    lines = join_links(text).splitlines()
    front_matter, n_front = read_front_matter(lines)
    header = Header() if n_front else read_header(lines)
    if is_archive_page(header, lines):
        return {**parse_archive_page(header, lines), "reader": "archive_page"}

    fields = front_matter | header.fields
    body = lines[n_front:] if n_front else [*header.heading, *lines[header.length :]]
    body = list(dropwhile(lambda line: not line.strip(), body))
    if "title" not in fields and _starts_with_title(body, bool(header.fields)):
        fields["title"] = strip_links(strip_heading(body.pop(0).strip()))
    if markdown:
        body = [strip_links(strip_heading(line.strip())) for line in body]
    return {**fields, "text": "\n".join(body), "reader": "plain"}


def _starts_with_title(lines: list[str], has_fields: bool) -> bool:
    if len(lines) < 2 or not any(line.strip() for line in lines[1:]):
        return False
    line = lines[0].strip()
    if not any(map(str.isalnum, line)):
        return False
    if strip_heading(line) != line:
        return True
    return (
        len(line) <= _MAX_TITLE
        and not line.endswith((".", ",", ";", ":"))
        and (has_fields or not lines[1].strip())
    )
