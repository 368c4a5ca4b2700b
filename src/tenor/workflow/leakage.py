"""The leak table: one spec under every kind of held-out articles, at equal training size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from tenor import tracking
from tenor.corpus import HELD_OUT, Corpus, HeldOut
from tenor.corpus.traces import Trace, find_traces
from tenor.errors import CorpusError, InputError
from tenor.evaluation import Interval
from tenor.evaluation.spread import Draw, MeanScore, difference, mean_scores
from tenor.models import Experiment
from tenor.workflow.held_out import Part, make_parts, named_splits
from tenor.workflow.leak_fits import PART, Scored, fit, fit_once
from tenor.workflow.leak_record import log_leakage
from tenor.workflow.prepared import named_targets, open_corpus
from tenor.workflow.probe import Probe, SharedTerm, TopTerms, probe_outlets, shared_terms
from tenor.workflow.run_params import LEAK_TABLE, run_params, run_tags, search_params

Report = Callable[[str], None]
METRIC = "macro_f1"
SHOWS = ("gap_macro_f1", *(f"macro_f1_{kind}" for kind in HELD_OUT), "outlet_probe_accuracy")
"""What the list of these runs shows."""


@dataclass(frozen=True)
class HeldOutScore:
    """One row of the leak table: a kind of held-out articles.

    Attributes
    ----------
    kind
        The kind of split.
    scores
        ``macro_f1`` and ``micro_f1``, means over the draws.
    majority
        The mean macro-F1 of giving every article the most frequent label.
    n_train
        Articles that each draw trains on: the same for every kind.
    n_could_train
        Those that the draw with the fewest would have had.
    n_test
        Scored articles of a draw, on average.
    """

    kind: HeldOut
    scores: dict[str, MeanScore]
    majority: float
    n_train: int
    n_could_train: int
    n_test: float

    @property
    def n_draws(self) -> int:
        """The number of draws."""
        return len(self.scores[METRIC].per_draw)


@dataclass(frozen=True)
class Gap:
    """What a random split promises beyond what the hardest kind keeps, in macro-F1."""

    hardest: HeldOut
    value: float
    interval: Interval


@dataclass(frozen=True)
class Leakage:
    """The leak table of one task (and target), and what in the texts may leak.

    Attributes
    ----------
    task, target
        What was predicted.
    rows
        The kinds that were possible, from the most flattering down.
    faults
        Why a kind, or a draw of it, or the probe, was not possible.
    gap
        None unless random and another kind were possible.
    probe
        How well the same features name the outlet; None where that is a fault.
    shared
        Top terms of a label that are top terms of an outlet too.
    traces
        Lines, sentences, bylines and names that give an outlet away.
    not_tried
        How many settings the searches of all fits together had no time for.
    run_id
        Of the MLflow run; empty if not logged.
    """

    task: str
    target: str
    rows: tuple[HeldOutScore, ...]
    faults: tuple[str, ...]
    gap: Gap | None
    probe: Probe | None
    shared: tuple[SharedTerm, ...]
    traces: tuple[Trace, ...]
    not_tried: int = 0
    run_id: str = ""

    @property
    def name(self) -> str:
        """The name of the model that such a spec trains."""
        return "tenor-theme" if self.task == "theme" else f"tenor-stance-{self.target}"


def evaluate(
    spec: Experiment | str | Path,
    corpus: Corpus | str | Path | None = None,
    *,
    splits: str | Sequence[str] = "all",
    n_draws: int = 5,
    log: bool = True,
    report: Report | None = None,
    on_table: Callable[[Leakage], None] | None = None,
    minutes: float | None = None,
) -> list[Leakage]:
    """Fit and score a spec under every kind of split: one leak table a task or target.

    All kinds train on the same number of articles, that of the split that has
    the fewest, so that a gap between them is not one of size. Nothing that is
    fitted here is kept. Where the spec's own split is ``part``, articles of the
    part ``test`` neither train nor score.

    Parameters
    ----------
    spec, corpus
        As in `tenor.workflow.training.train`; the spec's own split gives the
        size of the test part and the random state.
    splits
        ``all``, or names of `tenor.corpus.HELD_OUT`, in a list or with commas.
    n_draws
        Draws of random, grouped and outlet splits.
    log
        Whether to log to MLflow: a run, and in it a nested one for each fit.
        An evaluation that was interrupted takes up what its nested runs hold.
    report, on_table
        Called with a line on each step, and with each table when it is done.
    minutes
        The time for the search of each fit, in place of the spec's own.

    Raises
    ------
    TenorError
        If spec, corpus, splits or store cannot serve, or no kind is possible.

    Examples
    --------
    >>> from tenor import evaluate
    >>> [themes] = evaluate("experiments/themes.toml", splits="random,outlet", n_draws=2, log=False)
    >>> [row.kind for row in themes.rows]
    ['random', 'outlet']
    >>> themes.gap.hardest
    'outlet'
    """
    if not isinstance(spec, Experiment):
        spec = Experiment.load(spec)
    spec = spec.with_minutes(minutes)
    kinds = named_splits(splits, spec.task)
    if n_draws < 1:
        raise InputError(f"'{n_draws}' draws cannot be made; ask for one or more")
    corpus = corpus if isinstance(corpus, Corpus) else open_corpus(spec, corpus)
    say: Report = report or (lambda line: None)
    if log:
        tracking.check_store()
    prepared = [
        (target, *make_parts(spec, corpus, target, kinds, n_draws))
        for target in named_targets(spec, corpus)
    ]
    say("looking for lines, bylines and names that give outlets away")
    traces = tuple(find_traces(corpus.articles))
    asked = {"splits": ", ".join(kinds), "n_draws": n_draws}
    tables = []
    for target, parts, faults in prepared:
        table = partial(_leakage, spec, corpus, target, parts, faults, traces, say)
        if log:
            tables.append(_logged(spec, corpus, target, table, asked))
        else:
            tables.append(table(partial(fit, spec)))
        if on_table:
            on_table(tables[-1])
    return tables


def _logged(
    spec: Experiment,
    corpus: Corpus,
    target: str,
    table: Callable[[Callable[[Part], Scored]], Leakage],
    asked: dict[str, Any],
) -> Leakage:
    experiment = f"{spec.name} leaks".strip()
    done = tracking.finished_parts(experiment, PART)
    tags = run_tags(corpus, spec, target, LEAK_TABLE)
    name = f"leak table {target}".strip()
    params = run_params(spec) | search_params(spec) | asked
    with tracking.start_run(experiment, name, params, tags, shows=SHOWS) as run:
        made = table(partial(fit_once, spec, run, done))
        log_leakage(run, made, spec, corpus, asked)
        return replace(made, run_id=run.run_id)


def _leakage(
    spec: Experiment,
    corpus: Corpus,
    target: str,
    parts: list[Part],
    faults: list[str],
    traces: tuple[Trace, ...],
    say: Report,
    fitted: Callable[[Part], Scored],
) -> Leakage:
    faults = list(faults)
    scored: list[tuple[Part, Scored]] = []
    for i, part in enumerate(parts, start=1):
        n_train, n_test = len(part.train.answers), len(part.truth)
        say(f"fit {i} of {len(parts)}: {part.name}, {n_train:,} train, {n_test:,} score")
        try:
            scored.append((part, fitted(part)))
        except CorpusError as exc:
            faults.append(f"{part.name}: {exc}")
    rows = tuple(
        _row([entry for entry in scored if entry[0].kind == kind])
        for kind in dict.fromkeys(part.kind for part, _ in scored)
    )
    if not rows:
        raise CorpusError("\n".join(["no split of these can be fitted", *faults]))
    probe: Probe | None = None
    shared: list[SharedTerm] = []
    say("the outlet probe")
    try:
        probe = probe_outlets(spec, corpus, target)
        shared = shared_terms(spec, corpus, target, _task_terms(scored), probe)
    except CorpusError as exc:
        faults.append(str(exc))
    return Leakage(
        spec.task, target, rows, tuple(faults), _gap(rows), probe, tuple(shared), traces,
        sum(found.not_tried for _, found in scored),
    )  # fmt: skip


def _row(scored: list[tuple[Part, Scored]]) -> HeldOutScore:
    draws, baselines = [], []
    for part, found in scored:
        units = part.units()
        draws.append(Draw(part.truth.matrix, found.given, units))
        baselines.append(Draw(part.truth.matrix, found.baseline, units))
    first = scored[0][0]
    return HeldOutScore(
        first.kind,
        mean_scores(draws),
        mean_scores(baselines)[METRIC].value,
        len(first.train.answers),
        min(part.n_could_train for part, _ in scored),
        float(np.mean([len(part.truth) for part, _ in scored])),
    )


def _gap(rows: tuple[HeldOutScore, ...]) -> Gap | None:
    if rows[0].kind != "random" or len(rows) < 2:
        return None
    hardest = min(rows[1:], key=lambda row: row.scores[METRIC].value)
    return Gap(hardest.kind, *difference(rows[0].scores[METRIC], hardest.scores[METRIC]))


def _task_terms(scored: list[tuple[Part, Scored]]) -> TopTerms:
    # The model of a grouped split, as training would make it, if there is one.
    best = min(scored, key=lambda entry: (entry[0].kind != "grouped", entry[0].kind == "target"))
    return best[1].top_terms
