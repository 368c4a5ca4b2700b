"""The columns of the table of draws."""

from __future__ import annotations

from tenor.cli.column_kinds import number
from tenor.present import Column

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
