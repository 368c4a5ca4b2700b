"""Fitting and scoring one task: a model for each split, and the final model."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial

from tenor.corpus import UNSEEN_SUFFIX, Split
from tenor.models import Model
from tenor.models.fitting import fit_model
from tenor.models.target_blind import predict_target_blind
from tenor.progress import steps
from tenor.tracking import Run
from tenor.workflow.agreement.gaps import gap_notes
from tenor.workflow.agreement.measure import agreement_with_model
from tenor.workflow.alias_coverage import alias_coverage
from tenor.workflow.fit.compaction import compact, over_folds, with_compact_weights
from tenor.workflow.fit.labelled import LabelledSet
from tenor.workflow.fit.promises import PromiseCheck
from tenor.workflow.fit.scoring import HeldOutPredictions, predict_held_out, result_table
from tenor.workflow.fit.search import FINAL_FIT, Searches
from tenor.workflow.fit.silver import silver_report
from tenor.workflow.train.diagnosis import diagnose
from tenor.workflow.train.fold_analysis import FoldAnalysis
from tenor.workflow.train.reference import drift_reference
from tenor.workflow.train.result import TrainingResult


def fit_and_score(
    labelled: LabelledSet,
    splits: Sequence[Split],
    run: Run | None = None,
    *,
    seconds: float = 0.0,
    learning_curve: bool = False,
) -> TrainingResult:
    """Return the result of a training: a scored model for each split, and the final model.

    With one split, the final model is the scored one. With several (folds), it is fitted on all
    labelled articles, and the scores are those of the models of the folds.

    Parameters
    ----------
    labelled
        The labelled articles of the task.
    splits
        Their splits.
    run
        The MLflow run that the trials of a search are logged to; None to log nothing.
    seconds
        The seconds already spent on this task.
    learning_curve
        Whether to fit on shares of each training part too.
    """
    started = time.perf_counter()
    spec, corpus, task = labelled.spec, labelled.corpus, labelled.task
    are_folds = len(splits) > 1
    searches = Searches(spec, corpus.fingerprint, len(splits) + are_folds, run)
    analysis = FoldAnalysis(corpus, learning_curve=learning_curve)
    folds, compactions, checks = [], [], []
    empty_views: Counter[int] = Counter()
    fits: list[Split | None] = [*splits, *([None] if are_folds else [])]
    for number, split in enumerate(steps(fits, partial(_fit_name, len(splits))), start=1):
        if split is None:
            training = labelled.training_set()
            best_spec = searches.best_spec(training)
            final = fit_model(best_spec, training)
            empty_views.update(final.empty_views)
            continue
        training = labelled.training_set(split)
        best_spec = searches.best_spec(training, f"fold {number}" if are_folds else FINAL_FIT)
        final = fit_model(best_spec, training)
        exact = Model.of(final, task, corpus.codebook, {})
        predict = partial(
            predict_held_out,
            training=training,
            truth=labelled.truth(split),
            corpus=corpus,
            group_by=spec.split.unseen_groups,
        )
        model, predictions, compaction = compact(spec, exact, predict(exact), predict)
        compactions.append(compaction)
        if task.is_stance:
            target = corpus.codebook.target(task.target)
            target_blind = predict_target_blind(training, labelled.test_texts(split), target)
            predictions = replace(predictions, target_blind=target_blind)
        folds.append(predictions)
        checks.append(PromiseCheck.of(model, predictions, corpus))
        empty_views.update(model.empty_views)
        analysis.add_fold(model, best_spec, training, predictions)
    compaction = over_folds(compactions)
    final = with_compact_weights(final, compaction.tolerance)
    predictions = HeldOutPredictions.concatenate(folds)
    rows = result_table(predictions, corpus, task)
    info = {
        "corpus": corpus.fingerprint,
        "split": spec.split.kind,
        "unlabelled_corpora": list(training.pool.fingerprints),
        "spec": best_spec.model_dump(mode="json"),
        "metrics": rows[0].scores.metrics,
        "compaction": asdict(compaction),
    }
    reference = drift_reference(final, predictions, corpus, training)
    model = replace(Model.of(final, task, corpus.codebook, info), reference=reference)
    return TrainingResult(
        model,
        best_spec,
        rows,
        predictions,
        f"{len(splits)} folds{UNSEEN_SUFFIX[spec.split.group_by]}" if are_folds else splits[0].name,
        training_rows=training.labels.rows,
        is_gold=training.labels.is_gold,
        n_fits=len(splits) + are_folds,
        empty_views=dict(empty_views),
        n_left_out=sum(split.n_left_out for split in splits),
        diagnosis=diagnose(predictions, corpus, task),
        folds=analysis.report(),
        agreement=agreement_with_model(model, predictions, corpus),
        gap_notes=tuple(gap_notes(corpus.gold_gaps(task), task, corpus.path)),
        promise_check=PromiseCheck.sum(checks),
        silver=silver_report(
            spec,
            corpus,
            task,
            training.labels.rows,
            labelled.weak_rules(None if are_folds else splits[0]),
        ),
        # A model of claims predicts a stance for every article that has one.
        alias_coverage=None if model.uses_claims else alias_coverage(corpus, corpus.codebook, task),
        searches=tuple(searches.completed),
        seconds=seconds + time.perf_counter() - started,
    )


def _fit_name(n_splits: int, number: int, split: Split | None) -> str:
    """Return the name of a fit: that of a split, or, without one, of the final model."""
    return FINAL_FIT if split is None or n_splits == 1 else f"fold {number} of {n_splits}"
