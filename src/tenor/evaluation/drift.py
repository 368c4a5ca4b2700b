"""Drift: signs that a batch of articles differs from those that a model was trained on.

They need no codings, and so are warnings alone: whether labels are still right is for `audits`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.errors import InputError
from tenor.evaluation.checks import check_finite, check_length

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_STATISTIC = 0.1
"""The smallest change of scores to warn of, as a Kolmogorov-Smirnov statistic."""

MAX_P_VALUE = 0.01
"""The largest p-value, adjusted for the number of labels, to warn of."""

MAX_ITERATIONS = 1000
CONVERGED = 1e-8


def unseen_term_share(n_terms: NDArray[np.int64], n_unseen: NDArray[np.int64]) -> float:
    """Return the share of the term mass of a batch that no training article has.

    Parameters
    ----------
    n_terms
        The number of term occurrences of each article, shape (n,).
    n_unseen
        The number of those whose term is not in the model's vocabulary, shape (n,).

    Raises
    ------
    InputError
        If lengths differ, there are no terms, or more terms are unseen than there are.

    Examples
    --------
    >>> unseen_term_share(np.array([100, 300]), np.array([10, 10]))
    0.05
    """
    check_length("n_unseen", n_unseen, len(n_terms), "articles")
    above = np.flatnonzero((n_unseen < 0) | (n_unseen > n_terms))
    if len(above):
        raise InputError(
            f"'{n_unseen[above[0]]}' unseen terms of article {above[0]} are not from 0 to its "
            f"{n_terms[above[0]]} terms"
        )
    total = int(n_terms.sum())
    if not total:
        raise InputError("the batch has no terms; pass articles with text")
    return float(n_unseen.sum() / total)


@dataclass(frozen=True)
class ScoreShift:
    """The change of the scores of one label between a reference and a batch.

    Attributes
    ----------
    label
        The label.
    statistic, p_value
        The two-sample Kolmogorov-Smirnov statistic, 0 to 1, and its p-value, adjusted for the
        number of labels by Holm's method.
    population_stability_index
        The population stability index over tenths of the reference; .1 to .25 is called a
        moderate, more a large change, if both samples have several hundred articles.
    """

    label: str
    statistic: float
    p_value: float
    population_stability_index: float

    @property
    def is_clear(self) -> bool:
        """Whether the change is both large enough to matter and not chance."""
        return self.statistic >= MIN_STATISTIC and self.p_value <= MAX_P_VALUE


def score_shifts(
    reference_scores: NDArray[np.float64],
    scores: NDArray[np.float64],
    labels: tuple[str, ...],
) -> tuple[ScoreShift, ...]:
    """Return the change of the scores of each label.

    Parameters
    ----------
    reference_scores
        Scores of articles like those that the model was made for, by models that were not trained
        on them: out-of-fold scores; shape (n_reference, n_labels).
    scores
        Scores of the batch, one article a duplicate group, shape (n, n_labels).
    labels
        The names of the labels.

    Raises
    ------
    InputError
        If the numbers of labels differ, a part is empty, or a score is not finite.

    Notes
    -----
    Kolmogorov-Smirnov: Smirnov (1939); the asymptotic p-value. Holm: see
    `tenor.evaluation.paired.holm`. Population stability index: the symmetric Kullback-Leibler
    divergence of binned scores (Jeffreys 1946); bins are tenths of the reference, and each has half
    an article more, so that an empty one is finite.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> reference, batch = rng.random((500, 2)), rng.random((300, 2)) ** [1, 2]
    >>> [shift.is_clear for shift in score_shifts(reference, batch, ("rail", "sport"))]
    [False, True]
    """
    from scipy.stats import ks_2samp

    from tenor.evaluation.paired import holm

    for name, values in (("reference_scores", reference_scores), ("scores", scores)):
        if not len(values):
            raise InputError(f"'{name}' has no articles; pass at least one")
        check_length(name, values.T, len(labels), "labels")
        check_finite("score", values.ravel())
    tests = [
        ks_2samp(reference, batch, method="asymp")
        for reference, batch in zip(reference_scores.T, scores.T, strict=True)
    ]
    p_values = holm([float(test.pvalue) for test in tests])
    return tuple(
        ScoreShift(label, float(test.statistic), p_value, _stability_index(reference, batch))
        for label, test, p_value, reference, batch in zip(
            labels, tests, p_values, reference_scores.T, scores.T, strict=True
        )
    )


def _stability_index(reference: NDArray[np.float64], batch: NDArray[np.float64]) -> float:
    edges = np.unique(np.quantile(reference, np.arange(0.1, 1, 0.1)))
    counts = [
        np.bincount(np.searchsorted(edges, values), minlength=len(edges) + 1) + 0.5
        for values in (reference, batch)
    ]
    first, second = (count / count.sum() for count in counts)
    return float(((second - first) * np.log(second / first)).sum())


@dataclass(frozen=True)
class PriorShift:
    """The shares of classes in a batch, if only these have changed since training.

    Attributes
    ----------
    reference, batch
        The share of each class in training, and in the batch as estimated; shape (n_classes,).
    p_value
        The p-value of the hypothesis that the shares have not changed.
    """

    reference: NDArray[np.float64]
    batch: NDArray[np.float64]
    p_value: float

    @property
    def largest_change(self) -> float:
        """The largest change of the share of a class, absolute."""
        return float(np.abs(self.batch - self.reference).max())


def prior_shift(probabilities: NDArray[np.float64], reference: NDArray[np.float64]) -> PriorShift:
    """Return the shares of classes in a batch, from calibrated probabilities.

    Parameters
    ----------
    probabilities
        The calibrated probability of each class, rows summing to 1, shape (n, n_classes). For a
        label that an article can have beside others, the two classes are with and without it.
    reference
        The share of each class among the articles that the probabilities were calibrated on, above
        0, shape (n_classes,).

    Raises
    ------
    InputError
        If the batch is empty, rows do not sum to 1, numbers of classes differ, or a reference share
        is not above 0.

    Notes
    -----
    Expectation maximization and the likelihood-ratio test of Saerens, Latinne and Decaestecker
    (2002), Adjusting the outputs of a classifier to new a priori probabilities. It assumes label
    shift: articles of a class are like those in training. No share to report rests on it; that is
    for codings of the batch.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> is_rail = rng.random(2000) < 0.4
    >>> score = rng.normal(np.where(is_rail, 1.5, -1.5), 1)
    >>> with_rail = 1 / (1 + np.exp(-3 * score - np.log(0.1 / 0.9)))
    >>> probabilities = np.column_stack([with_rail, 1 - with_rail])
    >>> shift = prior_shift(probabilities, np.array([0.1, 0.9]))
    >>> round(float(shift.batch[0]), 2), shift.p_value < 0.001
    (0.41, True)
    """
    from scipy.stats import chi2

    prior = np.asarray(reference, dtype=np.float64)
    if not len(probabilities):
        raise InputError("the batch has no articles; pass at least one")
    check_length("reference", prior, probabilities.shape[1], "classes")
    check_finite("probability", probabilities.ravel())
    deviating = np.flatnonzero(np.abs(probabilities.sum(axis=1) - 1) > 1e-6)
    if len(deviating):
        raise InputError(
            f"the probabilities of article {deviating[0]} sum to "
            f"'{probabilities[deviating[0]].sum():g}', not 1; pass all classes, or a label and its "
            "complement"
        )
    if not (prior > 0).all():
        raise InputError(
            f"reference share '{prior[prior <= 0][0]:g}' is not above 0; leave out classes without "
            "articles"
        )
    ratios = probabilities / (prior / prior.sum())
    shares = prior / prior.sum()
    for _ in range(MAX_ITERATIONS):
        posterior = ratios * shares
        updated = (posterior / posterior.sum(axis=1, keepdims=True)).mean(axis=0)
        has_converged = np.abs(updated - shares).max() < CONVERGED
        shares = updated
        if has_converged:
            break
    gain = np.log(ratios @ shares).sum() - np.log(ratios @ (prior / prior.sum())).sum()
    p_value = float(chi2.sf(2 * max(gain, 0.0), len(prior) - 1)) if len(prior) > 1 else 1.0
    return PriorShift(prior / prior.sum(), shares, p_value)


def expected_precision(
    probabilities: NDArray[np.float64], is_automatic: NDArray[Any]
) -> float | None:
    """Return the precision to expect of automatic labels; None if there are none.

    Parameters
    ----------
    probabilities
        The calibrated probability that an article has the label, shape (n,) or (n, n_labels).
    is_automatic
        Whether it gets the label automatically, of the same shape.

    Raises
    ------
    InputError
        If the shapes differ.

    Notes
    -----
    The average confidence in Guillory et al. (2021), Predicting with confidence on unseen
    distributions. It holds as far as the probabilities stay calibrated.

    Examples
    --------
    >>> expected_precision(np.array([0.75, 0.5, 0.3]), np.array([True, True, False]))
    0.625
    """
    if np.shape(probabilities) != np.shape(is_automatic):
        raise InputError(
            f"'probabilities' has the shape {np.shape(probabilities)} and 'is_automatic' "
            f"{np.shape(is_automatic)}; pass one decision for each probability"
        )
    given = np.asarray(probabilities)[np.asarray(is_automatic, dtype=bool)]
    return float(given.mean()) if given.size else None
