"""Plain text and Markdown files; pages of archives are recognized by their header."""

from __future__ import annotations

from itertools import dropwhile

from tenor.articles.article import RawArticle
from tenor.articles.readers.archive_page import is_archive_page, parse_archive_page
from tenor.articles.readers.header import Header, read_header
from tenor.articles.readers.markdown import join_links, strip_heading, strip_links

_MAX_TITLE = 160
_MAX_FRONT_MATTER = 60


def parse_text(text: str, *, markdown: bool = False) -> RawArticle:
    """Return the raw article of a text file, with the name of its reader."""
    lines = join_links(text).splitlines()
    front = _front_matter_end(lines)
    header = Header() if front else read_header(lines)
    if is_archive_page(header, lines):
        return {**parse_archive_page(header, lines), "reader": "archive_page"}

    fields = dict(header.fields)
    for line in lines[1:front]:
        fields |= read_header([line]).fields
    body = lines[front + 1 :] if front else [*header.heading, *lines[header.length :]]
    body = list(dropwhile(lambda line: not line.strip(), body))
    if "title" not in fields and _starts_with_title(body, bool(header.fields)):
        fields["title"] = strip_links(strip_heading(body.pop(0).strip()))
    if markdown:
        body = [strip_links(strip_heading(line.strip())) for line in body]
    return {**fields, "text": "\n".join(body), "reader": "plain"}


def _front_matter_end(lines: list[str]) -> int:
    """Return the index of the line that ends the YAML front matter, or 0 without one."""
    if lines and lines[0].rstrip() == "---" and "---" in lines[1:_MAX_FRONT_MATTER]:
        return lines.index("---", 1)
    return 0


def _starts_with_title(lines: list[str], has_fields: bool) -> bool:
    if len(lines) < 2 or not any(line.strip() for line in lines[1:]):
        return False
    line = lines[0].strip()
    if strip_heading(line) != line:
        return True
    return (
        len(line) <= _MAX_TITLE
        and not line.endswith((".", ",", ";", ":"))
        and (has_fields or not lines[1].strip())
    )
