"""The result of a training: a model, its scores and their diagnosis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from tenor.evaluation import bootstrap, score
from tenor.models import Model
from tenor.models.spec import Experiment
from tenor.workflow.agreement.measure import LabelAgreement
from tenor.workflow.alias_coverage import AliasCoverage
from tenor.workflow.fit.promises import PromiseCheck, promise_rows, promise_sentences
from tenor.workflow.fit.scoring import HeldOutPredictions, ResultRow
from tenor.workflow.fit.search import FitSearch
from tenor.workflow.fit.silver import SilverReport
from tenor.workflow.runs.leak_summary import LeakSummary
from tenor.workflow.train.diagnosis import Diagnosis
from tenor.workflow.train.fold_analysis import FoldReport

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class TrainingResult:
    """A trained model and its scores.

    Attributes
    ----------
    model
        The final model: fitted on the training part of the split, or, where folds were scored,
        on all labelled articles.
    spec
        The spec that it was fitted with, including the settings that a search selected.
    rows
        The table of results: the model first, then its baselines.
    predictions
        True and predicted labels of every held-out article.
    split_name
        The split in a few words.
    training_rows
        Positions in the articles table of the articles that the final model was fitted on, shape
        (n_train,). Unlabelled ones, whose labels it did not learn, are not among them.
    is_gold
        Whether people gave the labels that each of them trained with, shape (n_train,).
    n_left_out
        The number of labelled articles that neither train nor are scored, over all folds.
    n_fits
        The number of models that were fitted: one for each fold, and the final one.
    empty_views
        The number of fits in which a view of the spec had no term and was left out, by the
        position of the view.
    seconds
        The seconds spent on counting, fitting and scoring.
    diagnosis
        Calibration, accuracy by coverage, and scores of slices.
    folds
        The most confident mistakes, the learning curve, and the standard deviation over folds.
    agreement
        The agreement of coders on all labels and on each, and of the model with them; empty
        where no article has two coders.
    gap_notes
        Sentences on labels that people left undecided or were not asked about.
    promise_check
        How the promise of each fold's model holds on its test articles; None without a promise.
    silver
        The silver labels that train, by origin, and the rules that do not train.
    alias_coverage
        How many coded articles name none of the target's aliases; None where that changes
        nothing.
    searches
        The search of each fold, and last that of the final model; empty without a search.
    leak_summary
        The newest leak table of the same spec and corpus in the store, if there is one.
    run_id, version
        The id of the MLflow run and the number of the registered version; empty if nothing is
        logged.
    """

    model: Model
    spec: Experiment
    rows: tuple[ResultRow, ...]
    predictions: HeldOutPredictions
    split_name: str
    training_rows: NDArray[np.intp]
    is_gold: NDArray[np.bool_]
    n_left_out: int
    n_fits: int
    empty_views: dict[int, int]
    seconds: float
    diagnosis: Diagnosis
    folds: FoldReport
    agreement: tuple[LabelAgreement, ...] = ()
    gap_notes: tuple[str, ...] = ()
    promise_check: PromiseCheck | None = None
    silver: SilverReport = field(default_factory=SilverReport)
    alias_coverage: AliasCoverage | None = None
    searches: tuple[FitSearch, ...] = ()
    leak_summary: LeakSummary | None = None
    run_id: str = ""
    version: str = ""

    @property
    def n_train(self) -> int:
        """The number of articles that the final model was fitted on."""
        return len(self.training_rows)

    @property
    def n_gold(self) -> int:
        """The number of gold articles among them."""
        return int(self.is_gold.sum())

    @property
    def best_baseline(self) -> ResultRow | None:
        """The baseline with the best macro-F1 on the same articles as the model."""
        n_articles = self.rows[0].scores.n_articles
        comparable = [row for row in self.rows[1:] if row.scores.n_articles == n_articles]
        return max(comparable, key=lambda row: row.scores.macro_f1, default=None)

    @property
    def promise_sentences(self) -> list[str]:
        """What the model promises, and where that was tested; empty without a promise."""
        if self.model.promise is None:
            return []
        own = promise_sentences(self.model.promise, self.promise_check, self._codings_per_article)
        precision = self.model.promise.precision
        carried = self.leak_summary.promise_sentence(precision) if self.leak_summary else ""
        return [*own, carried or "'tenor evaluate' tests it on other outlets and later months."]

    @property
    def promise_rows(self) -> list[dict[str, object]]:
        """The promise of each label, as rows of a table; empty without a promise."""
        if self.model.promise is None:
            return []
        return [*promise_rows(self.model.promise, self.promise_check, self._codings_per_article)]

    @property
    def _codings_per_article(self) -> float:
        # Of several folds, the final model is fitted, and its promise tested, on all articles.
        if self.n_fits > 1 or not self.n_gold:
            return 1.0
        return 1 + self.rows[0].scores.n_articles / self.n_gold


def score_all_targets(results: Sequence[TrainingResult]) -> ResultRow | None:
    """Return the scores of the models of several targets over all their articles together.

    Shared tasks on stance score in this way.

    Returns
    -------
    ResultRow or None
        None for fewer than two models, or where targets have different positions.
    """
    predictions = [result.predictions for result in results]
    if len(predictions) < 2 or any(p.labels != predictions[0].labels for p in predictions):
        return None
    pooled = HeldOutPredictions.concatenate(predictions)
    single_label = results[0].model.single_label
    y_true, y_pred, labels = pooled.y_true, pooled.y_pred, pooled.labels
    # An article has one position: all labels of a stance are known.
    return ResultRow(
        f"{len(predictions)} targets",
        score(y_true, y_pred, labels, single_label=single_label),
        # An article with stances towards two targets is resampled as one article.
        bootstrap(y_true, y_pred, pooled.group_numbers, labels, single_label=single_label),
        float(np.asarray(y_pred.any(axis=1)).mean()),
    )
