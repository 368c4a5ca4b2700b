"""What the fields of a codebook may hold."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from tenor.codebook.query import QueryError, parse_query
from tenor.tomlfile import fault


def normal(text: object) -> object:
    # As cleaned texts are: NFC, single spaces. Otherwise an alias could never be found.
    return " ".join(unicodedata.normalize("NFC", text).split()) if isinstance(text, str) else text


def folded(text: str) -> str:
    """Return a text as names are compared: without regard to case and spacing."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _media_topic(text: str) -> str:
    if not re.fullmatch(r"medtop:[0-9]{8}", text):
        raise fault(f"'{text}' is not an IPTC Media Topic; write medtop: and eight digits")
    return text


def _rule(text: str) -> str:
    try:
        parse_query(text)
    except QueryError as exc:
        shown = text if len(text) <= 60 else f"{text[:60]}…"
        raise fault(f"rule '{shown}': {exc}") from None
    return text


Name = Annotated[str, BeforeValidator(normal), StringConstraints(min_length=1, max_length=120)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
MediaTopic = Annotated[str, AfterValidator(_media_topic)]
Rule = Annotated[str, AfterValidator(_rule)]
ThemesPerArticle = Literal["any", "one or more", "one"]
