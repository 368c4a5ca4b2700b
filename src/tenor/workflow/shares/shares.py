"""The shares of themes and positions in a corpus, by outlet and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tenor import tracking
from tenor.corpus import Corpus
from tenor.corpus.draws import Unit, combine_draws, load_draws
from tenor.errors import InputError
from tenor.present.hints import did_you_mean
from tenor.progress import step
from tenor.workflow.loading import load_models
from tenor.workflow.shares.cross_fitting import UNSEEN, cross_fit, models_of_tasks
from tenor.workflow.shares.domains import Domains, Variable, make_domains, parse_variables
from tenor.workflow.shares.estimate import differences_of, rows_of, shares_by_group
from tenor.workflow.shares.gold import DrawnGold, drawn_gold, sample_notes
from tenor.workflow.shares.label_shift import LABEL_SHIFT, label_shift_rows
from tenor.workflow.shares.labels_file import LabelsFile
from tenor.workflow.shares.log import log_shares
from tenor.workflow.shares.methods import methods_paragraph
from tenor.workflow.shares.predicted import (
    PredictedLabels,
    choose_tasks,
    group_codes,
    predictions_of_machine,
    predictions_of_models,
)
from tenor.workflow.shares.result import DifferenceRow, ShareRow, TaskShares

ASSUMPTIONS = (UNSEEN, LABEL_SHIFT)
"""What a user may state in place of what is not known."""


def shares(
    source: Corpus | str | Path,
    models: Sequence[str] = (),
    *,
    corpus: str | Path | None = None,
    by: str = "",
    of: Unit = "articles",
    tasks: Sequence[str] = (),
    only: Sequence[str] = (),
    from_machine: str = "",
    assume: Sequence[str] = (),
    margin: float = 0.05,
    log: bool = True,
) -> list[TaskShares]:
    """Estimate what part of the articles of a corpus has each theme or position.

    Predictions for all articles are corrected by codings of articles that were drawn with known
    chances (``tenor codings sheet``).

    Parameters
    ----------
    source
        A corpus or its folder; or a file of labels that ``tenor predict`` wrote.
    models
        References of models, one for each task; default all champions, or those that wrote the
        file of labels.
    corpus
        The corpus of a file of labels, which has the draws and the codings.
    by
        What to group articles by: ``outlet``, ``month`` or ``year``, or ``outlet`` and one of the
        others, separated by a comma. Shares of all articles are estimated as well.
    of
        What shares count: ``articles`` or ``stories``.
    tasks
        The tasks, ``theme`` or ``stance:TARGET``; default all that are predicted.
    only
        Themes, and positions as ``TARGET=POSITION``; default all.
    from_machine
        The name of a machine whose codings take the place of a model's predictions.
    assume
        ``unseen``: that a model whose training articles are not known was trained on none of the
        drawn articles. ``label-shift``: that a model errs in every group as on the coded articles;
        then codings need not be drawn.
    margin
        The half-width of an interval that codings are planned for, as a share.
    log
        Whether to log to MLflow: a run for each task.

    Returns
    -------
    list
        The shares of each task.

    Raises
    ------
    TenorError
        If the inputs cannot be used, or the chances of the codings are not known.
    """
    for name in assume:
        if name not in ASSUMPTIONS:
            known = " or ".join(ASSUMPTIONS)
            raise InputError(f"'{name}' is nothing that shares can assume; name {known}")
    if not 0 < margin < 0.5:
        raise InputError(f"margin '{margin}' is not above 0 and below .5; pass .05 for 5 points")
    variables = parse_variables(by)
    if log:
        tracking.check_store()
    loaded, labels_file = _open(source, corpus)
    unseen, label_shift = UNSEEN in assume, LABEL_SHIFT in assume
    if not label_shift:
        # Labelling takes much longer than this check, which it may fail.
        combine_draws(loaded, load_draws(loaded))
    predictions = _predict(
        loaded, labels_file, models, tasks, from_machine=from_machine, unseen=unseen
    )
    _check_only(predictions, only)
    domains = make_domains(loaded, variables)
    results = []
    for predicted in predictions:
        chosen = _chosen_labels(predicted, only)
        if not chosen:
            continue
        notes = (*predicted.notes, *_unknown_labels(predicted, chosen))
        predicted = replace(predicted, notes=notes)
        with step(f"estimating shares of {predicted.task.name}"):
            result = _task_shares(
                loaded, predicted, chosen, domains, variables, of, margin, label_shift=label_shift
            )
        if unseen:
            result = replace(result, assumption=result.assumption or UNSEEN)
        results.append(log_shares(result, loaded, predicted) if log else result)
    return results


def _open(
    source: Corpus | str | Path, corpus: str | Path | None
) -> tuple[Corpus, LabelsFile | None]:
    if isinstance(source, Corpus):
        return source, None
    if not Path(source).is_file():
        return Corpus.load(source), None
    if corpus is None:
        raise InputError(
            f"labels '{source}' need the corpus with their articles, draws and codings; name it "
            "with --corpus"
        )
    return Corpus.load(corpus), LabelsFile(source)


def _predict(
    corpus: Corpus,
    labels_file: LabelsFile | None,
    references: Sequence[str],
    task_names: Sequence[str],
    *,
    from_machine: str,
    unseen: bool,
) -> list[PredictedLabels]:
    """Return the predictions of each task, those for training articles out-of-fold."""
    tasks = choose_tasks(corpus, task_names)
    if from_machine:
        if references or labels_file:
            raise InputError(
                f"shares are from machine '{from_machine}' or from a model; name one of them"
            )
        by_task = predictions_of_machine(from_machine, corpus, tasks)
        if not by_task:
            raise InputError(
                f"machine '{from_machine}' has no codings of "
                f"'{', '.join(task.question for task in tasks)}'; name another task"
            )
        return list(by_task.values())
    models = labels_file.models(references) if labels_file else load_models(references)
    models = models_of_tasks(models, tasks)
    if labels_file:
        y_preds = {name: labels_file.predictions(m, corpus) for name, m in models.items()}
    else:
        y_preds = predictions_of_models(models, corpus)
    return [
        cross_fit(name, model, y_preds[name], corpus, unseen=unseen)
        for name, model in models.items()
    ]


def _check_only(predictions: Sequence[PredictedLabels], only: Sequence[str]) -> None:
    known = [name for predicted in predictions for name in predicted.label_names]
    for name in only:
        if name not in known:
            raise InputError(
                f"'{name}' is no label of the predicted tasks; name a theme, or a position as "
                f"TARGET=POSITION{did_you_mean(name, known)}"
            )


def _unknown_labels(predicted: PredictedLabels, chosen: Sequence[int]) -> list[str]:
    """Return a note on the chosen labels that the model does not have; empty if it has all."""
    if predicted.model is None:
        return []
    known = predicted.model.labels
    unknown = [label for label in map(predicted.labels.__getitem__, chosen) if label not in known]
    if not unknown:
        return []
    return [f"the model does not know {', '.join(unknown)}, whose shares are by hand coding alone"]


def _chosen_labels(predicted: PredictedLabels, only: Sequence[str]) -> list[int]:
    return [i for i, name in enumerate(predicted.label_names) if name in only or not only]


def _task_shares(
    corpus: Corpus,
    predicted: PredictedLabels,
    chosen: Sequence[int],
    domains: Sequence[Domains],
    variables: tuple[Variable, ...],
    of: Unit,
    margin: float,
    *,
    label_shift: bool,
) -> TaskShares:
    groups = group_codes(corpus)
    rows: list[ShareRow] = []
    differences: list[DifferenceRow] = []
    notes = list(predicted.notes)
    gold: DrawnGold | int
    if label_shift:
        every_row, gold = label_shift_rows(predicted, corpus, groups, domains, of)
        names = {predicted.labels[i] for i in chosen}
        rows = [row for row in every_row if row.label in names]
        notes.append(
            "assumes label shift: shares and intervals hold only if the model errs in every group "
            "as it does on the coded articles; draw articles to code for shares without this"
        )
    else:
        gold = drawn_gold(corpus, predicted)
        notes += sample_notes(gold.counts)
        notes += _unit_notes(gold, of)
        for i in chosen:
            name = predicted.labels[i]
            if not gold.is_answered(i):
                notes.append(f"no drawn article has a gold answer on '{name}', which has no share")
                continue
            try:
                grouped = shares_by_group(predicted, i, gold, groups, domains, of)
            except InputError as exc:
                raise InputError(f"share of '{name}': {exc}") from exc
            rows += rows_of(name, grouped, margin)
            differences += differences_of(name, grouped)
    order = {variables: i for i, variables in enumerate(domain.variables for domain in domains)}
    rows.sort(key=lambda row: order[_variables_of(row, variables)])
    return TaskShares(
        predicted.task,
        of,
        variables,
        margin,
        LABEL_SHIFT if label_shift else "",
        tuple(rows),
        tuple(differences),
        None if isinstance(gold, int) else gold.counts,
        methods_paragraph(corpus, predicted, gold, of, variables),
        tuple(notes),
    )


def _variables_of(row: ShareRow, variables: tuple[Variable, ...]) -> tuple[Variable, ...]:
    return tuple(
        name for name in variables if (row.group.outlet if name == "outlet" else row.group.period)
    )


def _unit_notes(gold: DrawnGold, of: Unit) -> list[str]:
    units = {draw.unit for draw in gold.draws}
    if units == {of}:
        return []
    drawn_for = " and ".join(sorted(units))
    note = (
        f"drawn for shares of {drawn_for}, so that intervals of shares of {of} are wider than they "
        "could be; they hold all the same"
    )
    return [note]
