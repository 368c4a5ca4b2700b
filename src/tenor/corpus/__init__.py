"""Corpora: labelled articles as tables on disk, duplicate groups, splits."""

from tenor.corpus.corpus import Corpus
from tenor.corpus.splits import LEFT_OUT, Kind, Split, grouped_folds, make_splits
from tenor.corpus.writing import CorpusWriter

__all__ = ["LEFT_OUT", "Corpus", "CorpusWriter", "Kind", "Split", "grouped_folds", "make_splits"]
