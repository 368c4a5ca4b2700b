"""The explanation of a model's prediction for an article."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from tenor.articles import Article
from tenor.models.explanation import ArticleTerms, Explanation
from tenor.models.linear_model import LinearModel, Prediction, single_label_ranking


class CalibratedScore(NamedTuple):
    """How the raw score of a label becomes its probability, and whether it is predicted.

    Attributes
    ----------
    label
        The label.
    raw_score
        The sum of its intercept and the contributions of the article's terms.
    slope, offset
        The probability is the sigmoid of ``slope * raw_score + offset``; where an article has
        one label, the softmax of these values over all labels.
    probability
        The probability, which `tenor predict` writes as the score.
    threshold
        See `tenor.models.linear_model.assign_labels`.
    is_predicted
        Whether it is predicted.
    """

    label: str
    raw_score: float
    slope: float
    offset: float
    probability: float
    threshold: float
    is_predicted: bool


@dataclass(frozen=True)
class ArticleExplanation:
    """What a model predicts for an article, and how its scores come about.

    Attributes
    ----------
    article, model
        The article and the model.
    prediction
        The prediction, as `Model.predict` returns it.
    reason
        Why nothing is predicted, where the model does not apply to the article; else empty.
    terms
        The terms of the article that the model knows.
    """

    article: Article
    model: LinearModel
    prediction: Prediction
    reason: str
    terms: ArticleTerms

    def of(self, label: str, against: str = "") -> Explanation:
        """Return the explanation of a label's score, or of its difference to another's."""
        return self.terms.explain(label, against)

    @cached_property
    def labels(self) -> dict[str, Explanation]:
        """The explanation of every label of the model."""
        return {label: self.of(label) for label in self.model.labels}

    def calibrated_scores(self) -> list[CalibratedScore]:
        """Return how each label gets its probability, in the order of the model's labels."""
        model, calibration = self.model, self.model.calibration
        scores = self.terms.raw_scores
        probabilities = calibration.probabilities(scores[None])[0]
        slopes = np.broadcast_to(calibration.slope, scores.shape)
        return [
            CalibratedScore(
                label,
                raw_score=float(scores[i]),
                slope=float(slopes[i]),
                offset=float(calibration.offset[i]),
                probability=float(probabilities[i]),
                threshold=float(model.thresholds[i]),
                is_predicted=label in self.prediction.labels,
            )
            for i, label in enumerate(model.labels)
        ]

    def ranking(self) -> list[str]:
        """Return the labels, the best first.

        Where an article has one label, the first is the predicted one and the second its
        runner-up; else labels are in the order of their probabilities.
        """
        scores = self.terms.raw_scores[None]
        probabilities = self.model.calibration.probabilities(scores)
        values = probabilities
        if self.model.single_label:
            values = single_label_ranking(scores, probabilities, self.model.thresholds)
        return [self.model.labels[i] for i in np.argsort(-values[0], kind="stable").tolist()]
