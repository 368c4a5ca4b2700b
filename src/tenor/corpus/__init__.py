"""Corpora: labelled articles as tables on disk, their duplicate groups and splits."""

from tenor.corpus.codebooks import accept_codebooks, check_named
from tenor.corpus.corpus import MODEL_INPUT, Corpus, articles_of
from tenor.corpus.draws import CombinedDraw, Draw, combine_draws, load_draws
from tenor.corpus.earlier import SET_ASIDE_FILE, KeptJudgments
from tenor.corpus.eval_splits import (
    EVAL_SPLIT_TITLES,
    EVAL_SPLITS,
    EvalSplit,
    draw_eval_splits,
    split_unseen_target,
)
from tenor.corpus.groups import GroupBy, Groups
from tenor.corpus.judgments import judgments_of, open_to_change, write_judgments
from tenor.corpus.splits import (
    LEFT_OUT_REASONS,
    UNSEEN_SUFFIX,
    Split,
    SplitKind,
    make_splits,
    part_to_score,
)
from tenor.corpus.writer import CorpusWriter

__all__ = [
    "EVAL_SPLITS",
    "EVAL_SPLIT_TITLES",
    "LEFT_OUT_REASONS",
    "MODEL_INPUT",
    "SET_ASIDE_FILE",
    "UNSEEN_SUFFIX",
    "CombinedDraw",
    "Corpus",
    "CorpusWriter",
    "Draw",
    "EvalSplit",
    "GroupBy",
    "Groups",
    "KeptJudgments",
    "Split",
    "SplitKind",
    "accept_codebooks",
    "articles_of",
    "check_named",
    "combine_draws",
    "draw_eval_splits",
    "judgments_of",
    "load_draws",
    "make_splits",
    "open_to_change",
    "part_to_score",
    "split_unseen_target",
    "write_judgments",
]
