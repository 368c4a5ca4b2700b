"""The text fields of an article that features are made from."""

from __future__ import annotations

import re
from typing import Literal, get_args

from tenor.features.claims import claim_marks, claim_sentences

Field = Literal[
    "title", "body", "title_body", "lead", "narration", "claim", "claim_sentences", "claim_marks"
]  # fmt: skip
BETWEEN = "\n\n"
"""What stands between title and text where both are read."""
N_LEAD = 500
"""Characters of a text that are its lead: a paragraph or two."""
READ_CLAIMS = frozenset({"claim", "claim_sentences", "claim_marks"})
"""Fields made from an article's claim; a model that reads one takes stances to any claim."""
FIELDS: tuple[str, ...] = get_args(Field)

# A quotation of several paragraphs is opened in each, and closed in the last alone.
_quoted = re.compile(
    r'["“«][^"“”„«»\n]*(?:["”»]|$)  |  „[^"“”„\n]*(?:["“”]|$)', re.MULTILINE | re.VERBOSE
)


def field_text(field: str, *, title: str, text: str, claim: str = "") -> str:
    """Return the text of one field of an article."""
    match field:
        case "title":
            return title
        case "body":
            return text
        case "title_body":
            return f"{title}{BETWEEN}{text}"
        case "lead":
            return f"{title}{BETWEEN}{text[:N_LEAD]}"
        case "narration":
            return f"{title}{BETWEEN}{without_quotes(text)}"
        case "claim":
            return claim
        case "claim_sentences":
            return claim_sentences(claim, f"{title}{BETWEEN}{text}")
        case "claim_marks":
            return claim_marks(claim, f"{title}{BETWEEN}{text}")
        case _:
            raise ValueError(f"field '{field}' is not one of {', '.join(FIELDS)}")


def without_quotes(text: str) -> str:
    """Return a text with spaces for what stands between quotation marks, as long as before.

    Whose words a quotation is the marks do not tell: an outlet quotes those it
    agrees with and those it does not.

    Examples
    --------
    >>> without_quotes('The mayor said "no" twice.')
    'The mayor said      twice.'
    """
    return _quoted.sub(lambda quoted: " " * len(quoted[0]), text)
