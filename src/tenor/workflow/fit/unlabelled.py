"""The unlabelled pool of a spec and corpus, and the part of it that a split allows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Task
from tenor.corpus import Corpus, Split
from tenor.errors import CorpusError, SpecError
from tenor.models.field_texts import FieldTexts
from tenor.models.pool import UnlabelledPool
from tenor.models.spec import Experiment
from tenor.models.training_set import TrainingSet

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

MAX_EXTERNAL_ARTICLES = 50_000
"""The most articles of an unlabelled corpus that are used; they are evenly spaced."""

POOL_COLUMNS = ("title", "text", "claim", "outlet", "series", "published")


def make_pool(spec: Experiment, corpus: Corpus) -> UnlabelledPool:
    """Return the pool of a spec and corpus, before a split restricts it.

    Raises
    ------
    TenorError
        If an unlabelled corpus cannot be loaded or was cleaned by another version, or no view
        of the spec uses it.
    """
    import pandas as pd

    if not spec.uses_lsa:
        if spec.unlabelled_corpora:
            raise SpecError(
                f"spec '{spec.name}' names unlabelled_corpora, which only views with "
                "n_components use; set it in one of the [[features]], or remove the key"
            )
        return UnlabelledPool()
    tables, fingerprints = [corpus.articles], []
    for path in spec.unlabelled_corpus_paths:
        external = _open_external(path)
        table = external.read_columns(POOL_COLUMNS)
        if len(table) > MAX_EXTERNAL_ARTICLES:
            spaced_rows = np.linspace(0, len(table) - 1, MAX_EXTERNAL_ARTICLES, dtype=np.intp)
            table = table.iloc[spaced_rows]
        # Articles of the corpus itself may be test articles, whichever folder they are in.
        table = table[~table["text"].isin(corpus.articles["text"])]
        # Ids, groups and parts have no meaning outside their own corpus.
        tables.append(table.assign(article_id="", duplicate_group="", part=""))
        fingerprints.append(external.fingerprint)
    articles = pd.concat(tables, ignore_index=True) if fingerprints else corpus.articles
    return UnlabelledPool(texts=FieldTexts(articles), fingerprints=tuple(fingerprints))


def with_unlabelled(
    training: TrainingSet,
    spec: Experiment,
    corpus: Corpus,
    task: Task,
    labelled_rows: NDArray[np.intp],
    split: Split | None,
) -> TrainingSet:
    """Return a training set with the unlabelled articles that its split allows.

    Parameters
    ----------
    training
        The training set, with the pool of the spec and corpus.
    spec, corpus, task
        The spec, the corpus and the task.
    labelled_rows
        Positions in the articles table of all labelled articles.
    split
        The split; None where no article is held out.
    """
    articles, pool = corpus.articles, training.pool
    corpus_rows = external_rows = np.empty(0, dtype=np.intp)
    if pool.texts is not None:
        unlabelled = _unlabelled_rows(pool.texts.table, labelled_rows, split)
        in_corpus = unlabelled < len(articles)
        corpus_rows = np.union1d(training.labels.rows, unlabelled[in_corpus])
        external_rows = unlabelled[~in_corpus]
    applicable = None
    if spec.uses_unlabelled:
        rows = _unlabelled_rows(articles, labelled_rows, split)
        applicable = training.texts.at(rows[_applies(spec, corpus, task, rows)])
    return replace(training, pool=pool.restrict(applicable, corpus_rows, external_rows))


def _open_external(path: Path) -> Corpus:
    try:
        corpus = Corpus.load(path)
        corpus.check_cleaning()
    except CorpusError as exc:
        raise CorpusError(f"unlabelled corpus: {exc}") from exc
    return corpus


def _unlabelled_rows(
    table: pd.DataFrame, labelled_rows: NDArray[np.intp], split: Split | None
) -> NDArray[np.intp]:
    """Return the rows of articles without a label that the split allows, ascending."""
    allowed = np.ones(len(table), dtype=bool) if split is None else split.may_train(table)
    return np.setdiff1d(np.flatnonzero(allowed), labelled_rows, assume_unique=True)


def _applies(
    spec: Experiment, corpus: Corpus, task: Task, rows: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Whether the task applies to articles: to those with a claim, or that name the target."""
    articles = corpus.articles.iloc[rows]
    if not task.is_stance:
        return np.ones(len(rows), dtype=bool)
    if spec.uses_claims:
        return np.asarray(articles["claim"] != "")
    pairs = zip(articles["title"], articles["text"], strict=True)
    return np.array([task.concerns(corpus.codebook, *pair) for pair in pairs], dtype=bool)
