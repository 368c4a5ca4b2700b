"""The strongest terms of an explanation, and the sum of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tenor.models import Explanation
    from tenor.models.explanation import Contribution


class ListedTerms(NamedTuple):
    """The strongest terms of an explanation, and how its score adds up.

    Attributes
    ----------
    terms
        The terms that contributed most.
    n_others, others
        The number of the other terms, and the sum of their contributions.
    intercept, score
        The intercept, and the score: the sum of all of these.
    """

    terms: list[Contribution]
    n_others: int
    others: float
    intercept: float
    score: float


def list_terms(explanation: Explanation, n: int, sign: int = 0) -> ListedTerms:
    """Return the strongest terms of an explanation.

    Parameters
    ----------
    explanation
        The explanation.
    n
        The largest number of terms that are listed.
    sign
        1 lists only terms that speak for the label, -1 only those against it, and 0 both.
    """
    listed = [term for term in explanation.terms if not sign or term.value * sign > 0][:n]
    total = explanation.score - explanation.intercept
    return ListedTerms(
        listed,
        len(explanation.terms) - len(listed),
        total - sum(term.value for term in listed),
        explanation.intercept,
        explanation.score,
    )
