"""Draws of articles to code, recorded in a corpus with the chance of each duplicate group."""

from tenor.corpus.draws.coded import (
    CodedDraw,
    CodedDraws,
    coded_articles,
    coded_draws,
    is_coded,
)
from tenor.corpus.draws.combined import CombinedDraw, check_frame, combine_draws, waiting_draws
from tenor.corpus.draws.design import Design
from tenor.corpus.draws.draw import (
    DRAWS_FOLDER,
    Draw,
    Unit,
    draw_files,
    load_draws,
    next_draw_id,
    record_draw,
    remove_draw,
)
from tenor.corpus.draws.kept import KeptDraws

__all__ = [
    "DRAWS_FOLDER",
    "CodedDraw",
    "CodedDraws",
    "CombinedDraw",
    "Design",
    "Draw",
    "KeptDraws",
    "Unit",
    "check_frame",
    "coded_articles",
    "coded_draws",
    "combine_draws",
    "draw_files",
    "is_coded",
    "load_draws",
    "next_draw_id",
    "record_draw",
    "remove_draw",
    "waiting_draws",
]
