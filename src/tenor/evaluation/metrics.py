"""Scores of given labels against true ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class LabelScore:
    """How well one label was given; ``support`` is the number of articles that have it."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one set of articles.

    ``macro_f1`` is the mean over the labels that an article has or was given;
    ``accuracy`` is None where an article can have several labels.
    """

    macro_f1: float
    micro_f1: float
    accuracy: float | None
    per_label: tuple[LabelScore, ...]
    n_articles: int

    @property
    def metrics(self) -> dict[str, float]:
        """The scores over all labels, by name."""
        values = {"macro_f1": self.macro_f1, "micro_f1": self.micro_f1}
        return values if self.accuracy is None else values | {"accuracy": self.accuracy}


def score(
    truth: NDArray[np.uint8],
    given: NDArray[np.bool_],
    labels: tuple[str, ...],
    *,
    one_label: bool,
) -> Scores:
    """Score given labels against true ones, both 0/1 of shape (n, n_labels).

    Examples
    --------
    >>> truth = np.array([[1, 0], [0, 1], [0, 1]], dtype=np.uint8)
    >>> given = np.array([[1, 0], [0, 1], [1, 0]], dtype=bool)
    >>> round(score(truth, given, ("favor", "against"), one_label=True).macro_f1, 4)
    0.6667
    """
    tally = tallies(truth, given).sum(axis=0)
    precision, recall, f1 = per_label_scores(tally)
    macro, micro = macro_micro(tally)
    accuracy = float((truth.astype(bool) & given).any(axis=1).mean()) if one_label else None
    rows = zip(labels, precision.tolist(), recall.tolist(), f1.tolist(), truth.sum(axis=0).tolist(),
               strict=True)  # fmt: skip
    return Scores(
        float(macro), float(micro), accuracy, tuple(LabelScore(*row) for row in rows), len(truth)
    )


def tallies(truth: NDArray[np.uint8], given: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return true positives, false positives and false negatives, shape (n, 3, n_labels)."""
    true = truth.astype(bool)
    return np.stack([true & given, ~true & given, true & ~given], axis=1).astype(np.float64)


def per_label_scores(
    tally: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return precision, recall and F1 of tallies of shape (..., 3, n_labels); 0 where undefined."""
    hit, false, missed = tally[..., 0, :], tally[..., 1, :], tally[..., 2, :]
    return (
        _ratio(hit, hit + false),
        _ratio(hit, hit + missed),
        _ratio(2 * hit, 2 * hit + false + missed),
    )


def macro_micro(tally: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return macro-F1 and micro-F1 of tallies of shape (..., 3, n_labels)."""
    f1 = per_label_scores(tally)[2]
    present = tally.sum(axis=-2) > 0
    hit, false, missed = (tally[..., i, :].sum(axis=-1) for i in range(3))
    macro = _ratio((f1 * present).sum(axis=-1), present.sum(axis=-1).astype(np.float64))
    return macro, _ratio(2 * hit, 2 * hit + false + missed)


def _ratio(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)
