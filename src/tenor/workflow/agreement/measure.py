"""The agreement of coders, and of a model with them, on each label of a task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Task
from tenor.corpus import Corpus
from tenor.evaluation.agreement import TENTATIVE, Agreement, measure_agreement
from tenor.evaluation.alpha import Level
from tenor.evaluation.model_agreement import (
    ModelAgreement,
    ModelAgreementByVariable,
    compare_with_people,
)
from tenor.labeling import CoderLabels
from tenor.present import format_score
from tenor.workflow.agreement.model_annotator import (
    ModelAnnotator,
    annotator_of_predictions,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tenor.models import Model
    from tenor.workflow.fit.scoring import HeldOutPredictions


@dataclass(frozen=True, slots=True)
class LabelAgreement:
    """The agreement of coders on one label of a task, or on all labels together.

    Attributes
    ----------
    task
        The task.
    label
        The label; empty for all labels together.
    n_coders
        The number of coders of the articles that two or more coders judged.
    agreement
        For one label, the agreement on whether an article has it. For all labels, the
        agreement on which label an article has; where it can have several themes, the mean
        over themes.
    model_agreement
        The agreement of a model with people; None without a model.
    """

    task: Task
    label: str
    n_coders: int
    agreement: Agreement
    model_agreement: ModelAgreement | None = None

    @property
    def name(self) -> str:
        """The name in tables."""
        return label_name(self.task, self.label)


def label_name(task: Task, label: str) -> str:
    """Return the name of a label in tables: ``themes``, ``transport``, ``toll``, ``toll: favor``.

    Parameters
    ----------
    task, label
        The task, and the label; empty for all labels together.
    """
    if label and task.is_stance:
        return f"{task.name}: {label}"
    return label or task.name


def label_agreement(
    corpus: Corpus,
    coder_labels: CoderLabels,
    task: Task,
    annotator: ModelAnnotator | None = None,
    *,
    level: Level = "nominal",
) -> list[LabelAgreement]:
    """Return the agreement on all labels of a task, and then on each label.

    Parameters
    ----------
    corpus
        The corpus.
    coder_labels
        The labels of its coders for the task.
    task
        The task.
    annotator
        A model to compare with the coders, if there is one.
    level
        The level of measurement of single labels.
    """
    rows = coder_labels.rows_of_several_coders()
    n_coders = len(np.unique(coder_labels.coder_codes[np.isin(coder_labels.rows, rows)]))
    groups = _duplicate_groups(corpus, rows)
    per_label = measure_agreement(coder_labels.counts_per_label(rows), groups)
    overall = per_label.mean
    if coder_labels.single_label:
        overall = measure_agreement(coder_labels.counts(rows), groups, level=level).variables[0]
    model_agreements: list[ModelAgreement | None] = [None] * (1 + len(coder_labels.labels))
    if annotator is not None:
        by_variable = compare_on_labels(corpus, coder_labels, annotator.at(rows), rows)
        model_agreements = [by_variable.mean, *by_variable.variables]
    return [
        LabelAgreement(task, label, n_coders, agreement, model_agreement)
        for label, agreement, model_agreement in zip(
            ["", *coder_labels.labels],
            [overall, *per_label.variables],
            model_agreements,
            strict=True,
        )
    ]


def agreement_with_model(
    model: Model, predictions: HeldOutPredictions, corpus: Corpus
) -> tuple[LabelAgreement, ...]:
    """Return the agreement of coders on a model's task, and the model's agreement with them.

    The held-out predictions are compared with each coder's judgement, not with the gold label
    that several judgements are resolved to: both alphas then compare two annotators.

    Parameters
    ----------
    model
        The model.
    predictions
        The held-out predictions of its training.
    corpus
        The corpus that it was trained on.

    Returns
    -------
    tuple
        The agreement on all labels and then on each; empty if no article has two coders.
    """
    coder_labels = corpus.coder_labels(model.task)
    if not len(coder_labels.rows_of_several_coders()):
        return ()
    annotator = annotator_of_predictions(model, predictions, corpus, coder_labels)
    return tuple(label_agreement(corpus, coder_labels, model.task, annotator))


def agreement_warnings(agreement: Sequence[LabelAgreement]) -> list[str]:
    """Return a warning for labels with low agreement, and one for suspiciously high agreement.

    The first lists the labels with an alpha below .667, the second those on which the model
    agrees with people significantly more than people agree with each other.
    """
    low = [
        f"{row.name} {format_score(row.agreement.alpha)}"
        for row in agreement
        if row.agreement.alpha is not None and row.agreement.is_low
    ]
    above = [
        f"{row.name} {format_score(alphas.model_alpha)} over {format_score(alphas.people_alpha)}"
        for row in agreement
        if (alphas := row.model_agreement)
        and alphas.human_range == "above"
        and alphas.model_alpha is not None
        and alphas.people_alpha is not None
    ]
    warnings = []
    if low:
        warnings.append(
            f"people's alpha is below {TENTATIVE}: {', '.join(low)}; scores on such labels "
            "support no conclusion"
        )
    if above:
        warnings.append(
            f"the model agrees with people more than they agree with each other: alpha of "
            f"{', '.join(above)}; look for a leak before you rely on its scores"
        )
    return warnings


def compare_on_labels(
    corpus: Corpus, coder_labels: CoderLabels, y_pred: NDArray[np.intp], rows: NDArray[np.intp]
) -> ModelAgreementByVariable:
    """Return the agreement of predicted labels with people on each label, and on all together.

    Parameters
    ----------
    corpus
        The corpus.
    coder_labels
        The labels of people.
    y_pred
        The predictions for n articles, shape (n, n_labels): 1 where a label is predicted, 0 where
        it is not, -1 without a prediction.
    rows
        Positions of these articles, ascending, shape (n,).
    """
    groups = _duplicate_groups(corpus, rows)
    per_label = compare_with_people(coder_labels.counts_per_label(rows), y_pred, groups)
    if not coder_labels.single_label:
        return per_label
    # The last value of `CoderLabels.counts` is that no label was given.
    values = np.where((y_pred > 0).any(axis=1), y_pred.argmax(axis=1), y_pred.shape[1])[:, None]
    values = np.where(y_pred[:, :1] >= 0, values, -1)
    overall = compare_with_people(coder_labels.counts(rows), values, groups).variables[0]
    return ModelAgreementByVariable(per_label.variables, overall)


def _duplicate_groups(corpus: Corpus, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    import pandas as pd

    return np.asarray(pd.factorize(corpus.articles["duplicate_group"].iloc[rows])[0], dtype=np.intp)
