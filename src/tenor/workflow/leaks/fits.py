"""The fits of a leak table: fitted now, or loaded from an interrupted evaluation."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor import tracking
from tenor.errors import StoreError
from tenor.evaluation import score
from tenor.models import Model
from tenor.models.fitting import fit_model
from tenor.models.linear_model import TopTerms
from tenor.models.spec import Experiment
from tenor.workflow.fit.promises import LabelCheck, PromiseCheck
from tenor.workflow.fit.scoring import HeldOutPredictions, predict_held_out
from tenor.workflow.fit.search import Searches, count_untried
from tenor.workflow.leaks.result import N_TOP_TERMS
from tenor.workflow.leaks.splits import LeakFit

if TYPE_CHECKING:
    from numpy.typing import NDArray

FIT_TAG, PREDICTIONS = "leak_fit", "predictions.json"
"""The tag of a nested run that holds the key of its fit, and the file with its predictions."""


@dataclass(frozen=True)
class FitResult:
    """The predictions of one fit for its n test articles.

    Attributes
    ----------
    y_pred, majority
        The labels that the model and the majority baseline predict, 0/1, shape (n, n_labels).
    top_terms
        The terms with the largest weight for each label.
    n_untried
        The number of settings that the search of the fit did not try.
    promise_check
        How the promise of a training on the same articles holds on the test articles; None
        without a promise.
    """

    y_pred: NDArray[np.bool_]
    majority: NDArray[np.bool_]
    top_terms: TopTerms
    n_untried: int = 0
    promise_check: PromiseCheck | None = None


def fit(spec: Experiment, leak_fit: LeakFit, run: tracking.Run | None = None) -> FitResult:
    """Fit a model as a training would, and predict the labels of the test articles.

    Parameters
    ----------
    spec
        The spec.
    leak_fit
        The training set and the test articles.
    run
        The run that the trials of a search are logged to; None to log nothing.
    """
    trained_by = spec.tuning_group_by
    spec = spec.with_tuning_groups(leak_fit.group_by)
    searches = Searches(spec, leak_fit.key, 1, run)
    corpus, training = leak_fit.corpus, leak_fit.training
    best_spec = searches.best_spec(training)

    def fitted(best_spec: Experiment) -> tuple[Model, HeldOutPredictions]:
        linear = fit_model(best_spec, training)
        model = Model.of(linear, leak_fit.task, corpus.codebook, {})
        return model, predict_held_out(model, training, leak_fit.truth, corpus)

    model, predictions = fitted(best_spec)
    check = PromiseCheck.of(model, predictions, corpus)
    if check is not None and leak_fit.group_by != trained_by:
        # The promise of a training knows nothing of this kind of split.
        check = PromiseCheck.of(*fitted(best_spec.with_tuning_groups(trained_by)), corpus)
    return FitResult(
        predictions.y_pred,
        predictions.majority,
        model.top_terms(N_TOP_TERMS),
        count_untried(searches.completed),
        check,
    )


def fit_or_resume(
    spec: Experiment, run: tracking.Run, finished: dict[str, str], leak_fit: LeakFit
) -> FitResult:
    """Return the result of a fit, fitted now or by an interrupted evaluation, in a nested run.

    Parameters
    ----------
    spec
        The spec.
    run
        The run of the leak table.
    finished
        The ids of the finished nested runs of interrupted evaluations, by the keys of their fits.
    leak_fit
        The training set and the test articles.
    """
    finished_id = finished.get(leak_fit.key)
    result = _read_result(finished_id, leak_fit) if finished_id else None
    tags = {"spec": spec.fingerprint, FIT_TAG: leak_fit.key, "split": leak_fit.kind}
    with run.nested_run(leak_fit.name, tags) as nested:
        result = result or fit(spec, leak_fit, nested)
        truth, training = leak_fit.truth, leak_fit.training
        scores = score(
            truth.matrix,
            result.y_pred,
            truth.labels,
            single_label=training.single_label,
            is_known=truth.is_known,
        )
        sizes = {"n/train": len(training.labels), "n/test": len(truth)}
        nested.log_metrics({f"fit/{key}": value for key, value in scores.metrics.items()} | sizes)
        content: dict[str, Any] = {
            "y_pred": [np.flatnonzero(row).tolist() for row in result.y_pred],
            "majority": [np.flatnonzero(row).tolist() for row in result.majority],
            "top_terms": result.top_terms,
            "n_untried": result.n_untried,
            "promise": result.promise_check and asdict(result.promise_check),
        }
        nested.log_text(json.dumps(content, ensure_ascii=False), PREDICTIONS)
    return result


def _read_result(run_id: str, leak_fit: LeakFit) -> FitResult | None:
    shape = leak_fit.truth.matrix.shape
    try:
        content = json.loads(tracking.read_text(run_id, PREDICTIONS))
        y_pred, majority = (_matrix(content[name], shape) for name in ("y_pred", "majority"))
        n_untried = int(content["n_untried"])
        check = _promise_check(content["promise"])
        top_terms = {
            str(label): [(str(field), str(term), float(weight)) for field, term, weight in terms]
            for label, terms in content["top_terms"].items()
        }
    except (StoreError, ValueError, KeyError, TypeError, IndexError):
        return None  # A fit whose file cannot be read is fitted again.
    return FitResult(y_pred, majority, top_terms, n_untried, check)


def _promise_check(content: Any) -> PromiseCheck | None:
    if content is None:
        return None
    labels = tuple(
        LabelCheck(str(label), *(int(n) for n in counts)) for label, *counts in content["labels"]
    )
    return PromiseCheck(float(content["precision"]), labels, float(content["n_promised"]))


def _matrix(rows: list[list[int]], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    if len(rows) != shape[0]:
        raise ValueError("wrong number of articles")
    matrix = np.zeros(shape, dtype=bool)
    for i, columns in enumerate(rows):
        matrix[i, columns] = True
    return matrix
