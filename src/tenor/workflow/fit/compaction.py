"""Compact weights for models with many labels, where they keep the labels of held-out articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from tenor.features.compact_weights import CompactWeights
from tenor.models import LinearModel
from tenor.models.spec import Experiment
from tenor.present import format_count, plural
from tenor.progress import step
from tenor.workflow.fit.scoring import HeldOutPredictions

TOLERANCES = (1e-3, 3e-4, 1e-4)
"""The sizes of weights that are replaced, relative to the largest of the label, tried in order."""

MIN_SAME = 0.999
"""The share of held-out articles whose labels must stay the same."""

MIN_LABELS = 16
"""The labels from which on weights are most of a model."""


@dataclass(frozen=True)
class Compaction:
    """How far compact weights keep the labels of held-out articles.

    Attributes
    ----------
    tolerance
        The size up to which weights were replaced, relative to the largest of the label; 0 where
        the weights stayed exact.
    n_articles
        The number of held-out articles.
    n_same
        The number of these that have the same labels as with exact weights.
    """

    tolerance: float
    n_articles: int
    n_same: int

    @property
    def sentence(self) -> str:
        """What was done, for the model's card; empty for exact weights."""
        if not self.tolerance:
            return ""
        return (
            f"Its weights are compact: those of at most {self.tolerance:g} of the largest of their "
            "label are replaced by their mean, except where most weights of a term are larger. "
            f"{format_count(self.n_same)} of {plural(self.n_articles, 'held-out article')} have "
            'the same labels as by exact weights, which weights = "exact" in the spec keeps.'
        )


def compact(
    spec: Experiment,
    model: LinearModel,
    predictions: HeldOutPredictions,
    predict: Callable[[LinearModel], HeldOutPredictions],
) -> tuple[LinearModel, HeldOutPredictions, Compaction]:
    """Return a model with compact weights, or the model itself if it has too few labels.

    Parameters
    ----------
    spec
        Its spec.
    model
        The model with exact weights.
    predictions
        Its predictions for held-out articles, whose true labels are not used.
    predict
        Returns the predictions of a model for the same articles.

    Returns
    -------
    tuple
        The model, its predictions, and the compaction. The weights are exact where no tolerance
        keeps the labels of 99.9 % of the articles.
    """
    n = len(predictions.rows)
    if spec.weights == "compact" and len(model.labels) >= MIN_LABELS:
        for tolerance in TOLERANCES:
            with step("making the weights compact"):
                own = with_compact_weights(model, tolerance)
            own_predictions = predict(own)
            is_same = (own_predictions.y_pred == predictions.y_pred).all(axis=1)
            if is_same.sum() >= MIN_SAME * n:
                return own, own_predictions, Compaction(tolerance, n, int(is_same.sum()))
    return model, predictions, Compaction(0.0, n, n)


def with_compact_weights(model: LinearModel, tolerance: float) -> LinearModel:
    """Return a model with compact weights, or the model itself for a tolerance of 0."""
    if not tolerance or isinstance(model.weights, CompactWeights):
        return model
    return replace(model, weights=CompactWeights.of(model.weights, tolerance))


def over_folds(compactions: Iterable[Compaction]) -> Compaction:
    """Return the compaction that the final model of several folds has: the smallest tolerance."""
    compactions = list(compactions)
    return Compaction(
        min(own.tolerance for own in compactions),
        sum(own.n_articles for own in compactions),
        sum(own.n_same for own in compactions),
    )
