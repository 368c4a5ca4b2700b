"""The codebook: the versioned label scheme that the user writes."""

from tenor.codebook.codebook import Codebook
from tenor.codebook.entries import NO_THEME, Target, Theme
from tenor.codebook.query import Query, QueryError, parse_query
from tenor.codebook.task import THEMES, Task, tasks_of
from tenor.codebook.versions import CodebookVersions

__all__ = [
    "NO_THEME",
    "THEMES",
    "Codebook",
    "CodebookVersions",
    "Query",
    "QueryError",
    "Target",
    "Task",
    "Theme",
    "parse_query",
    "tasks_of",
]
