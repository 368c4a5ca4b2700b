"""The text fields of an article that features can be computed from, one entry a field."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from tenor.articles import Article
from tenor.articles.text import blank_quotations, names_pattern, sentence_ends
from tenor.features.claim_features import claim_features, claim_sentences

SEPARATOR = "\n\n"
"""The text between title and body where a field has both."""
N_LEAD = 500
"""Characters of the body that belong to the lead: a paragraph or two."""

Part = Literal["title", "text", "claim"]
"""A column of the articles table that holds text."""

TextKey = tuple[str, tuple[str, ...]]
"""A field, and the names of the target that it is computed with; empty for most fields."""


class FieldInput(NamedTuple):
    """What a field is computed from: the texts of an article, and the names of a target."""

    title: str
    text: str
    claim: str = ""
    target_names: tuple[str, ...] = ()

    @property
    def title_body(self) -> str:
        """Title and body as one text."""
        return f"{self.title}{SEPARATOR}{self.text}"


@dataclass(frozen=True, slots=True)
class TextField:
    """A text field.

    Attributes
    ----------
    compute
        Returns the text of the field.
    joins
        The columns whose texts, joined by `SEPARATOR`, are the field; empty where it is
        computed. The vectorizer then joins them as bytes, without making strings.
    located_in
        The parts of the article that the field's characters are found in, in order and at the
        same distances; empty where positions in the field are no positions in the article.
    needs
        What the field needs besides title and text: the article's claim, or the names of the
        target of a stance.
    """

    compute: Callable[[FieldInput], str]
    joins: tuple[Part, ...] = ()
    located_in: tuple[Part, ...] = ()
    needs: Literal["", "claim", "target"] = ""


def target_sentences(names: tuple[str, ...], text: str) -> str:
    """Return a text with spaces in place of the sentences in which no name occurs.

    Its length stays the same.

    Examples
    --------
    >>> target_sentences(("tax", "levy"), "A levy is due. It rains. They like it. The tax stays.")
    'A levy is due.                         The tax stays.'
    """
    occurrences = [match.start() for match in names_pattern(names).finditer(text)]
    if not occurrences:
        return " " * len(text)
    parts, start = [], 0
    for end in sentence_ends(text):
        is_kept = bisect_left(occurrences, start) < bisect_left(occurrences, end)
        parts.append(text[start:end] if is_kept else " " * (end - start))
        start = end
    return "".join(parts)


_TITLE_AND_TEXT: tuple[Part, ...] = ("title", "text")

FIELDS: dict[str, TextField] = {
    "title": TextField(lambda a: a.title, ("title",), ("title",)),
    "body": TextField(lambda a: a.text, ("text",), ("text",)),
    "title_body": TextField(lambda a: a.title_body, _TITLE_AND_TEXT, _TITLE_AND_TEXT),
    "lead": TextField(
        lambda a: f"{a.title}{SEPARATOR}{a.text[:N_LEAD]}", located_in=_TITLE_AND_TEXT
    ),
    "unquoted": TextField(
        lambda a: f"{a.title}{SEPARATOR}{blank_quotations(a.text)}", located_in=_TITLE_AND_TEXT
    ),
    "target_sentences": TextField(
        lambda a: target_sentences(a.target_names, a.title_body),
        located_in=_TITLE_AND_TEXT,
        needs="target",
    ),
    "claim": TextField(lambda a: a.claim, ("claim",), ("claim",), needs="claim"),
    "claim_sentences": TextField(lambda a: claim_sentences(a.claim, a.title_body), needs="claim"),
    "claim_features": TextField(lambda a: claim_features(a.claim, a.title_body), needs="claim"),
}
"""Every field by its name."""


def fields_that_need(needed: Literal["claim", "target"]) -> frozenset[str]:
    """Return the names of the fields that need a claim, or the names of a target."""
    return frozenset(name for name, field in FIELDS.items() if field.needs == needed)


CLAIM_FIELDS = fields_that_need("claim")
"""A model with such a field predicts the stance towards any claim."""
TARGET_FIELDS = fields_that_need("target")


def text_key(field: str, target_names: tuple[str, ...]) -> TextKey:
    """Return the key of a field's texts: texts of equal keys are equal."""
    return field, target_names if field in TARGET_FIELDS else ()


def field_text(key: TextKey, article: Article) -> str:
    """Return the text of a field of an article."""
    field, target_names = key
    return FIELDS[field].compute(
        FieldInput(article.title, article.text, article.claim, target_names)
    )
