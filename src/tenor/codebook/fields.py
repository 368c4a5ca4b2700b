"""The types of a codebook's fields, and the normalization of names."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from tenor.articles.text import check_wildcards, nfc
from tenor.codebook.query import QueryError, parse_query
from tenor.present import printable, shorten
from tenor.toml import fault_error

_SEPARATOR = re.compile(r"\s*[;|]\s*")
_JOINERS = "\u200c\u200d"


def normalize_name(text: object) -> object:
    """Return a name in NFC with single spaces, as in cleaned texts; other values unchanged."""
    return " ".join(nfc(text).split()) if isinstance(text, str) else text


def fold_name(text: str) -> str:
    """Return a name for comparisons: case-folded, in NFC, with single spaces."""
    # Folding the case of some letters decomposes them.
    folded = nfc(nfc(text).casefold())
    return " ".join(folded.split())


def _check_label(name: str) -> str:
    invisible = [char for char in name if is_invisible(char)]
    if invisible:
        shown = ", ".join(f"U+{ord(char):04X}" for char in dict.fromkeys(invisible))
        rest = "".join(char for char in name if char not in invisible)
        raise fault_error(
            f"'{printable(name)}' has characters that are not shown ({shown}); write '{rest}'"
        )
    if unicodedata.category(name[0]).startswith("M"):
        raise fault_error(
            f"'{name}' begins with a mark that joins the letter before it; begin with a letter"
        )
    if _SEPARATOR.search(name):
        # Cells of several labels are written and read with these.
        plain = _SEPARATOR.sub(", ", name).strip(", ")
        raise fault_error(
            f"'{name}' has ';' or '|', which separate the labels of a cell; write '{plain}'"
        )
    return name


def is_invisible(char: str) -> bool:
    """Return whether a character is not shown: a control, a format or an unassigned one."""
    # Joiners are part of the spelling of some languages, and of emoji.
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn") and char not in _JOINERS


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
Label = Annotated[Name, AfterValidator(_check_label)]
"""The name of a theme or a position: it stands in tables, cells and metrics as it is."""
Alias = Annotated[Name, AfterValidator(_check_alias)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
MediaTopic = Annotated[str, AfterValidator(_check_media_topic)]
Rule = Annotated[str, AfterValidator(_check_rule)]
ThemesPerArticle = Literal["any", "one or more", "one"]
