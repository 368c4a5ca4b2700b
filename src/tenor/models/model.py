"""A model of a task: a linear model with its codebook, and which articles it applies to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenor.articles import Article
from tenor.codebook import Codebook, Target, Task
from tenor.features import CLAIM_FIELDS
from tenor.models.article_explanation import ArticleExplanation
from tenor.models.explanation import ArticleTerms
from tenor.models.labeler import Labeler
from tenor.models.linear_model import LinearModel, Prediction

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tenor.evaluation.drift_reference import DriftReference

MAX_NAMES = 8
"""The names of a target that a message lists."""

UNKNOWN = "unknown"
"""The label of a stance towards something that the model was not trained for."""


@dataclass(frozen=True, kw_only=True)
class Model(LinearModel):
    """A fitted model of one task.

    Attributes
    ----------
    task
        What it predicts.
    codebook
        The codebook that it was trained with.
    info
        Its provenance: spec, fingerprints, versions, metrics.
    reference
        What the drift of later batches is measured against; None if that was not recorded.
    folder
        The bundle that it was loaded from; None if it was not.
    fingerprint
        The SHA-256 of the manifest of this bundle, which holds the hashes of all its files; empty
        without a bundle.
    """

    task: Task
    codebook: Codebook
    info: dict[str, Any] = field(default_factory=dict)
    reference: DriftReference | None = None
    folder: Path | None = None
    fingerprint: str = ""

    @classmethod
    def of(cls, linear: LinearModel, task: Task, codebook: Codebook, info: dict[str, Any]) -> Model:
        """Return a linear model as the model of a task.

        Parameters
        ----------
        linear
            The fitted linear model.
        task, codebook, info
            As the attributes.
        """
        parts = {part.name: getattr(linear, part.name) for part in fields(LinearModel)}
        return cls(**parts, task=task, codebook=codebook, info=info)

    @property
    def name(self) -> str:
        """The name that it is registered under."""
        return self.task.model_name

    @property
    def uses_claims(self) -> bool:
        """Whether it predicts stances towards any claim that an article comes with."""
        return any(view.field in CLAIM_FIELDS for view in self.views)

    def predict(self, articles: Iterable[Article]) -> list[Prediction]:
        """Label articles: one prediction an article, in their order."""
        return [prediction for [prediction] in Labeler([self]).label(list(articles))]

    def explain(self, articles: Iterable[Article]) -> list[ArticleExplanation]:
        """Explain the predictions for articles: one result an article, in their order.

        A result has the explanation of each label: the contributions of the article's terms and
        the intercept add up to the raw score, and calibration turns raw scores into the
        probabilities that `predict` returns, within 1e-9.

        Examples
        --------
        >>> from tenor import load_model
        >>> article = Article(article_id="1", text="The ferry and the trams run again.")
        >>> [explained] = load_model("tenor-theme@champion").explain([article])
        >>> sorted(term for _, term, _ in explained.labels["transport"].terms[:2])
        ['ferry', 'trams']
        """
        explained = []
        for article in articles:
            terms = ArticleTerms(self, article)
            [prediction] = self.predictions([article], terms.raw_scores[None])
            reason = self.reason_for_no_label(article)
            explained.append(ArticleExplanation(article, self, prediction, reason, terms))
        return explained

    def reason_for_no_label(self, article: Article) -> str:
        """Return why the model does not apply to an article; empty if it does."""
        if not self.accepts(article):
            if self.uses_claims:
                return "the article comes with no claim, and the model predicts stances towards one"
            return (
                f"the article asks for the stance towards '{article.target}', and the model "
                f"predicts that towards '{self.task.target}'"
            )
        if not self.task.concerns(self.codebook, article.title, article.text):
            names = ", ".join(self._target.names[:MAX_NAMES])
            return f"the article does not name '{self.task.target}' ({names})"
        return ""

    def accepts(self, article: Article) -> bool:
        """Whether the stance that the article asks for is one that the model was trained for."""
        if not self.task.is_stance:
            return True
        if self.uses_claims:
            return bool(article.claim)
        return not article.target or self._target.matches_name(article.target)

    def _prediction(
        self, article: Article, predicted: NDArray[np.bool_], probabilities: list[float]
    ) -> Prediction:
        if not self.accepts(article):
            return Prediction((UNKNOWN,), {})
        if not self.task.concerns(self.codebook, article.title, article.text):
            return Prediction((), {})
        return super()._prediction(article, predicted, probabilities)

    @property
    def _target(self) -> Target:
        return self.codebook.target(self.task.target)
