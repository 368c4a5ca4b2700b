"""What later batches are compared with."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tenor.evaluation import drift_reference
from tenor.evaluation.batch_counts import EDGES, N_BINS, BatchCounts
from tenor.evaluation.drift_reference import DriftReference

KNOWN = np.zeros((1, 2, N_BINS), dtype=np.int64)
KNOWN[0, :, 5] = 8, 2


def held_out() -> BatchCounts:
    counts = BatchCounts(("rail",), 10)
    counts.histograms[0, 5] = 10
    return counts


def test_a_reference_is_read_as_it_was_written() -> None:
    reference = DriftReference.of(held_out(), KNOWN, ["b", "a", ""], ["2024-01"])
    read = DriftReference.of_json(json.loads(json.dumps(reference.to_json())))
    assert read.to_json() == reference.to_json()
    assert (read.outlets, read.months) == ({"a", "b"}, {"2024-01"})
    assert read.priors.tolist() == [0.2]


def test_probabilities_are_calibrated_by_held_out_articles() -> None:
    """Ten with about the same probability, of which two have the label; others there are none."""
    reference = DriftReference.of(held_out(), KNOWN, [], [])
    same = (EDGES[4] + EDGES[5]) / 2
    calibrated = reference.calibrated("rail", np.array([same, 0.7, 0.0, 1.0]))
    assert calibrated == pytest.approx([(2 + 2 * same) / 12, 0.7, 0.0, 1.0])


def test_more_outlets_than_are_kept_cannot_be_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drift_reference, "MAX_NAMES", 2)
    reference = DriftReference.of(held_out(), KNOWN, "abc", ["2024-01"])
    assert (reference.outlets, reference.months) == (None, {"2024-01"})


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("known", (KNOWN + 1).tolist(), "more labels are known than there are articles"),
        ("known", [[8, 2]], "'known' are not counts"),
        ("known", [[0.5, 0]], "'known' are not counts"),
        ("months", ["May"], "a month is not written as YYYY-MM"),
        ("outlets", list(range(5001)), "more than 5000 outlets or months"),
    ],
)
def test_a_malformed_reference_is_refused(key: str, value: object, message: str) -> None:
    values = DriftReference.of(held_out(), KNOWN, "ab", ["2024-01"]).to_json()
    with pytest.raises(ValueError, match=message):
        DriftReference.of_json(values | {key: value})
