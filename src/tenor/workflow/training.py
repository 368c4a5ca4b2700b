"""Training: from a spec and a corpus to scored, logged and registered models."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import import_module
from pathlib import Path

from tenor import tracking
from tenor.corpus import UNSEEN, Corpus, Split
from tenor.models import Experiment, Model
from tenor.models.fitting import fit_model
from tenor.models.unread import label_unread
from tenor.workflow.agreement import LabelAgreement, agreement_of_training
from tenor.workflow.background import with_background
from tenor.workflow.diagnosis import Diagnosis, diagnose
from tenor.workflow.leak_summary import LeakSummary, logged_summary
from tenor.workflow.lending import all_lenders
from tenor.workflow.meanwhile import meanwhile
from tenor.workflow.prepared import (
    Prepared,
    named_targets,
    open_corpus,
    prepare_labels,
    split_answered,
)
from tenor.workflow.results import Predicted, Row, predict_rows, results
from tenor.workflow.run_params import TRAINING, run_params, run_tags, search_params
from tenor.workflow.run_record import log_trained
from tenor.workflow.scrutiny import Findings, Scrutiny
from tenor.workflow.searches import Searched, Searches

IMPORTED_BY_COUNTING = "tenor.features.counts", "scipy.linalg"
"""The second by Numba, when it first runs a loop."""


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
        The time that counting, fitting and scoring took.
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
    searches
        What was tried and what not, if the spec has a search: in each fold, where
        folds were scored, and last for the kept model.
    leaks
        The newest leak table that the store has of the same spec and corpus.
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
    searches: tuple[Searched, ...] = ()
    leaks: LeakSummary | None = None

    @property
    def n_self_trained(self) -> int:
        """Articles without an answer that train the kept model by what a first fit said."""
        return int(self.model.info["self_trained"])


def train(
    spec: Experiment | str | Path,
    corpus: Corpus | str | Path | None = None,
    *,
    promote: bool = False,
    log: bool = True,
    learning_curve: bool = False,
    minutes: float | None = None,
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
    minutes
        The time for the searches of each model, in place of the spec's own. A training
        whose search was interrupted, or had no time for all settings, is gone on with
        by the next of the same spec and corpus.

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
    spec = spec.with_minutes(minutes)
    corpus = corpus if isinstance(corpus, Corpus) else open_corpus(spec, corpus)
    targets = named_targets(spec, corpus)
    if log:
        tracking.check_store()
    lenders = all_lenders(spec, corpus)
    prepared = [prepare_labels(spec, corpus, target, lenders=lenders) for target in targets]
    # Two threads inside one package may each be handed a half of it: what counting imports
    # is imported before, and what splitting imports after.
    for name in IMPORTED_BY_COUNTING:
        import_module(name)
    with meanwhile(*_starting_up(log=log)):
        started = time.perf_counter()
        if spec.search is None:
            prepared[0].texts.count(spec.features)
        spent = [time.perf_counter() - started, *[0.0] * (len(targets) - 1)]
    parts = [(ready, split_answered(spec, corpus, ready)) for ready in prepared]
    if not log:
        return [
            _fit_and_score(spec, corpus, ready, splits, s, learning_curve=learning_curve)
            for (ready, splits), s in zip(parts, spent, strict=True)
        ]

    trained = []
    for target, (ready, splits), s in zip(targets, parts, spent, strict=True):
        name = f"{spec.name} {target}".strip()
        tags = run_tags(corpus, spec, target, TRAINING)
        params = run_params(spec) | search_params(spec)
        with tracking.start_run(spec.name, name, params, tags) as run:
            result = _fit_and_score(
                spec, corpus, ready, splits, s, run, learning_curve=learning_curve
            )
            result = replace(result, leaks=logged_summary(spec, corpus, target))
            number = log_trained(run, result, corpus)
            if promote:
                tracking.promote(f"models:/{result.model.name}/{number}")
            trained.append(replace(result, run_id=run.run_id, version=number))
    return trained


def _starting_up(*, log: bool) -> list[Callable[[], object]]:
    yet_to_come = ["tenor.models.estimator", *(["matplotlib.backends.backend_agg"] if log else [])]
    imports = [partial(import_module, name) for name in yet_to_come]
    return [*imports, *([tracking.open_store] if log else [])]


def _fit_and_score(
    spec: Experiment,
    corpus: Corpus,
    ready: Prepared,
    splits: list[Split],
    spent: float,
    run: tracking.Run | None = None,
    *,
    learning_curve: bool = False,
) -> Trained:
    started = time.perf_counter()
    info: dict[str, object] = {"corpus": corpus.fingerprint, "split": spec.split.kind}
    if ready.texts.lending is not None:
        info["archive"] = list(ready.texts.lending.fingerprints)
    n_fits = len(splits) + (len(splits) > 1)
    searches = Searches(spec, corpus.fingerprint, n_fits, run)
    parts: list[Predicted] = []
    scrutiny = Scrutiny(corpus, learning_curve=learning_curve)
    for number, split in enumerate(splits, start=1):
        truth, kind = ready.truth(split), spec.split.kind
        part = ready.training_part(split)
        part = with_background(spec, corpus, part, ready.answered.rows, truth.rows, kind)
        kept_spec = searches.best(part, *([f"fold {number}"] if len(splits) > 1 else []))
        model = fit_model(kept_spec, part, info)
        predicted = predict_rows(model, part, truth, corpus.articles, spec.split.unseen)
        if spec.task == "stance":
            unread = label_unread(part, ready.scored_texts(split))
            predicted = replace(predicted, unread=unread)
        parts.append(predicted)
        scrutiny.look(model, kept_spec, part, predicted)
    n_train, n_gold = len(part.answers), int(part.answers.is_gold.sum())
    if len(splits) > 1:
        data = with_background(spec, corpus, ready.data, ready.answered.rows)
        kept_spec = searches.best(data)
        model = fit_model(kept_spec, data, info)
        n_train, n_gold = len(data.answers), int(data.answers.is_gold.sum())
    predicted = Predicted.joined(parts)
    rows = results(predicted, corpus, model)
    model.info["spec"] = kept_spec.model_dump(mode="json")
    model.info["metrics"] = rows[0].scores.metrics
    several = f"{len(splits)} folds{UNSEEN[spec.split.keep_whole]}"
    name = splits[0].name if len(splits) == 1 else several
    agreement = agreement_of_training(model, predicted, corpus)
    seconds = spent + time.perf_counter() - started
    left_out = sum(split.left_out for split in splits)
    return Trained(
        model, kept_spec, rows, predicted, name, n_train, n_gold, seconds,
        diagnose(predicted, corpus, model), agreement, left_out=left_out,
        findings=scrutiny.findings(), searches=tuple(searches.made),
    )  # fmt: skip
