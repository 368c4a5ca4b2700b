"""The outlet probe: how well a spec's features name the outlet, and by which terms.

Linear features that name the outlet let a classifier of anything that outlets
differ in (leaning above all) learn the outlet instead. The probe is a model
like any other of the same spec, whose labels are outlets.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Codebook
from tenor.corpus import Corpus, make_splits
from tenor.errors import CorpusError
from tenor.evaluation import Interval, Scores, bootstrap, score
from tenor.features import field_text
from tenor.labeling import Answers, Gold
from tenor.models import Experiment
from tenor.models.fitting import TrainingData, fit_model
from tenor.models.texts import FieldTexts
from tenor.workflow.prepared import names_of
from tenor.workflow.results import predict_rows

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

LEAST_ARTICLES = 20
"""Articles that an outlet needs to be named."""

MOST_ARTICLES = 6000
"""Articles that the probe takes, drawn at random; more would only cost time."""

TOP_TERMS = 50
"""Terms of a label, and of an outlet, among which a shared one is a suspect."""

LISTED = 20
"""Articles that are listed with a shared term; all are counted."""

TopTerms = dict[str, list[tuple[str, str, float]]]
"""The terms that speak most for each label: field, term, weight."""


@dataclass(frozen=True)
class Probe:
    """How well the features name the outlet of articles they have not seen.

    Attributes
    ----------
    outlets
        The outlets it knows.
    scores, intervals
        On held-out articles, whose near-duplicates are held out too.
    majority_accuracy, majority_macro_f1
        What naming the largest outlet for every article gives.
    n_train, n_test
        Articles.
    rows
        Positions in the articles table of those that it took, shape (n,).
    top_terms
        The terms that speak most for each outlet.
    """

    outlets: tuple[str, ...]
    scores: Scores
    intervals: dict[str, Interval]
    majority_accuracy: float
    majority_macro_f1: float
    n_train: int
    n_test: int
    rows: NDArray[np.intp]
    top_terms: TopTerms


@dataclass(frozen=True)
class SharedTerm:
    """A term that speaks for a label and for an outlet: a suspect.

    Attributes
    ----------
    label, outlet, field, term
        What it speaks for, and where it stands.
    label_rank, outlet_rank
        Its place among the terms of the label and of the outlet, from 1.
    n_articles
        Articles of the outlet that hold it.
    share_of_outlet, share_of_others
        The share of the outlet's articles that hold it, and of all others'.
    article_ids
        The first articles of the outlet that hold it.
    """

    label: str
    outlet: str
    field: str
    term: str
    label_rank: int
    outlet_rank: int
    n_articles: int
    share_of_outlet: float
    share_of_others: float
    article_ids: tuple[str, ...]


def probe_outlets(spec: Experiment, corpus: Corpus, target: str) -> Probe:
    """Fit the spec's features to name outlets, and score that on held-out articles.

    Any article of a corpus has an outlet, labelled or not; for a stance, those
    that mention the target are taken.

    Raises
    ------
    CorpusError
        If fewer than two outlets have enough articles.
    """
    state = spec.split.random_state
    outlets, rows = _known_outlets(corpus, target, state)
    articles = corpus.articles.iloc[rows]
    names = articles["outlet"].to_numpy(dtype=str)
    matrix = (names[:, None] == np.array(outlets)[None, :]).astype(np.uint8)
    signs = tuple(f"outlet {i}" for i in range(1, len(outlets) + 1))
    found = Answers(rows, signs, matrix, np.ones(len(rows), dtype=bool))
    book = _codebook(corpus.codebook, target, signs)
    texts = FieldTexts(articles, names=names_of(book, target))
    asked = TrainingData(texts, found, book, spec.task, target)
    [split] = make_splits("random", found, corpus.articles, random_state=state)
    train, truth = asked.take(split.train), Gold.of(found.take(split.test))
    # What is asked is the outlet, so folds that hold outlets out would answer nothing.
    plain = spec.tuned_by("duplicate_group").model_copy(update={"search": None})
    model = fit_model(plain, train, {})
    seen = predict_rows(model, train, truth, corpus.articles)
    base = score(seen.truth, seen.baseline, outlets, one_label=True)
    groups = asked.groups().whole[split.test]
    return Probe(
        outlets,
        score(seen.truth, seen.given, outlets, one_label=True),
        bootstrap(seen.truth, seen.given, groups, outlets, one_label=True),
        base.accuracy or 0.0,
        base.macro_f1,
        len(split.train),
        len(split.test),
        rows,
        {outlets[signs.index(sign)]: top for sign, top in model.top_terms(TOP_TERMS).items()},
    )


def shared_terms(
    spec: Experiment, corpus: Corpus, target: str, label_terms: TopTerms, probe: Probe
) -> list[SharedTerm]:
    """Return the top terms that labels share with outlets, those in most articles first.

    Parameters
    ----------
    label_terms
        The top terms of a model of the task.
    """
    ranks: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for outlet, terms in probe.top_terms.items():
        for rank, (field, term, _) in enumerate(terms[:TOP_TERMS], start=1):
            ranks.setdefault((field, term), []).append((outlet, rank))
    pairs = [
        (label, rank, key, outlet, outlet_rank)
        for label, terms in label_terms.items()
        for rank, key in enumerate(((f, t) for f, t, _ in terms[:TOP_TERMS]), start=1)
        for outlet, outlet_rank in ranks.get(key, ())
    ]
    articles = corpus.articles.iloc[probe.rows]
    called = names_of(corpus.codebook, target)
    holding = _articles_with(spec, articles, called, {key for _, _, key, _, _ in pairs})
    ids = articles["article_id"].to_numpy()
    outlets = articles["outlet"].to_numpy()
    found = []
    for label, rank, (field, term), outlet, outlet_rank in pairs:
        own, has = outlets == outlet, holding[field, term]
        both = np.flatnonzero(own & has)
        found.append(
            SharedTerm(
                label, outlet, field, term, rank, outlet_rank, len(both),
                len(both) / int(own.sum()), float(has[~own].mean()) if (~own).any() else 0.0,
                tuple(ids[both[:LISTED]]),
            )
        )  # fmt: skip
    return sorted(found, key=lambda s: (-s.n_articles, s.label, s.outlet, s.term))


def _known_outlets(
    corpus: Corpus, target: str, random_state: int
) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    outlets = corpus.articles["outlet"].to_numpy(dtype=str)
    titles, texts = (corpus.articles[name].to_numpy() for name in ("title", "text"))
    order = np.random.default_rng(random_state).permutation(np.flatnonzero(outlets != ""))
    about = corpus.codebook.target(target) if target else None
    if about and about.aliases:
        mentions = (i for i in order if about.mentioned_in(titles[i], texts[i]))
        order = np.fromiter(islice(mentions, MOST_ARTICLES), dtype=np.intp)
    rows = np.sort(order[:MOST_ARTICLES])
    names, counts = np.unique(outlets[rows], return_counts=True)
    enough = counts >= LEAST_ARTICLES
    if enough.sum() < 2:
        which = f" that mention '{target}'" if about and about.aliases else ""
        raise CorpusError(
            f"the outlet probe needs two outlets with {LEAST_ARTICLES} articles each{which}; "
            f"this corpus has {enough.sum()}"
        )
    known = names[enough][np.argsort(-counts[enough], kind="stable")]
    return tuple(known.tolist()), rows[np.isin(outlets[rows], known)]


def _codebook(codebook: Codebook, target: str, signs: tuple[str, ...]) -> Codebook:
    """Return the codebook with outlets for labels; a stance keeps its target and aliases."""
    book = codebook.model_dump()
    if target:
        book["targets"] = [codebook.target(target).model_dump() | {"positions": signs}]
    else:
        book |= {"themes": [{"name": sign} for sign in signs], "themes_per_article": "one"}
    return Codebook.model_validate(book)


def _articles_with(
    spec: Experiment,
    articles: pd.DataFrame,
    names: tuple[str, ...],
    terms: set[tuple[str, str]],
) -> dict[tuple[str, str], NDArray[np.bool_]]:
    from tenor.features.tfidf import TfidfVectorizer

    found = {key: np.zeros(len(articles), dtype=bool) for key in terms}
    for view in spec.features:
        wanted = sorted(term for field, term in terms if field == view.field)
        if not wanted:
            continue
        vectorizer = TfidfVectorizer(
            analyzer=view.analyzer, ngram_range=view.ngram_range, lowercase=view.lowercase,
            strip_accents=view.strip_accents, stop_words=view.stop_words, vocabulary=wanted,
            binary=True, use_idf=False, norm=None,
        )  # fmt: skip
        rows = zip(articles["title"], articles["text"], articles["claim"], strict=True)
        texts = [field_text(view.field, title=t, text=b, claim=c, names=names) for t, b, c in rows]
        matrix = vectorizer.fit(texts[:1]).transform(texts).tocsc()
        for i, term in enumerate(wanted):
            found[view.field, term][matrix[:, [i]].indices] = True
    return found
