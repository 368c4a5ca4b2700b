"""Shared terms: terms with a large weight for a label and for an outlet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Task
from tenor.corpus import MODEL_INPUT, Corpus, articles_of
from tenor.features import field_text, text_key
from tenor.models.linear_model import TopTerms
from tenor.models.spec import Experiment
from tenor.workflow.leaks.result import N_TOP_TERMS, OutletProbe, SharedTerm

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd
    from numpy.typing import NDArray

MAX_ARTICLE_IDS = 20
"""The number of articles that are listed with a shared term; all are counted."""

FieldTerm = tuple[str, str]
"""A text field, and a term in it."""


def find_shared_terms(
    spec: Experiment, corpus: Corpus, task: Task, label_terms: TopTerms, probe: OutletProbe
) -> list[SharedTerm]:
    """Return the top terms that labels share with outlets, those in the most articles first.

    Parameters
    ----------
    spec, corpus, task
        The spec, the corpus and the task.
    label_terms
        The terms with the largest weight for each label, of a model of the task.
    probe
        The outlet probe of the task.
    """
    outlet_ranks: dict[FieldTerm, list[tuple[str, int]]] = {}
    for outlet, terms in probe.top_terms.items():
        for field_term, rank in _ranks(terms):
            outlet_ranks.setdefault(field_term, []).append((outlet, rank))
    matches = [
        (label, rank, field_term, outlet, outlet_rank)
        for label, terms in label_terms.items()
        for field_term, rank in _ranks(terms)
        for outlet, outlet_rank in outlet_ranks.get(field_term, ())
    ]
    table = corpus.articles.iloc[probe.rows]
    names = task.target_names(corpus.codebook)
    contains = _articles_with(spec, table, names, {field_term for _, _, field_term, *_ in matches})
    ids, outlets = table["article_id"].to_numpy(), table["outlet"].to_numpy()
    shared = []
    for label, rank, (field, term), outlet, outlet_rank in matches:
        of_outlet, has_term = outlets == outlet, contains[field, term]
        both = np.flatnonzero(of_outlet & has_term)
        shared.append(
            SharedTerm(
                label,
                outlet,
                field,
                term,
                label_rank=rank,
                outlet_rank=outlet_rank,
                n_articles=len(both),
                share_of_outlet=len(both) / int(of_outlet.sum()),
                share_of_others=float(has_term[~of_outlet].mean()) if (~of_outlet).any() else 0.0,
                article_ids=tuple(ids[both[:MAX_ARTICLE_IDS]]),
            )
        )
    return sorted(shared, key=lambda s: (-s.n_articles, s.label, s.outlet, s.term))


def _ranks(terms: list[tuple[str, str, float]]) -> list[tuple[FieldTerm, int]]:
    top = terms[:N_TOP_TERMS]
    return [((field, term), rank) for rank, (field, term, _) in enumerate(top, start=1)]


def _articles_with(
    spec: Experiment,
    table: pd.DataFrame,
    target_names: tuple[str, ...],
    terms: Collection[FieldTerm],
) -> dict[FieldTerm, NDArray[np.bool_]]:
    """Return which of n articles contain each term, shape (n,)."""
    from tenor.features.tfidf import TfidfVectorizer

    articles = list(articles_of(table[list(MODEL_INPUT)]))
    contains = {field_term: np.zeros(len(articles), dtype=bool) for field_term in terms}
    for view in spec.features:
        vocabulary = sorted(term for field, term in terms if field == view.field)
        if not vocabulary:
            continue
        vectorizer = TfidfVectorizer(
            analyzer=view.analyzer,
            ngram_range=view.ngram_range,
            lowercase=view.lowercase,
            strip_accents=view.strip_accents,
            stop_words=view.stop_words,
            vocabulary=vocabulary,
            binary=True,
            use_idf=False,
            norm=None,
        )
        key = text_key(view.field, target_names)
        texts = [field_text(key, article) for article in articles]
        matrix = vectorizer.fit(texts[:1]).transform(texts).tocsc()
        for i, term in enumerate(vocabulary):
            contains[view.field, term][matrix[:, [i]].indices] = True
    return contains
