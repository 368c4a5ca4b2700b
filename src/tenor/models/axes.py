"""The axes of a view: learned once for all folds and trials of one training part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tenor.features.axes import Axes, Digest
from tenor.features.tfidf import TfidfVectorizer
from tenor.models.texts import FieldTexts, analysis_of
from tenor.progress import working

if TYPE_CHECKING:
    from tenor.models.spec_parts import ViewSpec

DIGESTED = 2
"""Rows that archives are kept as, for each axis that is asked for."""


def learned_axes(view: ViewSpec, texts: FieldTexts) -> Axes:
    """Learn the axes of a view from the articles that lend some, or else from texts."""
    lending, analysis, n = texts.lending, analysis_of(view), view.n_components
    if lending is None:
        own = texts.counts(view.field, analysis)
        return Axes.learn(vectorizer_of(view), own, own, n)
    settings = view.model_dump_json(exclude={"weight"})
    counts = lending.texts.counts(view.field, analysis)

    def digest() -> Digest | None:
        key = settings, lending.archive.tobytes()
        if len(lending.archive) and key not in lending.made:
            own = counts.take(lending.archive)
            lending.made[key] = Digest.of(vectorizer_of(view), own, DIGESTED * n)
        return lending.made.get(key)

    def axes() -> Axes:
        lenders = np.concatenate([lending.own, lending.archive])
        own = counts.take(lending.own)
        with working(f"finding axes in {len(lenders):,} articles"):
            return Axes.learn(vectorizer_of(view), counts.take(lenders), own, n, digest())

    made: dict[object, Axes] = lending.made
    key = settings, lending.own.tobytes(), lending.archive.tobytes()
    if key not in made:
        made[key] = axes()
    return made[key]


def vectorizer_of(view: ViewSpec) -> TfidfVectorizer:
    """Return the vectorizer of a view, not yet fitted."""
    parameters = view.model_dump(exclude={"field", "weight", "n_components"})
    if isinstance(parameters["stop_words"], tuple):
        parameters["stop_words"] = list(parameters["stop_words"])
    return TfidfVectorizer(**parameters, dtype=np.float32)
