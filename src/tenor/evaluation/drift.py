"""Drift: signs that a batch of articles differs from those that a model was trained on.

They need no codings, and so are warnings alone: whether labels are still right is for `audits`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tenor.evaluation.batch_counts import UNIT, BatchCounts, score_bins
from tenor.evaluation.drift_reference import DriftReference
from tenor.evaluation.evidence import MIN_GROUPS
from tenor.evaluation.paired import holm
from tenor.evaluation.shift_tests import prior_shift, score_shift

MIN_ARTICLES = 50
"""The fewest articles of a batch, and of those that it is compared with, to compare them."""

MAX_P_VALUE = 0.001
"""The largest p-value, adjusted for the number of labels, to warn of."""

MIN_STATISTIC = 0.1
"""The smallest change of scores to warn of, as a Kolmogorov-Smirnov statistic."""

LOWEST_BIN = int(score_bins(np.array(0.05)))
"""The bin of scores of .05; the test of scores counts all lower bins as one.

Most articles have a lower score for most labels. The distribution of these scores differs between
any two models, such as those of the folds and the final one, without an effect on the labels.
"""

MIN_PRIOR_CHANGE = 0.03
"""The smallest change of the share of a label to warn of."""

MIN_STANDARD_ERRORS = 4.0
"""The change to warn of in standard errors, where one is known."""

MIN_UNKNOWN_RATIO = 1.1
"""How many times as many unknown terms to warn of."""

MIN_PRECISION_LOSS = 0.05
"""The smallest loss of expected precision to warn of."""

MIN_NEW_SHARE = 0.1
"""The smallest share of articles from new outlets, or long after the training, to warn of."""

MAX_MONTHS_LATER = 12
"""The months after the last one of training articles that are not long after it."""


@dataclass(frozen=True)
class LabelDrift:
    """The drift of one label.

    Attributes
    ----------
    label
        The label.
    statistic, statistic_p_value
        The Kolmogorov-Smirnov statistic of its scores in the batch and of held-out articles, 0
        to 1, with the bins below `LOWEST_BIN` as one, and its p-value, adjusted for the number of
        labels by Holm's method.
    prior, batch_prior, prior_p_value
        The share of held-out articles with the label, that of the batch as estimated if nothing but
        shares has changed, and the p-value, adjusted likewise. None where fewer than
        `MIN_GROUPS` held-out articles have the label, or lack it.
    n_known
        The number of held-out articles whose label is known.
    n_given, expected_precision
        The number of articles that are given the label, and its mean probability among them.
    held_out_precision
        Its mean probability among the held-out articles that are given it.
    """

    label: str
    statistic: float
    statistic_p_value: float
    prior: float
    batch_prior: float | None
    prior_p_value: float | None
    n_known: int
    n_given: int
    expected_precision: float | None
    held_out_precision: float | None

    @property
    def has_other_scores(self) -> bool:
        """Whether the change of scores is both large enough to matter and not chance."""
        return self.statistic >= MIN_STATISTIC and self.statistic_p_value <= MAX_P_VALUE

    @property
    def has_other_prior(self) -> bool:
        """Whether the change of the share is large, and chance neither here nor in training."""
        if self.batch_prior is None or self.prior_p_value is None:
            return False
        error = math.sqrt(self.prior * (1 - self.prior) / max(self.n_known, 1))
        smallest = max(MIN_PRIOR_CHANGE, MIN_STANDARD_ERRORS * error)
        change = abs(self.batch_prior - self.prior)
        return change >= smallest and self.prior_p_value <= MAX_P_VALUE


@dataclass(frozen=True)
class Drift:
    """The drift of a batch for one model.

    Attributes
    ----------
    n_articles, n_held_out
        The numbers of articles of the batch, and of held-out articles that it is compared with.
    unknown_share, held_out_unknown_share
        The share of term occurrences that the model does not know, in the batch and in held-out
        articles; None without terms.
    unknown_errors
        Their difference in standard errors; 0 if it has none.
    labels
        The drift of each label.
    expected_precision, held_out_precision
        The mean probability of the given labels, in both; None if none is given.
    new_outlets, new_months
        The number of articles of each outlet, or month, without training articles, the most
        frequent first; None if they cannot be compared.
    n_late
        The number of articles that were published more than `MAX_MONTHS_LATER` months after the
        last training article.
    """

    n_articles: int
    n_held_out: int
    unknown_share: float | None
    held_out_unknown_share: float | None
    unknown_errors: float
    labels: tuple[LabelDrift, ...]
    expected_precision: float | None
    held_out_precision: float | None
    new_outlets: Mapping[str, int] | None = field(default_factory=dict)
    new_months: Mapping[str, int] | None = field(default_factory=dict)
    n_late: int = 0

    @property
    def is_comparable(self) -> bool:
        """Whether both have articles enough to compare them."""
        return min(self.n_articles, self.n_held_out) >= MIN_ARTICLES

    @property
    def has_more_unknown_terms(self) -> bool:
        """Whether clearly more terms are unknown than in held-out articles."""
        own, held_out = self.unknown_share, self.held_out_unknown_share
        if own is None or held_out is None:
            return False
        is_more = own >= MIN_UNKNOWN_RATIO * held_out
        return is_more and self.unknown_errors >= MIN_STANDARD_ERRORS

    @property
    def has_less_precision(self) -> bool:
        """Whether clearly less precision is expected than of held-out articles."""
        own, held_out = self.expected_precision, self.held_out_precision
        return own is not None and held_out is not None and held_out - own >= MIN_PRECISION_LOSS

    @property
    def has_new_outlets(self) -> bool:
        """Whether many articles are from new outlets."""
        n_new = sum((self.new_outlets or {}).values())
        return n_new > 0 and n_new >= MIN_NEW_SHARE * self.n_articles

    @property
    def is_late(self) -> bool:
        """Whether many articles were published long after the training articles."""
        return self.n_late > 0 and self.n_late >= MIN_NEW_SHARE * self.n_articles


def measure_drift(batch: BatchCounts, reference: DriftReference) -> Drift:
    """Return the drift of a batch.

    Parameters
    ----------
    batch, reference
        The counts of the batch, and what it is compared with, of the same labels.

    Notes
    -----
    Kolmogorov-Smirnov: Smirnov (1939), on binned scores, of which the statistic is at most that of
    the scores themselves; the asymptotic p-value. Expected precision: the average confidence of
    Guillory et al. (2021), Predicting with confidence on unseen distributions; it holds as far as
    probabilities stay calibrated. Shares: see `prior_shift`.
    """
    held_out = reference.held_out
    errors = math.hypot(batch.unknown_share_error, held_out.unknown_share_error)
    difference = (batch.unknown_share or 0.0) - (held_out.unknown_share or 0.0)
    outlets, months = (
        None if known is None else _new_names(names, known)
        for names, known in ((batch.outlets, reference.outlets), (batch.months, reference.months))
    )
    return Drift(
        batch.n_articles,
        held_out.n_articles,
        batch.unknown_share,
        held_out.unknown_share,
        difference / errors if errors else 0.0,
        _label_drifts(batch, reference),
        batch.expected_precision,
        held_out.expected_precision,
        outlets,
        months,
        _n_late(months or {}, reference.months or frozenset()),
    )


def _label_drifts(batch: BatchCounts, reference: DriftReference) -> tuple[LabelDrift, ...]:
    held_out, priors = reference.held_out, reference.priors
    compared = (_merge_low_bins(counts.histograms) for counts in (held_out, batch))
    shifts = [score_shift(*pair) for pair in zip(*compared, strict=True)]
    score_p_values = holm([p_value for _, p_value in shifts])
    has_prior = (reference.n_known.min(axis=1) >= MIN_GROUPS) & (batch.n_articles > 0)
    moved = {
        i: prior_shift(reference.known[i], batch.histograms[i])
        for i in np.flatnonzero(has_prior).tolist()
    }
    prior_p_values = dict(zip(moved, holm([p for _, p in moved.values()]), strict=True))
    precisions, held_out_precisions = _precisions(batch), _precisions(held_out)
    return tuple(
        LabelDrift(
            label,
            shifts[i][0],
            score_p_values[i],
            float(priors[i]),
            moved[i][0] if i in moved else None,
            prior_p_values.get(i),
            int(reference.n_known[i].sum()),
            int(batch.given[i, 0]),
            precisions[i],
            held_out_precisions[i],
        )
        for i, label in enumerate(batch.labels)
    )


def _merge_low_bins(histograms: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return histograms in which the bins below `LOWEST_BIN` are one."""
    low = histograms[:, :LOWEST_BIN].sum(axis=1, keepdims=True)
    return np.hstack([low, histograms[:, LOWEST_BIN:]])


def _precisions(counts: BatchCounts) -> list[float | None]:
    return [total / n / UNIT if n else None for n, total in counts.given.tolist()]


def _new_names(counts: Mapping[str | None, int], known: frozenset[str]) -> dict[str, int]:
    new = {name: n for name, n in counts.items() if name and name not in known}
    return dict(sorted(new.items(), key=lambda item: (-item[1], item[0])))


def _n_late(months: Mapping[str, int], known: frozenset[str]) -> int:
    latest = max(known, default="")
    if not latest:
        return 0
    last = _month_number(latest) + MAX_MONTHS_LATER
    return sum(n for month, n in months.items() if _month_number(month) > last)


def _month_number(month: str) -> int:
    year, _, number = month.partition("-")
    return 12 * int(year) + int(number)
