"""Tenor labels news articles by theme and stance, from a codebook that its user writes.

The public names are imported on first use, so that ``import tenor`` loads no other library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenor.articles import Article, Rejection, read_articles
    from tenor.codebook import Codebook, Task
    from tenor.corpus import Corpus
    from tenor.errors import TenorError
    from tenor.features.tfidf import TfidfVectorizer
    from tenor.labeling.functions import labeling_function
    from tenor.models import Model, Prediction
    from tenor.models.spec import Experiment
    from tenor.prediction.bulk import predict
    from tenor.workflow.agreement.agree import agree
    from tenor.workflow.label import label
    from tenor.workflow.leaks.evaluate import evaluate
    from tenor.workflow.loading import load_model
    from tenor.workflow.prep import prepare
    from tenor.workflow.shares.shares import shares
    from tenor.workflow.train.train import train

_MODULES = {
    "Article": "tenor.articles",
    "Codebook": "tenor.codebook",
    "Corpus": "tenor.corpus",
    "Experiment": "tenor.models.spec",
    "Model": "tenor.models",
    "Prediction": "tenor.models",
    "Rejection": "tenor.articles",
    "Task": "tenor.codebook",
    "TenorError": "tenor.errors",
    "TfidfVectorizer": "tenor.features.tfidf",
    "agree": "tenor.workflow.agreement.agree",
    "evaluate": "tenor.workflow.leaks.evaluate",
    "label": "tenor.workflow.label",
    "labeling_function": "tenor.labeling.functions",
    "load_model": "tenor.workflow.loading",
    "predict": "tenor.prediction.bulk",
    "prepare": "tenor.workflow.prep",
    "read_articles": "tenor.articles",
    "shares": "tenor.workflow.shares.shares",
    "train": "tenor.workflow.train.train",
}
"""The module that defines each public name."""

__all__ = [
    "Article",
    "Codebook",
    "Corpus",
    "Experiment",
    "Model",
    "Prediction",
    "Rejection",
    "Task",
    "TenorError",
    "TfidfVectorizer",
    "agree",
    "evaluate",
    "label",
    "labeling_function",
    "load_model",
    "predict",
    "prepare",
    "read_articles",
    "shares",
    "train",
]


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module 'tenor' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(_MODULES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
