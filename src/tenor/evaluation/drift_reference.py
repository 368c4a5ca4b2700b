"""What later batches are compared with, to measure their drift."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from tenor.evaluation.batch_counts import (
    MAX_NAMES,
    N_BINS,
    BatchCounts,
    check_counts,
    score_bins,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

PRIOR_ARTICLES = 2
"""The number of held-out articles that the model's probability counts as."""

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, eq=False)
class DriftReference:
    """What a model's later batches are compared with: its held-out and training articles.

    Attributes
    ----------
    held_out
        Counts over labelled articles, each by a model that was not trained on it or on its near
        duplicates.
    known
        The number of those articles whose label is known, in each bin of its probability: without
        and with the label, shape (n_labels, 2, N_BINS).
    outlets, months
        The outlets and months (``YYYY-MM``) of the training articles; None if there are more than
        are kept.
    """

    held_out: BatchCounts
    known: NDArray[np.int64]
    outlets: frozenset[str] | None = frozenset()
    months: frozenset[str] | None = frozenset()

    @classmethod
    def of(
        cls,
        held_out: BatchCounts,
        known: NDArray[np.int64],
        outlets: Iterable[str],
        months: Iterable[str],
    ) -> Self:
        """Return a reference that keeps no more outlets and months than it may."""
        names = (frozenset(filter(None, own)) for own in (outlets, months))
        return cls(held_out, known, *(own if len(own) <= MAX_NAMES else None for own in names))

    def to_json(self) -> dict[str, Any]:
        """Return the reference as values of JSON."""
        return {
            "held_out": self.held_out.to_json(),
            "known": self.known.tolist(),
            "outlets": None if self.outlets is None else sorted(self.outlets),
            "months": None if self.months is None else sorted(self.months),
        }

    @classmethod
    def of_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the reference that `to_json` wrote.

        Raises
        ------
        ValueError, KeyError, TypeError
            If it is malformed.
        """
        held_out = BatchCounts.of_json(values["held_out"])
        known = check_counts("known", values["known"], (len(held_out.labels), 2, N_BINS))
        if (known.sum(axis=1) > held_out.histograms).any():
            raise ValueError("more labels are known than there are articles")
        outlets, months = (
            None if values[key] is None else frozenset(map(str, values[key]))
            for key in ("outlets", "months")
        )
        if max(len(outlets or ()), len(months or ())) > MAX_NAMES:
            raise ValueError(f"more than {MAX_NAMES} outlets or months")
        if not all(map(_MONTH.fullmatch, months or ())):
            raise ValueError("a month is not written as YYYY-MM")
        return cls(held_out, known, outlets, months)

    def calibrated(self, label: str, probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the share of held-out articles in the same bin of probability that have a label.

        The model's probability counts as `PRIOR_ARTICLES` further articles of the bin.

        Parameters
        ----------
        label
            A label of the model.
        probabilities
            The model's probabilities of it, shape (n,).

        Returns
        -------
        ndarray of shape (n,)
        """
        without, having = self.known[self.held_out.labels.index(label)]
        bins = score_bins(probabilities)
        n_having, n = having[bins], (without + having)[bins]
        return np.asarray((n_having + PRIOR_ARTICLES * probabilities) / (n + PRIOR_ARTICLES))

    @property
    def n_known(self) -> NDArray[np.int64]:
        """The number of articles without and with each label, shape (n_labels, 2)."""
        return np.asarray(self.known.sum(axis=2))

    @property
    def priors(self) -> NDArray[np.float64]:
        """The share of articles with each label, shape (n_labels,)."""
        return np.asarray(self.n_known[:, 1] / np.maximum(self.n_known.sum(axis=1), 1))
