"""The scikit-learn Pipeline of a spec, and the arrays that a fitted one comes down to."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.features import FittedView, field_text
from tenor.models.spec import ClassifierSpec, Experiment, ViewSpec

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray
    from sklearn.pipeline import Pipeline

THREADS = -1
"""One-vs-rest problems are fitted on all cores."""

NEVER = -1e3
"""The score of a label that no training article has."""


def text_fields(articles: pd.DataFrame, spec: Experiment) -> pd.DataFrame:
    """Return the raw text fields that the spec's views read, a column a field."""
    import pandas as pd

    fields = dict.fromkeys(view.field for view in spec.features)
    titles, texts = articles["title"], articles["text"]
    claims = articles["claim"]
    return pd.DataFrame(
        {
            field: [
                field_text(field, title=title, text=text, claim=claim)
                for title, text, claim in zip(titles, texts, claims, strict=True)
            ]
            for field in fields
        }
    )


def make_pipeline(spec: Experiment, *, one_label: bool) -> Pipeline:
    """Return the unfitted Pipeline of a spec, from raw text fields to labels.

    Parameters
    ----------
    one_label
        True where each article has exactly one label; the target is then a
        vector of label numbers, else a 0/1 matrix with a column a label.
    """
    from sklearn.compose import ColumnTransformer
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import Pipeline

    views = [(f"view{i}", _vectorizer(view), view.field) for i, view in enumerate(spec.features)]
    weights = {f"view{i}": view.weight for i, view in enumerate(spec.features)}
    classifier = _classifier(spec.classifier)
    if spec.classifier.count_ratio:
        from tenor.models.nbsvm import CountRatioClassifier

        ratio, threads = spec.classifier.count_ratio, THREADS if one_label else None
        classifier = CountRatioClassifier(classifier, ratio, n_jobs=threads)
    if not one_label:
        classifier = OneVsRestClassifier(classifier, n_jobs=THREADS)
    features = ColumnTransformer(views, transformer_weights=weights, sparse_threshold=1.0)
    return Pipeline([("features", features), ("classifier", classifier)])


def fit(
    pipeline: Pipeline,
    fields: pd.DataFrame,
    target: NDArray[Any],
    background: pd.DataFrame | None = None,
) -> Pipeline:
    """Fit a pipeline, one-vs-rest problems on threads over one shared matrix.

    ``background`` holds the fields of articles that have no answer; vocabulary
    and document frequencies are learned from them too.
    """
    import pandas as pd
    from joblib import parallel_config
    from sklearn.exceptions import ConvergenceWarning

    with parallel_config(backend="threading"), warnings.catch_warnings():
        # A theme that a fold lacks is scored as never; LinearModel handles it.
        warnings.filterwarnings("ignore", message="Label .* is present in all training examples")
        warnings.filterwarnings("ignore", category=ConvergenceWarning)
        if background is None:
            return pipeline.fit(fields, target)
        features, classifier = pipeline.named_steps.values()
        features.fit(pd.concat([fields, background], ignore_index=True))
        classifier.fit(features.transform(fields), target)
        return pipeline


@dataclass(frozen=True)
class LinearParts:
    """A fitted pipeline as arrays: scores are ``x @ weights + intercept``.

    ``weights`` has shape (n_features, n_labels), ``intercept`` (n_labels,).
    """

    views: tuple[FittedView, ...]
    weights: NDArray[np.float64]
    intercept: NDArray[np.float64]


def linear_parts(pipeline: Pipeline, spec: Experiment, n_labels: int) -> LinearParts:
    """Take a fitted pipeline apart into arrays."""
    transformer = pipeline.named_steps["features"]
    views = tuple(
        FittedView.of(view.field, transformer.named_transformers_[f"view{i}"], view.weight)
        for i, view in enumerate(spec.features)
    )
    weights, intercept = _coefficients(pipeline.named_steps["classifier"], n_labels)
    return LinearParts(views, weights, intercept)


def decision(pipeline: Pipeline, fields: pd.DataFrame, n_labels: int) -> NDArray[np.float64]:
    """Return the raw scores of articles, shape (n, n_labels)."""
    matrix = pipeline.named_steps["features"].transform(fields)
    weights, intercept = _coefficients(pipeline.named_steps["classifier"], n_labels)
    return np.asarray(matrix @ weights) + intercept


def _coefficients(
    classifier: Any, n_labels: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
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
    if len(rows) == 1:
        rows, bias = np.vstack([-rows / 2, rows / 2]), np.concatenate([-bias / 2, bias / 2])
    weights = np.zeros((rows.shape[1], n_labels))
    intercept = np.full(n_labels, NEVER)
    weights[:, classifier.classes_] = rows.T
    intercept[classifier.classes_] = bias
    return weights, intercept


def _binary(estimator: Any) -> tuple[NDArray[np.float64] | None, float]:
    if hasattr(estimator, "feature_log_prob_"):
        against, favor = estimator.feature_log_prob_
        return favor - against, 0.0
    if hasattr(estimator, "coef_"):
        return estimator.coef_.ravel(), float(np.ravel(estimator.intercept_)[0])
    # scikit-learn's stand-in for a label that all or none of the articles have.
    return None, -NEVER if np.ravel(estimator.y_)[0] == 1 else NEVER


def _vectorizer(view: ViewSpec) -> Any:
    from tenor.features.tfidf import TfidfVectorizer

    parameters = view.model_dump(exclude={"field", "weight"})
    if isinstance(parameters["stop_words"], tuple):
        parameters["stop_words"] = list(parameters["stop_words"])
    return TfidfVectorizer(**parameters)


def _classifier(spec: ClassifierSpec) -> Any:
    match spec.kind:
        case "linear_svc":
            from sklearn.svm import LinearSVC

            return LinearSVC(random_state=0, **spec.parameters())
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
