"""The axes of a view: learned once for all folds and trials of one training part.

What a fold of tuning holds out lends its words, as all that is to be labelled may, never its
labels; what a split scores lends nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tenor.features import names_for
from tenor.features.axes import Axes, Digest
from tenor.features.tfidf import TfidfVectorizer
from tenor.models.texts import FieldTexts, Lending, analysis_of
from tenor.progress import working

if TYPE_CHECKING:
    from tenor.features.counts import Counts
    from tenor.models.spec_parts import ViewSpec


def learned_axes(view: ViewSpec, texts: FieldTexts) -> Axes:
    """Learn the axes of a view from the articles that lend some, or else from texts."""
    lending, analysis, n = texts.lending, analysis_of(view), view.n_components
    if lending is None:
        own = texts.counts(view.field, analysis)
        return Axes.learn(vectorizer_of(view), own, own, n)
    settings = view.model_dump_json(exclude={"weight"})
    if settings not in lending.axes:
        counts = texts.lenders().counts(view.field, analysis)
        lenders = np.concatenate([lending.own, lending.archive])
        with working(f"finding axes in {len(lenders):,} articles"):
            lending.axes[settings] = Axes.learn(
                vectorizer_of(view), counts.take(lenders), counts.take(lending.own), n,
                _digest(view, lending, texts.names, counts),
            )  # fmt: skip
    return lending.axes[settings]


def _digest(
    view: ViewSpec, lending: Lending, names: tuple[str, ...], counts: Counts
) -> Digest | None:
    if not len(lending.archive):
        return None
    settings = view.model_dump_json(exclude={"weight"})
    key = settings, names_for(view.field, names), lending.archive.tobytes()
    if key not in lending.digests:
        own = counts.take(lending.archive)
        lending.digests[key] = Digest.of(vectorizer_of(view), own, view.n_components)
    return lending.digests[key]


def vectorizer_of(view: ViewSpec) -> TfidfVectorizer:
    """Return the vectorizer of a view, not yet fitted."""
    parameters = view.model_dump(exclude={"field", "weight", "n_components"})
    if isinstance(parameters["stop_words"], tuple):
        parameters["stop_words"] = list(parameters["stop_words"])
    return TfidfVectorizer(**parameters, dtype=np.float32)
