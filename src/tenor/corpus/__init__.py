"""Corpora: labelled articles as tables on disk, duplicate groups, splits."""

from tenor.corpus.corpus import Corpus
from tenor.corpus.judgments import judgments_of, write_judgments
from tenor.corpus.splits import Kind, Split, grouped_folds, make_splits, scored_part
from tenor.corpus.writing import CorpusWriter

__all__ = [
    "Corpus",
    "CorpusWriter",
    "Kind",
    "Split",
    "grouped_folds",
    "judgments_of",
    "make_splits",
    "scored_part",
    "write_judgments",
]
