"""Exports of ProQuest as text or page: documents with keys, between rules of underscores."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import compress
from operator import not_

from tenor.articles.article import RawArticle
from tenor.articles.readers.exports.fields import (
    MIN_PARAGRAPH,
    check_documents,
    dated,
    is_sentence,
    key_and_value,
)

_RULE = re.compile(r"\s*_{10,}\s*")
_KEYS = frozenset(
    (
        *("abstract", "author", "authors", "company / organization", "company"),
        *("classification", "copyright", "correction", "credit", "database"),
        *("dateline", "document feature", "document type", "document url", "edition"),
        *("first page", "full text", "identifier / keyword", "illustration", "issn"),
        *("issue", "keywords", "language", "language of publication", "last updated"),
        *("links", "location", "number of pages", "people", "pages", "person"),
        *("place of publication", "country of publication", "product name"),
        *("proquest document id", "publication date", "publication info"),
        *("publication subject", "publication title", "publication year"),
        *("publisher", "section", "source type", "startpage", "subject", "term"),
        *("title", "volume", "year", "url"),
    )
)
"""The keys of documents."""
_KEYS_OF_OTHER_LANGUAGES = {
    "full text": ("texto completo", "texte intégral", "volltext"),
    "title": ("título", "titre", "titel", "titolo"),
    "author": ("autor", "auteur", "autore", "verfasser"),
    "abstract": ("resumen", "résumé", "zusammenfassung", "resumo"),
    "links": ("enlaces",),
    "subject": ("materia", "sujet"),
    "publication info": (
        *("información de publicación", "informations de publication"),
        "informações da publicação",
    ),
    "publication title": (
        *("título de publicación", "titre de la publication", "publikationstitel"),
    ),
    "publication date": (
        *("fecha de publicación", "date de publication", "publikationsdatum"),
        "erscheinungsdatum",
    ),
    "publication year": ("año de publicación", "année de publication"),
    "proquest document id": (
        *("id del documento de proquest", "id du document proquest", "proquest-dokument-id"),
    ),
}
"""The keys of other languages of the interface, by those of English."""
_KEY_IN_ENGLISH = {name: key for key, names in _KEYS_OF_OTHER_LANGUAGES.items() for name in names}
PROQUEST_MARKS = tuple(
    name
    for key in ("full text", "proquest document id")
    for name in (key, *_KEYS_OF_OTHER_LANGUAGES[key])
)
"""The keys of which every document has one."""
_ABOUT = re.compile(r"proquest|copyright|©|database|terms and conditions", re.IGNORECASE)
"""What is in the lines above and below the documents."""
_COUNTER = re.compile(r"\w+ \d+ \w+ \d+")
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
    are_documents = list(map(_is_document, chunks))
    documents = list(compress(chunks, are_documents))
    others = [line for chunk in compress(chunks, map(not_, are_documents)) for line in chunk]
    articles = [_article(document) for document in documents]
    check_documents(len(documents), articles, [s for s in others if not _ABOUT.search(s)])
    return articles


def _key_and_value(line: str) -> tuple[str, str]:
    key, value = key_and_value(line)
    return _KEY_IN_ENGLISH.get(key, key), value


def _is_document(lines: Sequence[str]) -> bool:
    """Whether lines are a document; one without a text counts, and is rejected later."""
    keys = {_key_and_value(line)[0] for line in lines}
    if "full text" in keys:
        return bool(keys & {"proquest document id", "publication info", "publication title"})
    return keys >= {"proquest document id", "title"} or keys >= {"proquest document id", "abstract"}


def _is_paragraph(line: str) -> bool:
    is_long = len(line) >= MIN_PARAGRAPH and is_sentence(line)
    return is_long and _key_and_value(line)[0] not in _KEYS and not line.startswith("Copyright")


def _article(lines: Sequence[str]) -> RawArticle:
    fields: dict[str, list[str]] = {}
    heading: list[str] = []
    current = heading
    last_paragraph = max((i for i, line in enumerate(lines) if _is_paragraph(line)), default=-1)
    for i, line in enumerate(lines):
        key, value = _key_and_value(line)
        # A key above a paragraph of the text belongs to the text.
        is_in_text = current is fields.get("full text") and i < last_paragraph
        if key in _KEYS and key not in fields and not is_in_text:
            current = fields[key] = [value]
        else:
            current.append(line)
    values = {key: " ".join(" ".join(lines).split()) for key, lines in fields.items()}
    info = values.get("publication info", "")
    published = values.get("publication date", "")
    if not published and (match := _DATE_AT_END.search(info)):
        published = match[1]
    heading = [line for line in heading if line and not _COUNTER.fullmatch(line)]
    title = values.get("title") or " ".join(heading)
    outlet = values.get("publication title") or info.partition(";")[0].strip()
    article: RawArticle = {
        "title": title,
        "outlet": outlet,
        "byline": values.get("author", values.get("authors", "")),
        "text": "\n".join(fields.get("full text", [])),
        "url": values.get("document url", ""),
        "language": values.get("language of publication", values.get("language", "")),
    }
    return dated(article, published) if published else article


def is_proquest_id(line: str) -> bool:
    """Return whether a line has the number of a document of ProQuest."""
    return _key_and_value(line)[0] == "proquest document id"
