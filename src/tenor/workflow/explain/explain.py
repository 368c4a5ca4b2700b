"""Explaining the labels that models predict for articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tenor.articles import Article
from tenor.errors import InputError
from tenor.models import ArticleExplanation, CalibratedScore, Explanation, Model
from tenor.present import format_score, plural, shorten
from tenor.present.hints import did_you_mean

MAX_LABELS = 8
"""The labels whose scores are shown, the best first, besides those that are explained."""


@dataclass(frozen=True)
class ModelExplanation:
    """What a model predicts for an article, with the explanations that are asked for.

    Attributes
    ----------
    reference, model
        The model, and the reference that it was loaded by.
    article_explanation
        The prediction and its scores.
    labels
        The explanation of each label that is asked for; none where the model does not apply.
    """

    reference: str
    model: Model
    article_explanation: ArticleExplanation
    labels: tuple[Explanation, ...]

    @property
    def shown_scores(self) -> list[CalibratedScore]:
        """The scores of the best labels and of those that are explained, the best first."""
        explained = {name for own in self.labels for name in (own.label, own.against)}
        rows = {row.label: row for row in self.article_explanation.calibrated_scores()}
        ranking = self.article_explanation.ranking()
        return [
            rows[label] for i, label in enumerate(ranking) if i < MAX_LABELS or label in explained
        ]

    @property
    def verdict(self) -> str:
        """The predicted labels, or why there is none."""
        reason = self.article_explanation.reason
        labels = "; ".join(self.article_explanation.prediction.labels) or "none"
        return f"{labels}, because {reason}" if reason else labels

    @property
    def note(self) -> str:
        """A sentence on an article of which the model knows no term; else empty."""
        terms = self.article_explanation.terms
        if terms.n_known_terms or self.article_explanation.reason:
            return ""
        if not terms.n_terms:
            return "the article has no term in the fields of the model: its scores are intercepts"
        return (
            f"the model knows none of the {plural(terms.n_terms, 'term')} of the article: its "
            "scores are intercepts"
        )

    def threshold(self, row: CalibratedScore) -> float | None:
        """Return the threshold of a label; None where the highest score alone decides."""
        is_used = not self.model.single_label or self.model.thresholds.all()
        return row.threshold if is_used else None

    def decision(self, row: CalibratedScore) -> str:
        """Return whether a label is predicted, and why where its threshold does not decide."""
        if self.model.single_label:
            return "predicted" if row.is_predicted else ""
        if row.is_predicted and row.probability < row.threshold:
            return "predicted, as the best of one or more"
        return "predicted" if row.is_predicted else "below threshold"

    def calibration_sentence(self, label: str) -> str:
        """Return how the probability of a label follows from its raw score."""
        rows = {row.label: row for row in self.article_explanation.calibrated_scores()}
        row = rows[label]
        start = f"probability of {label}: {format_score(row.probability)}"
        slope = format_score(row.slope)
        if self.model.single_label:
            return f"{start}, the softmax over all labels of {slope} × raw score"
        sign, offset = "-" if row.offset < 0 else "+", format_score(abs(row.offset))
        return f"{start} = 1 / (1 + exp(-({slope} × raw score {sign} {offset})))"


@dataclass(frozen=True)
class ExplainedArticle:
    """An article, and its explanation by each model."""

    article: Article
    models: tuple[ModelExplanation, ...]


def check_labels(
    models: Mapping[str, Model], labels: Sequence[str] = (), against: str = ""
) -> dict[str, Model]:
    """Return the models that have any of the labels, and the label to compare with.

    Parameters
    ----------
    models
        Models by their references.
    labels
        The labels to explain; empty for those that are predicted.
    against
        The label that each is compared with; empty for none.

    Raises
    ------
    InputError
        If no model has a label, or none has it together with ``against``.
    """
    for label in (*labels, *filter(None, [against])):
        if not any(label in model.labels for model in models.values()):
            raise InputError(_unknown_label(label, models))
    if against in labels:
        raise InputError(f"label '{against}' cannot be explained against itself: name another one")
    for label in labels:
        if against and not any({label, against} <= set(m.labels) for m in models.values()):
            raise InputError(
                f"no model has both the label '{label}' and '{against}', so their scores cannot "
                "be compared: name two labels of one model"
            )
    return {
        reference: model
        for reference, model in models.items()
        if (not labels or set(labels) & set(model.labels))
        and (not against or against in model.labels)
    }


def explain_articles(
    articles: Sequence[Article],
    models: Mapping[str, Model],
    labels: Sequence[str] = (),
    against: str = "",
) -> list[ExplainedArticle]:
    """Explain the labels of articles by each model that has them.

    Without ``labels``, those are explained that a model predicts, or if it predicts none, that
    with the highest probability. Where an article has one label, the explanation is that of the
    difference to the runner-up; of a label that is not predicted, to the predicted one.

    Parameters
    ----------
    articles
        The articles.
    models, labels, against
        As in `check_labels`.

    Raises
    ------
    InputError
        As `check_labels`.
    """
    chosen = check_labels(models, labels, against)
    explained = []
    for article in articles:
        by_model = []
        for reference, model in chosen.items():
            [result] = model.explain([article])
            pairs = () if result.reason else _label_pairs(result, labels, against)
            own = tuple(result.of(*pair) for pair in pairs)
            by_model.append(ModelExplanation(reference, model, result, own))
        explained.append(ExplainedArticle(article, tuple(by_model)))
    return explained


def _label_pairs(
    result: ArticleExplanation, labels: Sequence[str], against: str
) -> Iterator[tuple[str, str]]:
    """Yield the labels to explain, each with that to compare it with, or empty text."""
    ranking = [label for label in result.ranking() if label != against]
    predicted = [label for label in result.prediction.labels if label != against]
    known = [label for label in dict.fromkeys(labels) if label in result.model.labels]
    for label in known if labels else predicted or ranking[:1]:
        others = [other for other in ranking if other != label]
        runner_up = others[0] if result.model.single_label and others else ""
        yield label, against or runner_up


def _unknown_label(label: str, models: Mapping[str, Model]) -> str:
    known = list(dict.fromkeys(name for model in models.values() for name in model.labels))
    for reference, model in models.items():
        if label in model.task.labels(model.codebook):
            return (
                f"model '{reference}' never predicts '{label}', although its codebook has it: no "
                "article that it was trained on has this label"
            )
    listed = ", ".join(known[:MAX_LABELS])
    listed += f" and {len(known) - MAX_LABELS} more" if len(known) > MAX_LABELS else ""
    owners = f"model '{next(iter(models))}', which has"
    if len(models) > 1:
        owners = f"any of the {len(models)} models, which have"
    return f"'{shorten(label)}' is not a label of {owners} {listed}{did_you_mean(label, known)}"
