"""Corpora: labelled articles as tables on disk, duplicate groups, splits."""

from tenor.corpus.corpus import Corpus
from tenor.corpus.held_out import HELD_OUT, MEANING, HeldOut, held_out_splits, unseen_target
from tenor.corpus.judgments import judgments_of, write_judgments
from tenor.corpus.splits import LEFT_OUT, Kind, Split, make_splits, scored_part
from tenor.corpus.whole import UNSEEN, Groups, KeepWhole
from tenor.corpus.writing import CorpusWriter

__all__ = [
    "HELD_OUT",
    "LEFT_OUT",
    "MEANING",
    "UNSEEN",
    "Corpus",
    "CorpusWriter",
    "Groups",
    "HeldOut",
    "KeepWhole",
    "Kind",
    "Split",
    "held_out_splits",
    "judgments_of",
    "make_splits",
    "scored_part",
    "unseen_target",
    "write_judgments",
]
