"""Exports of ProQuest as text or page: documents with keys, between rules of underscores."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tenor.articles.article import RawArticle
from tenor.articles.readers.exports.fields import dated, key_and_value

_RULE = re.compile(r"\s*_{10,}\s*")
_KEYS = frozenset(
    """
    abstract|author|authors|company / organization|company|classification|copyright|correction|
    credit|database|dateline|document feature|document type|document url|edition|first page|
    full text|identifier / keyword|illustration|issn|issue|keywords|language|
    language of publication|last updated|links|location|number of pages|people|pages|person|
    place of publication|country of publication|product name|proquest document id|
    publication date|publication info|publication subject|publication title|publication year|
    publisher|section|source type|startpage|subject|term|title|volume|year|url|
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
"""The keys of documents."""
_DATE_AT_END = re.compile(
    r"(\d{1,2} \w{3,9}\.? \d{4}|\w{3,9}\.? \d{1,2}, \d{4})\W*(?:[\w.-]*\W*)?$"
)


def read_proquest(lines: Sequence[str]) -> list[RawArticle]:
    """Return the articles of an export of ProQuest; none if it is not one."""
    chunks: list[list[str]] = [[]]
    for line in lines:
        if _RULE.fullmatch(line):
            chunks.append([])
        else:
            chunks[-1].append(line.strip())
    documents = [chunk for chunk in chunks if _is_document(chunk)]
    return [_article(document) for document in documents]


def _is_document(lines: Sequence[str]) -> bool:
    keys = {key_and_value(line)[0] for line in lines}
    return "full text" in keys and bool(
        keys & {"proquest document id", "publication info", "publication title"}
    )


def _article(lines: Sequence[str]) -> RawArticle:
    fields: dict[str, list[str]] = {}
    heading: list[str] = []
    current = heading
    for line in lines:
        key, value = key_and_value(line)
        if key in _KEYS and key not in fields:
            current = fields[key] = [value]
        else:
            current.append(line)
    values = {key: " ".join(" ".join(lines).split()) for key, lines in fields.items()}
    info = values.get("publication info", "")
    published = values.get("publication date", "")
    if not published and (match := _DATE_AT_END.search(info)):
        published = match[1]
    title = values.get("title") or " ".join(filter(None, heading))
    outlet = values.get("publication title") or info.partition(";")[0].strip()
    article: RawArticle = {
        "title": title,
        "outlet": outlet,
        "byline": values.get("author", values.get("authors", "")),
        "text": "\n".join(fields["full text"]),
        "url": values.get("document url", ""),
        "language": values.get("language of publication", values.get("language", "")),
    }
    return dated(article, published) if published else article
