"""Training: from a spec and a corpus to scored, logged and registered models."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from tenor import tracking
from tenor.articles import CLEANING
from tenor.corpus import Corpus, Split, make_splits
from tenor.errors import CorpusError, SpecError
from tenor.labeling import Answers, answers
from tenor.models import Experiment, Model
from tenor.models.fitting import TrainingData, Trial, fit_model, search
from tenor.workflow.agreement import LabelAgreement, agreement_of_training
from tenor.workflow.diagnosis import Diagnosis, diagnose
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
    corpus = corpus if isinstance(corpus, Corpus) else _open(spec, corpus)
    targets = _targets(spec, corpus)
    if log:
        tracking.check_store()
    prepared = [(target, *_prepare(spec, corpus, target)) for target in targets]
    if not log:
        return [
            _fit_and_score(spec, corpus, data, splits, learning_curve=learning_curve)
            for _, data, splits in prepared
        ]

    trained = []
    for target, data, splits in prepared:
        name = f"{spec.name} {target}".strip()
        tags = run_tags(corpus, spec, target)
        with tracking.start_run(spec.name, name, run_params(spec), tags) as run:

            def on_trial(number: int, trial: Trial, run: tracking.Run = run) -> None:
                run.trial(f"trial {number}", trial.settings, trial.metrics)

            result = _fit_and_score(
                spec, corpus, data, splits, on_trial, learning_curve=learning_curve
            )
            number = log_trained(run, result, corpus)
            if promote:
                tracking.promote(f"models:/{result.model.name}/{number}")
            trained.append(replace(result, run_id=run.run_id, version=number))
    return trained


def _open(spec: Experiment, corpus: str | Path | None) -> Corpus:
    place = corpus or spec.corpus_path
    if place is None:
        raise SpecError(f"spec '{spec.name}' names no corpus; add corpus = 'FOLDER' or --corpus")
    opened = Corpus.load(place)
    if opened.info["cleaning"] != CLEANING:
        raise CorpusError(
            f"corpus '{place}' was cleaned by '{opened.info['cleaning']}', this version cleans by "
            f"'{CLEANING}'; make it anew with 'tenor prep'"
        )
    return opened


def _targets(spec: Experiment, corpus: Corpus) -> list[str]:
    if spec.task == "theme":
        if not corpus.codebook.themes:
            raise SpecError(f"spec '{spec.name}' is of themes, which the codebook has none of")
        return [""]
    for target in spec.targets:
        corpus.codebook.target(target)
    return list(spec.targets or corpus.codebook.target_names)


def _prepare(spec: Experiment, corpus: Corpus, target: str) -> tuple[TrainingData, list[Split]]:
    import pandas as pd

    found = answers(
        corpus.labels, pd.Index(corpus.articles["article_id"]), corpus.codebook, spec.task, target
    )
    if spec.reads_claims:
        found = _with_claims(found, corpus, target)
    articles = corpus.articles.iloc[found.rows]
    by = spec.split
    try:
        splits = make_splits(
            by.kind, found, corpus.articles,
            test_size=by.test_size, n_folds=by.n_folds, random_state=by.random_state,
        )  # fmt: skip
    except CorpusError as exc:
        raise CorpusError(f"{target or 'themes'}: {exc}") from exc
    return TrainingData(articles, found, corpus.codebook, spec.task, target), splits


def _with_claims(found: Answers, corpus: Corpus, target: str) -> Answers:
    # Without a claim there is nothing to take a stance to, in training as in labelling.
    has_claim = (corpus.articles["claim"].iloc[found.rows] != "").to_numpy()
    if len(found) and not has_claim.any():
        raise CorpusError(
            f"{target or 'themes'}: the spec reads claims, and none of the {len(found)} labelled "
            "articles has one; name their column at 'tenor prep' (--column claim=NAME)"
        )
    return found.take(has_claim)


def _fit_and_score(
    spec: Experiment,
    corpus: Corpus,
    data: TrainingData,
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
        part = data.take(split.train)
        kept_spec = _chosen(spec, part, on_trial if len(splits) == 1 else None)
        model = fit_model(kept_spec, part, info)
        parts.append(predict_rows(model, data, split))
        scrutiny.look(model, kept_spec, part, parts[-1])
    n_train, n_gold = len(part.answers), int(part.answers.is_gold.sum())
    if len(splits) > 1:
        kept_spec = _chosen(spec, data, on_trial)
        model = fit_model(kept_spec, data, info)
        n_train, n_gold = len(data.answers), int(data.answers.is_gold.sum())
    predicted = Predicted.joined(parts)
    rows = results(predicted, data, corpus)
    model.info["metrics"] = rows[0].scores.metrics
    name = splits[0].name if len(splits) == 1 else f"{len(splits)} folds"
    agreement = agreement_of_training(model, predicted, data, corpus)
    seconds = time.perf_counter() - started
    return Trained(
        model, kept_spec, rows, predicted, name, n_train, n_gold, seconds,
        diagnose(predicted, corpus, model), agreement, findings=scrutiny.findings(),
    )  # fmt: skip


def _chosen(spec: Experiment, data: TrainingData, on_trial: OnTrial | None) -> Experiment:
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
