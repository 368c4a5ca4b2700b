"""Pages of news archives: plain text with fields above the article and notices below it."""

from __future__ import annotations

import re

from tenor.articles.article import RawArticle
from tenor.articles.boilerplate import is_footer_boilerplate
from tenor.articles.readers.header import Header
from tenor.articles.readers.markdown import link_url, strip_heading, strip_links

_SOURCE_NOTICE = re.compile(
    r"(?:the original source of this article is|la source originale de cet article est"
    r"|la fuente original de este artículo es)\b.{0,200}",
    re.IGNORECASE,
)
_URL_LINE = re.compile(
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
# The rest of an address that was broken over lines: a "word" of letters and digits.
_FRAGMENT = re.compile(
    r"(?=\S*\d)(?=\S*[A-Za-z])[0-9A-Za-z]{6,}|(?:https?://|www\.)\S+|\S+@\S+|<\S+>"
)
_NOTES_HEADING = re.compile(
    r"(?:end ?|foot)?notes?|sources?|references?|références?|notas?|fuentes?|referencias?",
    re.IGNORECASE,
)
_NOTE = re.compile(r"[\[(]?\d{1,3}[\])., ]\s*\S.*|\W{0,3}(?:https?://|www\.)\S+.*|[*†‡]\s?\S.*")
_DIVIDER = re.compile(r"[*_–—-]{1,5}(?: [*_–—-]){0,4}")
_ABOUT_AUTHOR = re.compile(
    r".{3,80}?\b(?:is|was|est|es|are|sont|son)\b.{0,200}\b(?:author|journalist|writer|columnist|"
    r"editor|professor|analyst|researcher|contributor|correspondent|fellow|auteur|journaliste|"
    r"professeur|chercheur|autor|periodista|profesor|investigador|colaborador)",
    re.IGNORECASE,
)
_MAX_FOOTER_LINES = 40
_MAX_TITLE = 200
_MAX_NOTICE = 2000  # disclaimers are longer than the boilerplate lines of other texts


def is_archive_page(header: Header, lines: list[str]) -> bool:
    """Whether a file is a page of an archive, by its header and the notices at its end."""
    n_fields = len(header.archive_fields)
    return n_fields >= 2 or (
        n_fields == 1
        and any(
            _SOURCE_NOTICE.fullmatch(strip_links(line.strip()))
            for line in lines[-_MAX_FOOTER_LINES:]
        )
    )


def parse_archive_page(header: Header, lines: list[str]) -> RawArticle:
    """Return the raw article of an archive page from its header and all its lines."""
    body = [line.strip() for line in lines[header.length :]]
    fields = dict(header.fields)
    heading = list(header.heading)
    if not heading and "title" not in fields:
        heading = _pop_heading(body)
    if heading and "title" not in fields:
        fields["title"] = strip_links(heading[0])
        if url := link_url(heading[0]):
            fields.setdefault("url", url)
        del heading[0]
        # The second line of a title that was broken continues in lower case.
        while heading and heading[0][:1].islower():
            fields["title"] += " " + strip_links(heading.pop(0))
    for line in body:
        if match := _URL_LINE.fullmatch(line):
            fields.setdefault("url", link_url(match[1]) or match[1].strip("<>"))
    if header.language:
        fields.setdefault("language", header.language)
    text = _strip_notices([strip_links(strip_heading(line)) for line in body])
    fields["text"] = "\n".join([*(strip_links(line) + "\n" for line in heading), *text])
    return fields


def _pop_heading(body: list[str]) -> list[str]:
    """Remove a title from the top of the lines, and return it as a list of one line or none."""
    start = next((place for place, line in enumerate(body) if line), 0)
    first, following = [*body[start : start + 2], "", ""][:2]
    if not first or following or len(first) > _MAX_TITLE or first.endswith("."):
        return []
    del body[: start + 1]
    return [strip_heading(first)]


def _strip_notices(lines: list[str]) -> list[str]:
    """Return the lines of the article, without the notices and notes below it."""
    for place in range(len(lines) - 1, -1, -1):
        if _SOURCE_NOTICE.fullmatch(lines[place]):
            lines = lines[:place]
            break
    lines = _strip_last_notices(lines)
    for place in range(len(lines) - 1, 0, -1):
        if _NOTES_HEADING.fullmatch(lines[place].rstrip(" :")):
            if all(_NOTE.fullmatch(line) for line in lines[place + 1 :] if line):
                lines = _strip_last_notices(lines[:place])
            break
    return lines


def _strip_last_notices(lines: list[str]) -> list[str]:
    lines = list(lines)
    while lines:
        if not lines[-1]:
            del lines[-1]
            continue
        # A notice may be broken over lines, so the last paragraph is tried before the last line.
        # It is limited, because in a page without empty lines it includes the article.
        start = len(lines) - 1
        size = len(lines[start])
        while start and lines[start - 1] and size <= _MAX_NOTICE:
            start -= 1
            size += len(lines[start])
        after_divider = start > 1 and any(
            _DIVIDER.fullmatch(line) for line in lines[start - 2 : start]
        )
        if start and _is_notice(" ".join(lines[start:]), after_divider=after_divider):
            del lines[start:]
        elif _is_notice(lines[-1], after_divider=False):
            del lines[-1]
        else:
            break
    return lines


def _is_notice(text: str, *, after_divider: bool) -> bool:
    return (
        is_footer_boilerplate(text, _MAX_NOTICE)
        or _FRAGMENT.fullmatch(text) is not None
        or _URL_LINE.fullmatch(text) is not None
        or (
            len(text) <= _MAX_NOTICE
            and _PAYMENT.search(text) is not None
            and _APPEAL.search(text) is not None
        )
        or (
            after_divider
            and len(text) <= _MAX_NOTICE // 4
            and _ABOUT_AUTHOR.match(text) is not None
        )
    )
