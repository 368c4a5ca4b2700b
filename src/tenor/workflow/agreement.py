"""Agreement between the coders of a corpus, and with models as further coders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tenor.corpus import Corpus
from tenor.errors import CorpusError, InputError
from tenor.evaluation import Agreement, Comparison, compare, measure
from tenor.evaluation.agreement import TENTATIVE
from tenor.evaluation.alpha import Metric
from tenor.evaluation.comparison import Comparisons
from tenor.labeling import CoderAnswers, coder_answers
from tenor.progress import working
from tenor.workflow.disagreements import Disagreement, PairAgreement, disagreements_of, pairs_of
from tenor.workflow.model_coder import ModelCoder, coder_of_training, model_coder

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tenor.models import Model
    from tenor.workflow.results import Predicted


@dataclass(frozen=True, slots=True)
class LabelAgreement:
    """How far coders agree on a label, or on all labels of a task and target.

    ``label`` is empty for all labels: of themes that is the mean of their
    alphas (or, where the codebook allows one theme, the alpha of which one it
    is), of a target the alpha of the position. Of a single label it is the
    alpha of whether it was given. ``comparison`` is with a model, if one is asked for.
    """

    task: str
    target: str
    label: str
    n_coders: int
    agreement: Agreement
    comparison: Comparison | None = None

    @property
    def name(self) -> str:
        """How tables name it: ``themes``, ``transport``, ``toll``, ``toll: favor``."""
        if self.task == "theme":
            return self.label or "themes"
        return f"{self.target}: {self.label}" if self.label else self.target


@dataclass(frozen=True)
class AgreementReport:
    """Everything that ``tenor agree`` tells; ``notes`` are sentences to be read with it."""

    labels: tuple[LabelAgreement, ...]
    pairs: tuple[PairAgreement, ...]
    disagreements: tuple[Disagreement, ...]
    notes: tuple[str, ...]


def agree(
    corpus: Corpus | str | Path, models: Sequence[str] = (), *, ordinal: Sequence[str] = ()
) -> AgreementReport:
    """Measure the agreement of a corpus's coders on every theme and target.

    Parameters
    ----------
    corpus
        A corpus or its folder.
    models
        References of models to compare with the coders; at most one for
        themes and one for each target.
    ordinal
        Targets whose positions are ordered, as the codebook lists them.

    Raises
    ------
    CorpusError
        If no article was judged by two coders.
    InputError
        If two models answer the same question, or ``ordinal`` names no target.
    """
    corpus = corpus if isinstance(corpus, Corpus) else Corpus.load(corpus)
    book = corpus.codebook
    for target in ordinal:
        if target not in book.target_names:
            known = ", ".join(book.target_names) or "none"
            raise InputError(f"ordinal '{target}' is not a target of the codebook: {known}")
    questions = [("theme", "")] if book.themes else []
    questions += [("stance", target) for target in book.target_names]
    answers = [_answers(corpus, task, target) for task, target in questions]
    if not any(len(found.judged_by_several()) for found in answers):
        raise CorpusError(
            f"no article of corpus '{corpus.path}' was judged by two coders; let coders overlap "
            "on some articles, and prepare the corpus with their codings (--codings)"
        )
    coders = _model_coders(corpus, models, dict(zip(questions, answers, strict=True)))
    labels: list[LabelAgreement] = []
    pairs: list[PairAgreement] = []
    disagreements: list[Disagreement] = []
    notes = [note for coder in coders.values() for note in coder.notes]
    for (task, target), found in zip(questions, answers, strict=True):
        coder = coders.get((task, target))
        metric: Metric = "ordinal" if target in ordinal else "nominal"
        with working(f"measuring agreement on {target or 'themes'}"):
            labels += label_agreement(corpus, found, task, target, coder, metric=metric)
            pairs += pairs_of(found, coder, target or "themes", metric)
            disagreements += disagreements_of(corpus, found, coder, target or "themes")
        if coder and metric == "ordinal":
            notes.append(f"{target}: the comparison with a model takes positions as unordered")
        if found.ambiguous:
            notes.append(
                f"{target or 'themes'}: {found.ambiguous} judgement(s) left out, where one coder "
                "gave an article several labels of which one can hold"
            )
    return AgreementReport(tuple(labels), tuple(pairs), tuple(disagreements), tuple(notes))


def label_agreement(
    corpus: Corpus,
    found: CoderAnswers,
    task: str,
    target: str,
    model: ModelCoder | None = None,
    *,
    metric: Metric = "nominal",
) -> list[LabelAgreement]:
    """Return the agreement on all labels of a task and target, then on each label."""
    rows = found.judged_by_several()
    n_coders = len(np.unique(found.coder[np.isin(found.row, rows)]))
    groups = _groups(corpus, rows)
    each = measure(found.counts_per_label(rows), groups)
    overall = _whole(found, rows, groups, metric) if found.one_label else each.mean
    compared = _compared(found, model, rows, groups) if model else None

    def row(label: str, agreement: Agreement, i: int | None) -> LabelAgreement:
        comparison = None
        if compared:
            comparison = compared.mean if i is None else compared.each[i]
        return LabelAgreement(task, target, label, n_coders, agreement, comparison)

    rows_of_labels = [row(label, each.each[i], i) for i, label in enumerate(found.labels)]
    return [row("", overall, None), *rows_of_labels]


def agreement_of_training(
    model: Model, predicted: Predicted, corpus: Corpus
) -> tuple[LabelAgreement, ...]:
    """Return how far people agree on what a model was trained for, and how far it does with them.

    The model's labels are those it gave while held out, compared with each
    person's judgement of the same article rather than with the answer that
    several judgements make: like with like. Empty where no article has two coders.
    """
    found = _answers(corpus, model.task, model.target)
    if not len(found.judged_by_several()):
        return ()
    coder = coder_of_training(model, corpus, predicted.rows, predicted.given, found)
    return tuple(label_agreement(corpus, found, model.task, model.target, coder))


def warnings(agreement: Sequence[LabelAgreement]) -> list[str]:
    """Return what a reader of scores must know: labels that people do not agree on, or less.

    A label whose alpha is below .667 is named, and one on which the model
    agrees with people clearly more than they do with each other.
    """
    low = [f"{row.name} {row.agreement.alpha:.3f}" for row in agreement if row.agreement.is_low]
    above = [
        f"{row.name} {row.comparison.model:.3f} over {row.comparison.people:.3f}"
        for row in agreement
        if row.comparison is not None and row.comparison.verdict == "above"
    ]
    found = []
    if low:
        found.append(
            f"people's alpha is below {TENTATIVE}: {', '.join(low)}; scores on such labels "
            "support no conclusion"
        )
    if above:
        found.append(
            f"above human agreement, which is suspicious: alpha of {', '.join(above)}; look for a "
            "leak before believing it"
        )
    return found


def _answers(corpus: Corpus, task: str, target: str) -> CoderAnswers:
    import pandas as pd

    ids = pd.Index(corpus.articles["article_id"])
    return coder_answers(corpus.labels, ids, corpus.codebook, task, target)


def _whole(
    found: CoderAnswers, rows: NDArray[np.intp], groups: NDArray[np.intp], metric: Metric
) -> Agreement:
    return measure(found.counts(rows), groups, metric=metric).each[0]


def _groups(corpus: Corpus, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    import pandas as pd

    return np.asarray(pd.factorize(corpus.articles["duplicate_group"].iloc[rows])[0], dtype=np.intp)


def _compared(
    found: CoderAnswers, model: ModelCoder, rows: NDArray[np.intp], groups: NDArray[np.intp]
) -> Comparisons:
    given = model.given_at(rows)
    answered = given[:, :1] >= 0
    each = compare(found.counts_per_label(rows), given, groups)
    if not found.one_label:
        return each
    # The last value is that no label was given.
    which = np.where(given.any(axis=1), given.argmax(axis=1), given.shape[1])[:, None]
    whole = compare(found.counts(rows), np.where(answered, which, -1), groups)
    return Comparisons(each.each, whole.each[0])


def _model_coders(
    corpus: Corpus, references: Sequence[str], answers: dict[tuple[str, str], CoderAnswers]
) -> dict[tuple[str, str], ModelCoder]:
    coders: dict[tuple[str, str], ModelCoder] = {}
    for reference in references:
        coder = model_coder(reference, corpus, answers)
        question = (coder.task, coder.target)
        if question in coders:
            raise InputError(
                f"models '{coders[question].name}' and '{reference}' both label "
                f"{coder.target or 'themes'}; name one of them"
            )
        coders[question] = coder
    return coders
