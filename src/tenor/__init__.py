"""Tenor labels news articles by theme and stance, from a codebook its user writes.

Names are imported when first used: ``import tenor`` itself is nearly free.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenor.articles import Article, Rejection, read_articles
    from tenor.codebook import Codebook
    from tenor.corpus import Corpus
    from tenor.errors import TenorError
    from tenor.features.tfidf import TfidfVectorizer
    from tenor.labeling.functions import labeling_function
    from tenor.models import Experiment, Model, Prediction
    from tenor.prediction import predict
    from tenor.workflow.labelling import label
    from tenor.workflow.leakage import evaluate
    from tenor.workflow.loading import load_model
    from tenor.workflow.prep import prepare
    from tenor.workflow.training import train

_HOMES = {
    "Article": "tenor.articles",
    "Codebook": "tenor.codebook",
    "Corpus": "tenor.corpus",
    "Experiment": "tenor.models",
    "Model": "tenor.models",
    "Prediction": "tenor.models",
    "Rejection": "tenor.articles",
    "TenorError": "tenor.errors",
    "TfidfVectorizer": "tenor.features.tfidf",
    "evaluate": "tenor.workflow.leakage",
    "label": "tenor.workflow.labelling",
    "labeling_function": "tenor.labeling.functions",
    "load_model": "tenor.workflow.loading",
    "predict": "tenor.prediction",
    "prepare": "tenor.workflow.prep",
    "read_articles": "tenor.articles",
    "train": "tenor.workflow.training",
}

__all__ = [
    "Article",
    "Codebook",
    "Corpus",
    "Experiment",
    "Model",
    "Prediction",
    "Rejection",
    "TenorError",
    "TfidfVectorizer",
    "evaluate",
    "label",
    "labeling_function",
    "load_model",
    "predict",
    "prepare",
    "read_articles",
    "train",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'tenor' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
