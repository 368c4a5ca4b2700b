"""Which articles need no review, since people have coded them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tenor.corpus import Corpus
from tenor.corpus.draws import coded_articles
from tenor.models import Model


def articles_not_to_review(corpus: Path, models: Mapping[str, Model]) -> frozenset[str]:
    """Return the ids of the articles that people coded for all tasks of models with a promise.

    Raises
    ------
    CorpusError
        If the corpus cannot be read.
    """
    tasks = [model.task for model in models.values() if model.promise is not None]
    return frozenset(coded_articles(Corpus.load(corpus), tasks)) if tasks else frozenset()
