"""Training: from a spec and a corpus to scored, logged and registered models."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from tenor import tracking
from tenor.corpus import Corpus, Split
from tenor.models import Experiment, Model
from tenor.models.fitting import TrainingData, Trial, fit_model, search
from tenor.models.unread import label_unread
from tenor.workflow.agreement import LabelAgreement, agreement_of_training
from tenor.workflow.background import with_background
from tenor.workflow.diagnosis import Diagnosis, diagnose
from tenor.workflow.prepared import (
    Prepared,
    named_targets,
    open_corpus,
    prepare_labels,
    split_answered,
)
from tenor.workflow.results import Predicted, Row, predict_rows, results
from tenor.workflow.run_record import log_trained, run_params, run_tags
from tenor.workflow.scrutiny import Findings, Scrutiny

OnTrial = Callable[[int, Trial], None]


@dataclass(frozen=True)
class Trained:
    """A model that was trained, and how it did.

    Attributes
    ----------
    model
        The model that is kept: of the split's training part, or, where folds
        were scored, of all answers.
    spec
        The spec it was fitted by, with the settings that a search chose.
    rows
        The results table: the model first, then its baselines.
    predicted
        True and given labels of every scored article.
    split
        How the scored articles were held out.
    n_train, n_gold
        Articles that train the kept model, and how many of them people labelled.
    seconds
        The time that fitting and scoring took.
    agreement
        How far people agree on all labels and on each, and the model with them
        while it was held out; empty where no article has two coders.
    diagnosis
        Calibration, abstaining, and the scores of slices.
    run_id, version
        Of the MLflow run and of the registered model; empty if not logged.
    left_out
        Answered articles that neither train nor score, over all folds.
    findings
        The surest mistakes, the learning curve if asked for, the spread over folds.
    """

    model: Model
    spec: Experiment
    rows: tuple[Row, ...]
    predicted: Predicted
    split: str
    n_train: int
    n_gold: int
    seconds: float
    diagnosis: Diagnosis
    agreement: tuple[LabelAgreement, ...] = ()
    run_id: str = ""
    version: str = ""
    left_out: int = 0
    findings: Findings = field(default_factory=Findings)


def train(
    spec: Experiment | str | Path,
    corpus: Corpus | str | Path | None = None,
    *,
    promote: bool = False,
    log: bool = True,
    learning_curve: bool = False,
) -> list[Trained]:
    """Fit, score, log and register the models of a spec: one for themes, one a stance target.

    Parameters
    ----------
    spec
        An experiment, or the path of its TOML.
    corpus
        A corpus or its folder; default the one that the spec names.
    promote
        Make each model the champion of its name.
    log
        Whether to log to MLflow and register there.
    learning_curve
        Whether to fit on an eighth, a quarter and a half of the training part too,
        which at most doubles the time.

    Raises
    ------
    TenorError
        If spec, corpus, labels or store cannot serve; before any training
        where that can be told.

    Examples
    --------
    >>> from tenor import train
    >>> [themes] = train("experiments/themes.toml", log=False)
    >>> [row.name for row in themes.rows]
    ['model', 'majority', 'publisher tags']
    >>> themes.rows[0].scores.macro_f1 > themes.rows[1].scores.macro_f1
    True
    """
    if not isinstance(spec, Experiment):
        spec = Experiment.load(spec)
    corpus = corpus if isinstance(corpus, Corpus) else open_corpus(spec, corpus)
    targets = named_targets(spec, corpus)
    if log:
        tracking.check_store()
    with tracking.opening() if log else nullcontext():
        prepared = [prepare_labels(spec, corpus, target) for target in targets]
        parts = [(ready, split_answered(spec, corpus, ready)) for ready in prepared]
        if spec.search is None:
            prepared[0].texts.count(spec.features)
    if not log:
        return [
            _fit_and_score(spec, corpus, ready, splits, learning_curve=learning_curve)
            for ready, splits in parts
        ]

    trained = []
    for target, (ready, splits) in zip(targets, parts, strict=True):
        name = f"{spec.name} {target}".strip()
        tags = run_tags(corpus, spec, target)
        with tracking.start_run(spec.name, name, run_params(spec), tags) as run:

            def on_trial(number: int, trial: Trial, run: tracking.Run = run) -> None:
                run.trial(f"trial {number}", trial.settings, trial.metrics)

            result = _fit_and_score(
                spec, corpus, ready, splits, on_trial, learning_curve=learning_curve
            )
            number = log_trained(run, result, corpus)
            if promote:
                tracking.promote(f"models:/{result.model.name}/{number}")
            trained.append(replace(result, run_id=run.run_id, version=number))
    return trained


def _fit_and_score(
    spec: Experiment,
    corpus: Corpus,
    ready: Prepared,
    splits: list[Split],
    on_trial: OnTrial | None = None,
    *,
    learning_curve: bool = False,
) -> Trained:
    started = time.perf_counter()
    info = {
        "spec": spec.model_dump(mode="json"),
        "corpus": corpus.fingerprint,
        "split": spec.split.kind,
    }
    parts: list[Predicted] = []
    scrutiny = Scrutiny(corpus, learning_curve=learning_curve)
    for split in splits:
        truth, kind = ready.truth(split), spec.split.kind
        part = ready.training_part(split)
        part = with_background(spec, corpus, part, ready.answered.rows, truth.rows, kind)
        kept_spec = searched(spec, part, on_trial if len(splits) == 1 else None)
        model = fit_model(kept_spec, part, info)
        predicted = predict_rows(model, part, truth, corpus.articles)
        if spec.task == "stance":
            unread = label_unread(part, ready.scored_texts(split))
            predicted = replace(predicted, unread=unread)
        parts.append(predicted)
        scrutiny.look(model, kept_spec, part, predicted)
    n_train, n_gold = len(part.answers), int(part.answers.is_gold.sum())
    if len(splits) > 1:
        data = with_background(spec, corpus, ready.data, ready.answered.rows)
        kept_spec = searched(spec, data, on_trial)
        model = fit_model(kept_spec, data, info)
        n_train, n_gold = len(data.answers), int(data.answers.is_gold.sum())
    predicted = Predicted.joined(parts)
    rows = results(predicted, corpus, model)
    model.info["metrics"] = rows[0].scores.metrics
    name = splits[0].name if len(splits) == 1 else f"{len(splits)} folds"
    agreement = agreement_of_training(model, predicted, corpus)
    seconds = time.perf_counter() - started
    left_out = sum(split.left_out for split in splits)
    return Trained(
        model, kept_spec, rows, predicted, name, n_train, n_gold, seconds,
        diagnose(predicted, corpus, model), agreement, left_out=left_out,
        findings=scrutiny.findings(),
    )  # fmt: skip


def searched(spec: Experiment, data: TrainingData, on_trial: OnTrial | None = None) -> Experiment:
    """Return the spec with the settings that its search, if it has one, finds best."""
    if spec.search is None:
        return spec
    best: Trial | None = None
    for number, trial in enumerate(search(spec, data), start=1):
        if on_trial:
            on_trial(number, trial)
        metric = spec.search.metric
        if best is None or trial.metrics[metric] > best.metrics[metric]:
            best = trial
    return spec.with_settings(best.settings) if best else spec
