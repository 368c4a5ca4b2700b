"""Logging a training to its MLflow run: metrics, tables, figures, report and model."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from tenor.corpus import Corpus
from tenor.models import save_bundle
from tenor.present import format_percent, score_with_interval
from tenor.progress import step
from tenor.tracking import Run, metric_key
from tenor.workflow.agreement.measure import agreement_warnings
from tenor.workflow.fit.search import count_untried
from tenor.workflow.runs.identity import (
    UNTRIED,
    bound_metrics,
    round_metrics,
    setting_params,
    view_params,
)
from tenor.workflow.train.card import model_card, run_description
from tenor.workflow.train.files import training_files
from tenor.workflow.train.result import TrainingResult
from tenor.workflow.train.tables import training_tables

MAX_LABEL_METRICS = 12
"""The most labels whose F1 and alpha are metrics of the run; its tables have those of all."""


def log_training(run: Run, result: TrainingResult, corpus: Corpus) -> str:
    """Log a training and its model.

    Parameters
    ----------
    run
        The MLflow run.
    result
        The training.
    corpus
        Its corpus.

    Returns
    -------
    str
        The address of the logged model, which is registered after the run.
    """
    run.log_metrics(training_metrics(result))
    run.set_tags({"best_baseline": best_baseline_text(result)})
    run.log_dataset(corpus.path.name, corpus.fingerprint, str(corpus.path), "training")
    for name, table in training_tables(result, corpus).items():
        run.log_table(table, name)
    if warnings := agreement_warnings(result.agreement):
        run.set_tags({"warnings": "; ".join(warnings)})
    if result.searches:
        selected = result.searches[-1].search.best.settings
        run.log_params(setting_params(selected) | view_params(result.spec))
        if n_untried := count_untried(result.searches):
            run.set_tags({UNTRIED: str(n_untried)})
    run.log_files(training_files(result, corpus, run.run_id))
    run.set_description(run_description(result))
    with tempfile.TemporaryDirectory() as folder, step("logging the model"):
        bundle = Path(folder) / "bundle"
        save_training(result, corpus, run.run_id, bundle)
        return run.log_model(result.model, bundle)


def save_training(result: TrainingResult, corpus: Corpus, run_id: str, path: Path) -> None:
    """Write the bundle of a training into a new folder.

    Parameters
    ----------
    result, corpus
        The training and its corpus.
    run_id
        The id of its MLflow run.
    path
        The folder.
    """
    save_bundle(result.model, path, corpus.codebook_text, model_card(result, corpus, run_id))


def best_baseline_text(result: TrainingResult) -> str:
    """Return the name of the best baseline and its macro-F1, as a cell of a table of runs."""
    if (best := result.best_baseline) is None:
        return "none"
    score = score_with_interval(best.scores.macro_f1, best.intervals["macro_f1"])
    coverage = f", coverage {format_percent(best.coverage)}" if best.coverage < 1 else ""
    return f"{best.name} {score}{coverage}"


def training_metrics(result: TrainingResult) -> dict[str, float]:
    """Return the metrics of a training by their keys in MLflow.

    Only the model's own scores have no group, so that the charts of MLflow begin with them.
    """
    first, *others = result.rows
    scores = first.scores
    metrics = scores.metrics | scores.average_precisions
    for name in scores.metrics:
        metrics |= bound_metrics(name, first.intervals[name])
    metrics |= {f"{name}/std": value for name, value in result.folds.std.items()}
    metrics["model/coverage"] = first.coverage
    if (error := result.diagnosis.reliability.calibration_error) is not None:
        metrics["model/calibration_error"] = error
    for row in others:
        metrics[_row_key(row.name)] = row.scores.macro_f1
        if row.name == "rules":
            metrics["baseline/rules/coverage"] = row.coverage
    metrics |= _promise_metrics(result)
    if best := result.best_baseline:
        metrics["over_baseline/macro_f1"] = scores.macro_f1 - best.scores.macro_f1
    has_few_labels = len(scores.per_label) <= MAX_LABEL_METRICS
    if has_few_labels:
        metrics |= {metric_key("label", row.label, "f1"): row.f1 for row in scores.per_label}
    for row_of_label in result.agreement if has_few_labels else result.agreement[:1]:
        if (alpha := row_of_label.agreement.alpha) is not None:
            label = row_of_label.label
            parts = ("people", "label", label, "alpha") if label else ("people", "alpha")
            metrics[metric_key(*parts)] = alpha
    return round_metrics(
        metrics
        | {
            "n/train": result.n_train,
            "n/train_gold": result.n_gold,
            "n/self_trained": result.model.n_self_trained,
            "n/test": scores.n_articles,
            "n/left_out": result.n_left_out,
            "time/seconds": result.seconds,
        }
    )


def _promise_metrics(result: TrainingResult) -> dict[str, float]:
    """Return the number of labels promised, and what is automatic and right on test articles."""
    promise, check = result.model.promise, result.promise_check
    if promise is None or check is None:
        return {}
    metrics: dict[str, float] = {"promise/labels": len(promise.promised)}
    metrics["promise/automatic_share"] = check.automatic_share
    return metrics if check.right is None else metrics | {"promise/right": check.right}


def _row_key(name: str) -> str:
    """Return the key of the macro-F1 of a row of results: a baseline, or a part of the articles."""
    row, _, part = name.partition(", ")
    group = f"articles {part}" if part else "baseline"
    return metric_key(*("_".join(re.findall("[a-z]+", text)) for text in (group, row)), "macro_f1")
