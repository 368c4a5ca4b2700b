"""The scikit-learn Pipeline of a spec, and the arrays of a fitted one."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.errors import SpecError
from tenor.features import FittedView
from tenor.features.lsa import LsaComponents
from tenor.models.binary_svc import ABSENT_LABEL_SCORE
from tenor.models.field_texts import FieldTexts
from tenor.models.pool import UnlabelledPool
from tenor.models.spec import Experiment
from tenor.models.spec_tables import ClassifierSpec, ViewSpec
from tenor.models.svc import LinearSVC
from tenor.models.views import Features

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sklearn.pipeline import Pipeline

CLASSIFIER_ADVICE = "set its parameters nearer to their defaults"

N_JOBS = -1
"""One-vs-rest problems are fitted on all cores."""


def make_pipeline(
    spec: Experiment,
    views: tuple[ViewSpec, ...] | None = None,
    *,
    single_label: bool,
    pool: UnlabelledPool | None = None,
) -> Pipeline:
    """Return the unfitted Pipeline of a spec, from texts to labels.

    Parameters
    ----------
    spec
        The spec.
    views
        The views of the articles; default those of the spec.
    single_label
        Whether each article has exactly one label. The pipeline is then fitted to a vector of
        label numbers, else to a 0/1 matrix with a column for each label.
    pool
        The unlabelled pool, for views with LSA components.
    """
    from sklearn.pipeline import Pipeline

    from tenor.models.one_vs_rest import OneVsRest

    classifier = _classifier(spec.classifier)
    if not single_label and spec.classifier.kind != "linear_svc":
        classifier = OneVsRest(classifier, n_jobs=N_JOBS)
    features = Features(spec.features if views is None else views, pool)
    return Pipeline([("features", features), ("classifier", classifier)])


def fit(
    pipeline: Pipeline,
    texts: FieldTexts,
    y: NDArray[Any],
    vocabulary_texts: FieldTexts | None = None,
    is_known: NDArray[np.bool_] | None = None,
) -> Pipeline:
    """Fit a pipeline, with threads for one-vs-rest problems over one shared matrix.

    Parameters
    ----------
    pipeline
        An unfitted pipeline.
    texts
        The training articles, n of them.
    y
        Their label numbers, shape (n,), or their labels as 0/1, shape (n, n_labels).
    vocabulary_texts
        The articles that the features are fitted on; default the training articles.
    is_known
        Whether a label of an article is known, shape (n, n_labels): each label is fitted on the
        articles of which it is known. Default all; with a vector of label numbers, all are.

    Raises
    ------
    CorpusError
        If no view has a term.
    SpecError
        If the classifier cannot be fitted with its parameters.
    """
    from joblib import parallel_config
    from sklearn.exceptions import ConvergenceWarning

    with parallel_config(backend="threading"), warnings.catch_warnings():
        # A fold may lack a theme; its score is then ABSENT_LABEL_SCORE.
        warnings.filterwarnings("ignore", message="Label .* is present in all training examples")
        warnings.filterwarnings("ignore", category=ConvergenceWarning)
        features = pipeline.named_steps["features"]
        features.fit(texts if vocabulary_texts is None else vocabulary_texts)
        if y.ndim == 1 and (y == y[0]).all():
            # A fold may have a single label, which scikit-learn's classifiers do not take.
            pipeline.set_params(classifier=LinearSVC())
        masks = {} if is_known is None or y.ndim == 1 else {"is_known": is_known}
        try:
            pipeline.named_steps["classifier"].fit(features.transform(texts), y, **masks)
        except (ValueError, OverflowError) as exc:
            raise SpecError(f"[classifier] cannot be fitted: {exc}; {CLASSIFIER_ADVICE}") from exc
        return pipeline


@dataclass(frozen=True)
class LinearParts:
    """A fitted pipeline as arrays: raw scores are ``x @ weights + intercept``.

    Attributes
    ----------
    views
        The fitted views, whose values side by side are ``x``.
    weights
        Shape (n_features, n_labels).
    intercept
        Shape (n_labels,).
    """

    views: tuple[FittedView, ...]
    weights: NDArray[np.float64]
    intercept: NDArray[np.float64]


def linear_parts(
    pipeline: Pipeline, spec: Experiment, n_labels: int, target_names: tuple[str, ...] = ()
) -> LinearParts:
    """Return the arrays of a fitted pipeline.

    Parameters
    ----------
    pipeline
        The fitted pipeline.
    spec
        The spec that it was made from.
    n_labels
        The number of labels.
    target_names
        The names of the target of a stance.
    """
    weights, intercept = _coefficients(pipeline.named_steps["classifier"], n_labels)
    views, blocks, start = [], [], 0
    for view, fitted in zip(spec.features, pipeline.named_steps["features"].fitted_, strict=True):
        if fitted is None:
            continue
        if isinstance(fitted, LsaComponents):
            # An embedding is a sum over terms, so the weights of components become weights
            # of terms, and labelling needs no components.
            own = weights[start : start + len(fitted.components)]
            blocks.append(fitted.components.T @ own)
            intercept = intercept - view.weight * (fitted.mean @ own)
            vectorizer = fitted.vectorizer
        else:
            own = weights[start : start + len(fitted.terms)]
            blocks.append(own)
            vectorizer = fitted
        start += len(own)
        views.append(FittedView.of(view.field, vectorizer, view.weight, target_names))
    return LinearParts(
        tuple(views), blocks[0] if len(blocks) == 1 else np.vstack(blocks), intercept
    )


def decision_function(pipeline: Pipeline, texts: FieldTexts, n_labels: int) -> NDArray[np.float64]:
    """Return the raw scores of n articles, shape (n, n_labels)."""
    matrix = pipeline.named_steps["features"].transform(texts)
    weights, intercept = _coefficients(pipeline.named_steps["classifier"], n_labels)
    return np.asarray(matrix @ weights) + intercept


def _coefficients(
    classifier: Any, n_labels: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return weights, shape (n_features, n_labels), and intercepts, shape (n_labels,)."""
    weights, intercept = _raw_coefficients(classifier, n_labels)
    if not (np.isfinite(weights).all() and np.isfinite(intercept).all()):
        raise SpecError(f"[classifier] has weights that are not finite; {CLASSIFIER_ADVICE}")
    return weights, intercept


def _raw_coefficients(
    classifier: Any, n_labels: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if hasattr(classifier, "weights_"):
        return _by_label(classifier.weights_, classifier.intercept_, classifier.classes_, n_labels)
    if hasattr(classifier, "estimators_"):
        columns = [_binary_coefficients(estimator) for estimator in classifier.estimators_]
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
    return _by_label(rows.T, bias, classifier.classes_, n_labels)


def _by_label(
    weights: NDArray[Any], intercept: NDArray[Any], classes: NDArray[np.intp], n_labels: int
) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """Return a column for each label: one for each of two classes, a constant for missing ones."""
    if weights.shape[1] == 1 and len(classes) == 2:
        weights = np.hstack([-weights / 2, weights / 2])
        intercept = np.concatenate([-intercept / 2, intercept / 2])
    if len(classes) == n_labels:
        return weights, intercept
    every_label = np.zeros((len(weights), n_labels), dtype=weights.dtype)
    every_label[:, classes] = weights
    every_intercept = np.full(n_labels, ABSENT_LABEL_SCORE)
    every_intercept[classes] = intercept
    return every_label, every_intercept


def _binary_coefficients(estimator: Any) -> tuple[NDArray[np.float64] | None, float]:
    if hasattr(estimator, "feature_log_prob_"):
        negative, positive = estimator.feature_log_prob_
        return positive - negative, 0.0
    if hasattr(estimator, "coef_"):
        return estimator.coef_.ravel(), float(np.ravel(estimator.intercept_)[0])
    # scikit-learn's constant predictor, for a label that all or none of the articles have.
    return None, -ABSENT_LABEL_SCORE if np.ravel(estimator.y_)[0] == 1 else ABSENT_LABEL_SCORE


def _classifier(spec: ClassifierSpec) -> Any:
    match spec.kind:
        case "linear_svc":
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
