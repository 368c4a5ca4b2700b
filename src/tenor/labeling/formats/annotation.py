"""Annotations, articles to code and texts: what the formats write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import NamedTuple

from tenor.labeling.judgment import Judgment

Texts = Mapping[str, tuple[str, str]]
"""Title and text of articles, by article id."""


class ArticleToCode(NamedTuple):
    """An article as a coder gets it.

    Attributes
    ----------
    article_id, title, text, outlet, published
        As in `Article`.
    codebook
        The fingerprint of the codebook to apply.
    inclusion_probability
        The probability with which the article was drawn; None if it was not drawn by chance.
    asked
        The labels to ask about, as in `Judgment`; empty for all of the codebook.
    """

    article_id: str
    title: str
    text: str
    codebook: str
    inclusion_probability: float | None
    outlet: str = ""
    published: str = ""
    asked: str = ""


class Annotation(NamedTuple):
    """The answers of one coder on one article at one time.

    Attributes
    ----------
    article_id, origin, coder, codebook, at, asked
        As in `Judgment`.
    answers
        The labels by question.
    """

    article_id: str
    origin: str
    coder: str
    codebook: str
    at: str
    asked: str
    answers: dict[str, tuple[str, ...]]


def group_annotations(judgments: Iterable[Judgment]) -> list[Annotation]:
    """Return judgements as annotations, sorted by article, origin, coder, codebook and time."""

    def key(judgment: Judgment) -> tuple[str, ...]:
        return (
            judgment.article_id,
            judgment.origin,
            judgment.coder,
            judgment.codebook,
            judgment.at,
            judgment.asked,
        )

    annotations = []
    for (article_id, origin, coder, codebook, at, asked), group in groupby(
        sorted(judgments, key=key), key
    ):
        answers: dict[str, tuple[str, ...]] = {}
        for judgment in group:
            question = judgment.question
            answers[question] = (*answers.get(question, ()), judgment.label)
        annotations.append(Annotation(article_id, origin, coder, codebook, at, asked, answers))
    return annotations
