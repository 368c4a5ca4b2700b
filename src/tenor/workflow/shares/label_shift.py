"""Shares by codings that no draw gave, under the assumption of label shift, by QuaPy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.corpus import Corpus
from tenor.errors import CorpusError
from tenor.evaluation import Interval
from tenor.evaluation.proportions import jeffreys_limits
from tenor.evaluation.shares import Estimate
from tenor.evaluation.shares.domain_shares import Unit
from tenor.labeling import GoldLabels
from tenor.workflow.shares.domains import Domains
from tenor.workflow.shares.estimate import group_of
from tenor.workflow.shares.predicted import PredictedLabels
from tenor.workflow.shares.result import Group, ShareRow

if TYPE_CHECKING:
    from numpy.typing import NDArray

LABEL_SHIFT = "label-shift"
"""The assumption that a label's articles look alike wherever they are, coded or not."""

N_RESAMPLES = 400
"""The number of bootstrap resamples of an interval."""


def label_shift_rows(
    predicted: PredictedLabels,
    corpus: Corpus,
    groups: NDArray[np.intp],
    all_domains: Sequence[Domains],
    of: Unit,
) -> tuple[list[ShareRow], int]:
    """Return shares by all codings of a corpus, however their articles were chosen.

    Adjusted classify and count (Forman 2008, Quantifying counts and costs via classification): how
    often the model gives a label to coded articles with it, and to those without it, is taken to
    hold in every group; the share follows from how often the model gives the label there.

    Parameters
    ----------
    predicted
        The predictions.
    corpus
        The corpus, whose codings are used.
    groups
        The duplicate group of each article as a number from 0, shape (n,).
    all_domains
        The ways of grouping.
    of
        ``articles`` or ``stories``.

    Returns
    -------
    tuple
        The rows, and the number of coded stories that they are by.

    Raises
    ------
    CorpusError
        If QuaPy is not installed, or no usable article is coded.

    Notes
    -----
    The interval is that of the percentile bootstrap over coded stories and over the articles of a
    group.
    """
    quantifier = _import_quapy()
    gold = corpus.gold_labels(predicted.task)
    # The model's own predictions for articles that trained it are no measure of its errors.
    flatters = predicted.is_training & ~predicted.is_cross_fitted
    is_usable = predicted.is_counted[gold.rows] & ~flatters[gold.rows]
    gold = GoldLabels.of(gold.take(is_usable))
    first = np.unique(groups[gold.rows], return_index=True)[1]
    if not len(first):
        raise CorpusError(
            f"corpus '{corpus.path}' has no codings of '{predicted.task.question}' that shares "
            "could be estimated by; code some articles, best ones drawn with 'tenor codings sheet'"
        )
    rows = []
    for label, name in enumerate(predicted.labels):
        known = first[gold.is_known[first, label]]
        y_true = gold.matrix[known, label].astype(np.intp)
        y_pred = predicted.y_pred[gold.rows[known], label].astype(np.intp)
        counts = np.bincount(2 * y_true + y_pred, minlength=4).reshape(2, 2)
        resampled = _resampled_rates(counts)
        for domains in all_domains:
            for group, weights in _weights(predicted, groups, domains, of):
                raw = _raw_count(predicted.y_pred[:, label], weights)
                estimate = _estimate(quantifier, counts, resampled, raw)
                n_articles = int((weights > 0).sum())
                n_stories = len(np.unique(groups[weights > 0]))
                rows.append(ShareRow(name, group, n_articles, n_stories, raw, None, estimate, None))
    return rows, len(first)


def _import_quapy() -> Any:
    try:
        from quapy.method.aggregative import ACC
    except ImportError:
        raise CorpusError(
            f"'--assume {LABEL_SHIFT}' needs QuaPy; install it with: pip install "
            "'tenor[label-shift]'"
        ) from None
    return ACC


def _weights(
    predicted: PredictedLabels, groups: NDArray[np.intp], domains: Domains, of: Unit
) -> Iterator[tuple[Group, NDArray[np.float64]]]:
    """Yield each group, and what every article of the corpus counts for in it."""
    for code in range(len(domains.values)):
        inside = predicted.is_counted & (domains.codes == code)
        if not inside.any():
            continue
        weights = inside.astype(np.float64)
        if of == "stories":
            sizes = np.bincount(groups[inside], minlength=int(groups.max()) + 1)
            weights[inside] = 1 / sizes[groups[inside]]
        yield group_of(domains, code) if domains.variables else Group(), weights


def _raw_count(y_pred: NDArray[np.bool_], weights: NDArray[np.float64]) -> Estimate:
    total = float(weights.sum())
    value = float(weights @ y_pred) / total
    low, high = jeffreys_limits(value * total, total)
    return Estimate(value, Interval(float(low), float(high)), int((weights > 0).sum()), total)


def _resampled_rates(counts: NDArray[np.intp]) -> NDArray[np.float64] | None:
    """Return resampled numbers of coded stories by label and prediction, (n_resamples, 2, 2)."""
    if not counts.sum(axis=1).all():
        return None
    rng = np.random.default_rng(0)
    drawn = rng.multinomial(counts.sum(), counts.ravel() / counts.sum(), N_RESAMPLES)
    return drawn.reshape(-1, 2, 2).astype(np.float64)


def _estimate(
    quantifier: Any,
    counts: NDArray[np.intp],
    resampled: NDArray[np.float64] | None,
    raw: Estimate,
) -> Estimate | None:
    """Return the adjusted share; None if no coded story has the label, or if all have it."""
    if resampled is None:
        return None
    value = _adjusted(quantifier, counts.astype(np.float64), raw.value)
    rng = np.random.default_rng(0)
    n = max(1, round(raw.effective_n))
    shares = rng.binomial(n, raw.value, N_RESAMPLES) / n
    values = [
        _adjusted(quantifier, own, share)
        for own, share in zip(resampled, shares.tolist(), strict=True)
        if own.sum(axis=1).all()
    ]
    low, high = np.percentile(values, [2.5, 97.5]).tolist()
    variance = float(np.var(values))
    effective_n = value * (1 - value) / variance if variance > 0 else float(counts.sum())
    # A bootstrap of a share at the bound of what is possible may lie on one side of it.
    interval = Interval(min(low, value), max(high, value))
    return Estimate(value, interval, int(counts.sum()), effective_n)


def _adjusted(quantifier: Any, counts: NDArray[np.float64], predicted_share: float) -> float:
    """Return the share that explains a share of predictions, from 0 to 1."""
    rates = (counts / counts.sum(axis=1, keepdims=True)).T
    solved = quantifier.solve_adjustment(
        class_conditional_rates=rates,
        unadjusted_counts=np.array([1 - predicted_share, predicted_share]),
        method="inversion",
        solver="exact-cc",
    )
    return float(np.clip(solved[1], 0, 1))
