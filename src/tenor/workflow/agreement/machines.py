"""The agreement of machines with people, beside that of people with each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.codebook import Task
from tenor.corpus import Corpus
from tenor.evaluation.model_agreement import ModelAgreement
from tenor.labeling import CoderLabels
from tenor.workflow.agreement.measure import compare_on_labels, label_name

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MachineAgreement(NamedTuple):
    """The agreement of a machine with people on one label of a task, or on all together.

    Attributes
    ----------
    machine
        The name of the machine.
    task, label
        The task and the label; the label is empty for all together.
    agreement
        Its agreement with people, and that of people with each other on the same articles.
    """

    machine: str
    task: Task
    label: str
    agreement: ModelAgreement

    @property
    def name(self) -> str:
        """The name of the label in tables."""
        return label_name(self.task, self.label)


def machine_agreements(
    corpus: Corpus, people: CoderLabels, machines: CoderLabels, task: Task
) -> Iterator[MachineAgreement]:
    """Yield the agreement of each machine on all labels of a task, and then on each label.

    Parameters
    ----------
    corpus
        The corpus.
    people, machines
        The labels of people and of machines for the task.
    task
        The task.
    """
    rows = people.rows_of_several_coders()
    for code, machine in enumerate(machines.coders):
        predicted = _labels_at(machines.take(machines.coder_codes == code), rows)
        if not (predicted >= 0).any():
            continue
        by_variable = compare_on_labels(corpus, people, predicted, rows)
        agreements = [by_variable.mean, *by_variable.variables]
        for label, agreement in zip(["", *people.labels], agreements, strict=True):
            yield MachineAgreement(machine, task, label, agreement)


def _labels_at(machine: CoderLabels, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the labels of a machine, shape (n, n_labels): 1 given, 0 not given, -1 unanswered."""
    labels = np.full((len(rows), len(machine.labels)), -1, dtype=np.intp)
    _, positions, own = np.intersect1d(rows, machine.rows, return_indices=True)
    labels[positions] = np.where(machine.is_known[own], machine.matrix[own], -1)
    return labels
