"""The header of an article file: the lines with its title, byline, dates, regions and themes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tenor.articles.boilerplate import is_header_boilerplate
from tenor.articles.readers.dates import parse_date
from tenor.articles.readers.line_dates import split_date
from tenor.articles.readers.markdown import (
    link_labels,
    link_url,
    replace_links,
    strip_heading,
    strip_links,
)

_FIELD_OF_LABEL = {
    label: (name, language)
    for name, by_language in {
        "title": {"": "title/headline", "fr": "titre", "es": "título/titular"},
        "byline": {"en": "by/author/authors", "fr": "par/auteur/auteurs", "es": "por/autor"},
        "outlet": {"": "outlet/publisher/publication/source", "fr": "média", "es": "medio"},
        "published": {
            "": "date",
            "en": "published/published on",
            "fr": "publié/publié le",
            "es": "publicado/publicado el/fecha",
        },
        "originally_published": {
            "en": "originally published/first published/original date",
            "fr": "première publication/date originale",
            "es": "publicación original/fecha original",
        },
        "url": {
            "": "url/link",
            "en": "url of this article",
            "fr": "url de cet article/lien",
            "es": "url de este artículo/enlace",
        },
        "language": {"": "language", "fr": "langue", "es": "idioma"},
        "regions": {"en": "region/regions", "fr": "région/régions", "es": "región/regiones"},
        "publisher_themes": {
            "": "tags/keywords",
            "en": "theme/themes/topic/topics",
            "fr": "thème/thèmes/sujet/sujets",
            "es": "tema/temas",
        },
        "series": {
            "": "series",
            "en": "in-depth report/in-depth reports/report",
            "fr": "dossier/dossiers/rapport",
            "es": "informe/informes/serie",
        },
    }.items()
    for language, labels in by_language.items()
    for label in labels.split("/")
}
_LABELLED = re.compile(r"(?P<label>[^\W\d_][\w -]{0,30}?)\s?:(?:\s+(?P<value>.*))?")
_BYLINE = re.compile(r"(?P<label>by|par|por)\s+(?P<value>.{2,200})", re.IGNORECASE)
_BY = {"by": "en", "par": "fr", "por": "es"}
_LOWER_IN_NAMES = re.compile(
    r"and|et|y|e|of|d[aeiu]|del|des|l[ae]|les|los|las|the|for|pour|para|von|van|der|al|bin|ibn|&"
)
_BETWEEN_NAMES = re.compile(r"\s*[,;]\s*(?:and\s+|et\s+|y\s+)?|\s+(?:and|et|y|&)\s+")
_BETWEEN_TAGS = re.compile(r"\s*[,;|]\s*")
_ARCHIVE_FIELDS = frozenset({"regions", "publisher_themes", "series"})
MAX_LINES = 1_000
"""Lines of a file among which its header is."""
_MAX_LINE = 300
_MAX_TAGS = 1_000
_MAX_HEADING_LINES = 4
_MAX_OUTLET_WORDS = 8
_MAX_BYLINE_WORDS = 24


@dataclass
class Header:
    """The header of an article file.

    Attributes
    ----------
    fields
        Values by the name of the article's field.
    heading
        Lines above or between the fields that are not fields: title and standfirst.
    length
        The number of lines of the header; the article begins after them.
    archive_fields
        The fields of the header that only archive pages have.
    languages
        The number of fields with a label in each language.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    heading: list[str] = field(default_factory=list)
    length: int = 0
    archive_fields: set[str] = field(default_factory=set)
    languages: Counter[str] = field(default_factory=Counter)

    @property
    def language(self) -> str:
        """The language of most labels, or an empty string without labels or on a tie."""
        first, second = [*self.languages.most_common(2), ("", 0), ("", 0)][:2]
        return first[0] if first[1] > second[1] else ""


def read_header(lines: list[str]) -> Header:
    """Return the header of a file from its lines; it is empty if the file has none."""
    header = Header()
    pending: list[str] = []  # not fields; heading or article, as the next lines decide
    after_gap = True
    place = 0
    while place < min(len(lines), MAX_LINES):
        line = strip_heading(lines[place].strip())
        place += 1
        if not line or is_header_boilerplate(line):
            after_gap = True
            continue
        # A list that ends in a comma continues on the next line.
        while line.endswith(",") and place < len(lines) and len(line) <= _MAX_LINE:
            line = f"{line} {lines[place].strip()}"
            place += 1
        if len(line) <= _MAX_LINE and _add_field(
            line, header, is_first=not (header.heading or pending)
        ):
            header.heading += pending
            header.length = place
            pending = []
        elif header.length and (header.heading or "title" in header.fields):
            break  # fields are contiguous: this is the article
        else:
            if after_gap or not pending or _is_complete(pending[-1]):
                pending.append(line)
            else:
                pending[-1] += " " + line  # a title broken over lines
            if len(pending) > _MAX_HEADING_LINES or len(pending[-1]) > _MAX_LINE:
                break
        after_gap = False
    # The first line was taken for the title; if no other line has the date, it may be the dateline.
    is_undated = "published" not in header.fields and len(header.heading) > 1
    if is_undated and _add_date(header.heading[0], header):
        del header.heading[0]
    return header


def _add_field(line: str, header: Header, *, is_first: bool) -> bool:
    """Add the field of a line to the header; return False if the line has none."""
    labelled = _LABELLED.fullmatch(strip_links(line)) and _LABELLED.match(line)
    if labelled and (known := _FIELD_OF_LABEL.get(labelled["label"].lower())):
        name, language = known
        if is_first and name == "series":
            return False  # a headline such as "Report: ..."
        value = (line[labelled.end("label") :].lstrip()[1:]).strip()
    elif (by := _BYLINE.fullmatch(line)) and _is_names(by["value"]):
        name, language, value = "byline", _BY[by["label"].lower()], by["value"]
        header.archive_fields.add("byline")
    else:
        # A headline may end in a date as well.
        return (not is_first or line.startswith("[")) and _add_date(line, header)
    if language:
        header.languages[language] += 1
    if name in _ARCHIVE_FIELDS:
        header.archive_fields.add(name)
    _set_field(header.fields, name, value)
    return True


def _add_date(line: str, header: Header) -> bool:
    before, day = split_date(strip_links(line))
    outlet = before.rstrip(" ,|–—-")
    if not day or len(outlet.split()) > _MAX_OUTLET_WORDS:
        return False
    # Archives write a comma before their own date, and none before that of the original.
    is_of_page = outlet != before or not outlet
    name = (
        "published" if is_of_page and "published" not in header.fields else "originally_published"
    )
    if name in header.fields:
        return False
    header.fields[name] = day
    header.archive_fields.add(name)
    if name == "published" and outlet:
        header.fields.setdefault("outlet", outlet)
    return True


def _set_field(fields: dict[str, Any], name: str, value: str) -> None:
    if name in {"regions", "publisher_themes"}:
        if "](" not in value:
            value = value.strip("[]")
        known = fields.get(name, ())
        if len(known) < _MAX_TAGS:
            fields[name] = known + _split(value, _BETWEEN_TAGS)
    elif name == "byline":
        fields[name] = "; ".join(_split(value, _BETWEEN_NAMES))
    elif name == "series":
        fields[name] = "; ".join(_split(value, _BETWEEN_TAGS))
    elif name in {"published", "originally_published"}:
        if day := parse_date(strip_links(value).strip("\"'")):
            fields[name] = day
    elif name == "url":
        fields[name] = link_url(value) or strip_links(value).strip("<>\"'")
    else:
        fields[name] = strip_links(value).strip("\"'")


def _split(value: str, separator: re.Pattern[str]) -> tuple[str, ...]:
    # A link is one item, even with commas in its label: NUL stands for labels during the split.
    labels = link_labels(value)
    value = strip_links(value.replace("\0", "")) if not labels else replace_links(value, "\0")
    remaining = iter(labels)
    items = []
    for item in separator.split(value):
        while "\0" in item:
            item = item.replace("\0", next(remaining, ""), 1)
        items.append(item.strip(" \"'"))
    return tuple(filter(None, items))


def _is_complete(line: str) -> bool:
    return line.endswith((".", "!", "?", ":")) or split_date(line)[1] is not None


def _is_names(value: str) -> bool:
    words = re.findall(r"[^\s,;]+", replace_links(value, ""))
    return (
        len(words) <= _MAX_BYLINE_WORDS
        and not value.endswith((".", ":", "?", "…"))
        and all(not word[0].islower() or _LOWER_IN_NAMES.fullmatch(word) for word in words)
    )
