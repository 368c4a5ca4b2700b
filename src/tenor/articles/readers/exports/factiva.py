"""Exports of Factiva, in any language of its interface: pages, and text or RTF.

Documents end with a line that has the id of the document: the code of the source, the day and
nine letters or digits. In the form with codes, lines begin with HD for the headline, PD for the
date, SN for the outlet, BY for the authors, LP and TD for the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tenor.articles.article import RawArticle
from tenor.articles.readers.dates import parse_date
from tenor.articles.readers.exports.fields import blocks, check_documents
from tenor.articles.readers.markup import text_of

_DOCUMENT_ID = re.compile(
    r"\s*(?:[^\W\d_]{2,14}\s+){0,2}(?P<id>[A-Z][A-Z0-9]{2,11}(?:19|20)\d{6}[a-z0-9]{7,10})\s*"
)
_LENGTH = re.compile(r"[\d.,\s\u00a0\u202f]{1,9}[^\W\d_]{1,14}(?: [^\W\d_]{2,14})?")
_CODES = (
    "SE HD BY CR WC PD ET SN SC ED PG LA CY LP TD CO IN NS RE IPD IPC PUB AN CLM VOL RF ART"
).replace(" ", "|")
_CODE = re.compile(rf"(?P<code>{_CODES})(?:\s+(?P<value>.*)|$)")
_SOURCE_CODE = re.compile(r"[A-Z0-9]{2,12}")
_TEXT_CODES = ("LP", "TD")
_CODES_BELOW_TEXT = (
    *("CO", "IN", "NS", "RE", "IPD", "IPC", "PUB", "AN", "CLM", "VOL", "RF", "ART"),
)
_CODED_VALUE = re.compile(r"\|| : ")
"""What parts the values of codes below the text, as in ``gcat : News | gtran : Transport``."""
_SUMMARY = re.compile(r"\s*(?:search summary|résumé de la recherche|suchübersicht)", re.IGNORECASE)
_LANGUAGE = re.compile(r"[^\W\d_]{3,14}(?: ?[(,-] ?[^\W\d_]{3,14}\)?)?")
_PAGE = re.compile(r"(?:[A-Za-z]{1,3}[ .-]?)?\d{1,4}\w?(?:[,;/ -]+\w{1,5}){0,3}")
_COPYRIGHT = re.compile(r"\(?(?:copyright|©|\(c\))", re.IGNORECASE)
_PAGE_ARTICLE = re.compile(r"\barticle\b.*\b[a-z]{2}article\b|\b[a-z]{2}article\b", re.IGNORECASE)


def read_factiva_page(tree: Any) -> list[RawArticle]:
    """Return the articles of a page that Factiva saved; none if it is not one."""
    elements = [
        element for element in tree.iter("div") if _PAGE_ARTICLE.search(element.get("class") or "")
    ]
    elements = [e for e in elements if not any(a in elements for a in e.iterancestors("div"))]
    articles = []
    for element in elements:
        lines = text_of(element).splitlines()
        headline = next(
            iter(element.xpath(".//*[@id='hd'] | .//*[contains(@class, 'Headline')]")), None
        )
        title = " ".join(text_of(headline).split()) if headline is not None else ""
        article = _coded_article(lines) or _displayed_article(lines, title)
        if article:
            articles.append(article)
    return articles if articles and len(articles) == len(elements) else []


def read_factiva(lines: Sequence[str]) -> list[RawArticle]:
    """Return the articles of a text export of Factiva; none if it is not one."""
    ends = [i for i, line in enumerate(lines) if is_factiva_end(line)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    articles = []
    for start, end in zip(starts, ends, strict=False):
        document = lines[start : end + 1]
        articles.append(_coded_article(document) or _displayed_article(document))
    if ends:
        summary = (i for i, line in enumerate(lines) if i > ends[-1] and _SUMMARY.match(line))
        check_documents(len(ends), articles, lines[ends[-1] + 1 : next(summary, len(lines))])
    return [article for article in articles if article]


def is_factiva_end(line: str) -> bool:
    """Return whether a line has the id that ends a document of Factiva."""
    return _DOCUMENT_ID.fullmatch(line) is not None


def _coded_article(lines: Sequence[str]) -> RawArticle | None:
    """Return the article of a document in the form with codes, or None."""
    values: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        match = _CODE.fullmatch(line.strip())
        if match and match["code"] != code and _is_code(match, code):
            code = match["code"]
            values.setdefault(code, []).append(match["value"] or "")
        elif code:
            values[code].append(line.strip())
    if "HD" not in values or not values.keys() & {"LP", "TD"}:
        return None
    joined = {code: " ".join(filter(None, parts)) for code, parts in values.items()}
    return {
        "title": joined["HD"],
        "outlet": joined.get("SN", ""),
        "byline": joined.get("BY", ""),
        "published": parse_date(joined.get("PD", "")),
        "text": "\n".join([*values.get("LP", []), "", *values.get("TD", [])]),
    }


def _is_code(match: re.Match[str], before: str) -> bool:
    """Return whether a line begins with a code; a paragraph can begin with IN, AN or BY."""
    code, value = match["code"], (match["value"] or "").strip()
    if before not in (*_TEXT_CODES, *_CODES_BELOW_TEXT) or code in _TEXT_CODES:
        return True
    return code in _CODES_BELOW_TEXT and (
        not value
        or code in ("IPD", "IPC", "PUB")
        or _CODED_VALUE.search(value) is not None
        or _DOCUMENT_ID.fullmatch(value) is not None
    )


def _displayed_article(lines: Sequence[str], title: str = "") -> RawArticle | None:
    """Return the article of a document as it is displayed, or None.

    Its lines are: headline, authors, number of words, date, time, outlet, code of the outlet,
    page, language, copyright, and the text.
    """
    parts = [" ".join(part) for part in blocks(_one_a_block(lines))]
    at = next((i for i, part in enumerate(parts[:12]) if _is_length(parts, i)), -1)
    if at < 0:
        return None
    head, rest = parts[:at], parts[at + 1 :]
    title = title or (head[0] if head else "")
    if title in head:
        head = head[head.index(title) + 1 :]
    article: RawArticle = {
        "title": title,
        "byline": "; ".join(head),
        "published": parse_date(rest[0]),
    }
    del rest[0]
    if rest and re.fullmatch(r"\d{1,2}[:.h]\d{2}(?: ?[AP]M)?", rest[0]):
        del rest[0]
    article["outlet"] = rest.pop(0) if rest else ""
    start = next((i + 1 for i, part in enumerate(rest[:8]) if _COPYRIGHT.match(part)), 0)
    if not start:
        # Without a copyright the text begins after the language, which follows the code.
        start = next((i + 1 for i, p in enumerate(rest[:4]) if _SOURCE_CODE.fullmatch(p)), 0)
        while (
            start
            and start < len(rest)
            and (_PAGE.fullmatch(rest[start]) or _LANGUAGE.fullmatch(rest[start]))
        ):
            start += 1
    text = [part for part in rest[start:] if not _DOCUMENT_ID.fullmatch(part)]
    article["text"] = "\n\n".join(text)
    return article


def _is_length(parts: Sequence[str], i: int) -> bool:
    return (
        _LENGTH.fullmatch(parts[i]) is not None
        and i + 1 < len(parts)
        and parse_date(parts[i + 1]) is not None
    )


def _one_a_block(lines: Sequence[str]) -> list[str]:
    """Return lines with an empty one after each, so that each is a block of its own."""
    return [text for line in lines for text in (line, "")]
