"""Krippendorff's alpha of many resamples at once."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.evaluation.alpha import (
    alpha,
    article_statistics,
    interval_of_resamples,
    mean_over_variables,
    resample_statistics,
)


def test_nominal_statistics_are_agreeing_pairs_and_counts_of_values() -> None:
    """Two of three coders agree: 2 * 1 ordered pairs over 2 others."""
    counts = np.array([[[2, 1]], [[0, 0]]])
    assert article_statistics(counts, "nominal").tolist() == [[[1, 2, 1]], [[0, 0, 0]]]


def test_ordered_statistics_are_the_coincidence_matrix() -> None:
    counts = np.array([[[2, 1]]])
    assert article_statistics(counts, "ordinal").tolist() == [[[1, 1, 1, 0]]]


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
def test_alpha_of_stacked_sums_is_the_alpha_of_each_sum(level: str) -> None:
    rng = np.random.default_rng(0)
    counts = rng.integers(1, 4, (3, 12, 2, 3))
    statistics = np.stack([article_statistics(part, level).sum(axis=0) for part in counts])  # type: ignore[arg-type]
    together = alpha(statistics, level)  # type: ignore[arg-type]
    assert together.shape == (3, 2)
    for i in range(3):
        assert together[i].tolist() == pytest.approx(alpha(statistics[i], level).tolist())  # type: ignore[arg-type]


def test_alpha_is_nan_without_expected_disagreement() -> None:
    assert np.isnan(alpha(np.array([[4.0, 4.0, 0.0], [0.0, 0.0, 0.0]]), "nominal")).all()


def test_resamples_draw_as_many_groups_as_there_are() -> None:
    """The articles of a group are drawn together."""
    statistics = np.ones((6, 1, 2))
    sums = resample_statistics(statistics, np.array([0, 0, 0, 7, 7, 7]), random_state=0)
    assert sums.shape == (1000, 1, 2)
    assert (sums == 6).all()
    assert resample_statistics(np.ones((0, 1, 2)), np.zeros(0, dtype=np.intp), 0).sum() == 0


def test_there_is_no_interval_if_too_many_resamples_are_undefined() -> None:
    """At most 5 % may be."""
    values = np.linspace(0, 1, 100)
    values[:5] = np.nan
    interval = interval_of_resamples(values, 20)
    assert interval is not None
    assert interval == pytest.approx(np.quantile(values[5:], [0.025, 0.975]))
    values[5] = np.nan
    assert interval_of_resamples(values, 20) is None


def test_there_is_no_interval_with_few_groups_or_values_that_do_not_vary() -> None:
    assert interval_of_resamples(np.linspace(0, 1, 100), 19) is None
    assert interval_of_resamples(np.ones(100), 200) is None


def test_the_mean_takes_the_value_of_the_sample_where_a_resample_has_none() -> None:
    """A variable without a value in the sample is left out."""
    resamples = np.array([[0.2, np.nan, 0.9], [np.nan, np.nan, np.nan]])
    sample = np.array([0.4, np.nan, 0.6])
    means = mean_over_variables(resamples, sample)
    assert means.tolist() == pytest.approx([(0.2 + 0.9) / 2, (0.4 + 0.6) / 2])
