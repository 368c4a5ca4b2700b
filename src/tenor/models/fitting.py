"""Fitting: from a spec and answers to a model, tuned on folds of its own training part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.codebook import Codebook
from tenor.corpus import grouped_folds
from tenor.errors import CorpusError
from tenor.labeling import Answers
from tenor.models.calibration import fit_calibration
from tenor.models.estimator import decision, fit, linear_parts, make_pipeline
from tenor.models.model import Model, decide
from tenor.models.spec import Experiment
from tenor.models.texts import FieldTexts
from tenor.models.thresholds import fit_label_weights, fit_thresholds
from tenor.progress import track

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True)
class TrainingData:
    """What a model is fitted on.

    Attributes
    ----------
    articles
        The answered articles, n rows, with ``duplicate_group``.
    answers
        Their answers, in the same order.
    codebook
        The codebook of the answers.
    task, target
        What the answers answer.
    background
        Articles without an answer whose terms are learned too, if any.
    """

    articles: pd.DataFrame
    answers: Answers
    codebook: Codebook
    task: str
    target: str
    background: pd.DataFrame | None = None

    @property
    def rule(self) -> str:
        """How many labels an article has: ``one``, ``one or more``, ``any``."""
        return "one" if self.task == "stance" else self.codebook.themes_per_article

    @property
    def groups(self) -> NDArray[np.intp]:
        """The duplicate group of each article, as numbers."""
        import pandas as pd

        return np.asarray(pd.factorize(self.articles["duplicate_group"])[0], dtype=np.intp)

    @property
    def text_groups(self) -> NDArray[np.intp]:
        """The duplicate group of each article and, after those, of the background."""
        import pandas as pd

        return np.asarray(pd.factorize(self._all["duplicate_group"])[0], dtype=np.intp)

    def texts(self) -> FieldTexts:
        """Return the texts of the articles and, after those, of the background."""
        return FieldTexts(self._all)

    @property
    def _all(self) -> pd.DataFrame:
        import pandas as pd

        if self.background is None:
            return self.articles
        return pd.concat([self.articles, self.background], ignore_index=True)

    def take(self, chosen: NDArray[np.intp]) -> TrainingData:
        """Return the data of the chosen positions."""
        return TrainingData(
            self.articles.iloc[chosen], self.answers.take(chosen),
            self.codebook, self.task, self.target, self.background,
        )  # fmt: skip

    def with_known_labels(self) -> TrainingData:
        """Leave out labels that no article has: nothing can be learned of them.

        Raises
        ------
        CorpusError
            If fewer than two different answers are left to tell apart.
        """
        known = np.flatnonzero(self.answers.matrix.any(axis=0))
        enough = 2 if self.rule == "one" else 1
        if len(known) < enough:
            what = f"target '{self.target}'" if self.task == "stance" else "themes"
            raise CorpusError(
                f"{what}: the {len(self.answers)} training article(s) have {len(known)} different "
                f"label(s), {enough} are needed; label more articles"
            )
        a = self.answers
        labels = tuple(a.labels[i] for i in known)
        kept = Answers(a.rows, labels, a.matrix[:, known], a.is_gold)
        return replace(self, answers=kept)


def fit_model(spec: Experiment, data: TrainingData, info: dict[str, Any]) -> Model:
    """Fit a model: calibration and thresholds on held-out folds, then all on everything.

    Raises
    ------
    CorpusError
        If the data cannot be split into folds or hold nothing to tell apart.
    """
    data = data.with_known_labels()
    one_label = data.rule == "one"
    matrix = data.answers.matrix
    texts = data.texts()
    held_out = held_out_scores(spec, data, texts, spec.tuning.n_folds)
    calibration = fit_calibration(held_out, matrix, one_label=one_label)
    probabilities = calibration.probabilities(held_out)
    thresholds = _thresholds(spec, probabilities, data)
    own = np.arange(len(matrix))
    pipeline = make_pipeline(spec, one_label=one_label)
    fit(pipeline, texts.take(own), _target(matrix, one_label), texts)
    parts = linear_parts(pipeline, spec, matrix.shape[1])
    return Model(
        data.task, data.target, data.answers.labels, data.rule,
        parts.views, parts.weights.astype(np.float32), parts.intercept,
        calibration, thresholds, data.codebook, info,
    )  # fmt: skip


def held_out_scores(
    spec: Experiment, data: TrainingData, texts: FieldTexts, n_folds: int
) -> NDArray[np.float64]:
    """Return each article's raw scores by a model that has not seen its group, (n, n_labels)."""
    one_label = data.rule == "one"
    matrix = data.answers.matrix
    scores = np.zeros(matrix.shape)
    groups = data.text_groups
    folds = grouped_folds(data.groups, matrix, n_folds, spec.split.random_state)
    for test in track(folds, "held-out folds", len(folds)):
        train = np.setdiff1d(np.arange(len(matrix)), test)
        unseen = np.flatnonzero(~np.isin(groups, groups[test]))
        pipeline = make_pipeline(spec, one_label=one_label)
        fit(pipeline, texts.take(train), _target(matrix[train], one_label), texts.take(unseen))
        scores[test] = decision(pipeline, texts.take(test), matrix.shape[1])
    return scores


def _thresholds(
    spec: Experiment, probabilities: NDArray[np.float64], data: TrainingData
) -> NDArray[np.float64]:
    matrix, how = data.answers.matrix, spec.tuning.thresholds
    if data.rule != "one":
        return fit_thresholds(probabilities, matrix, common=how == "common")
    if how == "own":
        return fit_label_weights(probabilities, matrix)
    return np.zeros(matrix.shape[1])


def given_labels(
    spec: Experiment, scores: NDArray[np.float64], data: TrainingData
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Return the labels and probabilities that held-out raw scores come to, (n, n_labels)."""
    matrix, one_label = data.answers.matrix, data.rule == "one"
    calibration = fit_calibration(scores, matrix, one_label=one_label)
    probabilities = calibration.probabilities(scores)
    thresholds = _thresholds(spec, probabilities, data)
    return decide(scores, probabilities, thresholds, data.rule), probabilities


def _target(matrix: NDArray[np.uint8], one_label: bool) -> NDArray[Any]:
    return matrix.argmax(axis=1) if one_label else matrix
