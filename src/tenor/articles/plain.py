"""Plain text and Markdown files; the page of an archive is one that looks like it."""

from __future__ import annotations

from itertools import dropwhile
from typing import Any

from tenor.articles.archive_page import is_archive_page, parse_archive_page
from tenor.articles.header import Header, read_header
from tenor.articles.markdown import mend_links, without_heading, without_links

_MAX_TITLE = 160


def parse_text(text: str, *, markdown: bool = False) -> dict[str, Any]:
    """Return the Article fields of a text file, and the name of its reader."""
    lines = mend_links(text).splitlines()
    front = _front_matter_end(lines)
    header = Header() if front else read_header(lines)
    if is_archive_page(header, lines):
        return {**parse_archive_page(header, lines), "reader": "archive_page"}

    fields = dict(header.fields)
    for line in lines[1:front]:
        fields |= read_header([line]).fields
    rest = lines[front + 1 :] if front else [*header.above, *lines[header.length :]]
    rest = list(dropwhile(lambda line: not line.strip(), rest))
    if "title" not in fields and _is_title(rest, bool(header.fields)):
        fields["title"] = without_links(without_heading(rest.pop(0).strip()))
    if markdown:
        rest = [without_links(without_heading(line.strip())) for line in rest]
    return {**fields, "text": "\n".join(rest), "reader": "plain"}


def _front_matter_end(lines: list[str]) -> int:
    """Return the place of the line that closes YAML front matter, or 0 without one."""
    if lines and lines[0].rstrip() == "---" and "---" in lines[1:60]:
        return lines.index("---", 1)
    return 0


def _is_title(lines: list[str], has_fields: bool) -> bool:
    if len(lines) < 2 or not any(line.strip() for line in lines[1:]):
        return False
    line = lines[0].strip()
    if without_heading(line) != line:
        return True
    return (
        len(line) <= _MAX_TITLE
        and not line.endswith((".", ",", ";", ":"))
        and (has_fields or not lines[1].strip())
    )
