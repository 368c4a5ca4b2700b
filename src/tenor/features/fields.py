"""The text fields of an article that features are made from."""

from __future__ import annotations

from typing import Literal, get_args

Field = Literal["title", "body", "title_body", "claim"]
READ_CLAIMS = frozenset({"claim"})
"""Fields made from an article's claim; a model that reads one takes stances to any claim."""
FIELDS: tuple[str, ...] = get_args(Field)


def field_text(field: str, *, title: str, text: str, claim: str = "") -> str:
    """Return the text of one field of an article."""
    match field:
        case "title":
            return title
        case "body":
            return text
        case "title_body":
            return f"{title}\n\n{text}"
        case "claim":
            return claim
        case _:
            raise ValueError(f"field '{field}' is not one of {', '.join(FIELDS)}")
