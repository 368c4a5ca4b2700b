"""The strongest terms of an explanation."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.models import Explanation
from tenor.models.explanation import Contribution
from tenor.workflow.explain.listed_terms import list_terms

NOTHING = np.zeros(0)
TERMS = tuple(
    Contribution("body", term, value)
    for term, value in (("dam", 4.0), ("ferry", -3.0), ("toll", 2.0), ("rain", -1.0))
)
EXPLANATION = Explanation("a", "", TERMS, 0.5, NOTHING, NOTHING, NOTHING)


@pytest.mark.parametrize(
    ("n", "sign", "listed", "others"),
    [
        (2, 0, ["dam", "ferry"], 1.0),
        (2, 1, ["dam", "toll"], -4.0),
        (2, -1, ["ferry", "rain"], 6.0),
        (9, 0, ["dam", "ferry", "toll", "rain"], 0.0),
    ],
)
def test_listed_terms_others_and_the_intercept_add_up(
    n: int, sign: int, listed: list[str], others: float
) -> None:
    found = list_terms(EXPLANATION, n, sign)
    assert [term.term for term in found.terms] == listed
    assert (found.n_others, found.others) == (4 - len(listed), others)
    assert (found.intercept, found.score) == (0.5, 2.5)
