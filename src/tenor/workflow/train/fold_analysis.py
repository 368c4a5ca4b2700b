"""Fold analysis: mistakes, learning curve and standard deviation over held-out folds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from tenor.corpus import Corpus
from tenor.errors import TenorError
from tenor.evaluation import bootstrap, score
from tenor.evaluation.curves import LearningCurvePoint
from tenor.evaluation.expected_gain import ExpectedGain, expected_gains, gain_sentences
from tenor.models import LinearModel
from tenor.models.fitting import fit_model
from tenor.models.spec import Experiment
from tenor.models.training_set import TrainingSet
from tenor.workflow.fit.scoring import HeldOutPredictions, predict_matrix
from tenor.workflow.train.mistakes import Mistake, most_confident_mistakes

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEARNING_CURVE_SHARES = (0.125, 0.25, 0.5)
"""Shares of the training part that a learning curve is fitted on, besides all of it."""


@dataclass(frozen=True)
class FoldReport:
    """The mistakes, learning curve and standard deviation over the folds of a training.

    Attributes
    ----------
    mistakes
        The most confident mistakes, with their explanations.
    learning_curve
        Macro-F1 by the number of training articles; empty unless requested.
    std
        The standard deviation of each metric over the folds; empty with one fold.
    gains
        The gain in F1 that more codings of each label are expected to bring; empty without a
        learning curve, or where it supports none.
    """

    mistakes: tuple[Mistake, ...] = ()
    learning_curve: tuple[LearningCurvePoint, ...] = ()
    std: dict[str, float] = field(default_factory=dict)
    gains: tuple[ExpectedGain, ...] = ()

    @property
    def gain_sentences(self) -> list[str]:
        """What the learning curve says on more codings; empty without one."""
        return gain_sentences(self.gains) if self.learning_curve else []


class FoldAnalysis:
    """Collects mistakes, learning curve and standard deviation over the folds of a training.

    Parameters
    ----------
    corpus
        The corpus.
    learning_curve
        Whether to fit models on shares of each training part too, which at most doubles the
        time.
    """

    def __init__(self, corpus: Corpus, *, learning_curve: bool = False) -> None:
        self._corpus = corpus
        shares = (*LEARNING_CURVE_SHARES, 1.0) if learning_curve else ()
        self._curve: dict[float, list[tuple[int, HeldOutPredictions]]] = {s: [] for s in shares}
        self._supports: dict[float, list[NDArray[np.float64]]] = {s: [] for s in shares}
        self._folds: list[HeldOutPredictions] = []
        self._mistakes: tuple[Mistake, ...] = ()
        self._single_label = False

    def add_fold(
        self,
        model: LinearModel,
        spec: Experiment,
        training: TrainingSet,
        predictions: HeldOutPredictions,
    ) -> None:
        """Add a fold.

        Parameters
        ----------
        model, spec, training
            The model of the fold, the spec that it was fitted with, and its training set.
        predictions
            Its predictions for the held-out articles.
        """
        self._single_label = model.single_label
        self._folds.append(predictions)
        self._mistakes = most_confident_mistakes(self._mistakes, model, predictions, self._corpus)
        for share, points in self._curve.items():
            sampled = _share_of_groups(training, share, spec)
            support = _support(training.take(sampled), predictions.labels)
            if share == 1:
                points.append((len(sampled), predictions))
                self._supports[share].append(support)
                continue
            try:
                model_of_share = fit_model(spec, training.take(sampled))
            except TenorError:
                continue  # Too few articles, labels or terms: the curve begins later.
            y_pred, _ = predict_matrix(
                model_of_share, self._corpus, predictions.rows, predictions.labels
            )
            points.append((len(sampled), replace(predictions, y_pred=y_pred)))
            self._supports[share].append(support)

    def report(self) -> FoldReport:
        """Return the report on the folds added so far."""
        curve = [
            self._point(points)
            for points in self._curve.values()
            if points and len(points) == len(self._folds)
        ]
        std: dict[str, float] = {}
        if len(self._folds) > 1:
            scores = [
                score(
                    f.y_true,
                    f.y_pred,
                    f.labels,
                    single_label=self._single_label,
                    is_known=f.is_known,
                ).metrics
                for f in self._folds
            ]
            std = {n: float(np.std([fold[n] for fold in scores], ddof=1)) for n in scores[0]}
        return FoldReport(self._mistakes, tuple(curve), std, self._gains())

    def _gains(self) -> tuple[ExpectedGain, ...]:
        half, full = (self._curve.get(share, []) for share in (0.5, 1.0))
        if not half or len(half) != len(self._folds):
            return ()
        at_half, at_end = (
            HeldOutPredictions.concatenate([predictions for _, predictions in points])
            for points in (half, full)
        )
        n_half, n_full = (np.mean(self._supports[share], axis=0) for share in (0.5, 1.0))
        return tuple(
            expected_gains(
                at_end.y_true,
                at_half.y_pred,
                at_end.y_pred,
                at_end.group_numbers,
                at_end.labels,
                n_half,
                n_full,
                is_known=at_end.is_known,
            )
        )

    def _point(self, points: list[tuple[int, HeldOutPredictions]]) -> LearningCurvePoint:
        pooled = HeldOutPredictions.concatenate([predictions for _, predictions in points])
        y_true, y_pred, labels = pooled.y_true, pooled.y_pred, pooled.labels
        single_label, is_known = self._single_label, pooled.is_known
        intervals = bootstrap(
            y_true,
            y_pred,
            pooled.group_numbers,
            labels,
            single_label=single_label,
            is_known=is_known,
        )
        return LearningCurvePoint(
            round(sum(n for n, _ in points) / len(points)),
            score(y_true, y_pred, labels, single_label=single_label, is_known=is_known).macro_f1,
            intervals["macro_f1"],
        )


def _support(training: TrainingSet, labels: tuple[str, ...]) -> NDArray[np.float64]:
    """Return the number of training articles with each label, shape (n_labels,)."""
    own = training.labels
    support = dict(zip(own.labels, (own.matrix * own.is_known).sum(axis=0).tolist(), strict=True))
    return np.array([support.get(label, 0) for label in labels], dtype=np.float64)


def _share_of_groups(training: TrainingSet, share: float, spec: Experiment) -> NDArray[np.intp]:
    # Complete groups, as in folds; a larger share contains the smaller ones.
    groups = training.groups(spec.tuning_group_by).codes
    order = np.random.default_rng(spec.split.random_state).permutation(int(groups.max()) + 1)
    sampled = order[: max(1, round(share * len(order)))]
    return np.flatnonzero(np.isin(groups, sampled))
