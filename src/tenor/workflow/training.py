"""Training: from a spec and a corpus to scored, logged and registered models."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from tenor import tracking
from tenor.articles import CLEANING
from tenor.corpus import Corpus, Split, make_splits
from tenor.errors import CorpusError, SpecError
from tenor.labeling import Answers, Gold, answers, gold_answers, with_gold
from tenor.models import Experiment, Model
from tenor.models.fitting import TrainingData, Trial, fit_model, search
from tenor.workflow.agreement import LabelAgreement, agreement_of_training
from tenor.workflow.results import Predicted, Row, predict_rows, results
from tenor.workflow.run_record import log_trained, run_params, run_tags

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
    run_id, version
        Of the MLflow run and of the registered model; empty if not logged.
    """

    model: Model
    spec: Experiment
    rows: tuple[Row, ...]
    predicted: Predicted
    split: str
    n_train: int
    n_gold: int
    seconds: float
    agreement: tuple[LabelAgreement, ...] = ()
    run_id: str = ""
    version: str = ""


def train(
    spec: Experiment | str | Path,
    corpus: Corpus | str | Path | None = None,
    *,
    promote: bool = False,
    log: bool = True,
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
    prepared = [(target, prepare_training(spec, corpus, target)) for target in targets]
    if not log:
        return [_fit_and_score(spec, corpus, ready) for _, ready in prepared]

    trained = []
    for target, ready in prepared:
        name = f"{spec.name} {target}".strip()
        tags = run_tags(corpus, spec, target)
        with tracking.start_run(spec.name, name, run_params(spec), tags) as run:

            def on_trial(number: int, trial: Trial, run: tracking.Run = run) -> None:
                run.trial(f"trial {number}", trial.settings, trial.metrics)

            result = _fit_and_score(spec, corpus, ready, on_trial)
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


@dataclass(frozen=True)
class Prepared:
    """What may train, the answered articles, and how those are split."""

    data: TrainingData
    answered: Answers
    splits: list[Split]

    def training_part(self, split: Split) -> TrainingData:
        """Return what trains: of the split's articles, those with a label that may."""
        chosen = self.answered.rows[split.train]
        return self.data.take(np.flatnonzero(np.isin(self.data.answers.rows, chosen)))

    def truth(self, split: Split) -> Gold:
        """Return what the split is scored against: answers of people, or nothing at all."""
        return Gold.of(self.answered.take(split.test))


def prepare_training(spec: Experiment, corpus: Corpus, target: str) -> Prepared:
    """Choose what may train and what may score, and split it.

    Raises
    ------
    CorpusError
        If the corpus has no such labels, or cannot be split so.
    """
    import pandas as pd

    ids = pd.Index(corpus.articles["article_id"])
    book, labels = corpus.codebook, corpus.labels
    trains = answers(labels, ids, book, spec.task, target, origins=spec.train_on)
    gold = gold_answers(labels, ids, book, spec.task, target)
    by = spec.split
    try:
        if not len(trains) and len(gold):
            hint = "'tenor label' makes them" if spec.train_on == ("rule",) else "change train_on"
            raise CorpusError(f"no article has a label by {' or '.join(spec.train_on)}; {hint}")
        answered = with_gold(trains, gold)
        splits = make_splits(
            by.kind, answered, corpus.articles,
            test_size=by.test_size, n_folds=by.n_folds, random_state=by.random_state,
        )  # fmt: skip
    except CorpusError as exc:
        raise CorpusError(f"{target or 'themes'}: {exc}") from exc
    data = TrainingData(corpus.articles.iloc[trains.rows], trains, book, spec.task, target)
    return Prepared(data, answered, splits)


def _fit_and_score(
    spec: Experiment,
    corpus: Corpus,
    ready: Prepared,
    on_trial: OnTrial | None = None,
) -> Trained:
    data, splits = ready.data, ready.splits
    started = time.perf_counter()
    info = {
        "spec": spec.model_dump(mode="json"),
        "corpus": corpus.fingerprint,
        "split": spec.split.kind,
    }
    parts: list[Predicted] = []
    for split in splits:
        part = ready.training_part(split)
        kept_spec = _chosen(spec, part, on_trial if len(splits) == 1 else None)
        model = fit_model(kept_spec, part, info)
        parts.append(predict_rows(model, part, ready.truth(split), corpus.articles))
    n_train, n_gold = len(part.answers), int(part.answers.is_gold.sum())
    if len(splits) > 1:
        kept_spec = _chosen(spec, data, on_trial)
        model = fit_model(kept_spec, data, info)
        n_train, n_gold = len(data.answers), int(data.answers.is_gold.sum())
    predicted = Predicted.joined(parts)
    rows = results(predicted, corpus, model)
    model.info["metrics"] = rows[0].scores.metrics
    name = splits[0].name if len(splits) == 1 else f"{len(splits)} folds"
    agreement = agreement_of_training(model, predicted, corpus)
    seconds = time.perf_counter() - started
    return Trained(model, kept_spec, rows, predicted, name, n_train, n_gold, seconds, agreement)


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
