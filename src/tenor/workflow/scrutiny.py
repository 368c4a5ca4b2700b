"""What is kept of each held-out part while its model is at hand: mistakes, learning, spread."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from tenor.articles import Article
from tenor.corpus import Corpus
from tenor.errors import CorpusError
from tenor.evaluation import bootstrap, score
from tenor.evaluation.curves import Point
from tenor.models import Experiment, Model
from tenor.models.fitting import TrainingData, fit_model
from tenor.workflow.mistakes import Mistake, surest
from tenor.workflow.results import Predicted

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHARES = (0.125, 0.25, 0.5)
"""Shares of the training part that a learning curve is fitted on, beside the whole of it."""


@dataclass(frozen=True)
class Findings:
    """What held-out parts show beside the scores of all together.

    Attributes
    ----------
    mistakes
        The surest ones, with what made them.
    learning
        Macro-F1 after training on ever more articles; empty unless asked for.
    spread
        The standard deviation of scores over the parts; empty where there is one.
    """

    mistakes: tuple[Mistake, ...] = ()
    learning: tuple[Point, ...] = ()
    spread: dict[str, float] = field(default_factory=dict)


class Scrutiny:
    """Looks at every held-out part in turn.

    Parameters
    ----------
    learning_curve
        Whether models are fitted on shares of the training parts too, which at
        most doubles the time.
    """

    def __init__(self, corpus: Corpus, *, learning_curve: bool = False) -> None:
        self._table = corpus.articles
        self._rows = {article_id: i for i, article_id in enumerate(self._table["article_id"])}
        self._shares = (*SHARES, 1.0) if learning_curve else ()
        self._curve: dict[float, list[tuple[int, Predicted]]] = {s: [] for s in self._shares}
        self._parts: list[Predicted] = []
        self._mistakes: tuple[Mistake, ...] = ()
        self._one_label = False

    def look(
        self, model: Model, spec: Experiment, part: TrainingData, predicted: Predicted
    ) -> None:
        """Take in a part: what its model was fitted on, and what it said of held-out articles."""
        self._one_label = model.rule == "one"
        self._parts.append(predicted)
        self._mistakes = surest(self._mistakes, model, predicted, self._article)
        for share in self._shares:
            chosen = _share(part, share, spec)
            if share == 1:
                self._curve[share].append((len(chosen), predicted))
                continue
            try:
                smaller = fit_model(spec, part.take(chosen), {})
            except (CorpusError, ValueError):
                continue  # Too few articles, labels or terms; the curve begins later.
            self._curve[share].append((len(chosen), self._labelled(smaller, predicted)))

    def findings(self) -> Findings:
        """Return what was found."""
        points = [
            self._point(found)
            for found in self._curve.values()
            if found and len(found) == len(self._parts)
        ]
        spread: dict[str, float] = {}
        if len(self._parts) > 1:
            scores = [
                score(p.truth, p.given, p.labels, one_label=self._one_label).metrics
                for p in self._parts
            ]
            spread = {n: float(np.std([one[n] for one in scores], ddof=1)) for n in scores[0]}
        return Findings(self._mistakes, tuple(points), spread)

    def _article(self, article_id: str) -> Article:
        def cell(name: str) -> str:
            return str(self._table[name].iloc[self._rows[article_id]])

        return Article(
            article_id=article_id, title=cell("title"), text=cell("text"),
            claim=cell("claim"), outlet=cell("outlet"),
        )  # fmt: skip

    def _labelled(self, model: Model, predicted: Predicted) -> Predicted:
        given = np.zeros_like(predicted.given)
        column = {label: i for i, label in enumerate(predicted.labels)}
        articles = map(self._article, predicted.article_ids)
        for i, prediction in enumerate(model.predict(articles)):
            for label in prediction.labels:
                given[i, column[label]] = True
        return replace(predicted, given=given)

    def _point(self, found: list[tuple[int, Predicted]]) -> Point:
        parts = [part for _, part in found]
        truth = np.concatenate([part.truth for part in parts])
        given = np.concatenate([part.given for part in parts])
        groups = np.unique(np.concatenate([part.groups for part in parts]), return_inverse=True)[1]
        labels, one_label = parts[0].labels, self._one_label
        n_train = round(sum(n for n, _ in found) / len(found))
        value = score(truth, given, labels, one_label=one_label).macro_f1
        return Point(
            n_train, value, bootstrap(truth, given, groups, labels, one_label=one_label)["macro_f1"]
        )


def _share(part: TrainingData, share: float, spec: Experiment) -> NDArray[np.intp]:
    # Groups are taken whole, as folds hold them out, and a larger share holds the smaller ones.
    groups = part.groups(spec.tuning_keep_whole).whole
    order = np.random.default_rng(spec.split.random_state).permutation(int(groups.max()) + 1)
    kept = order[: max(1, round(share * len(order)))]
    return np.flatnonzero(np.isin(groups, kept))
