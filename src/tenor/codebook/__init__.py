"""The codebook: the versioned label scheme that the user writes."""

from tenor.codebook.codebook import Codebook
from tenor.codebook.entries import NO_THEME, Target, Theme, naming
from tenor.codebook.query import Query, QueryError, parse_query

__all__ = [
    "NO_THEME",
    "Codebook",
    "Query",
    "QueryError",
    "Target",
    "Theme",
    "naming",
    "parse_query",
]
