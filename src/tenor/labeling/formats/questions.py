"""The questions of a codebook, and their labels as strings for tools with one list of labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tenor.codebook import Codebook, tasks_of
from tenor.labeling.formats.coding import THEME_QUESTION
from tenor.labeling.judgment import codable_labels

_NEEDS_PREFIX = re.compile(r"(stance:|theme=)", re.IGNORECASE)
_FLAT_LABEL = re.compile(r"(?:stance:(?P<target>[^=]+)|theme)=", re.IGNORECASE)


class Question(NamedTuple):
    """A question of a codebook.

    Attributes
    ----------
    name
        ``theme`` or ``stance:TARGET``.
    labels
        The labels that answer it.
    single_label
        Whether an answer is exactly one label.
    """

    name: str
    labels: tuple[str, ...]
    single_label: bool


def questions(codebook: Codebook) -> Iterator[Question]:
    """Yield the questions of a codebook, themes first."""
    for task in tasks_of(codebook):
        yield Question(task.question, codable_labels(task, codebook), task.single_label(codebook))


def definition(codebook: Codebook, question: str, label: str) -> str:
    """Return the definition of a theme; empty for positions and for the label ``none``."""
    if question != THEME_QUESTION:
        return ""
    return next((theme.definition for theme in codebook.themes if theme.name == label), "")


def flat_label(question: str, label: str) -> str:
    """Return a label with the prefix of its question; themes have no prefix unless they need one.

    Examples
    --------
    >>> flat_label("theme", "economy"), flat_label("stance:toll", "favor")
    ('economy', 'stance:toll=favor')
    """
    if question != THEME_QUESTION:
        return f"{question}={label}"
    return f"theme={label}" if _NEEDS_PREFIX.match(label) else label


def flat_labels(answers: Iterable[tuple[str, Iterable[str]]]) -> list[str]:
    """Return the labels of several questions as `flat_label` writes them."""
    return [flat_label(question, label) for question, labels in answers for label in labels]


def parse_flat_label(text: str, default: str = THEME_QUESTION) -> tuple[str, str]:
    """Return the question and the label of a string from `flat_label`.

    Parameters
    ----------
    text
        The string.
    default
        The question of a label without a prefix.

    Examples
    --------
    >>> parse_flat_label("stance:toll=favor"), parse_flat_label("economy")
    (('stance:toll', 'favor'), ('theme', 'economy'))
    """
    match = _FLAT_LABEL.match(text)
    if match is None:
        return default, text
    target = match["target"]
    question = THEME_QUESTION if target is None else f"stance:{target.strip()}"
    return question, text[match.end() :]
