"""Making a leak table: every fit, the scores by kind of split, the gap, the outlet probe."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from tenor.corpus import Corpus
from tenor.corpus.outlet_cues import OutletCue
from tenor.errors import CorpusError
from tenor.evaluation.repeated_splits import ScoredSplit, mean_scores, score_difference
from tenor.models.linear_model import TopTerms
from tenor.models.spec import Experiment
from tenor.present import format_count
from tenor.progress import step, steps
from tenor.workflow.fit.promises import PromiseCheck
from tenor.workflow.leaks.fits import FitResult
from tenor.workflow.leaks.probe import probe_outlets
from tenor.workflow.leaks.result import (
    METRIC,
    EvalSplitScore,
    Gap,
    LeakTable,
    OutletProbe,
    SharedTerm,
)
from tenor.workflow.leaks.shared_terms import find_shared_terms
from tenor.workflow.leaks.splits import LeakFit, LeakFits

FittedFit = tuple[LeakFit, FitResult]
"""A fit of a leak table, and its result."""


def make_leak_table(
    spec: Experiment,
    corpus: Corpus,
    leak_fits: LeakFits,
    outlet_cues: Sequence[OutletCue],
    fit: Callable[[LeakFit], FitResult],
) -> LeakTable:
    """Return the leak table of a task, after all fits and the outlet probe.

    Parameters
    ----------
    spec, corpus
        The spec and the corpus.
    leak_fits
        The fits of the task.
    outlet_cues
        The outlet cues of the corpus.
    fit
        Returns the predictions of one fit.

    Raises
    ------
    CorpusError
        If no fit is possible.
    """
    task, failures = leak_fits.task, list(leak_fits.failures)
    fitted: list[FittedFit] = []

    def name(number: int, leak_fit: LeakFit) -> str:
        return (
            f"fit {number} of {len(leak_fits.fits)}: {leak_fit.name}, "
            f"{format_count(len(leak_fit.training.labels))} training and "
            f"{format_count(len(leak_fit.truth))} test articles"
        )

    for leak_fit in steps(leak_fits.fits, name):
        try:
            fitted.append((leak_fit, fit(leak_fit)))
        except CorpusError as exc:
            failures.append(f"{leak_fit.name}: {exc}")
    if not fitted:
        raise CorpusError(f"{task.title}: no split can be fitted", *failures)
    kinds = dict.fromkeys(leak_fit.kind for leak_fit, _ in fitted)
    rows = tuple(
        _row([pair for pair in fitted if pair[0].kind == kind], random_state)
        for random_state, kind in enumerate(kinds)
    )
    probe: OutletProbe | None = None
    shared_terms: list[SharedTerm] = []
    with step("outlet probe"):
        try:
            probe = probe_outlets(spec, corpus, task)
            shared_terms = find_shared_terms(spec, corpus, task, _label_terms(fitted), probe)
        except CorpusError as exc:
            failures.append(str(exc))
    return LeakTable(
        task,
        rows,
        tuple(failures),
        gap=_gap(rows),
        probe=probe,
        shared_terms=tuple(shared_terms),
        outlet_cues=tuple(outlet_cues),
        n_untried=sum(result.n_untried for _, result in fitted),
    )


def _row(fitted: Sequence[FittedFit], random_state: int) -> EvalSplitScore:
    """Return the row of one kind of split, given all of its draws and the seed of resampling."""
    of_model, of_majority = [], []
    for leak_fit, result in fitted:
        truth, groups = leak_fit.truth, leak_fit.groups()
        of_model.append(ScoredSplit(truth.matrix, result.y_pred, groups, truth.is_known))
        of_majority.append(ScoredSplit(truth.matrix, result.majority, groups, truth.is_known))
    first = fitted[0][0]
    return EvalSplitScore(
        first.kind,
        mean_scores(of_model, random_state=random_state),
        majority=mean_scores(of_majority)[METRIC].value,
        n_train=len(first.training.labels),
        n_could_train=min(leak_fit.n_could_train for leak_fit, _ in fitted),
        n_test=float(np.mean([len(leak_fit.truth) for leak_fit, _ in fitted])),
        promise=PromiseCheck.sum(result.promise_check for _, result in fitted),
    )


def _gap(rows: tuple[EvalSplitScore, ...]) -> Gap | None:
    if rows[0].kind != "random" or len(rows) < 2:
        return None
    hardest = min(rows[1:], key=lambda row: row.scores[METRIC].value)
    return Gap(hardest.kind, *score_difference(rows[0].scores[METRIC], hardest.scores[METRIC]))


def _label_terms(fitted: Sequence[FittedFit]) -> TopTerms:
    # The terms of a grouped split are preferred, since training fits a model in this way; a model
    # of other targets is the last choice.
    preference = {"grouped": 0, "target": 2}
    return min(fitted, key=lambda pair: preference.get(pair[0].kind, 1))[1].top_terms
