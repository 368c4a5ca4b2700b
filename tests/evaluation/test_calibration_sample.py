"""Calibration articles for promises."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.errors import InputError
from tenor.evaluation.calibration_sample import equal_chance_rows, one_per_group


def test_the_first_article_of_each_group_is_kept() -> None:
    assert one_per_group(np.array([4, 2, 4, 9, 2])).tolist() == [0, 1, 3]


def test_articles_of_larger_probability_are_kept_less_often() -> None:
    """With .1 all are kept, with .4 a quarter; 2,000 of them have a standard error of 1 %."""
    pi = np.repeat([0.1, 0.4], 2000)
    rows = equal_chance_rows(pi)
    assert (rows < 2000).sum() == 2000
    assert (rows >= 2000).mean() == pytest.approx(500 / 2500, abs=0.03)
    assert rows.tolist() == equal_chance_rows(pi).tolist()
    assert rows.tolist() != equal_chance_rows(pi, random_state=1).tolist()


def test_an_equal_draw_is_kept_whole() -> None:
    assert equal_chance_rows(np.full(5, 0.3)).tolist() == [0, 1, 2, 3, 4]
    assert equal_chance_rows(np.zeros(0)).tolist() == []


def test_bad_probabilities_are_refused() -> None:
    with pytest.raises(InputError, match="inclusion probability 'nan' of coded article 1"):
        equal_chance_rows(np.array([0.5, np.nan]))
