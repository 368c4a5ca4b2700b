"""The gold labels of drawn articles, weighted for those that were drawn and not coded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Task
from tenor.corpus import Corpus
from tenor.corpus.draws import CombinedDraw, combine_draws, load_draws, waiting_draws
from tenor.errors import CorpusError
from tenor.evaluation.shares import GoldSample
from tenor.present import format_count, format_percent, plural
from tenor.workflow.shares.predicted import PredictedLabels, group_codes, rows_of_ids

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tenor.corpus.draws import Draw

MAX_UNCODED_CERTAIN = 0.1
"""The largest share of all duplicate groups that had codings before the first draw, but none of the
task: nobody can be asked about them, since draws leave out what is coded."""

MAX_WITHOUT_FOLD = 0.05
"""The largest share of the counted articles that may have trained a model without an out-of-fold
prediction, while it learned the labels of drawn articles."""


@dataclass(frozen=True)
class SampleCounts:
    """What became of the drawn duplicate groups that a task concerns.

    Attributes
    ----------
    n_drawn
        The number of drawn groups.
    n_coded
        The number of these with a gold label.
    n_undecided
        The number of these whose coders disagree, without a decision.
    n_certain
        The number of groups with a gold label that were coded before the first draw.
    n_outside
        The number of groups with a gold label of unknown chance, which are not used.
    waiting
        The draws of which nobody has coded an article: what they drew does not count.
    """

    n_drawn: int
    n_coded: int
    n_undecided: int
    n_certain: int
    n_outside: int
    waiting: tuple[str, ...] = ()

    @property
    def n_missing(self) -> int:
        """The number of drawn groups that nobody has coded."""
        return self.n_drawn - self.n_coded - self.n_undecided


@dataclass(frozen=True)
class DrawnGold:
    """The gold labels of m drawn duplicate groups of a task, and their chances.

    Attributes
    ----------
    rows
        The position of an article of each group in the articles table, shape (m,).
    y_true, is_known
        Whether the group has each label, and whether that is known; shape (m, n_labels).
    is_counted
        Whether the task concerns the group, shape (m,); nothing need be known of the others.
    inclusion_probability, strata
        The chance and the stratum of each group, shape (m,).
    is_drawn
        Whether it was drawn; the others were coded before the first draw; shape (m,).
    counts
        What became of the drawn groups.
    draws
        The draws.
    """

    rows: NDArray[np.intp]
    y_true: NDArray[np.uint8]
    is_known: NDArray[np.bool_]
    is_counted: NDArray[np.bool_]
    inclusion_probability: NDArray[np.float64]
    strata: NDArray[np.object_]
    is_drawn: NDArray[np.bool_]
    counts: SampleCounts
    draws: tuple[Draw, ...]

    def is_answered(self, label: int) -> bool:
        """Return whether any group has a gold answer on a label, by its position."""
        return bool((self.is_known[:, label] & self.is_counted).any())

    def sample(self, label: int) -> GoldSample:
        """Return the sample of one label, by its position.

        Groups that were drawn and not coded are treated as missing at random within their stratum:
        the chances of the coded ones are multiplied by the weighted share of drawn groups of the
        stratum that are coded.
        """
        responds = self.is_known[:, label] | ~self.is_counted
        probability = self.inclusion_probability.copy()
        classes = np.unique(
            np.stack([self.strata.astype(str), self.is_counted.astype(str)]),
            axis=1,
            return_inverse=True,
        )[1].ravel()
        weights = np.where(self.is_drawn, 1 / probability, 0.0)
        drawn = np.bincount(classes, weights)
        coded = np.bincount(classes, weights * responds)
        rate = np.divide(coded, drawn, out=np.ones_like(drawn), where=drawn > 0)
        probability = np.where(self.is_drawn, probability * rate[classes], probability)
        y_true = np.where(self.is_counted, self.y_true[:, label], 0)
        return GoldSample(
            self.rows[responds], y_true[responds], probability[responds], self.strata[responds]
        )


def drawn_gold(corpus: Corpus, predicted: PredictedLabels) -> DrawnGold:
    """Return the gold labels of a task that come from draws with known chances.

    Parameters
    ----------
    corpus
        The corpus with its draws.
    predicted
        The predictions of the task, which say what it concerns and which articles trained.

    Raises
    ------
    CorpusError
        If the corpus has no draw or another frame, none of the drawn articles is coded, many
        articles have no chance to be coded, or the model was trained on drawn articles that its
        run has no out-of-fold predictions for.
    """
    task = predicted.task
    draws = tuple(load_draws(corpus))
    groups = group_codes(corpus)
    n_groups = int(groups.max()) + 1
    gold = corpus.gold_labels(task)
    gaps = corpus.gold_gaps(task)
    undecided = np.unique(groups[gaps.rows[gaps.is_undecided.any(axis=1)]])
    names = corpus.articles["duplicate_group"].to_numpy(dtype=object)
    answered = set(names[np.isin(groups, undecided)]) | set(names[gold.rows])
    waiting = waiting_draws(draws, answered)
    combined = combine_draws(corpus, draws, waiting)
    concerned = np.zeros(n_groups, dtype=bool)
    concerned[groups[predicted.is_counted]] = True
    # The first gold article of a group stands for it, and the first one that the task concerns
    # for its place in the frame.
    gold_of = np.full(n_groups, -1)
    gold_of[groups[gold.rows][::-1]] = np.arange(len(gold))[::-1]
    row_of = _first_rows(groups, n_groups)
    counted_rows = np.flatnonzero(predicted.is_counted)
    row_of[groups[counted_rows][::-1]] = counted_rows[::-1]

    codes = groups[rows_of_ids(corpus, combined.article_id)]
    has_gold = gold_of[codes] >= 0
    y_true = np.zeros((len(codes), len(gold.labels)), dtype=np.uint8)
    is_known = np.zeros(y_true.shape, dtype=bool)
    y_true[has_gold] = gold.matrix[gold_of[codes[has_gold]]]
    is_known[has_gold] = gold.is_known[gold_of[codes[has_gold]]]
    is_counted = concerned[codes]
    counts = _counts(combined, codes, undecided, has_gold, is_counted, gold_of, concerned)
    counts = replace(counts, waiting=waiting)
    draws = tuple(draw for draw in draws if draw.draw_id not in waiting)
    drawn = DrawnGold(
        row_of[codes],
        y_true,
        is_known,
        is_counted,
        combined.inclusion_probability,
        combined.stratum,
        ~combined.is_certain,
        counts,
        draws,
    )
    _check(corpus, task, drawn, has_gold, int(concerned.sum()))
    _check_training(predicted, drawn, has_gold)
    return drawn


def sample_notes(counts: SampleCounts) -> list[str]:
    """Return sentences on drawn articles without a gold label, and on codings outside draws."""
    notes = []
    if counts.n_missing or counts.n_undecided:
        reasons = []
        if counts.n_missing:
            reasons.append(f"{format_count(counts.n_missing)} are not coded yet")
        if counts.n_undecided:
            reasons.append(f"coders disagree on {format_count(counts.n_undecided)}")
        notes.append(
            f"of {plural(counts.n_drawn, 'drawn article')}, {' and '.join(reasons)}: they are "
            "treated as missing at random within their stratum; import their codings, or "
            "'tenor adjudicate', for shares without this assumption"
        )
    if counts.waiting:
        notes.append(
            f"nobody has coded what {' and '.join(counts.waiting)} drew, which does not count yet"
        )
    if counts.n_outside:
        notes.append(
            f"{plural(counts.n_outside, 'coded article is', 'coded articles are')} outside of the "
            "draws, with chances that are not known, and not used"
        )
    return notes


def _first_rows(groups: NDArray[np.intp], n_groups: int) -> NDArray[np.intp]:
    rows = np.zeros(n_groups, dtype=np.intp)
    rows[groups[::-1]] = np.arange(len(groups))[::-1]
    return rows


def _counts(
    combined: CombinedDraw,
    codes: NDArray[np.intp],
    undecided: NDArray[np.intp],
    has_gold: NDArray[np.bool_],
    is_counted: NDArray[np.bool_],
    gold_of: NDArray[np.intp],
    concerned: NDArray[np.bool_],
) -> SampleCounts:
    is_drawn = ~combined.is_certain & is_counted
    outside = np.setdiff1d(np.flatnonzero((gold_of >= 0) & concerned), codes)
    return SampleCounts(
        int(is_drawn.sum()),
        int((is_drawn & has_gold).sum()),
        int((is_drawn & ~has_gold & np.isin(codes, undecided)).sum()),
        int((combined.is_certain & has_gold & is_counted).sum()),
        len(outside),
    )


def _check(
    corpus: Corpus, task: Task, drawn: DrawnGold, has_gold: NDArray[np.bool_], n_groups: int
) -> None:
    """Raise a CorpusError if no drawn group is coded, or if many could not be."""
    if not (has_gold & drawn.is_counted).any():
        names = ", ".join(draw.draw_id for draw in drawn.draws)
        raise CorpusError(
            f"no article that {names} drew from corpus '{corpus.path}' has a gold label of "
            f"'{task.question}'; import the codings with 'tenor codings import'"
        )
    n_uncoded = int((~drawn.is_drawn & ~has_gold & drawn.is_counted).sum())
    if n_uncoded > MAX_UNCODED_CERTAIN * n_groups:
        raise CorpusError(
            f"'{format_count(n_uncoded)}' of {plural(n_groups, 'story', 'stories')} had codings "
            f"before the first draw, but none of '{task.question}' "
            f"({format_percent(n_uncoded / n_groups)}), so that no draw could have had them; code "
            "these, or draw from a corpus prepared without these codings"
        )


def _check_training(
    predicted: PredictedLabels, drawn: DrawnGold, has_gold: NDArray[np.bool_]
) -> None:
    """Raise a CorpusError if a model learned the labels of drawn articles, and predicts them.

    A model that did not learn them predicts drawn articles as it would if they were not drawn, and
    silver labels change nothing about that. Where it did, the predictions for all articles have to
    be those of models that were not trained on them.
    """
    used = drawn.is_drawn & has_gold & drawn.is_counted
    learned = used & predicted.knows_gold[drawn.rows]
    n_faults = int((learned & ~predicted.is_cross_fitted[drawn.rows]).sum())
    if n_faults:
        raise CorpusError(
            f"'{format_count(n_faults)}' drawn articles trained {predicted.source}, and its run "
            "has no out-of-fold predictions for them, so that its errors there are not those "
            "elsewhere; set kind = 'folds' in the [split] of its spec and train it again"
        )
    if not learned.any():
        return
    others = predicted.is_counted & predicted.is_training & ~predicted.is_cross_fitted
    n_others, n_counted = int(others.sum()), int(predicted.is_counted.sum())
    if n_others > MAX_WITHOUT_FOLD * n_counted:
        raise CorpusError(
            f"'{format_count(n_others)}' of {format_count(n_counted)} articles trained "
            f"{predicted.source} with labels of publishers, rules or machines and have no "
            "out-of-fold predictions, while drawn articles do, so that its errors there are not "
            "those on drawn ones; set train_on = ['coder', 'adjudicated'] in its spec and train it "
            "again, or name a model that was trained before the codings"
        )
