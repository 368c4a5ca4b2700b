"""The result of an evaluation: the leak table of a task, its outlet probe and outlet cues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tenor.codebook import Task
from tenor.corpus import EvalSplit
from tenor.corpus.outlet_cues import OutletCue
from tenor.evaluation import Interval, Scores
from tenor.evaluation.repeated_splits import MeanScore
from tenor.models.linear_model import TopTerms
from tenor.workflow.fit.promises import PromiseCheck

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

METRIC = "macro_f1"
"""The metric by which kinds of split are compared."""

N_TOP_TERMS = 50
"""The number of terms of a label, and of an outlet, among which shared terms are searched for."""


@dataclass(frozen=True)
class EvalSplitScore:
    """The row of a leak table for one kind of split.

    Attributes
    ----------
    kind
        The kind of split.
    scores
        ``macro_f1`` and ``micro_f1``, means over the draws.
    majority
        The mean macro-F1 of the majority baseline.
    n_train
        The number of training articles of each draw, equal for all kinds.
    n_could_train
        The number of training articles that the split would allow, in the draw with the fewest.
    n_test
        The number of scored articles, a mean over the draws.
    promise
        How the promise of a training holds on the test articles of all draws; None without one.
    """

    kind: EvalSplit
    scores: dict[str, MeanScore]
    majority: float
    n_train: int
    n_could_train: int
    n_test: float
    promise: PromiseCheck | None = None

    @property
    def n_draws(self) -> int:
        """The number of draws."""
        return len(self.scores[METRIC].per_split)


@dataclass(frozen=True)
class Gap:
    """The macro-F1 of the random split minus that of the hardest kind, with its interval.

    The interval is None if either score has too few groups for one.
    """

    hardest: EvalSplit
    value: float
    interval: Interval | None


@dataclass(frozen=True)
class OutletProbe:
    """The scores of a model that predicts the outlet of an article.

    Attributes
    ----------
    outlets
        The outlets that it predicts, the largest first.
    scores, intervals
        Its metrics on held-out articles, and their 95 % intervals by name.
    majority_accuracy, majority_macro_f1
        The scores of predicting the largest outlet for every article.
    n_train, n_test
        The number of training and of scored articles.
    rows
        Positions of both in the articles table, ascending, shape (n_train + n_test,).
    top_terms
        The terms with the largest weight for each outlet.
    """

    outlets: tuple[str, ...]
    scores: Scores
    intervals: dict[str, Interval | None]
    majority_accuracy: float
    majority_macro_f1: float
    n_train: int
    n_test: int
    rows: NDArray[np.intp]
    top_terms: TopTerms

    @property
    def accuracy(self) -> float:
        """The accuracy on held-out articles."""
        return self.scores.accuracy or 0.0


@dataclass(frozen=True)
class SharedTerm:
    """A term with a large weight for a label and for an outlet.

    Attributes
    ----------
    label, outlet
        The label and the outlet.
    field, term
        The term, and the text field that it is in.
    label_rank, outlet_rank
        Its rank by weight among the terms of the label and of the outlet, from 1.
    n_articles
        The number of articles of the outlet that contain it, among those of the outlet probe.
    share_of_outlet, share_of_others
        The share of the outlet's articles that contain it, and of the other outlets' articles.
    article_ids
        The first articles of the outlet that contain it.
    """

    label: str
    outlet: str
    field: str
    term: str
    label_rank: int
    outlet_rank: int
    n_articles: int
    share_of_outlet: float
    share_of_others: float
    article_ids: tuple[str, ...]


@dataclass(frozen=True)
class LeakTable:
    """The scores of one spec under several kinds of split, for one task.

    Attributes
    ----------
    task
        What is predicted.
    rows
        The kinds of split that were possible, from the most optimistic to the hardest.
    failures
        Why a kind of split, a draw or the outlet probe was not possible.
    gap
        None unless ``random`` and another kind were possible.
    probe
        The outlet probe; None where it was not possible.
    shared_terms
        Terms with a large weight for a label and for an outlet.
    outlet_cues
        Lines, sentences, bylines and names that identify an outlet.
    n_untried
        The number of settings that the searches of all fits did not try.
    run_id
        The id of the MLflow run; empty if nothing is logged.
    """

    task: Task
    rows: tuple[EvalSplitScore, ...]
    failures: tuple[str, ...]
    gap: Gap | None
    probe: OutletProbe | None
    shared_terms: tuple[SharedTerm, ...]
    outlet_cues: tuple[OutletCue, ...]
    n_untried: int = 0
    run_id: str = ""
