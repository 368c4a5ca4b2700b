"""The types of a codebook's fields, and the normalization of names."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from tenor.articles.text import check_wildcards
from tenor.codebook.query import QueryError, parse_query
from tenor.present import shorten
from tenor.toml import fault_error


def normalize_name(text: object) -> object:
    """Return a name in NFC with single spaces, as in cleaned texts; other values unchanged."""
    return " ".join(unicodedata.normalize("NFC", text).split()) if isinstance(text, str) else text


def fold_name(text: str) -> str:
    """Return a name for comparisons: in NFC, case-folded, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _check_media_topic(text: str) -> str:
    if not re.fullmatch(r"medtop:[0-9]{8}", text):
        raise fault_error(f"'{text}' is not an IPTC Media Topic; write medtop: and eight digits")
    return text


def _check_alias(text: str) -> str:
    if fault := check_wildcards(text):
        raise fault_error(f"alias {fault}")
    return text


def _check_rule(text: str) -> str:
    try:
        parse_query(text)
    except QueryError as exc:
        raise fault_error(f"rule '{shorten(text)}': {exc}") from None
    return text


Name = Annotated[
    str, BeforeValidator(normalize_name), StringConstraints(min_length=1, max_length=120)
]
Alias = Annotated[Name, AfterValidator(_check_alias)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
MediaTopic = Annotated[str, AfterValidator(_check_media_topic)]
Rule = Annotated[str, AfterValidator(_check_rule)]
ThemesPerArticle = Literal["any", "one or more", "one"]
