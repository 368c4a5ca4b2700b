"""The expected gain of more codings of a label."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.evaluation.expected_gain import expected_gains, gain_sentences

LABELS = ("neutral", "favor")


def data(n: int, half: float, full: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return labels of which these shares are found with half and with all of the training."""
    y_true = np.tile(np.eye(2, dtype=np.uint8), (n // 2, 1))
    rank = np.random.default_rng(0).permutation(n) / n
    y_half, y_full = (
        np.where((rank < share)[:, None], y_true, 1 - y_true).astype(bool) for share in (half, full)
    )
    return y_true, y_half, y_full


def test_a_clear_gain_is_a_part_of_that_of_the_last_doubling() -> None:
    data_of = data(2000, 0.5, 0.7)
    sizes = np.array([100.0, 25.0]), np.array([200.0, 50.0])
    gains = expected_gains(*data_of, np.arange(2000), LABELS, *sizes)
    assert [gain.label for gain in gains] == ["favor", "neutral"]
    # 50 more of 50 are a doubling, 50 more of 200 are log2(1.25) of one; F1 rose by about .2.
    assert [(gain.n_train, gain.n_more) for gain in gains] == [(50, 50), (200, 50)]
    assert gains[0].value == pytest.approx(0.6 * 0.2, abs=0.02)
    assert gains[1].value == pytest.approx(0.6 * 0.2 * np.log2(1.25), abs=0.01)
    for gain in gains:
        assert 0 < gain.interval.low < gain.value < gain.interval.high
    first, second, last = gain_sentences(gains)
    assert first.startswith("50 more codings of favor are expected to gain +0.1")
    assert second.startswith("50 more codings of neutral are expected to gain +0.0")
    assert last == "Code favor next: it gains most for each coding."


def test_a_gain_that_may_be_chance_supports_no_statement() -> None:
    sizes = np.array([25.0, 25.0]), np.array([50.0, 50.0])
    gains = expected_gains(*data(60, 0.6, 0.65), np.arange(60), LABELS, *sizes)
    assert len(gains) == 2
    [sentence] = gain_sentences(gains)
    assert sentence.startswith("The learning curve supports no statement on which label to code")


def test_few_articles_have_no_expected_gain() -> None:
    """Few groups, few articles of a label, or a label that no training article has."""
    sizes = np.array([25.0, 0.0]), np.array([50.0, 0.0])
    assert expected_gains(*data(200, 0.5, 0.7), np.arange(200) % 19, LABELS, *sizes) == []
    assert expected_gains(*data(18, 0.5, 0.7), np.arange(18), LABELS, *sizes) == []
    gains = expected_gains(*data(200, 0.5, 0.7), np.arange(200), LABELS, *sizes)
    assert [gain.label for gain in gains] == ["neutral"]
    [sentence] = gain_sentences([])
    assert "supports no statement" in sentence
