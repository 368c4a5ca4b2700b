"""Quotations: the parts of a text within quotation marks.

A quotation is the text between ``“ ”``, ``" "``, ``‘ ’``, ``« »``, ``» «``, ``„ “``, ``„ ”``,
``‚ ‘``, ``” ”``, ``「 」`` or ``『 』``, or after the dash that opens a Spanish dialogue
(raya). A mark opens a quotation only if no letter or digit precedes it, so an apostrophe or
the inch mark of 5" opens none. A quotation without a closing mark ends with its line, as in
quotations of several paragraphs; a single mark without a closing one is an apostrophe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tenor.articles.text.sentences import sentence_ends

_CLOSING = {
    '"': '"',
    "“": "”",
    "”": "”",
    "„": "“”",
    "‘": "’",
    "‚": "‘’",
    "«": "»",
    "»": "«",
    "‹": "›",
    "「": "」",
    "『": "』",
    "—": "—",
}
"""The closing marks of each opening mark."""
_find_opening = re.compile(f"[{''.join(_CLOSING)}]").search
_find_end = {mark: re.compile(f"[{closing}\n]").search for mark, closing in _CLOSING.items()}
_SPACED = "«"
"""Opening marks that white space may follow."""
_UNSPACED_SCRIPT = "「『"
"""Opening marks that any character may precede."""
_SINGLE = "‘‚"
_RAYA = "—"


class SpeechSpan(NamedTuple):
    """A part of a sentence that is entirely quoted or entirely unquoted."""

    text: str
    quoted: bool


def quotation_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each quotation of a text, with its marks.

    Examples
    --------
    >>> text = 'The 5" pipe "burst," he said.'
    >>> [text[start:end] for start, end in quotation_spans(text)]
    ['"burst,"']
    """
    at = 0
    while match := _find_opening(text, at):
        start, at, mark = match.start(), match.end(), match[0]
        if not _opens(text, start, mark):
            continue
        is_single = mark in _SINGLE
        while True:
            end = _find_end[mark](text, at)
            at = len(text) if end is None else end.end()
            if end is None or end[0] == "\n":
                if not is_single:
                    yield start, at if end is None else at - 1
                break
            if not (is_single and _is_word(text, at)):
                yield start, at
                break


def blank_quotations(text: str) -> str:
    """Return a text with spaces in place of its quotations; its length stays the same.

    Examples
    --------
    >>> blank_quotations('The mayor said "no" twice.')
    'The mayor said      twice.'
    """
    parts, start = [], 0
    for opened, closed in quotation_spans(text):
        parts += [text[start:opened], " " * (closed - opened)]
        start = closed
    return "".join([*parts, text[start:]])


def split_speech(text: str) -> Iterator[list[SpeechSpan]]:
    """Yield the sentences of a text, each as its quoted and unquoted spans in order.

    Examples
    --------
    >>> [span.text for span in next(split_speech('"It is a tax," Mr. Orme said. It rose.'))]
    ['"It is a tax,"', ' Mr. Orme said. ']
    """
    cuts = [cut for span in quotation_spans(text) for cut in span]
    start = n_cuts = 0
    for end in sentence_ends(text):
        spans = []
        while n_cuts < len(cuts) and cuts[n_cuts] < end:
            if cuts[n_cuts] > start:
                spans.append(SpeechSpan(text[start : cuts[n_cuts]], n_cuts % 2 == 1))
                start = cuts[n_cuts]
            n_cuts += 1
        spans.append(SpeechSpan(text[start:end], n_cuts % 2 == 1))
        yield spans
        start = end


def _opens(text: str, at: int, mark: str) -> bool:
    if mark not in _CLOSING:
        return False
    after = text[at + 1 : at + 2]
    if mark in _UNSPACED_SCRIPT:
        return True
    if mark == _RAYA:
        return (after.isalpha() or after in "¿¡") and after != "" and _starts_sentence(text, at)
    if mark == "”" and text[at - 1 : at] in {".", ",", "!", "?", "…"}:
        return False  # It closes a quotation whose opening mark is missing.
    spaced = mark in _SPACED
    at_line_end = after in {"", "\n"}
    return not (_is_word(text, at - 1) or at_line_end) and (spaced or not after.isspace())


def _starts_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 2) : at]
    return not before or before[-1] == "\n" or (before[-1] == " " and before[0] in ".!?…»”")


def _is_word(text: str, at: int) -> bool:
    char = text[at : at + 1] if at >= 0 else ""
    return char.isalnum() or char == "_"
