"""The promise of a model: which of its labels are written automatically, and which need review."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from tenor.evaluation.calibration_sample import one_per_group
from tenor.evaluation.promise_thresholds import (
    MAX_ARTICLES_OF_LABEL,
    candidate_thresholds,
    fewest_to_promise,
)
from tenor.evaluation.promises import PrecisionPromise, Scope, promise_precision

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tenor.labeling import ResolvedLabels
    from tenor.models.promise_spec import PromiseSpec

Decision = Literal["auto", "review", "none"]
"""What becomes of a label of an article: ``auto`` is written under the promise, ``review`` is given
by the model without one, ``none`` is not given."""

AUTO: Decision = "auto"

SCORE_DECIMALS = 6
"""The decimals of a written probability, which a threshold is compared with."""

REFERENCE_SHARE = 0.25
"""The share of the duplicate groups whose articles choose the first threshold to test."""


@dataclass(frozen=True)
class ModelPromise:
    """The promise of a model, for each of its labels.

    Attributes
    ----------
    precision, confidence, scope
        What is promised, as in `tenor.models.promise_spec.PromiseSpec`.
    n_articles
        The number of articles labelled by people that the promise was made on, one a duplicate
        group.
    labels
        The promise of each label of the model. Its calibration articles are those that the model
        gives the label.

    Examples
    --------
    >>> rail = PrecisionPromise("rail", 0.9, 0.95, 0.7, 40, 1, 0.08, 60, 0)
    >>> promise = ModelPromise(0.9, 0.95, "each", 500, (rail,))
    >>> promise.decisions(("rail",), {"rail": 0.7}), promise.decisions((), {"rail": 0.3})
    ({'rail': 'auto'}, {'rail': 'none'})
    """

    precision: float
    confidence: float
    scope: Scope
    n_articles: int
    labels: tuple[PrecisionPromise, ...]

    @cached_property
    def thresholds(self) -> dict[str, float]:
        """The lowest probability of an automatic label, by label; infinity if none is promised."""
        return {
            row.label: math.inf if row.threshold is None else row.threshold for row in self.labels
        }

    @cached_property
    def progress(self) -> dict[str, float]:
        """The share of the articles that a promise needs that are there, by label: 1 with one."""
        progress = {}
        for row in self.labels:
            n_more = self._n_more(row)
            n_needed = row.n_calibration + (MAX_ARTICLES_OF_LABEL if n_more is None else n_more)
            progress[row.label] = (row.n_calibration + 1) / (n_needed + 1)
        return progress

    @property
    def promised(self) -> tuple[PrecisionPromise, ...]:
        """The labels with a promise."""
        return tuple(row for row in self.labels if row.threshold is not None)

    def decisions(self, given: Sequence[str], scores: Mapping[str, float]) -> dict[str, Decision]:
        """Return the decision on each label of an article; empty without a prediction.

        Parameters
        ----------
        given
            The labels that the model gives the article.
        scores
            The probability of each label.
        """
        if not scores:
            return {}
        decisions: dict[str, Decision] = {}
        written = rounded_scores(scores)
        for label, threshold in self.thresholds.items():
            is_auto = written[label] >= threshold
            decisions[label] = (AUTO if is_auto else "review") if label in given else "none"
        return decisions

    def n_more_codings(self, row: PrecisionPromise) -> int | None:
        """Return about how many more codings of random articles a label needs for a promise.

        Returns
        -------
        int or None
            0 with a promise. None if the model gives the label to no coded article, or if it is
            not right often enough at any threshold.
        """
        n_more = self._n_more(row)
        if n_more is None or not row.n_calibration:
            return None
        return math.ceil(n_more * self.n_articles / row.n_calibration)

    def to_json(self) -> dict[str, Any]:
        """Return the promise as values of JSON."""
        values = asdict(self)
        for row in values["labels"]:
            del row["precision"], row["confidence"]
        return values

    def _n_more(self, row: PrecisionPromise) -> int | None:
        """Return how many more articles that are given a label it needs; None if none suffice."""
        if row.n_more is not None:
            return row.n_more
        n_labels = len(self.labels) if self.scope == "all" else 1
        fewest = fewest_to_promise(
            0, precision=self.precision, confidence=self.confidence, n_labels=n_labels
        )
        # Fewer are compatible with any precision.
        return fewest - row.n_calibration if row.n_calibration < fewest else None

    @classmethod
    def of_json(cls, values: Any, labels: Sequence[str]) -> ModelPromise:
        """Return the promise that `to_json` wrote, after checking each value.

        Parameters
        ----------
        values
            The values.
        labels
            The labels of the model.

        Raises
        ------
        ValueError
            If a value is missing or of another kind, or out of its range.
        """
        try:
            precision, confidence = (_share(values[name]) for name in ("precision", "confidence"))
            rows = tuple(_row(row, precision, confidence) for row in values["labels"])
            promise = cls(
                precision, confidence, values["scope"], _count(values["n_articles"]), rows
            )
        except (KeyError, TypeError, AttributeError) as exc:
            raise ValueError(f"its promise is incomplete: {exc}") from exc
        if promise.scope not in get_args(Scope) or not 0 < precision < 1 or not 0 < confidence < 1:
            raise ValueError("its promise has a precision, confidence or scope that is unknown")
        if [row.label for row in rows] != list(labels):
            raise ValueError("the labels of its promise are not its own")
        return promise


def rounded_scores(scores: Mapping[str, float]) -> dict[str, float]:
    """Return probabilities by label as they are written and compared with thresholds."""
    values = np.fromiter(scores.values(), np.float64, len(scores))
    return dict(zip(scores, values.round(SCORE_DECIMALS).tolist(), strict=True))


def fit_promise(
    spec: PromiseSpec,
    labels: ResolvedLabels,
    y_pred: NDArray[np.bool_],
    probabilities: NDArray[np.float64],
    duplicate_groups: NDArray[np.intp],
    random_state: int = 0,
) -> ModelPromise:
    """Return the promise of a model, tested on out-of-fold predictions of its training articles.

    Parameters
    ----------
    spec
        What to promise.
    labels
        The labels of n articles. Those by people are used, one article a duplicate group.
    y_pred, probabilities
        Their labels and probabilities by models that were fitted on other folds, shape
        (n, n_labels).
    duplicate_groups
        The duplicate group of each article, shape (n,).
    random_state
        The seed that chooses which articles order the thresholds and which test them.

    Notes
    -----
    Out-of-fold predictions are used, and not a validation part, for two reasons. They cover all
    articles that train, several times as many as a part that is held out, and the number of
    articles above a threshold decides what can be promised. And no test article is needed: those of
    the split stay independent of the promise, and measure how often its automatic labels are right.

    This is exact for the models of the folds. The model itself is fitted on all of the folds and is
    slightly better, and calibration and decision thresholds, one or two numbers a label, are fitted
    on the same labels; so are the settings that a search selects. How often such a promise breaks
    is stated in ``experiments/benchmarks/README.md``.

    The thresholds to test are ordered by a quarter of the duplicate groups, which test nothing. A
    label is tested on the articles that the model gives it, so that an automatic label is always
    one that the article has.
    """
    chosen = np.flatnonzero(labels.is_gold)
    chosen = chosen[one_per_group(duplicate_groups[chosen])]
    order = np.random.default_rng(random_state).permutation(len(chosen))
    is_reference = np.zeros(len(chosen), dtype=bool)
    is_reference[order[: round(REFERENCE_SHARE * len(chosen))]] = True
    n_labels = len(labels.labels) if spec.scope == "all" else 1
    rows = []
    for column, label in enumerate(labels.labels):
        given = chosen[y_pred[chosen, column] & labels.is_known[chosen, column]]
        tests = ~is_reference[np.searchsorted(chosen, given)]
        y_true, scores = labels.matrix[given, column], probabilities[given, column]
        settings: dict[str, Any] = {
            "precision": spec.precision,
            "confidence": spec.confidence,
            "n_labels": n_labels,
        }
        scores = scores.round(SCORE_DECIMALS)
        thresholds = np.zeros(0)
        if not tests.all():
            thresholds = candidate_thresholds(
                scores[~tests], int(tests.sum()), reference_labels=y_true[~tests], **settings
            )
        rows.append(
            promise_precision(y_true[tests], scores[tests], thresholds, label=label, **settings)
        )
    return ModelPromise(spec.precision, spec.confidence, spec.scope, len(chosen), tuple(rows))


def _row(values: Any, precision: float, confidence: float) -> PrecisionPromise:
    label, threshold, n_more = values["label"], values["threshold"], values["n_more"]
    row = PrecisionPromise(
        str(label),
        precision,
        confidence,
        None if threshold is None else _share(threshold),
        _count(values["n_passed"]),
        _count(values["n_wrong"]),
        _share(values["p_value"]),
        _count(values["n_calibration"]),
        None if n_more is None else _count(n_more),
    )
    if not row.n_wrong <= row.n_passed <= row.n_calibration:
        raise ValueError(f"the promise of '{label}' has counts that contradict each other")
    return row


def _share(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"its promise has '{value}' where a number from 0 to 1 belongs")
    return float(value)


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"its promise has '{value}' where a number of articles belongs")
    return value
