"""The context-sensitive classification of paragraphs by jusText, in linear time.

jusText classifies short and near-good paragraphs by their neighbors. Its own function, which
trafilatura calls, searches the neighbors of each paragraph, which takes quadratic time for many
short paragraphs in a row. The classes are the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import accumulate
from typing import Any

_FINAL = ("good", "bad")
_NOT_SHORT = (*_FINAL, "neargood")


@cache
def replace_paragraph_classification() -> None:
    """Make trafilatura classify paragraphs by `revise_classes`."""
    from trafilatura import external

    vars(external)["revise_paragraph_classification"] = revise_classes


def revise_classes(paragraphs: Sequence[Any], max_heading_distance: int) -> None:
    """Set ``class_type`` of paragraphs to "good" or "bad", by their ``cf_class`` and neighbors.

    Parameters
    ----------
    paragraphs
        The paragraphs of a page, with the context-free class of each.
    max_heading_distance
        The maximum number of characters between a heading and the good paragraph after it.
    """
    if any(paragraph.heading for paragraph in paragraphs):
        # Trafilatura treats no paragraph as a heading, so this does not happen today.
        from justext.core import revise_paragraph_classification  # type: ignore[import-untyped]

        revise_paragraph_classification(paragraphs, max_heading_distance)
        return
    classes = _without_short([paragraph.cf_class for paragraph in paragraphs])
    before = "bad"
    for paragraph, own, after in zip(paragraphs, classes, _after(classes, _FINAL), strict=True):
        if own == "neargood":
            own = "bad" if before == after == "bad" else "good"
        paragraph.class_type = before = own


def _without_short(classes: Sequence[str]) -> list[str]:
    """Return the classes, with that of each short paragraph replaced by that of its neighbors."""
    neighbors = zip(
        classes,
        *(_before(classes, _FINAL), _after(classes, _FINAL)),
        *(_before(classes, _NOT_SHORT), _after(classes, _NOT_SHORT)),
        strict=True,
    )
    return [_class_of_short(*around) if own == "short" else own for own, *around in neighbors]


def _class_of_short(final_before: str, final_after: str, before: str, after: str) -> str:
    if final_before == final_after:
        return final_before
    # Between a good and a bad one, it is good if the neighbor towards the bad one is near-good.
    return "good" if (before if final_before == "bad" else after) == "neargood" else "bad"


def _before(classes: Iterable[str], kinds: Collection[str]) -> list[str]:
    """Return for each class the nearest one of some kinds before it, or "bad"."""
    nearest = accumulate(classes, lambda last, own: own if own in kinds else last, initial="bad")
    return [*nearest][:-1]


def _after(classes: Sequence[str], kinds: Collection[str]) -> list[str]:
    return _before(classes[::-1], kinds)[::-1]
