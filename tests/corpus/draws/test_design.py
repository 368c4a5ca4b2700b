"""How groups are drawn: their sizes, strata, and a model's uncertainty."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tenor.corpus.draws import Design
from tenor.errors import InputError

FRAME = pd.DataFrame(
    {
        "n_articles": [1, 2, 1, 4],
        "outlet": ["Paper", "Paper", "Wire", "Wire"],
        "published": None,
    }
)


def test_the_chance_is_in_proportion_to_articles_or_equal_for_stories() -> None:
    """A group that would be drawn more than once is certain."""
    assert Design("stories").draw(FRAME, 2).inclusion_probability.tolist() == [0.5] * 4
    assert Design("articles").draw(FRAME, 1).inclusion_probability.tolist() == [
        0.125,
        0.25,
        0.125,
        0.5,
    ]
    assert Design("articles").draw(FRAME, 3).inclusion_probability.tolist() == [0.5, 1, 0.5, 1]


def test_a_share_of_the_draw_is_by_uncertainty_times_size() -> None:
    """With a floor, so that every group has a chance."""
    uncertainty = np.array([0.0, 0.0, 0.9, 0.1])
    chance = Design("stories", uncertain=1.0).draw(FRAME, 1, uncertainty=uncertainty)
    np.testing.assert_allclose(
        chance.inclusion_probability, np.array([0.025, 0.025, 0.925, 0.125]) / 1.1
    )
    half = Design("stories", uncertain=0.5).draw(FRAME, 1, uncertainty=uncertainty)
    np.testing.assert_allclose(
        half.inclusion_probability, (0.25 + chance.inclusion_probability) / 2
    )
    sized = Design("articles", uncertain=1.0).draw(FRAME, 1, uncertainty=np.zeros(4))
    np.testing.assert_allclose(sized.inclusion_probability, [0.125, 0.25, 0.125, 0.5])


def test_strata_and_their_names() -> None:
    design = Design("stories", by=("outlet",), each=True)
    sample = design.draw(FRAME, 1)
    assert sorted(sample.strata[sample.rows].tolist()) == ["Paper", "Wire"]
    assert str(design) == "outlet each"
    assert str(Design(by=("outlet", "month"), uncertain=0.25)) == "outlet,month uncertain 0.25"


def test_designs_that_cannot_be_drawn_are_an_error() -> None:
    with pytest.raises(InputError) as caught:
        Design(uncertain=1.5)
    assert str(caught.value) == (
        "'1.5' is no share of a draw; name one from 0 to 1, as in --uncertain 0.5"
    )
    with pytest.raises(InputError) as caught:
        Design(each=True)
    assert str(caught.value) == (
        "as many articles of each stratum need strata; name them, as in --by outlet --each"
    )
