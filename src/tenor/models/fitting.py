"""Fitting: from a spec and a training set to a model, tuned on folds of the training set."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.labeling import ResolvedLabels
from tenor.models.calibration import fit_calibration
from tenor.models.linear_model import LinearModel, assign_labels
from tenor.models.promise import fit_promise
from tenor.models.spec import Experiment
from tenor.models.thresholds import fit_single_label_thresholds, fit_thresholds
from tenor.models.training_set import TrainingSet, groups_of
from tenor.progress import steps

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sklearn.pipeline import Pipeline

    from tenor.models.field_texts import FieldTexts
    from tenor.models.spec_tables import ViewSpec

MIN_CALIBRATION_ARTICLES = 5000
"""Held-out articles that suffice to fit a calibration of one parameter."""


def fit_model(spec: Experiment, training: TrainingSet) -> LinearModel:
    """Fit a model: calibration and thresholds on held-out folds, the classifier on all articles.

    If the spec asks for a promise, it is tested on the same folds; see `fit_promise`.

    Parameters
    ----------
    spec
        The spec.
    training
        The training set.

    Raises
    ------
    CorpusError
        If the training set cannot be split into folds, or has too few different labels.
    """
    from tenor.models.estimator import linear_parts

    training = training.with_occurring_labels()
    # Where all labels share one parameter, few articles suffice to fit it. Folds of outlets or
    # series show few of these each, so all folds are fitted then.
    has_one_parameter = training.single_label and spec.tuning.thresholds == "shared"
    is_enough = has_one_parameter and spec.tuning_group_by == "duplicate_group"
    held_out, scores = cross_val_scores(
        spec,
        training,
        spec.tuning.n_folds,
        min_articles=MIN_CALIBRATION_ARTICLES if is_enough else None,
    )
    labels = training.labels.take(held_out)
    calibration = fit_calibration(
        scores, labels.matrix, single_label=training.single_label, is_known=labels.is_known
    )
    probabilities = calibration.probabilities(scores)
    thresholds = _fit_thresholds(spec, probabilities, labels, single_label=training.single_label)
    promise = None
    if spec.promise is not None:
        y_pred = assign_labels(scores, probabilities, thresholds, training.labels_per_article)
        groups = training.groups().codes[held_out]
        seed = spec.split.random_state
        promise = fit_promise(spec.promise, labels, y_pred, probabilities, groups, seed)
    pipeline, n_self_trained = fit_pipeline(spec, training)
    n_labels = len(training.labels.labels)
    parts = linear_parts(pipeline, spec, n_labels, training.texts.target_names)
    return LinearModel(
        training.labels.labels,
        training.labels_per_article,
        parts.views,
        parts.weights.astype(np.float32, copy=False),
        parts.intercept,
        calibration,
        thresholds,
        n_self_trained,
        tuple(pipeline.named_steps["features"].empty_reasons_),
        promise,
    )


def cross_val_scores(
    spec: Experiment,
    training: TrainingSet,
    n_folds: int,
    min_articles: int | None = None,
    *,
    fold_name: str = "calibration fold",
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Score articles by models fitted on other folds.

    Folds are fitted one after the other, unless a parallel backend of joblib is set by
    ``joblib.parallel_config``.

    Parameters
    ----------
    spec
        The spec, whose ``tuning.group_by`` says what does not cross the folds.
    training
        The training set of n articles.
    n_folds
        The number of folds.
    min_articles
        The number of held-out articles after which no further fold is fitted; default all.
    fold_name
        What a fold is called while it is fitted.

    Returns
    -------
    tuple
        The positions of the held-out articles, ascending, shape (m,), and their raw scores,
        shape (m, n_labels).
    """
    from joblib import Parallel, delayed

    matrix = training.labels.matrix
    scores = np.full(matrix.shape, np.nan)
    groups = groups_of(training.vocabulary_texts, spec.tuning_group_by)
    folds = training.groups(spec.tuning_group_by).folds(matrix, n_folds, spec.split.random_state)
    if min_articles is not None:
        n_needed = np.searchsorted(np.cumsum([len(test) for test in folds]), min_articles) + 1
        folds = folds[:n_needed]
    results = Parallel(return_as="generator", batch_size=1, pre_dispatch="n_jobs")(
        delayed(_fold_scores)(spec, training, test, groups.disjoint_from(test))
        for test in steps(folds, fold_name, minor=True)
    )
    for test, own in zip(folds, results, strict=True):
        scores[test] = own
    held_out = np.sort(np.concatenate(folds))
    return held_out, scores[held_out]


def _fold_scores(
    spec: Experiment, training: TrainingSet, test: NDArray[np.intp], is_other: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return the raw scores of the articles of a fold by a model that is fitted on others."""
    from tenor.models.estimator import decision_function

    # The labelled articles come first among the vocabulary texts.
    n, n_labels = training.labels.matrix.shape
    fold = training.take(np.flatnonzero(is_other[:n]))
    if training.pool.applicable is not None:
        applicable = training.pool.applicable.take(np.flatnonzero(is_other[n:]))
        fold = replace(fold, pool=training.pool.with_applicable(applicable))
    pipeline, _ = fit_pipeline(spec, fold)
    return decision_function(pipeline, training.texts.take(test), n_labels)


def calibrated_predictions(
    spec: Experiment, scores: NDArray[np.float64], training: TrainingSet
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Return the labels and probabilities of the raw scores of all articles, (n, n_labels).

    Calibration and thresholds are fitted on the same scores.
    """
    labels, single_label = training.labels, training.single_label
    calibration = fit_calibration(
        scores, labels.matrix, single_label=single_label, is_known=labels.is_known
    )
    probabilities = calibration.probabilities(scores)
    thresholds = _fit_thresholds(spec, probabilities, labels, single_label=single_label)
    y_pred = assign_labels(scores, probabilities, thresholds, training.labels_per_article)
    return y_pred, probabilities


def most_confident(scores: NDArray[np.float64], share: float) -> NDArray[np.intp]:
    """Return a share of the articles of each predicted label, those with the largest margin.

    Parameters
    ----------
    scores
        Raw scores, shape (n, n_labels), two labels or more.
    share
        The share, rounded up to whole articles for each label.

    Returns
    -------
    ndarray
        Positions, ascending.

    Examples
    --------
    >>> most_confident(np.array([[3, 1], [2, 1], [0, 1], [4, 1]]), 0.5).tolist()
    [0, 2, 3]
    """
    ranked = np.sort(scores, axis=1)
    margin = ranked[:, -1] - ranked[:, -2]
    predicted = scores.argmax(axis=1)
    kept = [
        rows[np.argsort(-margin[rows], kind="stable")[: math.ceil(share * len(rows))]]
        for rows in (np.flatnonzero(predicted == label) for label in np.unique(predicted))
    ]
    return np.sort(np.concatenate(kept))


def fit_pipeline(spec: Experiment, training: TrainingSet) -> tuple[Pipeline, int]:
    """Fit the pipeline of a spec, without calibration and thresholds.

    Parameters
    ----------
    spec, training
        As in `fit_model`.

    Returns
    -------
    tuple
        The pipeline, and the number of unlabelled articles that trained it.

    Notes
    -----
    Self-training: Yarowsky (1995), Unsupervised word sense disambiguation rivaling supervised
    methods. Taking the same share of each predicted label keeps rare labels from vanishing. The
    features of the teacher differ from those of the model, so that it labels articles which the
    model alone would get wrong, as in co-training: Blum and Mitchell (1998), Combining labeled
    and unlabeled data with co-training.
    """
    from tenor.models.estimator import decision_function, fit, make_pipeline

    def fitted(
        views: tuple[ViewSpec, ...], texts: FieldTexts, y: NDArray[Any], vocabulary: FieldTexts
    ) -> Pipeline:
        pipeline = make_pipeline(
            spec, views, single_label=training.single_label, pool=training.pool
        )
        # Self-training adds articles of which every label is known: they have one label.
        is_known = None if training.labels.is_known.all() else training.labels.is_known
        return fit(pipeline, texts, y, vocabulary, is_known)

    texts, y = training.texts, _targets(training)
    # A trial of a search may leave out what other trials use.
    vocabulary = training.vocabulary_texts if spec.uses_unlabelled else texts
    unlabelled = training.pool.applicable
    if not (spec.self_training and spec.self_training.share and unlabelled):
        return fitted(spec.features, texts, y, vocabulary), 0
    teacher = fitted(spec.teacher_features, texts, y, vocabulary)
    scores = decision_function(teacher, unlabelled, training.labels.matrix.shape[1])
    chosen = most_confident(scores, spec.self_training.share)
    texts = texts.concatenate(unlabelled.take(chosen))
    y = np.concatenate([y, scores[chosen].argmax(axis=1)])
    return fitted(spec.features, texts, y, vocabulary), len(chosen)


def _fit_thresholds(
    spec: Experiment,
    probabilities: NDArray[np.float64],
    labels: ResolvedLabels,
    *,
    single_label: bool,
) -> NDArray[np.float64]:
    shared = spec.tuning.thresholds == "shared"
    if not single_label:
        return fit_thresholds(probabilities, labels.matrix, common=shared, is_known=labels.is_known)
    if shared:
        return np.zeros(len(labels.labels))
    return fit_single_label_thresholds(probabilities, labels.matrix)


def _targets(training: TrainingSet) -> NDArray[Any]:
    matrix = training.labels.matrix
    return matrix.argmax(axis=1) if training.single_label else matrix
