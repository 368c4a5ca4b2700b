"""Drift of batches."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tenor.evaluation.batch_counts import BatchCounts, histograms
from tenor.evaluation.drift import LOWEST_BIN, Drift, measure_drift
from tenor.evaluation.drift_reference import DriftReference


def counted(*args: Any, **options: Any) -> BatchCounts:
    """Return the counts of `counted_by_label`."""
    return counted_by_label(*args, **options)[0]


def counted_by_label(
    n: int,
    share: float,
    seed: int,
    unknown: float = 0.05,
    outlet: str = "a",
    month: str = "2020-06",
) -> tuple[BatchCounts, np.ndarray]:
    """Return counts of n articles, of which a share has a label whose prior is .2.

    The array has the numbers of articles without and with it in each bin.
    """
    rng = np.random.default_rng(seed)
    y_true = rng.random(n) < share
    score = rng.normal(np.where(y_true, 1.5, -1.5), 1)
    p = (1 / (1 + np.exp(-3 * score - np.log(0.2 / 0.8))))[:, None]
    n_terms = rng.integers(100, 300, n)
    counts = BatchCounts(("rail",))
    terms = np.array([n_terms, rng.binomial(n_terms, unknown)])
    counts.add_articles(p, p >= 0.5, terms, [outlet] * n, [month] * n)
    has_label = y_true[:, None]
    return counts, np.stack([histograms(p, ~has_label), histograms(p, has_label)], axis=1)


REFERENCE = DriftReference.of(*counted_by_label(2000, 0.2, 0), ["a"], ["2020-06"])


def measure(counts: BatchCounts) -> tuple[Drift, list[bool]]:
    drift = measure_drift(counts, REFERENCE)
    [label] = drift.labels
    return drift, [
        drift.has_more_unknown_terms,
        label.has_other_scores,
        label.has_other_prior,
        drift.has_less_precision,
        drift.has_new_outlets,
        drift.is_late,
    ]


def test_a_batch_like_the_reference_has_no_sign() -> None:
    drift, signs = measure(counted(1000, 0.2, 1))
    assert signs == [False] * 6
    assert drift.unknown_share == pytest.approx(0.05, abs=0.005)
    assert drift.labels[0].batch_prior == pytest.approx(0.2, abs=0.03)
    assert (drift.new_outlets, drift.new_months, drift.n_late) == ({}, {}, 0)
    assert drift.is_comparable


def test_a_label_that_is_more_frequent_is_found() -> None:
    drift, signs = measure(counted(1000, 0.5, 1))
    assert signs == [False, True, True, False, False, False]
    assert drift.labels[0].batch_prior == pytest.approx(0.5, abs=0.05)


def test_more_unknown_terms_are_found() -> None:
    drift, signs = measure(counted(1000, 0.2, 1, unknown=0.08))
    assert signs == [True, False, False, False, False, False]
    assert drift.unknown_errors > 10


def test_new_outlets_and_late_months_are_found() -> None:
    counts = counted(950, 0.2, 1)
    counts.add(counted(150, 0.2, 2, outlet="b", month="2021-06"))
    counts.add(counted(120, 0.2, 3, outlet="c", month="2021-07"))
    drift, signs = measure(counts)
    assert signs == [False] * 4 + [True, False]
    assert list((drift.new_outlets or {}).items()) == [("b", 150), ("c", 120)]
    assert drift.new_months == {"2021-06": 150, "2021-07": 120}
    # A month is late from the 13th after the last one of the training on.
    assert drift.n_late == 120
    counts.add(counted(120, 0.2, 4, month="2021-07"))
    assert measure(counts)[1] == [False] * 4 + [True, True]


def test_less_precision_is_found() -> None:
    """All given labels have a probability of .6."""
    p = np.full((500, 1), 0.6)
    counts = BatchCounts(("rail",))
    counts.add_articles(p, p >= 0.5, np.array([[10] * 500, [0] * 500]))
    drift, signs = measure(counts)
    assert drift.expected_precision == pytest.approx(0.6)
    assert signs[3]


def test_a_label_that_few_held_out_articles_have_or_lack_has_no_share() -> None:
    known = np.zeros_like(REFERENCE.known)
    known[0, :, 5] = 1981, 19
    for own in (known, known[:, ::-1], np.zeros_like(known)):
        reference = replace(REFERENCE, known=own)
        [label] = measure_drift(counted(100, 0.2, 1), reference).labels
        assert (label.batch_prior, label.prior_p_value, label.has_other_prior) == (
            None,
            None,
            False,
        )


def test_outlets_that_were_not_kept_are_not_compared() -> None:
    reference = replace(REFERENCE, outlets=None, months=None)
    drift = measure_drift(counted(100, 0.2, 1, outlet="b", month="2024-01"), reference)
    assert (drift.new_outlets, drift.new_months, drift.has_new_outlets, drift.is_late) == (
        None,
        None,
        False,
        False,
    )


def test_few_articles_are_not_compared() -> None:
    assert not measure(counted(49, 0.2, 1))[0].is_comparable
    assert measure(BatchCounts(("rail",)))[1] == [False] * 6


def test_low_scores_are_counted_as_one() -> None:
    """Those of a rare label differ between any two models, without an effect on labels."""
    held_out, known = counted_by_label(2000, 0.2, 0)
    batch = counted(1000, 0.2, 1)
    # All low scores of the batch move to the lowest bin.
    batch.histograms[0, 0] = batch.histograms[0, :LOWEST_BIN].sum()
    batch.histograms[0, 1:LOWEST_BIN] = 0
    [label] = measure_drift(batch, DriftReference.of(held_out, known, ["a"], [])).labels
    assert label.statistic < 0.05
    assert not label.has_other_scores
    # Scores that move out of the low bins are a change.
    batch.histograms[0, LOWEST_BIN + 4] += batch.histograms[0, 0]
    batch.histograms[0, 0] = 0
    [label] = measure_drift(batch, DriftReference.of(held_out, known, ["a"], [])).labels
    assert label.has_other_scores
