"""Exports of Nexis: the text of LexisNexis Academic, and that of Nexis Uni and Lexis+."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from tenor.articles.article import RawArticle
from tenor.articles.readers.dates import parse_date
from tenor.articles.readers.exports.fields import (
    MIN_PARAGRAPH,
    blocks,
    check_documents,
    dated,
    is_sentence,
    key_and_value,
)
from tenor.articles.readers.web_page.dateline import dates_in
from tenor.articles.readers.web_page.lines import YEAR

_DOCUMENT = r"do[ck]ument\w{0,3}"
_COUNTER = re.compile(
    rf"\s*(?:{_DOCUMENT}\s+)?(?P<number>\d{{1,6}})\s+(?:of|de|von|di|van|sur|av|of the)\s+"
    rf"(?P<total>\d{{1,6}})(?:\s+{_DOCUMENT})?\s*",
    re.IGNORECASE,
)
"""The line above each document: ``2 of 262 DOCUMENTS``, ``Dokument 2 von 262``."""
_FIELD = re.compile(r"(?P<key>[A-ZÄÖÜÉÈÁÍÓÚÑÇ][A-ZÄÖÜÉÈÁÍÓÚÑÇ/ -]{2,30}):(?:\s+(?P<value>.*)|$)")
_BYLINES = ("BYLINE", "AUTOR", "AUTORIN", "AUTEUR", "AUTORE", "VON", "PAR", "BYLINES")
_TITLES = ("HEADLINE", "TITLE", "TITEL", "TITRE", "TITULAR", "ÜBERSCHRIFT")
_LENGTHS = ("LENGTH", "LÄNGE", "LONGUEUR", "EXTENSIÓN", "LUNGHEZZA", "LENGTE")
_TEXTS = ("BODY", "TEXT", "TEXTE", "CORPS")
_AFTER_TEXT = frozenset(
    (
        *("LOAD-DATE", "LANGUAGE", "GRAPHIC", "PUBLICATION-TYPE", "CORRECTION-DATE", "CORRECTION"),
        *("SUBJECT", "ORGANIZATION", "PERSON", "COUNTRY", "CITY", "STATE", "COMPANY", "TICKER"),
        *("INDUSTRY", "GEOGRAPHIC", "DOCUMENT-TYPE", "JOURNAL-CODE", "NOTES", "URL", "UPDATE"),
        *("SPRACHE", "LANGUE", "LADEDATUM", "GRAFIK", "TYPE-PUBLICATION", "DATE-CHARGEMENT"),
        *("DATE DE CHARGEMENT", "TYPE DE PUBLICATION", "FECHA DE CARGA", "IDIOMA", "LOAD DATE"),
    )
)
"""The keys of fields below the text."""
_HEADER_KEYS = frozenset(
    (*_BYLINES, *_TITLES, *_LENGTHS, *_TEXTS, "SECTION", "RUBRIK", "RUBRIQUE", "DATELINE")
)
_KNOWN_FIELDS = _HEADER_KEYS | _AFTER_TEXT
"""The keys of which a document has one at least."""
_CAPTIONS = ("GRAPHIC", "GRAFIK")
"""The keys of fields that can have several paragraphs."""
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\)|all rights reserved|alle rechte|tous droits)", re.I)
_DOCUMENT_END = re.compile(
    r"\s*(?:end of document|ende des dokuments?|fin du document|fin del documento|"
    r"fine del documento|einde van (?:het )?document|fim do documento)\s*",
    re.IGNORECASE,
)
_BODY = re.compile(r"\s*(?:body|text|texte|hauptteil|cuerpo|corpo|inhoud)\s*:?\s*", re.IGNORECASE)
_AFTER_BODY = re.compile(
    r"\s*(?:(?:classification|graphic|notes|klassifikation|klassifizierung)\s*:?|"
    r"(?:load-date|ladedatum|publication-type|date de chargement|language)\s*:.{0,60}[^.!?\s])\s*",
    re.IGNORECASE,
)
"""A line below the text: a heading, or a field with a short value."""
_BY = re.compile(r"(?:by|von|par|por|di|door)\s+", re.IGNORECASE)
_MAX_DATE_LINES = 6
"""Lines after the outlet among which the date is."""


def read_nexis(lines: Sequence[str]) -> list[RawArticle]:
    """Return the articles of a text export of LexisNexis; none if it is not one.

    Each document begins after a line such as ``2 of 262 DOCUMENTS``, and has fields; its number
    is larger than the one before, or is of another export below. What is above the first is the
    cover page.
    """
    counters = [
        (i, int(match["number"]), int(match["total"]))
        for i, line in enumerate(lines)
        if "ument" in line.lower() and (match := _COUNTER.fullmatch(line))
    ]
    starts: list[int] = []
    last = (0, 0)
    for k, (i, number, total) in enumerate(counters):
        end = counters[k + 1][0] if k + 1 < len(counters) else len(lines)
        is_next = number > last[0] or number == 1 or total != last[1]
        if is_next and _has_fields(lines[i + 1 : end]):
            starts.append(i)
            last = (number, total)
    ends = [*starts[1:], len(lines)]
    return [
        _academic_article(lines[start + 1 : end]) for start, end in zip(starts, ends, strict=False)
    ]


def _has_fields(lines: Sequence[str]) -> bool:
    """Return whether lines have a field of documents of Nexis, or a date above two fields."""
    parts = list(blocks(lines))
    keys = {key for part in parts if (key := _field_key(part))}
    is_dated = any(parse_date(" ".join(part)) for part in parts[:_MAX_DATE_LINES])
    return not keys.isdisjoint(_KNOWN_FIELDS) or (is_dated and len(keys) > 1)


def _academic_article(lines: Sequence[str]) -> RawArticle:
    """Return the article of a document: outlet, date, title, fields, text, fields, copyright."""
    parts = list(blocks(lines))
    while parts and _COPYRIGHT.match(parts[0][0]):
        del parts[0]
    article: RawArticle = {"outlet": " ".join(parts.pop(0)) if parts else ""}
    for i, part in enumerate(parts[:_MAX_DATE_LINES]):
        if day := next(dates_in(" ".join(part)), None):
            article["published"] = day
            del parts[: i + 1]
            break
    start, length = _header(parts)
    heading = [" ".join(part) for part in parts[:start]]
    fields: dict[str, str] = {}
    for part in parts[start : start + length]:
        fields.setdefault(_field_key(part), _field_value(part))
    parts = parts[start + length :]
    if parts and _field_key(parts[0]) in _TEXTS:
        parts[0] = [_field_value(parts[0])]
    end = _text_end(parts)
    while end and _COPYRIGHT.match(parts[end - 1][0]):
        end -= 1
    if end == len(parts) or _AFTER_TEXT.isdisjoint(map(_field_key, parts[end:])):
        # Below the text may be fields whose keys are not known, as of other languages.
        while end and _field_key(parts[end - 1]):
            end -= 1
    article["title"] = _first(fields, _TITLES) or (heading[-1] if heading else "")
    article["byline"] = _strip_by(_first(fields, _BYLINES))
    article["text"] = "\n\n".join(map(" ".join, parts[:end]))
    return article


def _header(parts: Sequence[list[str]]) -> tuple[int, int]:
    """Return the number of parts above the fields of a header, and that of these fields.

    The length of the text is the last of them. Without it, the last one whose key is known.
    """
    keys = [_field_key(part) for part in parts]
    start = next((i for i, key in enumerate(keys) if key in _HEADER_KEYS), None)
    if start is None:
        # Above the text is the title only; keys are those of speakers, or of fields below it.
        return min(1, len(parts)), 0
    while start and keys[start - 1]:
        start -= 1
    run = list(takewhile(lambda key: key and key not in _TEXTS, keys[start:]))
    length = next((i + 1 for i, key in enumerate(run) if key in _LENGTHS), 0)
    return start, length or max(
        (i + 1 for i, key in enumerate(run) if key in _HEADER_KEYS), default=0
    )


def _text_end(parts: Sequence[list[str]]) -> int:
    """Return the number of parts above the fields at the end of a document.

    A key above other paragraphs belongs to the text, as in ``UPDATE: the vote was lost.``
    """
    end = len(parts)
    is_above_paragraph = False
    for i in range(len(parts) - 1, -1, -1):
        key = _field_key(parts[i])
        if key == "UPDATE" and not parse_date(_field_value(parts[i])):
            key = ""
        if key in _AFTER_TEXT:
            if is_above_paragraph and key not in _CAPTIONS:
                break
            end, is_above_paragraph = i, False
        elif not key and _is_paragraph(" ".join(parts[i])):
            is_above_paragraph = True
    return end


def _is_paragraph(text: str) -> bool:
    return (len(text) >= MIN_PARAGRAPH or is_sentence(text)) and not _COPYRIGHT.match(text)


def _strip_by(byline: str) -> str:
    match = _BY.match(byline)
    return byline[match.end() :] if match else byline


def _field_key(part: Sequence[str]) -> str:
    match = _FIELD.match(part[0])
    return match["key"].strip() if match else ""


def _field_value(part: Sequence[str]) -> str:
    match = _FIELD.match(part[0])
    assert match is not None
    return " ".join([*filter(None, [match["value"]]), *part[1:]])


def _first(fields: dict[str, str], keys: Sequence[str]) -> str:
    return next((fields[key] for key in keys if fields.get(key)), "")


def read_nexis_uni(lines: Sequence[str]) -> list[RawArticle]:
    """Return the articles of an export of Nexis Uni or Lexis+; none if it is not one.

    Each document has title, outlet and date, fields, a line ``Body``, the text, and a line ``End
    of Document``. The cover page is above the first title.
    """
    ends = [i for i, line in enumerate(lines) if is_nexis_uni_end(line)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    documents = [lines[start:end] for start, end in zip(starts, ends, strict=False)]
    articles = [_uni_article(document) for document in documents]
    if ends:
        check_documents(len(ends), articles, lines[ends[-1] + 1 :])
    return [article for article in articles if article]


def _uni_article(lines: Sequence[str]) -> RawArticle | None:
    body = next((i for i, line in enumerate(lines) if _BODY.fullmatch(line)), 0)
    if not body:
        return None
    header = [line.strip() for line in lines[:body] if line.strip()]
    # The date is the last one above the fields; a cover page has dates of its own.
    at = next((i for i in range(len(header) - 1, 1, -1) if parse_date(header[i])), 0)
    if not at:
        # A month and a year, as of magazines, is no date.
        fields = (i for i, line in enumerate(header) if _COPYRIGHT.match(line))
        at = next(fields, 0) - 1
        if at < 2 or not YEAR.search(header[at]):
            return None
    article = dated({"title": header[at - 2], "outlet": header[at - 1]}, header[at])
    for line in header[at + 1 :]:
        key, value = key_and_value(line)
        if key in ("byline", "autor", "auteur", "von", "par"):
            article["byline"] = _strip_by(value)
    text = [line.strip() for line in lines[body + 1 :]]
    end = next((i for i, line in enumerate(text) if _AFTER_BODY.fullmatch(line)), len(text))
    article["text"] = "\n".join(text[:end])
    return article


def is_nexis_uni_end(line: str) -> bool:
    """Return whether a line ends a document of Nexis Uni."""
    return _DOCUMENT_END.fullmatch(line) is not None
