"""Logging a training to its MLflow run: metrics, tables, figures, report and model."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from tenor.corpus import Corpus
from tenor.models import save_bundle
from tenor.progress import spinner
from tenor.tracking import Run
from tenor.workflow.agreement.measure import agreement_warnings
from tenor.workflow.fit.search import count_untried
from tenor.workflow.runs.identity import UNTRIED, run_params
from tenor.workflow.train.card import registry_description, run_description
from tenor.workflow.train.files import training_files
from tenor.workflow.train.result import TrainingResult
from tenor.workflow.train.tables import training_tables

MAX_LABEL_METRICS = 12
"""The most labels whose F1 and alpha are metrics of the run; its tables have those of all."""


def log_training(run: Run, result: TrainingResult, corpus: Corpus) -> str:
    """Log a training and register its model.

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
        The number of the registered version.
    """
    run.log_metrics(_metrics(result))
    run.log_dataset(corpus.path.name, corpus.fingerprint, str(corpus.path), "training")
    for name, table in training_tables(result).items():
        run.log_table(table, name)
    if warnings := agreement_warnings(result.agreement):
        run.set_tags({"warnings": "; ".join(warnings)})
    if result.searches:
        selected = result.searches[-1].search.best.settings
        run.log_params(run_params(result.spec, only=selected))
        if n_untried := count_untried(result.searches):
            run.set_tags({UNTRIED: str(n_untried)})
    run.log_files(training_files(result, corpus, run.run_id))
    run.set_description(run_description(result))
    with tempfile.TemporaryDirectory() as folder, spinner("registering the model"):
        bundle = Path(folder) / "bundle"
        save_bundle(result.model, bundle, corpus.codebook_text)
        description = registry_description(result, corpus, run.run_id)
        return run.log_model(result.model, bundle, description)


def _metrics(result: TrainingResult) -> dict[str, float]:
    first, *baselines = result.rows
    scores = first.scores
    metrics = dict(scores.metrics)
    for name in scores.metrics:
        metrics[f"{name}_low"], metrics[f"{name}_high"] = first.intervals[name]
    metrics["coverage"] = first.coverage
    for row in baselines:
        metrics[f"{'_'.join(re.findall('[a-z]+', row.name))}_macro_f1"] = row.scores.macro_f1
        if row.name == "rules":
            metrics["rules_coverage"] = row.coverage
    if (error := result.diagnosis.reliability.calibration_error) is not None:
        metrics["calibration_error"] = error
    metrics |= scores.average_precisions
    has_few_labels = len(scores.per_label) <= MAX_LABEL_METRICS
    if has_few_labels:
        metrics |= {f"f1_{row.label}": row.f1 for row in scores.per_label}
    for label_agreement in result.agreement if has_few_labels else result.agreement[:1]:
        if (alpha := label_agreement.agreement.alpha) is not None:
            metrics[f"alpha_{label_agreement.label}" if label_agreement.label else "alpha"] = alpha
    metrics |= {f"{name}_std": value for name, value in result.folds.std.items()}
    return metrics | {
        "n_train": result.n_train,
        "n_train_gold": result.n_gold,
        "n_self_trained": result.model.n_self_trained,
        "n_test": scores.n_articles,
        "n_left_out": result.n_left_out,
        "seconds": result.seconds,
    }
