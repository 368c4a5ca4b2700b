"""The frame that shares are estimated for, and the probability sample that people coded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.errors import InputError
from tenor.evaluation.checks import (
    check_inclusion_probabilities,
    check_length,
    check_zero_or_one,
)
from tenor.present import format_count

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_STANDARD_ERRORS = 5.0
"""A draw does not match a frame whose size is further from its estimate than this many errors."""

MIN_DEVIATION = 0.1
"""A draw matches a frame whose size differs from its estimate by less than this share."""


@dataclass(frozen=True)
class Frame:
    """All articles that a share is estimated for, with a model's predictions of one label.

    Attributes
    ----------
    predicted
        Whether the model gives the label, shape (n,). Where an article trained the model, it must
        be a cross-fitted prediction; see `cross_fitted`.
    duplicate_groups
        The duplicate group of each article, shape (n,), of any sortable type. A group is one
        sampling unit, coded once. Default: every article is a group.
    domains
        The domain of each article, such as its outlet or month, shape (n,), of any sortable type.
        Default: one domain, "all".
    is_counted
        Whether the share counts each article, shape (n,): a stance counts those that name its
        target. The others were drawn from as well, and are in no domain. Default: all.

    Raises
    ------
    InputError
        If there are no articles or none is counted, or if lengths differ.

    Examples
    --------
    >>> frame = Frame(np.array([True, False, False]), np.array(["a", "a", "b"]))
    >>> frame.n_articles, frame.n_groups, frame.domain_names
    (3, 2, ('all',))
    """

    predicted: NDArray[np.bool_]
    duplicate_groups: NDArray[Any] | None = None
    domains: NDArray[Any] | None = None
    is_counted: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        n = len(self.predicted)
        if not n:
            raise InputError("the frame has no articles; pass the articles that were drawn from")
        for name in ("duplicate_groups", "domains", "is_counted"):
            check_length(name, getattr(self, name), n, "articles of the frame")
        check_zero_or_one("predicted", self.predicted)
        if self.is_counted is not None and not np.any(self.is_counted):
            raise InputError("no article of the frame is counted, so that it has no share")

    @cached_property
    def group_codes(self) -> NDArray[np.intp]:
        """The duplicate group of each article as a number from 0, shape (n,)."""
        if self.duplicate_groups is None:
            return np.arange(self.n_articles)
        return np.unique(self.duplicate_groups, return_inverse=True)[1].astype(np.intp)

    @cached_property
    def n_groups(self) -> int:
        """The number of duplicate groups."""
        return int(self.group_codes.max()) + 1

    @cached_property
    def domain_names(self) -> tuple[str, ...]:
        """The domains, ascending."""
        if self.domains is None:
            return ("all",)
        return tuple(map(str, np.unique(self.domains[self._counted_rows])))

    @cached_property
    def domain_codes(self) -> NDArray[np.intp]:
        """The position of each article's domain in `domain_names`, -1 without one, shape (n,)."""
        rows = self._counted_rows
        codes = np.full(self.n_articles, -1, dtype=np.intp)
        codes[rows] = 0
        if self.domains is not None:
            codes[rows] = np.unique(self.domains[rows], return_inverse=True)[1]
        return codes

    @property
    def n_articles(self) -> int:
        """The number of articles."""
        return len(self.predicted)

    @property
    def _counted_rows(self) -> NDArray[np.intp]:
        if self.is_counted is None:
            return np.arange(self.n_articles)
        return np.flatnonzero(self.is_counted)


@dataclass(frozen=True)
class GoldSample:
    """People's codings of one label, of duplicate groups drawn with known probabilities.

    Attributes
    ----------
    rows
        The position in the frame of the coded article of each drawn group, shape (m,).
    y_true
        Whether the article has the label, shape (m,).
    inclusion_probability
        The probability of the article's duplicate group to be drawn, above 0 and at most 1,
        shape (m,).
    strata
        The stratum in which each article was drawn, shape (m,); default: one stratum.

    Raises
    ------
    InputError
        If lengths differ, a probability is not above 0 and at most 1, or a row occurs twice.

    Examples
    --------
    >>> sample = GoldSample(np.array([4, 7]), np.array([1, 0]), np.array([0.2, 0.5]))
    >>> len(sample), sample.weights.tolist()
    (2, [5.0, 2.0])
    """

    rows: NDArray[np.intp]
    y_true: NDArray[Any]
    inclusion_probability: NDArray[np.float64]
    strata: NDArray[Any] | None = None

    def __post_init__(self) -> None:
        m = len(self.rows)
        for name in ("y_true", "inclusion_probability", "strata"):
            check_length(name, getattr(self, name), m, "coded articles")
        check_inclusion_probabilities(self.inclusion_probability)
        check_zero_or_one("y_true", self.y_true)
        values, counts = np.unique(self.rows, return_counts=True)
        if (counts > 1).any():
            raise InputError(
                f"row '{values[counts > 1][0]}' of the frame is coded {counts.max()} times; a "
                "sample has each article once, so merge draws that overlap before"
            )

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def weights(self) -> NDArray[np.float64]:
        """The design weight of each article: 1 over its inclusion probability, shape (m,)."""
        return 1 / np.asarray(self.inclusion_probability, dtype=np.float64)


def check_sample(frame: Frame, sample: GoldSample) -> None:
    """Raise an InputError if a sample cannot have been drawn from a frame.

    The sum of 1 over the inclusion probabilities estimates the number of duplicate groups
    (Horvitz and Thompson 1952). It is far from the true one where the frame is another than that
    of the draw, or where many drawn articles have no coding.

    Parameters
    ----------
    frame, sample
        The frame and the sample.
    """
    if not len(sample):
        raise InputError("the sample has no coded articles; code the articles that were drawn")
    outside = sample.rows[(sample.rows < 0) | (sample.rows >= frame.n_articles)]
    if len(outside):
        raise InputError(
            f"row '{outside[0]}' of the sample is outside the frame, which has the rows 0 to "
            f"{frame.n_articles - 1}; pass the frame that the sample was drawn from"
        )
    groups, counts = np.unique(frame.group_codes[sample.rows], return_counts=True)
    if (counts > 1).any():
        twice = sample.rows[frame.group_codes[sample.rows] == groups[counts > 1][0]]
        raise InputError(
            f"rows '{twice[0]}' and '{twice[1]}' are coded and in the same duplicate group; a "
            "group is drawn and coded once, so keep the coding of the drawn article"
        )
    pi = np.asarray(sample.inclusion_probability, dtype=np.float64)
    estimate = float(sample.weights.sum())
    deviation = abs(estimate - frame.n_groups)
    standard_error = float(np.sqrt(((1 - pi) / pi**2).sum()))
    limit = max(MAX_STANDARD_ERRORS * standard_error, MIN_DEVIATION * frame.n_groups)
    if deviation > limit:
        raise InputError(
            f"by the inclusion probabilities, the {format_count(len(sample))} coded articles were "
            f"drawn from about '{format_count(estimate)}' duplicate groups, but the frame has "
            f"{format_count(frame.n_groups)}; pass the frame of the draw, and code all articles "
            "that were drawn"
        )


def cross_fitted(
    predicted: NDArray[np.bool_], out_of_fold: NDArray[np.bool_], is_training: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return predictions of which none is by a model that was trained on its article.

    Parameters
    ----------
    predicted
        The predictions of the model that was trained on all training articles, shape (n,).
    out_of_fold
        For training articles, the predictions of models that were trained on other folds; other
        articles can have any value; shape (n,).
    is_training
        Whether the article trained the model, shape (n,).

    Returns
    -------
    ndarray of shape (n,)

    Raises
    ------
    InputError
        If lengths differ.

    Notes
    -----
    A model is more often right on articles that it was trained on, so that their errors, corrected
    by those of coded articles, would be corrected too little or too much. Cross-fitting: Zrnic and
    Candès (2024), Cross-prediction-powered inference; Chernozhukov et al. (2018), Double/debiased
    machine learning.

    Examples
    --------
    >>> predicted, training = np.array([True, True, False]), np.array([True, False, False])
    >>> cross_fitted(predicted, np.zeros(3, dtype=bool), training).tolist()
    [False, True, False]
    """
    for name, values in (("out_of_fold", out_of_fold), ("is_training", is_training)):
        check_length(name, values, len(predicted), "predictions")
    return np.where(is_training, out_of_fold, predicted)
