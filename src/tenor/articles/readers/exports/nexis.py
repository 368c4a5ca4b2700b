"""Exports of Nexis: the text of LexisNexis Academic, and that of Nexis Uni and Lexis+."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tenor.articles.article import RawArticle
from tenor.articles.readers.dates import parse_date
from tenor.articles.readers.exports.fields import blocks, key_and_value
from tenor.articles.readers.web_page.dateline import dates_in

_DOCUMENT = r"do[ck]ument\w{0,3}"
_COUNTER = re.compile(
    rf"\s*(?:{_DOCUMENT}\s+)?(?P<number>\d{{1,6}})\s+(?:of|de|von|di|van|sur|av|of the)\s+\d{{1,6}}"
    rf"(?:\s+{_DOCUMENT})?\s*",
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
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\)|all rights reserved|alle rechte|tous droits)", re.I)
_DOCUMENT_END = re.compile(
    r"\s*(?:end of document|ende des dokuments?|fin du document|fin del documento|"
    r"fine del documento|einde van (?:het )?document|fim do documento)\s*",
    re.IGNORECASE,
)
_BODY = re.compile(r"\s*(?:body|text|texte|hauptteil|cuerpo|corpo|inhoud)\s*:?\s*", re.IGNORECASE)
_AFTER_BODY = re.compile(
    r"\s*(?:load-date|classification|graphic|notes|ladedatum|update|klassifikation|klassifizierung|"
    r"publication-type|date de chargement|language)\b\s*:?.{0,200}",
    re.IGNORECASE,
)
_HEADER_FIELD = re.compile(
    r"\s*(?P<key>section|length|byline|dateline|highlight|copyright|länge|rubrik|autor|section|"
    r"longueur|auteur|sección|extensión)\s*:?\s*(?P<value>.*)",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:by|von|par|por|di|door)\s+", re.IGNORECASE)
_MAX_DATE_LINES = 6
"""Lines after the outlet among which the date is."""


def read_nexis(lines: Sequence[str]) -> list[RawArticle]:
    """Return the articles of a text export of LexisNexis; none if it is not one.

    Each document begins after a line such as ``2 of 262 DOCUMENTS``, whose number increases.
    What is above the first is the cover page.
    """
    starts: list[int] = []
    number = 0
    for i, line in enumerate(lines):
        match = _COUNTER.fullmatch(line) if "o" in line.lower() else None
        if match and "ument" in line.lower() and (not starts or int(match["number"]) == number + 1):
            starts.append(i)
            number = int(match["number"])
    if not starts:
        return []
    ends = [*starts[1:], len(lines)]
    return [
        _academic_article(lines[start + 1 : end]) for start, end in zip(starts, ends, strict=True)
    ]


def _academic_article(lines: Sequence[str]) -> RawArticle:
    """Return the article of a document: outlet, date, title, fields, text, fields, copyright."""
    parts = list(blocks(lines))
    while parts and _COPYRIGHT.match(parts[0][0]):
        del parts[0]
    article: RawArticle = {"outlet": " ".join(parts.pop(0)) if parts else ""}
    for i, part in enumerate(parts[:_MAX_DATE_LINES]):
        if days := list(dates_in(" ".join(part))):
            article["published"] = days[0]
            del parts[: i + 1]
            break
    start = next((i for i, part in enumerate(parts) if _field_key(part)), len(parts))
    heading, parts = [" ".join(part) for part in parts[:start]], parts[start:]
    fields: dict[str, str] = {}
    while parts and (key := _field_key(parts[0])) and key not in _TEXTS:
        fields.setdefault(key, _field_value(parts.pop(0)))
        if key in _LENGTHS:
            break
    if parts and _field_key(parts[0]) in _TEXTS:
        parts[0] = [_field_value(parts[0])]
    after = (i for i, part in enumerate(parts) if _field_key(part) in _AFTER_TEXT)
    end = next(after, len(parts))
    while end and _COPYRIGHT.match(parts[end - 1][0]):
        end -= 1
    if end > 0 and _AFTER_TEXT.isdisjoint(map(_field_key, parts)):
        # Below the text may be fields whose keys are not known, as of other languages.
        while end and _field_key(parts[end - 1]):
            end -= 1
    article["title"] = _first(fields, _TITLES) or (heading[-1] if heading else "")
    article["byline"] = _strip_by(_first(fields, _BYLINES))
    article["text"] = "\n\n".join(map(" ".join, parts[:end]))
    return article


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
    ends = [i for i, line in enumerate(lines) if _DOCUMENT_END.fullmatch(line)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    documents = [lines[start:end] for start, end in zip(starts, ends, strict=False)]
    articles = [article for document in documents if (article := _uni_article(document))]
    return articles if len(articles) == len(documents) else []


def _uni_article(lines: Sequence[str]) -> RawArticle | None:
    body = next((i for i, line in enumerate(lines) if _BODY.fullmatch(line)), 0)
    if not body:
        return None
    header = [line.strip() for line in lines[:body] if line.strip()]
    # The date is the last one above the fields; a cover page has dates of its own.
    at = next((i for i in range(len(header) - 1, 1, -1) if parse_date(header[i])), 0)
    if not at:
        return None
    article: RawArticle = {
        "title": header[at - 2],
        "outlet": header[at - 1],
        "published": parse_date(header[at]),
    }
    for line in header[at + 1 :]:
        key, value = key_and_value(line)
        if key in ("byline", "autor", "auteur", "von", "par"):
            article["byline"] = _strip_by(value)
    text = [line.strip() for line in lines[body + 1 :]]
    end = next((i for i, line in enumerate(text) if _AFTER_BODY.fullmatch(line)), len(text))
    article["text"] = "\n".join(text[:end])
    return article
