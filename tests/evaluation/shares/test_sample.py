"""Frames and samples, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.errors import InputError
from tenor.evaluation.shares import Frame, GoldSample, cross_fitted, estimate_shares

ARTICLES = np.arange(100)


def draw(n: int = 50, pi: float = 0.5, **kwargs: object) -> GoldSample:
    rows = np.arange(n)
    arguments = {
        "rows": rows,
        "y_true": rows % 2,
        "inclusion_probability": np.full(n, pi),
    } | kwargs
    return GoldSample(**arguments)  # type: ignore[arg-type]


def test_groups_and_domains_are_numbered() -> None:
    frame = Frame(np.array([1, 0, 0]), np.array(["b", "a", "b"]), np.array(["x", "y", "x"]))
    assert frame.group_codes.tolist() == [1, 0, 1]
    assert (frame.n_groups, frame.n_articles) == (2, 3)
    assert frame.domain_names == ("x", "y")
    assert frame.domain_codes.tolist() == [0, 1, 0]


@pytest.mark.parametrize("value", [0.0, -0.1, 1.2, np.nan, np.inf])
def test_inclusion_probabilities_are_above_0_and_at_most_1(value: float) -> None:
    pi = np.full(50, 0.5)
    pi[7] = value
    with pytest.raises(InputError) as error:
        draw(inclusion_probability=pi)
    assert f"inclusion probability '{value:g}' of coded article 7" in str(error.value)
    assert "use the probability that was recorded with the draw" in str(error.value)


@pytest.mark.parametrize("name", ["y_true", "inclusion_probability", "strata"])
def test_lengths_must_agree(name: str) -> None:
    with pytest.raises(InputError, match=f"'{name}' has 49 values for 50 coded articles"):
        draw(**{name: np.full(49, 0.5)})


def test_a_frame_has_articles_and_as_many_groups() -> None:
    with pytest.raises(InputError, match="the frame has no articles"):
        Frame(np.zeros(0, dtype=bool))
    with pytest.raises(InputError, match="'domains' has 2 values for 3 articles of the frame"):
        Frame(np.zeros(3, dtype=bool), domains=np.array(["x", "y"]))


def test_labels_are_0_or_1() -> None:
    with pytest.raises(InputError, match=r"value '2' at position 1 of 'y_true' is neither 0 nor 1"):
        GoldSample(np.arange(2), np.array([0, 2]), np.full(2, 0.5))
    with pytest.raises(InputError, match=r"value '0.7' at position 0 of 'predicted'"):
        Frame(np.array([0.7]))


def test_draws_that_overlap_are_refused() -> None:
    with pytest.raises(InputError, match="row '3' of the frame is coded 2 times"):
        GoldSample(np.array([3, 3]), np.array([0, 1]), np.full(2, 0.5))


def test_rows_are_inside_the_frame() -> None:
    sample = GoldSample(np.array([3, 100]), np.array([0, 1]), np.full(2, 0.02))
    with pytest.raises(InputError, match=r"row '100' of the sample is outside the frame.* 0 to 99"):
        estimate_shares(Frame(ARTICLES > 50), sample)


def test_a_duplicate_group_is_coded_once() -> None:
    frame = Frame(ARTICLES > 50, ARTICLES // 2)
    sample = GoldSample(np.array([10, 11]), np.array([0, 1]), np.full(2, 0.04))
    with pytest.raises(InputError, match="rows '10' and '11' are coded and in the same duplicate"):
        estimate_shares(frame, sample)


def test_a_sample_without_codings_is_refused() -> None:
    empty = np.zeros(0)
    sample = GoldSample(empty.astype(int), empty, empty)
    with pytest.raises(InputError, match="the sample has no coded articles"):
        estimate_shares(Frame(ARTICLES > 50), sample)


def test_a_draw_from_another_frame_is_refused() -> None:
    """50 articles drawn with probability .5 are from about 100, not from 1,000."""
    frame = Frame(np.arange(1000) > 50)
    with pytest.raises(InputError, match="drawn from about '100' duplicate groups, but the frame"):
        estimate_shares(frame, draw())
    estimate_shares(Frame(ARTICLES > 50), draw())


def test_an_unequal_draw_matches_its_frame_up_to_chance() -> None:
    rng = np.random.default_rng(0)
    pi = rng.uniform(0.02, 0.4, 2000)
    rows = np.flatnonzero(rng.random(2000) < pi)
    sample = GoldSample(rows, rows % 2, pi[rows])
    shares = estimate_shares(Frame(np.arange(2000) % 2 == 1), sample)
    assert shares[0].corrected is not None


def test_training_articles_have_out_of_fold_predictions() -> None:
    predicted, other = np.array([1, 1, 0], dtype=bool), np.array([0, 0, 1], dtype=bool)
    assert cross_fitted(predicted, other, np.array([True, False, True])).tolist() == [0, 1, 1]
    with pytest.raises(InputError, match="'is_training' has 2 values for 3 predictions"):
        cross_fitted(predicted, other, np.array([True, False]))


def test_articles_that_are_not_counted_are_in_no_domain_and_keep_their_chances() -> None:
    """Half of the articles name no target: the others have a share of 1 of their own."""
    counted = ARTICLES % 2 == 1
    frame = Frame(counted, domains=np.where(ARTICLES < 50, "a", "b"), is_counted=counted)
    assert frame.domain_names == ("a", "b")
    assert frame.domain_codes[:4].tolist() == [-1, 0, -1, 0]
    first, second = estimate_shares(frame, draw())
    assert (first.n_articles, first.n_stories, first.n_coded) == (25, 25, 25)
    assert (second.n_articles, second.n_coded) == (25, 0)
    assert first.corrected is not None
    assert first.corrected.value == 1.0
    # The rates leave out articles without the target, which are no errors and no successes.
    assert first.error_rates.share_otherwise == 0.5
    with pytest.raises(InputError, match="no article of the frame is counted"):
        Frame(counted, is_counted=np.zeros(100, dtype=bool))
