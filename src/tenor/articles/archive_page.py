"""The page of a news archive: fields above the article, notices below it."""

from __future__ import annotations

import re
from typing import Any

from tenor.articles.boilerplate import closes_page
from tenor.articles.header import Header
from tenor.articles.markdown import link_target, without_heading, without_links

_SOURCE = re.compile(
    r"(?:the original source of this article is|la source originale de cet article est"
    r"|la fuente original de este artículo es)\b.{0,200}",
    re.IGNORECASE,
)
_URL = re.compile(
    r"(?:url(?: of this article| de cet article| de l.article| de este artículo)?)\s?:\s*(\S.*)",
    re.IGNORECASE,
)
_ADDRESS = r"(?:0x[0-9a-f]{8,}|\b[13][1-9a-km-z]{24,34}\b|\bbc1[0-9a-z]{20,})"
_PAYMENT = re.compile(
    rf"{_ADDRESS}|\b(?:paypal|patreon|btc|iban)\b.{{0,40}}(?:@|https?:|:)|/donate", re.IGNORECASE
)
_APPEAL = re.compile(
    r"\b(?:our|us|we|support|donate|donations?|contribut\w+|nos|notre|nous|soutenez|dons?|"
    r"nuestr[oa]s?|apoy\w+|donación|donaciones)\b",
    re.IGNORECASE,
)
# The rest of an address that the page broke: one word that no language has.
_FRAGMENT = re.compile(
    r"(?=\S*\d)(?=\S*[A-Za-z])[0-9A-Za-z]{6,}|(?:https?://|www\.)\S+|\S+@\S+|<\S+>"
)
_NOTES = re.compile(
    r"(?:end ?|foot)?notes?|sources?|references?|références?|notas?|fuentes?|referencias?",
    re.IGNORECASE,
)
_NOTE = re.compile(r"[\[(]?\d{1,3}[\])., ]\s*\S.*|\W{0,3}(?:https?://|www\.)\S+.*|[*†‡]\s?\S.*")
_RULE = re.compile(r"[*_–—-]{1,5}(?: [*_–—-]){0,4}")
_ABOUT_AUTHOR = re.compile(
    r".{3,80}?\b(?:is|was|est|es|are|sont|son)\b.{0,200}\b(?:author|journalist|writer|columnist|"
    r"editor|professor|analyst|researcher|contributor|correspondent|fellow|auteur|journaliste|"
    r"professeur|chercheur|autor|periodista|profesor|investigador|colaborador)",
    re.IGNORECASE,
)
_TITLE = 200
_NOTICE = 2000  # a disclaimer is longer than a line of clean text may be to be dropped


def is_archive_page(header: Header, lines: list[str]) -> bool:
    """Whether a header, with the notices far below, is that of an archive page."""
    signs = len(header.signs)
    return signs >= 2 or (
        signs == 1 and any(_SOURCE.fullmatch(without_links(line.strip())) for line in lines[-40:])
    )


def parse_archive_page(header: Header, lines: list[str]) -> dict[str, Any]:
    """Return the Article fields of an archive page by its header and all its lines."""
    body = [line.strip() for line in lines[header.length :]]
    fields = dict(header.fields)
    above = list(header.above)
    if not above and "title" not in fields:
        above = _take_heading(body)
    if above and "title" not in fields:
        fields["title"] = without_links(above[0])
        if target := link_target(above[0]):
            fields.setdefault("url", target)
        del above[0]
        # A title that the page broke goes on in lower case.
        while above and above[0][:1].islower():
            fields["title"] += " " + without_links(above.pop(0))
    for line in body:
        if match := _URL.fullmatch(line):
            fields.setdefault("url", link_target(match[1]) or match[1].strip("<>"))
    if header.language:
        fields.setdefault("language", header.language)
    own = _own_lines([without_links(without_heading(line)) for line in body])
    fields["text"] = "\n".join([*(without_links(line) + "\n" for line in above), *own])
    return fields


def _take_heading(body: list[str]) -> list[str]:
    start = next((place for place, line in enumerate(body) if line), 0)
    first, following = [*body[start : start + 2], "", ""][:2]
    if not first or following or len(first) > _TITLE or first.endswith("."):
        return []
    del body[: start + 1]
    return [without_heading(first)]


def _own_lines(lines: list[str]) -> list[str]:
    """Return the lines of the article itself, without what the archive put below."""
    for place in range(len(lines) - 1, -1, -1):
        if _SOURCE.fullmatch(lines[place]):
            lines = lines[:place]
            break
    lines = _without_notices(lines)
    for place in range(len(lines) - 1, 0, -1):
        if _NOTES.fullmatch(lines[place].rstrip(" :")):
            if all(_NOTE.fullmatch(line) for line in lines[place + 1 :] if line):
                lines = _without_notices(lines[:place])
            break
    return lines


def _without_notices(lines: list[str]) -> list[str]:
    lines = list(lines)
    while lines:
        if not lines[-1]:
            del lines[-1]
            continue
        # A notice may be broken over lines: the paragraph is tried, then the line. A page
        # without empty lines is one paragraph, and most of that is the article.
        start = len(lines) - 1
        size = len(lines[start])
        while start and lines[start - 1] and size <= _NOTICE:
            start -= 1
            size += len(lines[start])
        after_rule = start > 1 and any(_RULE.fullmatch(line) for line in lines[start - 2 : start])
        if start and _is_notice(" ".join(lines[start:]), after_rule=after_rule):
            del lines[start:]
        elif _is_notice(lines[-1], after_rule=False):
            del lines[-1]
        else:
            break
    return lines


def _is_notice(text: str, *, after_rule: bool) -> bool:
    return (
        closes_page(text, _NOTICE)
        or _FRAGMENT.fullmatch(text) is not None
        or _URL.fullmatch(text) is not None
        or (
            len(text) <= _NOTICE
            and _PAYMENT.search(text) is not None
            and _APPEAL.search(text) is not None
        )
        or (after_rule and len(text) <= _NOTICE // 4 and _ABOUT_AUTHOR.match(text) is not None)
    )
