"""The columns of the tables of draws, of planned ones, and of audited labels."""

from __future__ import annotations

from tenor.cli.column_kinds import number, share
from tenor.present import Column


def _points(half_width: float) -> str:
    return f"±{100 * half_width:.1f}"


_HALF_WIDTH = Column(
    "half_width",
    "half-width",
    "the half-width expected of the 95 % interval of the share, in percentage points",
    "number",
    _points,
)

DRAWS = (
    Column("draw", "draw", "the draw, in the order of drawing", "id"),
    Column("drawn_on", "drawn on", "the date of the draw", "id"),
    Column("unit", "for", "what shares by it are to count: articles or stories", "id"),
    Column("design", "design", "random, or its strata and the share drawn by uncertainty"),
    number("n_drawn", "drawn", "articles that were drawn, each for its duplicate group"),
    number("n_coded", "coded", "drawn articles that people coded"),
    number("n_uncoded", "not coded", "drawn articles without a coding"),
    Column("uncoded", "", "the ids of the articles without a coding", "data"),
)

PLANNED_DRAWS = (
    Column("design", "design", "random, or its strata and the share drawn by uncertainty"),
    number("n", "--n", "articles to draw; of each stratum, where there are as many of each"),
    number("n_articles", "articles", "articles that are drawn in all"),
    _HALF_WIDTH,
)

PLANNED_DOMAINS = (
    Column("domain", "in", "the outlet, month or year"),
    _HALF_WIDTH,
)

AUDITED_LABELS = (
    Column("label", "label", "a theme, or a position as TARGET=POSITION", "id"),
    number("n_audited", "audited", "its audited labels"),
    number("n_right", "right", "audited labels that people gave, too"),
    share("precision", "precision", "share of the audited labels that are right"),
    share("upper_limit", "at most", "the upper limit of its precision, valid whenever one checks"),
    Column("verdict", "promise", "whether its own audits refute the promise", "id"),
)
