"""The default spec: the views and the classifier of a spec that names none.

One general spec, chosen on all corpora of ``experiments/`` together and not tuned to one of them;
``experiments/benchmarks/defaults.py`` compares it with a plain script.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenor.codebook.task import Kind
from tenor.models.spec_tables import ClassifierSpec, SearchSpec, ViewSpec

WORDS = ViewSpec(field="title_body", ngram_range=(1, 2), min_df=2)
LEAD_CHARACTERS = ViewSpec(
    field="lead", analyzer="char_wb", ngram_range=(4, 4), min_df=2, weight=0.7
)

DEFAULT_VIEWS = (WORDS, LEAD_CHARACTERS)
"""Words and pairs of words, and the parts of the words of the lead, which relate forms of a word.
Only the lead, because the time of character n-grams grows with the text."""

DEFAULT_CLASSIFIERS: dict[Kind, ClassifierSpec] = {
    "theme": ClassifierSpec(class_weight="balanced", nb_interpolation=0.3, tol=0.1),
    "stance": ClassifierSpec(class_weight="balanced", tol=0.1),
}
"""By the kind of task. Rare labels count as much as frequent ones. Terms that distinguish a label
count more for themes; for a stance these are often those of an outlet, which others do not use.
The tolerance is that of LIBLINEAR's dual solver; a smaller one does not improve the scores."""

BEST_SEARCH = SearchSpec(
    grid={"classifier.nb_interpolation": (0, 0.3, 0.6), "classifier.C": (0.3, 1)}
)
"""A search that scores higher and takes several times as long. Terms that distinguish a label
improve some tasks and harm others: folds of the training part decide."""

LSA_VIEW = ViewSpec(min_df=2, n_components=100)
"""LSA components for the teacher of self-training, which labels with them more articles right."""


def default_classifier(data: Mapping[str, Any]) -> ClassifierSpec:
    """Return the classifier of a spec without one, from its data."""
    return DEFAULT_CLASSIFIERS[data.get("task", "stance")]


def with_lsa(views: tuple[ViewSpec, ...]) -> tuple[ViewSpec, ...]:
    """Return views with LSA components: as they are, or with one that has them."""
    return views if any(view.n_components for view in views) else (*views, LSA_VIEW)
