"""The lines above an article that say what it is: byline, dates, region, themes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tenor.articles.boilerplate import opens_page
from tenor.articles.dates import parse_date, split_date
from tenor.articles.markdown import (
    link_labels,
    link_slots,
    link_target,
    without_heading,
    without_links,
)

_LABELS = {
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
_MAX_LINE = 300
_MAX_HEADING_LINES = 4


@dataclass
class Header:
    """What the lines above an article say.

    Attributes
    ----------
    fields
        Article fields by name.
    above
        Lines that stand among the fields and are none of them: title and standfirst.
    length
        How many lines the header takes; the article begins behind them.
    signs
        The kinds of lines seen that an archive page has and a plain text has not.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    above: list[str] = field(default_factory=list)
    length: int = 0
    signs: set[str] = field(default_factory=set)
    languages: Counter[str] = field(default_factory=Counter)

    @property
    def language(self) -> str:
        """The language of the field names, where they tell one."""
        first, second = [*self.languages.most_common(2), ("", 0), ("", 0)][:2]
        return first[0] if first[1] > second[1] else ""


def read_header(lines: list[str]) -> Header:
    """Read the header of a page by its lines; a page without one has an empty header."""
    header = Header()
    loose: list[str] = []
    apart = True
    place = 0
    while place < len(lines):
        line = without_heading(lines[place].strip())
        place += 1
        if not line or opens_page(line):
            apart = True
            continue
        # A list that ends in a comma goes on in the next line.
        while line.endswith(",") and place < len(lines) and len(line) <= _MAX_LINE:
            line = f"{line} {lines[place].strip()}"
            place += 1
        if len(line) <= _MAX_LINE and _take(line, header, first=not (header.above or loose)):
            header.above += loose
            header.length = place
            loose = []
        elif header.length and (header.above or "title" in header.fields):
            break  # fields stand together: this is the article
        else:
            if apart or not loose or _is_complete(loose[-1]):
                loose.append(line)
            else:
                loose[-1] += " " + line  # a title that the page broke
            if len(loose) > _MAX_HEADING_LINES or len(loose[-1]) > _MAX_LINE:
                break
        apart = False
    # Where no other line dates the page, what looked like its title may be the dateline.
    undated = "published" not in header.fields and len(header.above) > 1
    if undated and _take_date(header.above[0], header):
        del header.above[0]
    return header


def _take(line: str, header: Header, *, first: bool) -> bool:
    """Put what a line says into the header, if it is one of its fields."""
    labelled = _LABELLED.fullmatch(without_links(line)) and _LABELLED.match(line)
    if labelled and (known := _LABELS.get(labelled["label"].lower())):
        name, language = known
        if first and name == "series":
            return False  # a headline such as "Report: ..."
        value = (line[labelled.end("label") :].lstrip()[1:]).strip()
    elif (by := _BYLINE.fullmatch(line)) and _is_names(by["value"]):
        name, language, value = "byline", _BY[by["label"].lower()], by["value"]
        header.signs.add("byline")
    else:
        # A headline may end in a date too.
        return (not first or line.startswith("[")) and _take_date(line, header)
    if language:
        header.languages[language] += 1
    if name in _ARCHIVE_FIELDS:
        header.signs.add(name)
    _put(header.fields, name, value)
    return True


def _take_date(line: str, header: Header) -> bool:
    before, day = split_date(without_links(line))
    outlet = before.rstrip(" ,|–—-")
    if not day or len(outlet.split()) > 8:
        return False
    # The archive puts a comma before its own date, and none before that of the original.
    own = outlet != before or not outlet
    name = "published" if own and "published" not in header.fields else "originally_published"
    if name in header.fields:
        return False
    header.fields[name] = day
    header.signs.add(name)
    if name == "published" and outlet:
        header.fields.setdefault("outlet", outlet)
    return True


def _put(fields: dict[str, Any], name: str, value: str) -> None:
    if name in {"regions", "publisher_themes"}:
        if "](" not in value:
            value = value.strip("[]")
        fields[name] = fields.get(name, ()) + _split(value, _BETWEEN_TAGS)
    elif name == "byline":
        fields[name] = "; ".join(_split(value, _BETWEEN_NAMES))
    elif name == "series":
        fields[name] = "; ".join(_split(value, _BETWEEN_TAGS))
    elif name in {"published", "originally_published"}:
        if found := parse_date(without_links(value).strip("\"'")):
            fields[name] = found
    elif name == "url":
        fields[name] = link_target(value) or without_links(value).strip("<>\"'")
    else:
        fields[name] = without_links(value).strip("\"'")


def _split(value: str, separator: re.Pattern[str]) -> tuple[str, ...]:
    # A link is one item, whatever commas are in its label: labels stand aside while we split.
    labels = link_labels(value)
    value = without_links(value.replace("\0", "")) if not labels else link_slots(value, "\0")
    waiting = iter(labels)
    items = []
    for item in separator.split(value):
        while "\0" in item:
            item = item.replace("\0", next(waiting, ""), 1)
        items.append(item.strip(" \"'"))
    return tuple(filter(None, items))


def _is_complete(line: str) -> bool:
    return line.endswith((".", "!", "?", ":")) or split_date(line)[1] is not None


def _is_names(value: str) -> bool:
    words = re.findall(r"[^\s,;]+", link_slots(value, ""))
    return (
        len(words) <= 24
        and not value.endswith((".", ":", "?", "…"))
        and all(not word[0].islower() or _LOWER_IN_NAMES.fullmatch(word) for word in words)
    )
