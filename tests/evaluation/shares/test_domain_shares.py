"""Shares of domains of a frame."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.evaluation.shares import (
    DomainShares,
    Frame,
    GoldSample,
    cross_fitted,
    estimate_shares,
)


def simulated(
    n: int = 6000, share: float = 0.2, seed: int = 0
) -> tuple[np.ndarray, np.ndarray, np.random.Generator]:
    """Return labels and predictions with a sensitivity of .85 and a specificity of .95."""
    rng = np.random.default_rng(seed)
    y_true = rng.random(n) < share
    predicted = np.where(y_true, rng.random(n) < 0.85, rng.random(n) < 0.05)
    return y_true, predicted, rng


def sample_of(
    y_true: np.ndarray, pi: np.ndarray, rng: np.random.Generator, strata: np.ndarray | None = None
) -> GoldSample:
    rows = np.flatnonzero(rng.random(len(pi)) < pi)
    chosen = None if strata is None else strata[rows]
    return GoldSample(rows, y_true[rows], pi[rows], chosen)


def test_the_three_estimates_stand_side_by_side() -> None:
    """The raw count is .2 * .85 + .8 * .05 = .21, and its interval is narrow."""
    y_true, predicted, rng = simulated(share=0.05)
    (shares,) = estimate_shares(Frame(predicted), sample_of(y_true, np.full(6000, 0.05), rng))
    assert shares.raw_count.value == pytest.approx(0.05 * 0.85 + 0.95 * 0.05, abs=0.01)
    assert not shares.raw_count.interval.low <= y_true.mean() <= shares.raw_count.interval.high
    assert shares.hand_coding is not None
    assert shares.corrected is not None
    assert shares.corrected.interval.low <= y_true.mean() <= shares.corrected.interval.high
    assert shares.corrected.half_width < shares.hand_coding.half_width
    assert shares.corrected.effective_n > shares.hand_coding.effective_n
    assert (shares.domain, shares.n_articles, shares.n_stories) == ("all", 6000, 6000)
    assert shares.n_coded == shares.hand_coding.n == shares.corrected.n


def test_copies_count_for_shares_of_articles_and_not_of_stories() -> None:
    """Two stories of one and three articles, the larger with the label: 3/4 of articles, 1/2."""
    frame = Frame(np.array([0, 1, 1, 1]), np.array(["a", "b", "b", "b"]))
    sample = GoldSample(np.array([0, 2]), np.array([0, 1]), np.ones(2))
    for of, share in (("articles", 0.75), ("stories", 0.5)):
        (shares,) = estimate_shares(frame, sample, of=of)  # type: ignore[arg-type]
        assert shares.corrected is not None
        assert shares.hand_coding is not None
        assert shares.raw_count.value == shares.corrected.value == share
        assert shares.hand_coding.interval == (share, share)
        assert (shares.n_articles, shares.n_stories, shares.raw_count.n) == (4, 2, 2)


def test_a_coding_holds_for_copies_in_other_domains() -> None:
    """The coded article is in outlet x, its copies in y."""
    frame = Frame(np.ones(3, dtype=bool), np.array(["a", "a", "b"]), np.array(["x", "y", "y"]))
    sample = GoldSample(np.array([0, 2]), np.array([1, 0]), np.ones(2))
    x, y = estimate_shares(frame, sample)
    assert x.hand_coding is not None
    assert y.hand_coding is not None
    assert (x.hand_coding.value, y.hand_coding.value) == (1.0, 0.5)


def test_predictions_of_copies_are_those_of_most() -> None:
    """Of stories, one with copies is counted by most of its predictions; of articles, by each."""
    frame = Frame(np.array([1, 1, 0, 0, 0, 1]), np.array([0, 0, 0, 1, 1, 1]))
    sample = GoldSample(np.array([0, 3]), np.array([1, 0]), np.ones(2))
    (stories,) = estimate_shares(frame, sample, of="stories")
    (articles,) = estimate_shares(frame, sample)
    assert (stories.raw_count.value, articles.raw_count.value) == (0.5, 0.5)
    assert stories.error_rates == (1.0, 0.0)


def test_reordering_copies_and_articles_changes_nothing() -> None:
    y_true, predicted, rng = simulated(2000)
    groups = rng.integers(0, 1500, 2000)
    y_true = y_true[groups]
    firsts = np.unique(groups, return_index=True)[1]
    rows = firsts[rng.random(len(firsts)) < 0.2]
    pi = np.full(len(rows), 0.2)
    first = estimate_shares(Frame(predicted, groups), GoldSample(rows, y_true[rows], pi))
    order = rng.permutation(2000)
    place = np.argsort(order)
    shuffled = GoldSample(place[rows], y_true[rows], pi)
    second = estimate_shares(Frame(predicted[order], groups[order]), shuffled)
    # Another copy of each coded group is the one that is named.
    copies = np.array([np.flatnonzero(groups == groups[row])[-1] for row in rows])
    third = estimate_shares(Frame(predicted, groups), GoldSample(copies, y_true[rows], pi))
    for other in (second, third):
        assert other[0].corrected is not None
        assert first[0].corrected is not None
        assert other[0].corrected.value == pytest.approx(first[0].corrected.value)
        assert other[0].corrected.interval == pytest.approx(first[0].corrected.interval)


def test_a_domain_without_codings_says_how_many_it_needs() -> None:
    y_true, predicted, rng = simulated(3000)
    domains = np.where(np.arange(3000) < 200, "a", "b")
    pi = np.where(domains == "a", 1e-6, 0.1)
    sample = sample_of(y_true, pi, rng)
    without, other = estimate_shares(Frame(predicted, domains=domains), sample)
    assert without.corrected is without.hand_coding is None
    assert without.n_coded == 0
    assert 50 < without.codings_for(0.05) < without.codings_for(0.03) < 1000
    assert other.corrected is not None
    assert other.codings_for(other.corrected.half_width) == 0
    assert other.codings_for(0.6) == 0
    assert other.codings_for(other.corrected.half_width / 2) > 1.5 * other.n_coded


def coverage(of: str, **draw: bool) -> tuple[float, float]:
    """Return the coverage of 600 draws, and the width relative to hand coding alone.

    Positive articles have more copies. The draw is by size, by uncertainty or stratified.
    """
    y_true, predicted, rng = simulated(3000, 0.15, seed=5)
    copies = np.minimum(
        1 + np.where(rng.random(3000) < 0.4, rng.geometric(0.3 + 0.2 * ~y_true), 0), 9
    )
    groups = np.repeat(np.arange(3000), copies)
    firsts = np.unique(groups, return_index=True)[1]
    pi = np.full(3000, 1.0)
    strata = None
    if draw.get("by_size"):
        pi = copies.astype(float)
    if draw.get("by_uncertainty"):
        pi = pi * np.where(rng.random(3000) < np.where(predicted == y_true, 0.2, 0.6), 4, 1)
    if draw.get("stratified"):
        strata = np.where(rng.random(3000) < np.where(y_true, 0.7, 0.3), "x", "y")
        pi = np.where(strata == "x", 3.0, 1.0)
    pi = np.minimum(250 * pi / pi.sum(), 1)
    frame = Frame(predicted[groups], groups)
    size = copies if of == "articles" else np.ones(3000)
    truth = (size @ y_true) / size.sum()
    covered, ratio = 0, []
    for _ in range(600):
        drawn = np.flatnonzero(rng.random(3000) < pi)
        chosen = None if strata is None else strata[drawn]
        sample = GoldSample(firsts[drawn], y_true[drawn], pi[drawn], chosen)
        (shares,) = estimate_shares(frame, sample, of=of)  # type: ignore[arg-type]
        assert shares.corrected is not None
        assert shares.hand_coding is not None
        covered += shares.corrected.interval.low <= truth <= shares.corrected.interval.high
        ratio.append(shares.corrected.half_width / shares.hand_coding.half_width)
    return covered / 600, float(np.mean(ratio))


@pytest.mark.parametrize(
    ("of", "draw"),
    [
        ("articles", "by_size"),
        ("articles", "by_uncertainty"),
        ("articles", "stratified"),
        ("stories", "by_uncertainty"),
    ],
)
def test_intervals_cover_the_share(of: str, draw: str) -> None:
    """600 draws: coverage within 3 standard errors of .95, and narrower than hand coding."""
    covered, ratio = coverage(of, **{draw: True})
    assert 0.923 <= covered <= 0.977
    assert ratio < 0.85


@pytest.mark.parametrize("n", [10, 30])
def test_few_codings_of_rare_labels_cover_too(n: int) -> None:
    y_true, predicted, rng = simulated(3000, 0.03, seed=2)
    frame, truth = Frame(predicted), y_true.mean()
    covered = 0
    for _ in range(500):
        rows = rng.choice(3000, n, replace=False)
        sample = GoldSample(rows, y_true[rows], np.full(n, n / 3000))
        (shares,) = estimate_shares(frame, sample)
        assert isinstance(shares, DomainShares)
        assert shares.corrected is not None
        covered += shares.corrected.interval.low <= truth <= shares.corrected.interval.high
    assert covered / 500 >= 0.93


@pytest.mark.parametrize("is_cross_fitted", [False, True])
def test_predictions_of_training_articles_have_to_be_cross_fitted(is_cross_fitted: bool) -> None:
    """The coded articles train a model that remembers them: it seems to make no mistake."""
    rng = np.random.default_rng(6)
    y_true = rng.random(3000) < 0.2
    covered = 0
    for _ in range(300):
        rows = rng.choice(3000, 300, replace=False)
        out_of_fold = np.where(rng.random(3000) < 0.9, y_true, ~y_true)
        is_training = np.isin(np.arange(3000), rows)
        predicted = np.where(is_training, y_true, out_of_fold)
        if is_cross_fitted:
            predicted = cross_fitted(predicted, out_of_fold, is_training)
        sample = GoldSample(rows, y_true[rows], np.full(300, 0.1))
        (shares,) = estimate_shares(Frame(predicted), sample)
        assert shares.corrected is not None
        covered += shares.corrected.interval.low <= y_true.mean() <= shares.corrected.interval.high
    assert (covered / 300 > 0.91) if is_cross_fitted else (covered / 300 < 0.05)
