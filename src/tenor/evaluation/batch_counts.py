"""Counts over a batch of labelled articles, from which its drift is measured.

They are integers of a size that does not grow with the batch, and the counts of a batch are the
sums of those of its parts, whatever these are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BIN_WIDTH = 0.25
MAX_LOG_ODDS = 8.0
_LOG_ODDS = np.arange(-MAX_LOG_ODDS, MAX_LOG_ODDS + BIN_WIDTH, BIN_WIDTH)
EDGES = 1 / (1 + np.exp(-_LOG_ODDS))
"""Where bins of probabilities meet: in steps of log-odds, as most labels are rare."""

N_BINS = len(EDGES) + 1
UNIT = 1_000_000
"""Probabilities are summed as integers in millionths: sums of floats depend on their order."""

MAX_NAMES = 5000
"""The most outlets, and the most months, that are kept by name."""

MAX_COUNT = 1 << 62


@dataclass(eq=False)
class BatchCounts:
    """Counts over the articles of a batch that a model labels.

    Attributes
    ----------
    labels
        The labels of the model.
    n_articles
        The number of articles.
    histograms
        The number of articles in each bin of the probability of each label, shape
        (n_labels, N_BINS).
    given
        The number of articles that are given each label, and the sum of its probability over them
        in millionths, shape (n_labels, 2).
    terms
        Over articles with t terms of which u are unknown: the sums of t, u, t², tu and u².
    outlets, months
        The number of articles of each outlet, and of each month as ``YYYY-MM``; the empty name for
        articles without one. Names after the first `MAX_NAMES` are counted as ``None``.
    """

    labels: tuple[str, ...]
    n_articles: int = 0
    histograms: NDArray[np.int64] = field(init=False)
    given: NDArray[np.int64] = field(init=False)
    terms: list[int] = field(default_factory=lambda: [0] * 5)
    outlets: Counter[str | None] = field(default_factory=Counter)
    months: Counter[str | None] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.histograms = np.zeros((len(self.labels), N_BINS), dtype=np.int64)
        self.given = np.zeros((len(self.labels), 2), dtype=np.int64)

    def add_articles(
        self,
        probabilities: NDArray[np.float64],
        is_given: NDArray[np.bool_],
        terms: NDArray[np.int64],
        outlets: Sequence[str] = (),
        months: Sequence[str] = (),
    ) -> None:
        """Add n articles.

        Parameters
        ----------
        probabilities
            The calibrated probability of each label, shape (n, n_labels).
        is_given
            Whether an article is given each label, of the same shape.
        terms
            The terms of each article, and those of them that the model does not know, shape (2, n).
        outlets, months
            Their outlets and months.
        """
        self.histograms += histograms(probabilities)
        self.given[:, 0] += is_given.sum(axis=0)
        millionths = np.rint(probabilities * UNIT).astype(np.int64)
        self.given[:, 1] += (millionths * is_given).sum(axis=0)
        n_terms, n_unknown = terms
        own = (*terms.sum(axis=1), n_terms @ n_terms, n_terms @ n_unknown, n_unknown @ n_unknown)
        self.terms = [total + int(value) for total, value in zip(self.terms, own, strict=True)]
        _add_names(self.outlets, Counter(outlets))
        _add_names(self.months, Counter(months))
        self.n_articles += len(probabilities)

    def add(self, other: BatchCounts) -> None:
        """Add the counts of another part of the batch."""
        self.n_articles += other.n_articles
        self.histograms += other.histograms
        self.given += other.given
        self.terms = [a + b for a, b in zip(self.terms, other.terms, strict=True)]
        _add_names(self.outlets, other.outlets)
        _add_names(self.months, other.months)

    def to_json(self) -> dict[str, Any]:
        """Return the counts as values of JSON."""
        return {
            "labels": list(self.labels),
            "n_articles": self.n_articles,
            "histograms": self.histograms.tolist(),
            "given": self.given.tolist(),
            "terms": self.terms,
            "outlets": [[name, n] for name, n in self.outlets.items()],
            "months": [[name, n] for name, n in self.months.items()],
        }

    @classmethod
    def of_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the counts that `to_json` wrote.

        Raises
        ------
        ValueError
            If they are malformed, or contradict each other.
        KeyError, TypeError
            If values are missing, or of another kind.
        """
        counts = cls(tuple(map(str, values["labels"])), check_count(values["n_articles"]))
        n_labels = len(counts.labels)
        counts.histograms = check_counts("histograms", values["histograms"], (n_labels, N_BINS))
        counts.given = check_counts("given", values["given"], (n_labels, 2))
        counts.terms = [check_count(value, None) for value in values["terms"]]
        counts.outlets, counts.months = (
            Counter({_checked_name(name): check_count(n) for name, n in values[key]})
            for key in ("outlets", "months")
        )
        n_terms, n_unknown = counts.terms[:2] if len(counts.terms) == 5 else (0, 1)
        if (
            (counts.histograms.sum(axis=1) != counts.n_articles).any()
            or (counts.given[:, 0] > counts.n_articles).any()
            or (counts.given[:, 1] > counts.given[:, 0] * UNIT).any()
            or n_unknown > n_terms
            or max(len(counts.outlets), len(counts.months)) > MAX_NAMES + 1
        ):
            raise ValueError("counts of articles contradict each other")
        return counts

    @property
    def unknown_share(self) -> float | None:
        """The share of term occurrences that the model does not know; None without terms."""
        return self.terms[1] / self.terms[0] if self.terms[0] else None

    @property
    def unknown_share_error(self) -> float:
        """The standard error of this share, of articles drawn at random.

        It is that of a ratio of means (Cochran 1977, Sampling techniques, section 6.4).
        """
        n, share = self.n_articles, self.unknown_share
        if share is None or n < 2:
            return 0.0
        n_terms, _, squares, products, unknown_squares = self.terms
        residuals = unknown_squares - 2 * share * products + share**2 * squares
        return float((max(residuals, 0.0) * n / (n - 1)) ** 0.5 / n_terms)

    @property
    def expected_precision(self) -> float | None:
        """The mean probability of the labels that are given; None if none is."""
        n_given, total = self.given.sum(axis=0)
        return float(total / n_given / UNIT) if n_given else None


def score_bins(probabilities: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the bin of each probability, of the same shape."""
    return np.searchsorted(EDGES, probabilities, side="right")


def histograms(
    probabilities: NDArray[np.float64], chosen: NDArray[np.bool_] | None = None
) -> NDArray[np.int64]:
    """Return the number of articles in each bin of the probability of each label.

    Parameters
    ----------
    probabilities
        Shape (n, n_labels).
    chosen
        Which articles count for which label, of the same shape; by default all.

    Returns
    -------
    ndarray of shape (n_labels, N_BINS)
    """
    n_labels = probabilities.shape[1]
    bins = score_bins(probabilities) + np.arange(n_labels) * N_BINS
    counted = bins.ravel() if chosen is None else bins[chosen]
    return np.bincount(counted, minlength=n_labels * N_BINS).reshape(n_labels, N_BINS)


def check_count(value: object, maximum: int | None = MAX_COUNT) -> int:
    """Return a count from JSON.

    Raises
    ------
    ValueError
        If it is no integer from 0 to ``maximum``.
    """
    if type(value) is not int or value < 0 or (maximum is not None and value > maximum):
        raise ValueError(f"'{str(value)[:40]}' is no count")
    return value


def check_counts(name: str, values: object, shape: tuple[int, ...]) -> NDArray[np.int64]:
    """Return an array of counts from JSON.

    Raises
    ------
    ValueError
        If it has another shape, or values that are no counts.
    """
    array = np.array(values)
    if array.dtype != np.int64 or array.shape != shape or (array < 0).any():
        raise ValueError(f"'{name}' are not counts of the shape {shape}")
    if (array > MAX_COUNT // max(array.size, 1)).any():
        raise ValueError(f"'{name}' has counts that are too large")
    return array


def _add_names(names: Counter[str | None], others: Mapping[Any, int]) -> None:
    for name, n in others.items():
        is_kept = name is None or name in names or len(names) < MAX_NAMES
        names[name if is_kept else None] += n


def _checked_name(name: object) -> str | None:
    if name is not None and not isinstance(name, str):
        raise TypeError(f"'{str(name)[:40]}' is no name")
    return name
