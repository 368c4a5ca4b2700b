"""The text fields of an article that features are made from."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Literal, get_args

from tenor.features.claims import claim_marks, claim_sentences

Field = Literal[
    "title", "body", "title_body", "lead", "narration", "target_sentences",
    "claim", "claim_sentences", "claim_marks",
]  # fmt: skip
BETWEEN = "\n\n"
"""What stands between title and text where both are read."""
N_LEAD = 500
"""Characters of a text that are its lead: a paragraph or two."""
READ_CLAIMS = frozenset({"claim", "claim_sentences", "claim_marks"})
"""Fields made from an article's claim; a model that reads one takes stances to any claim."""
READ_TARGETS = frozenset({"target_sentences"})
"""Fields made from what a target is called."""
FIELDS: tuple[str, ...] = get_args(Field)

# A quotation of several paragraphs is opened in each, and closed in the last alone.
_quoted = re.compile(
    r'["“«][^"“”„«»\n]*(?:["”»]|$)  |  „[^"“”„\n]*(?:["“”]|$)', re.MULTILINE | re.VERBOSE
)


def names_for(field: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a stance's target is called, if a field is made from that."""
    return names if field in READ_TARGETS else ()


def field_text(
    field: str, *, title: str, text: str, claim: str = "", names: tuple[str, ...] = ()
) -> str:
    """Return the text of one field of an article; ``names`` are those of a stance's target."""
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
        case "target_sentences":
            return target_sentences(names, f"{title}{BETWEEN}{text}")
        case "claim":
            return claim
        case "claim_sentences":
            return claim_sentences(claim, f"{title}{BETWEEN}{text}")
        case "claim_marks":
            return claim_marks(claim, f"{title}{BETWEEN}{text}")
        case _:
            raise ValueError(f"field '{field}' is not one of {', '.join(FIELDS)}")


def target_sentences(names: tuple[str, ...], text: str) -> str:
    """Return a text with spaces for sentences in which no name begins, as long as before.

    Examples
    --------
    >>> target_sentences(("tax", "levy"), "A levy is due. It rains. They like it. The tax stays.")
    'A levy is due.                         The tax stays.'
    """
    from tenor.codebook import naming
    from tenor.labeling.sentences import sentence_ends

    named = [match.start() for match in naming(names).finditer(text)]
    if not named:
        return " " * len(text)
    kept, start = [], 0
    for end in sentence_ends(text):
        is_kept = bisect_left(named, start) < bisect_left(named, end)
        kept.append(text[start:end] if is_kept else " " * (end - start))
        start = end
    return "".join(kept)


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
