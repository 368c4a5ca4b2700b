"""The scikit-learn Pipeline of a spec, and the arrays that a fitted one comes down to."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.features import FittedView, names_for
from tenor.features.axes import Axes
from tenor.models.spec import Experiment
from tenor.models.spec_parts import ClassifierSpec
from tenor.models.svc import NEVER
from tenor.models.texts import FieldTexts
from tenor.models.views import Features

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sklearn.pipeline import Pipeline

THREADS = -1
"""One-vs-rest problems are fitted on all cores."""


def make_pipeline(spec: Experiment, *, one_label: bool) -> Pipeline:
    """Return the unfitted Pipeline of a spec, from raw text fields to labels.

    Parameters
    ----------
    one_label
        True where each article has exactly one label; the target is then a
        vector of label numbers, else a 0/1 matrix with a column a label.
    """
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import Pipeline

    classifier = _classifier(spec.classifier)
    if not one_label and spec.classifier.kind != "linear_svc":
        classifier = OneVsRestClassifier(classifier, n_jobs=THREADS)
    return Pipeline([("features", Features(spec.features)), ("classifier", classifier)])


def fit(
    pipeline: Pipeline,
    texts: FieldTexts,
    target: NDArray[Any],
    background: FieldTexts | None = None,
) -> Pipeline:
    """Fit a pipeline, one-vs-rest problems on threads over one shared matrix.

    Vocabulary and document frequencies are learned from ``background``, if it
    is given: the articles of ``texts`` and such as have no answer.
    """
    from joblib import parallel_config
    from sklearn.exceptions import ConvergenceWarning

    with parallel_config(backend="threading"), warnings.catch_warnings():
        # A theme that a fold lacks is scored as never; LinearModel handles it.
        warnings.filterwarnings("ignore", message="Label .* is present in all training examples")
        warnings.filterwarnings("ignore", category=ConvergenceWarning)
        features, classifier = pipeline.named_steps.values()
        features.fit(texts if background is None else background)
        classifier.fit(features.transform(texts), target)
        return pipeline


@dataclass(frozen=True)
class LinearParts:
    """A fitted pipeline as arrays: scores are ``x @ weights + intercept``.

    ``weights`` has shape (n_features, n_labels), ``intercept`` (n_labels,).
    """

    views: tuple[FittedView, ...]
    weights: NDArray[np.float64]
    intercept: NDArray[np.float64]


def linear_parts(
    pipeline: Pipeline, spec: Experiment, n_labels: int, names: tuple[str, ...] = ()
) -> LinearParts:
    """Take a fitted pipeline apart into arrays; ``names`` are those of a stance's target."""
    weights, intercept = _coefficients(pipeline.named_steps["classifier"], n_labels)
    views, parts, start = [], [], 0
    for view, fitted in zip(spec.features, pipeline.named_steps["features"].fitted_, strict=True):
        if isinstance(fitted, Axes):
            # A place is a sum over terms, so that weights of axes come to weights of terms.
            own = weights[start : start + fitted.vectors.shape[1]]
            parts.append(fitted.vectors @ own)
            intercept = intercept - view.weight * (fitted.center @ own)
            vectorizer = fitted.vectorizer
        else:
            own = weights[start : start + len(fitted.terms)]
            parts.append(own)
            vectorizer = fitted
        start += len(own)
        told = names_for(view.field, names)
        views.append(FittedView.of(view.field, vectorizer, view.weight, told))
    return LinearParts(tuple(views), parts[0] if len(parts) == 1 else np.vstack(parts), intercept)


def decision(pipeline: Pipeline, texts: FieldTexts, n_labels: int) -> NDArray[np.float64]:
    """Return the raw scores of articles, shape (n, n_labels)."""
    matrix = pipeline.named_steps["features"].transform(texts)
    weights, intercept = _coefficients(pipeline.named_steps["classifier"], n_labels)
    return np.asarray(matrix @ weights) + intercept


def _coefficients(
    classifier: Any, n_labels: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if hasattr(classifier, "weights_"):
        return _placed(classifier.weights_, classifier.intercept_, classifier.classes_, n_labels)
    if hasattr(classifier, "estimators_"):
        columns = [_binary(estimator) for estimator in classifier.estimators_]
        n_features = next((len(w) for w, _ in columns if w is not None), 0)
        weights = np.zeros((n_features, n_labels))
        intercept = np.zeros(n_labels)
        for i, (column, constant) in enumerate(columns):
            if column is not None:
                weights[:, i] = column
            intercept[i] = constant
        return weights, intercept
    if hasattr(classifier, "feature_log_prob_"):
        rows, bias = classifier.feature_log_prob_, np.zeros(len(classifier.classes_))
    else:
        rows, bias = classifier.coef_, np.atleast_1d(classifier.intercept_)
    return _placed(rows.T, bias, classifier.classes_, n_labels)


def _placed(
    weights: NDArray[Any], intercept: NDArray[Any], classes: NDArray[np.intp], n_labels: int
) -> tuple[NDArray[Any], NDArray[np.float64]]:
    if weights.shape[1] == 1 and len(classes) == 2:
        weights = np.hstack([-weights / 2, weights / 2])
        intercept = np.concatenate([-intercept / 2, intercept / 2])
    if len(classes) == n_labels:
        return weights, intercept
    placed = np.zeros((len(weights), n_labels), dtype=weights.dtype)
    placed[:, classes] = weights
    never = np.full(n_labels, NEVER)
    never[classes] = intercept
    return placed, never


def _binary(estimator: Any) -> tuple[NDArray[np.float64] | None, float]:
    if hasattr(estimator, "feature_log_prob_"):
        against, favor = estimator.feature_log_prob_
        return favor - against, 0.0
    if hasattr(estimator, "coef_"):
        return estimator.coef_.ravel(), float(np.ravel(estimator.intercept_)[0])
    # scikit-learn's stand-in for a label that all or none of the articles have.
    return None, -NEVER if np.ravel(estimator.y_)[0] == 1 else NEVER


def _classifier(spec: ClassifierSpec) -> Any:
    match spec.kind:
        case "linear_svc":
            from tenor.models.svc import LinearSVC

            return LinearSVC(**spec.parameters())
        case "logistic_regression":
            from sklearn.linear_model import LogisticRegression

            return LogisticRegression(random_state=0, **spec.parameters())
        case "complement_nb":
            from sklearn.naive_bayes import ComplementNB

            return ComplementNB(**spec.parameters())
        case "sgd":
            from sklearn.linear_model import SGDClassifier

            return SGDClassifier(random_state=0, **spec.parameters())
        case "ridge":
            from sklearn.linear_model import RidgeClassifier

            return RidgeClassifier(random_state=0, **spec.parameters())
