"""Fitting: from a spec and answers to a model, tuned on folds of its own training part."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.codebook import Codebook
from tenor.corpus import Groups, KeepWhole
from tenor.errors import CorpusError
from tenor.labeling import Answers
from tenor.models.calibration import fit_calibration
from tenor.models.model import Model, decide
from tenor.models.spec import Experiment
from tenor.models.texts import FieldTexts
from tenor.models.thresholds import fit_label_weights, fit_thresholds
from tenor.progress import track

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sklearn.pipeline import Pipeline


SETTLED = 5000
"""Held-out articles that settle the one number of a calibration which all labels share."""


@dataclass(frozen=True)
class TrainingData:
    """What a model is fitted on.

    Attributes
    ----------
    texts
        The answered articles, n of them, of a table with ``duplicate_group`` and whatever
        column the spec keeps whole.
    answers
        Their answers, in the same order.
    codebook
        The codebook of the answers.
    task, target
        What the answers answer.
    background
        Articles of the same table without an answer whose terms are learned too, if any, and
        which a spec may let train.
    """

    texts: FieldTexts
    answers: Answers
    codebook: Codebook
    task: str
    target: str
    background: FieldTexts | None = None

    @property
    def rule(self) -> str:
        """How many labels an article has: ``one``, ``one or more``, ``any``."""
        return "one" if self.task == "stance" else self.codebook.themes_per_article

    def groups(self, keep_whole: KeepWhole = "duplicate_group") -> Groups:
        """Return the groups of the articles that are kept whole."""
        return _groups(self.texts, keep_whole)

    @property
    def read(self) -> FieldTexts:
        """The articles whose terms are learned: the answered ones, and the background."""
        return self.texts if self.background is None else self.texts.followed_by(self.background)

    def take(self, chosen: NDArray[np.intp]) -> TrainingData:
        """Return the data of the chosen positions."""
        return TrainingData(
            self.texts.take(chosen), self.answers.take(chosen),
            self.codebook, self.task, self.target, self.background,
        )  # fmt: skip

    def with_known_labels(self) -> TrainingData:
        """Leave out labels that no article has: nothing can be learned of them.

        Raises
        ------
        CorpusError
            If fewer than two different answers are left to tell apart.
        """
        known = np.flatnonzero(self.answers.matrix.any(axis=0))
        enough = 2 if self.rule == "one" else 1
        if len(known) < enough:
            what = f"target '{self.target}'" if self.task == "stance" else "themes"
            raise CorpusError(
                f"{what}: the {len(self.answers)} training article(s) have {len(known)} different "
                f"label(s), {enough} are needed; label more articles"
            )
        a = self.answers
        labels = tuple(a.labels[i] for i in known)
        kept = Answers(a.rows, labels, a.matrix[:, known], a.is_gold)
        return replace(self, answers=kept)


def fit_model(spec: Experiment, data: TrainingData, info: dict[str, Any]) -> Model:
    """Fit a model: calibration and thresholds on held-out folds, then all on everything.

    Raises
    ------
    CorpusError
        If the data cannot be split into folds or hold nothing to tell apart.
    """
    from tenor.models.estimator import linear_parts

    data = data.with_known_labels()
    one_label = data.rule == "one"
    matrix = data.answers.matrix
    # Where an article has one label and none has a weight, all labels share one number. A fold
    # of outlets or events shows how few of them do; only all folds together show how all do.
    settles = one_label and spec.tuning.thresholds != "own"
    enough = SETTLED if settles and spec.tuning_keep_whole == "duplicate_group" else None
    held_out, scores = held_out_scores(spec, data, spec.tuning.n_folds, enough)
    calibration = fit_calibration(scores, matrix[held_out], one_label=one_label)
    probabilities = calibration.probabilities(scores)
    thresholds = _thresholds(spec, probabilities, matrix[held_out], data.rule)
    pipeline, n_self_trained = _fitted(spec, data)
    parts = linear_parts(pipeline, spec, matrix.shape[1], data.texts.names)
    return Model(
        data.task, data.target, data.answers.labels, data.rule,
        parts.views, parts.weights.astype(np.float32, copy=False), parts.intercept,
        calibration, thresholds, data.codebook, info | {"self_trained": n_self_trained},
    )  # fmt: skip


def held_out_scores(
    spec: Experiment, data: TrainingData, n_folds: int, enough: int | None = None
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Score articles by models that have not seen what the spec keeps whole of them.

    Parameters
    ----------
    enough
        Held-out articles after which no further fold is fitted; by default all are.

    Returns
    -------
    tuple
        The articles that were held out, rising positions of shape (m,), and their raw
        scores, (m, n_labels).
    """
    from tenor.models.estimator import decision

    matrix = data.answers.matrix
    scores = np.full(matrix.shape, np.nan)
    read, keep_whole = data.read, spec.tuning_keep_whole
    groups = _groups(read, keep_whole)
    folds = data.groups(keep_whole).folds(matrix, n_folds, spec.split.random_state)
    if enough is not None:
        needed = np.searchsorted(np.cumsum([len(test) for test in folds]), enough) + 1
        folds = folds[:needed]
    for test in track(folds, "held-out folds", len(folds)):
        # The articles are the first of those that are read.
        apart = groups.apart_from(test)
        part = data.take(np.flatnonzero(apart[: len(matrix)]))
        if data.background is not None:
            lent = data.background.take(np.flatnonzero(apart[len(matrix) :]))
            part = replace(part, background=lent)
        pipeline, _ = _fitted(spec, part)
        scores[test] = decision(pipeline, data.texts.take(test), matrix.shape[1])
    held_out = np.sort(np.concatenate(folds))
    return held_out, scores[held_out]


def _fitted(spec: Experiment, data: TrainingData) -> tuple[Pipeline, int]:
    """Fit a pipeline; also returns how many articles without an answer trained it.

    These are labelled by a first fit, and a second is made on them and the answers.

    Notes
    -----
    Self-training is Yarowsky's (1995), "Unsupervised word sense disambiguation rivaling
    supervised methods". As many of each label as a first fit gives it keep rare labels
    from being crowded out.
    """
    from tenor.models.estimator import decision, fit, make_pipeline

    one_label = data.rule == "one"
    target = _target(data.answers.matrix, one_label)
    # A search may try to leave out what other trials read.
    read = data.read if spec.reads_unanswered else data.texts
    pipeline = fit(make_pipeline(spec, one_label=one_label), data.texts, target, read)
    if not (spec.self_training and data.background):
        return pipeline, 0
    scores = decision(pipeline, data.background, data.answers.matrix.shape[1])
    sure = surest(scores, spec.self_training)
    texts = data.texts.followed_by(data.background.take(sure))
    target = np.concatenate([target, scores[sure].argmax(axis=1)])
    return fit(make_pipeline(spec, one_label=one_label), texts, target, read), len(sure)


def surest(scores: NDArray[np.float64], share: float) -> NDArray[np.intp]:
    """Return a share of the articles of each best label: those that it leads by most.

    Parameters
    ----------
    scores
        Shape (n, n_labels), two labels or more.

    Returns
    -------
    numpy.ndarray
        Rising positions; of each label as many as the share, rounded up.

    Examples
    --------
    >>> surest(np.array([[3, 1], [2, 1], [0, 1], [4, 1]]), 0.5).tolist()
    [0, 2, 3]
    """
    ranked = np.sort(scores, axis=1)
    lead = ranked[:, -1] - ranked[:, -2]
    best = scores.argmax(axis=1)
    kept = [
        own[np.argsort(-lead[own], kind="stable")[: math.ceil(share * len(own))]]
        for own in (np.flatnonzero(best == label) for label in np.unique(best))
    ]
    return np.sort(np.concatenate(kept))


def _thresholds(
    spec: Experiment, probabilities: NDArray[np.float64], matrix: NDArray[np.uint8], rule: str
) -> NDArray[np.float64]:
    how = spec.tuning.thresholds
    if rule != "one":
        return fit_thresholds(probabilities, matrix, common=how == "common")
    if how == "own":
        return fit_label_weights(probabilities, matrix)
    return np.zeros(matrix.shape[1])


def given_labels(
    spec: Experiment, scores: NDArray[np.float64], data: TrainingData
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Return the labels and probabilities that held-out raw scores come to, (n, n_labels)."""
    matrix, one_label = data.answers.matrix, data.rule == "one"
    calibration = fit_calibration(scores, matrix, one_label=one_label)
    probabilities = calibration.probabilities(scores)
    thresholds = _thresholds(spec, probabilities, matrix, data.rule)
    return decide(scores, probabilities, thresholds, data.rule), probabilities


def _groups(texts: FieldTexts, keep_whole: KeepWhole) -> Groups:
    names: list[str] = ["duplicate_group", keep_whole]
    columns = {name: texts.column(name) for name in names}
    return Groups.of(columns, keep_whole)


def _target(matrix: NDArray[np.uint8], one_label: bool) -> NDArray[Any]:
    return matrix.argmax(axis=1) if one_label else matrix
