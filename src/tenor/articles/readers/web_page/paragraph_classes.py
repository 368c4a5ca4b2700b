"""Which paragraphs of a page are text and which are furniture, beside their neighbours.

The extraction asks justext for it, which searches the neighbours of each paragraph anew, in a time
that is the square of the number of short paragraphs in a row. These are the same classes in
linear time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import accumulate
from typing import Any

_SURE = ("good", "bad")
_FOUND = (*_SURE, "neargood")


@cache
def use_linear_classes() -> None:
    """Let the extraction revise the classes of paragraphs by `revise_classes`."""
    from trafilatura import external

    vars(external)["revise_paragraph_classification"] = revise_classes


def revise_classes(paragraphs: Sequence[Any], max_heading_distance: int) -> None:
    """Set ``class_type`` of paragraphs to "good" or "bad", by their ``cf_class`` and neighbours.

    Parameters
    ----------
    paragraphs
        The paragraphs of a page, as justext classified each of them alone.
    max_heading_distance
        The characters between a heading and the text below it.
    """
    if any(paragraph.heading for paragraph in paragraphs):
        # Trafilatura treats no paragraph as a heading, so this does not happen today.
        from justext.core import revise_paragraph_classification  # type: ignore[import-untyped]

        revise_paragraph_classification(paragraphs, max_heading_distance)
        return
    classes = _without_short([paragraph.cf_class for paragraph in paragraphs])
    before = "bad"
    for paragraph, own, after in zip(paragraphs, classes, _after(classes, _SURE), strict=True):
        if own == "neargood":
            own = "bad" if before == after == "bad" else "good"
        paragraph.class_type = before = own


def _without_short(classes: Sequence[str]) -> list[str]:
    """Return the classes of paragraphs, each short one as the longer ones on both sides of it."""
    neighbours = zip(
        classes,
        *(_before(classes, _SURE), _after(classes, _SURE)),
        *(_before(classes, _FOUND), _after(classes, _FOUND)),
        strict=True,
    )
    return [_class_of_short(*around) if own == "short" else own for own, *around in neighbours]


def _class_of_short(sure_before: str, sure_after: str, before: str, after: str) -> str:
    if sure_before == sure_after:
        return sure_before
    # Between text and furniture, it is text if what is beside the furniture is nearly text.
    return "good" if (before if sure_before == "bad" else after) == "neargood" else "bad"


def _before(classes: Iterable[str], kinds: Collection[str]) -> list[str]:
    """Return for each class the nearest one of some kinds before it, or "bad"."""
    nearest = accumulate(classes, lambda last, own: own if own in kinds else last, initial="bad")
    return [*nearest][:-1]


def _after(classes: Sequence[str], kinds: Collection[str]) -> list[str]:
    return _before(classes[::-1], kinds)[::-1]
