"""Who codes how many articles, a part of them by all coders."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from tenor.errors import InputError

MIN_OVERLAP, OVERLAP_SHARE, MAX_OVERLAP = 50, 0.1, 300
"""The articles that all coders get, for alpha: at least 50 or a tenth, rarely more than 300, after
Lombard, Snyder-Duch and Bracken (2002), Content analysis in mass communication."""


@dataclass(frozen=True)
class Workload:
    """Who codes how much.

    Attributes
    ----------
    n_coders
        The number of coders.
    n_articles
        The number of articles to code.
    overlap
        The number of them that every coder gets; the others get one coder each.
    """

    n_coders: int
    n_articles: int
    overlap: int

    @property
    def n_codings(self) -> int:
        """The number of codings: one for each article and coder."""
        return self.n_articles + self.overlap * (self.n_coders - 1)

    def hours(self, per_hour: float) -> float:
        """Return the hours of each coder, by the number of articles that one codes in an hour."""
        return self.n_codings / self.n_coders / per_hour


def workload_of_articles(n_articles: int, n_coders: int) -> Workload:
    """Return the workload of coding some articles, a part of them by all coders."""
    if n_coders == 1:
        return Workload(1, n_articles, 0)
    overlap = min(MAX_OVERLAP, max(MIN_OVERLAP, round(OVERLAP_SHARE * n_articles)))
    return Workload(n_coders, n_articles, min(overlap, n_articles))


def workload_of_codings(n_codings: int, n_coders: int) -> Workload:
    """Return the workload of some codings: the most articles with a part coded by all coders."""

    def load(n_articles: int) -> Workload:
        overlap = workload_of_articles(n_articles, n_coders).overlap
        # With few codings, at most half of the articles are coded by all.
        return Workload(n_coders, n_articles, min(overlap, n_articles // 2))

    # More articles never take fewer codings.
    n_articles = bisect_right(range(n_codings + 1), n_codings, key=lambda n: load(n).n_codings) - 1
    if n_articles < 1:
        raise InputError(f"'{n_codings}' codings are too few for a plan; plan for more hours")
    return load(n_articles)
