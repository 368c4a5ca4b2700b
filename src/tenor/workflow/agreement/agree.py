"""Agreement between the coders of a corpus, and of models with them, on every task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tenor.codebook import Task, tasks_of
from tenor.corpus import Corpus
from tenor.errors import CorpusError, InputError
from tenor.evaluation.alpha import Level
from tenor.labeling import CoderLabels, Disagreement
from tenor.present import plural
from tenor.present.hints import did_you_mean
from tenor.progress import step
from tenor.workflow.agreement.disagreements import (
    PairAgreement,
    find_and_describe,
    pair_agreements,
)
from tenor.workflow.agreement.gaps import gap_notes
from tenor.workflow.agreement.machines import MachineAgreement, machine_agreements
from tenor.workflow.agreement.measure import LabelAgreement, label_agreement
from tenor.workflow.agreement.model_annotator import ModelAnnotator, model_annotator


@dataclass(frozen=True)
class AgreementReport:
    """The result of ``tenor agree``.

    Attributes
    ----------
    labels
        For each task, the agreement on all labels and then on each label.
    machines
        The agreement of each machine with people, on each task and label that both judged.
    pairs
        The agreement of each pair of coders.
    disagreements
        The articles that coders judged differently.
    notes
        Sentences on the origin of predictions and on judgements that were left out.
    """

    labels: tuple[LabelAgreement, ...]
    machines: tuple[MachineAgreement, ...]
    pairs: tuple[PairAgreement, ...]
    disagreements: tuple[Disagreement, ...]
    notes: tuple[str, ...]


def agree(
    corpus: Corpus | str | Path, models: Sequence[str] = (), *, ordinal: Sequence[str] = ()
) -> AgreementReport:
    """Measure the agreement of a corpus's coders on every task of its codebook.

    Alpha is that of people. A machine is compared with each of them, as a coder of its own.

    Parameters
    ----------
    corpus
        A corpus or its folder.
    models
        References of models to compare with the coders, at most one for each task.
    ordinal
        Targets whose positions are ordered, as the codebook lists them.

    Raises
    ------
    CorpusError
        If no article was judged by two coders, or a model cannot be compared with them.
    InputError
        If two models are of the same task, or ``ordinal`` names no target of the codebook.
    """
    corpus = corpus if isinstance(corpus, Corpus) else Corpus.load(corpus)
    for target in ordinal:
        if target not in corpus.codebook.target_names:
            known = ", ".join(corpus.codebook.target_names) or "none"
            raise InputError(
                f"ordinal '{target}' is not a target of the codebook; name one of: {known}"
                f"{did_you_mean(target, corpus.codebook.target_names)}"
            )
    labels_by_task = {task: corpus.coder_labels(task) for task in tasks_of(corpus.codebook)}
    machines_by_task = {task: corpus.coder_labels(task, "machine") for task in labels_by_task}
    if not any(
        len(labels.rows_of_several_coders())
        or set(labels.rows.tolist()) & set(machines_by_task[task].rows.tolist())
        for task, labels in labels_by_task.items()
    ):
        raise CorpusError(
            f"no article of corpus '{corpus.path}' was judged by two coders; let coders overlap "
            "on some articles ('tenor codings sheet --coders NAME,NAME --overlap N'), and add "
            "their codings with 'tenor codings import'"
        )
    annotators = _model_annotators(models, corpus, labels_by_task)
    labels: list[LabelAgreement] = []
    machines: list[MachineAgreement] = []
    pairs: list[PairAgreement] = []
    disagreements: list[Disagreement] = []
    notes = [note for annotator in annotators.values() for note in annotator.notes]
    for task, coder_labels in labels_by_task.items():
        annotator = annotators.get(task)
        level: Level = "ordinal" if task.target in ordinal else "nominal"
        with step(f"measuring agreement on {task.name}"):
            labels += label_agreement(corpus, coder_labels, task, annotator, level=level)
            machines += machine_agreements(corpus, coder_labels, machines_by_task[task], task)
            pairs += pair_agreements(coder_labels, task, annotator, level, machines_by_task[task])
            disagreements += find_and_describe(corpus, coder_labels, task, annotator)
        if annotator and level == "ordinal":
            notes.append(f"{task.name}: positions are compared with a model's as unordered")
        notes += gap_notes(corpus.gold_gaps(task), task, corpus.path)
        if coder_labels.n_ambiguous:
            notes.append(
                f"{task.name}: {plural(coder_labels.n_ambiguous, 'judgement')} left out, where one "
                "coder gave an article several labels that exclude each other"
            )
    return AgreementReport(
        tuple(labels), tuple(machines), tuple(pairs), tuple(disagreements), tuple(notes)
    )


def _model_annotators(
    references: Sequence[str], corpus: Corpus, labels_by_task: Mapping[Task, CoderLabels]
) -> dict[Task, ModelAnnotator]:
    annotators: dict[Task, ModelAnnotator] = {}
    for reference in references:
        annotator = model_annotator(reference, corpus, labels_by_task)
        if annotator.task in annotators:
            raise InputError(
                f"models '{annotators[annotator.task].name}' and '{reference}' both predict "
                f"{annotator.task.name}; name one of them"
            )
        annotators[annotator.task] = annotator
    return annotators
