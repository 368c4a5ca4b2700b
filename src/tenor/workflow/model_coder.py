"""A model as one more coder, by labels of articles that it was not fitted on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.articles import Article
from tenor.corpus import Corpus
from tenor.errors import CorpusError
from tenor.labeling import CoderAnswers, answers
from tenor.models import Model
from tenor.progress import working
from tenor.workflow.loading import load_model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tenor.tracking import HeldOut


@dataclass(frozen=True)
class ModelCoder:
    """The labels that a model gave to some articles of a corpus.

    Attributes
    ----------
    name
        How it was referred to.
    task, target
        What it labels.
    rows
        Positions of the labelled articles in the articles table, rising, shape (n,).
    given
        The labels given, in codebook order, shape (n, n_labels).
    notes
        Sentences on where the labels come from.
    """

    name: str
    task: str
    target: str
    rows: NDArray[np.intp]
    given: NDArray[np.bool_]
    notes: tuple[str, ...] = ()

    def given_at(self, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return 1 where a label was given, 0 where not, -1 for articles without the model's."""
        found = np.full((len(rows), self.given.shape[1]), -1, dtype=np.intp)
        place = np.searchsorted(self.rows, rows)
        place[place == len(self.rows)] = 0
        there = self.rows[place] == rows if len(self.rows) else np.zeros(len(rows), dtype=bool)
        found[there] = self.given[place[there]]
        return found


def model_coder(
    reference: str, corpus: Corpus, questions: Mapping[tuple[str, str], CoderAnswers]
) -> ModelCoder:
    """Let a model label the articles that two coders or more judged.

    A model agrees too well with what it was fitted on. So the labels are those
    that its run logged for the articles it scored, each given by a model that
    had seen neither the article nor its near-duplicates. To them come articles
    that people left undecided, which train nothing: without them people's
    agreement would be measured where they agree. Other articles are left out.
    Only where the corpus is another one, of which the run scored no article,
    does the model label it now.

    Raises
    ------
    CorpusError
        If the codebook does not fit the model's, or only fitted labels are to be had.
    """
    from tenor.tracking import held_out_labels

    model = load_model(reference)
    found = questions.get((model.task, model.target))
    if found is None or not set(model.labels) <= set(found.labels):
        what = f"stance towards '{model.target}'" if model.target else "themes"
        raise CorpusError(
            f"model '{reference}' labels {what} by a codebook that does not fit this corpus's; "
            "name a model that was trained with it"
        )
    rows = found.judged_by_several()
    held_out = held_out_labels(reference)
    if held_out is not None:
        ids = corpus.articles["article_id"].iloc[rows]
        scored = np.array(ids.isin(held_out.article_ids))
        if scored.any():
            return _of_run(reference, model, held_out, corpus, rows, rows[scored], found.labels)
    trained_on = model.info.get("corpus", "")
    if trained_on == corpus.fingerprint:
        raise CorpusError(
            f"model '{reference}' was fitted on this corpus, so its labels say nothing here; name "
            "it by its run or its registered name (NAME@ALIAS), which lead to held-out labels"
        )
    note = (
        f"model {reference}: fitted on corpus {trained_on or 'unknown'}, it labelled {len(rows)} "
        "articles of this one now; any of them that it was fitted on flatter it"
    )
    given = _labelled(model, corpus, rows, found.labels)
    return _coder(reference, model, rows, given, (note,))


def coder_of_training(
    model: Model,
    corpus: Corpus,
    scored: NDArray[np.intp],
    given: NDArray[np.bool_],
    found: CoderAnswers,
) -> ModelCoder:
    """Return a model that was just trained as a coder: what it scored, and what is undecided.

    Parameters
    ----------
    scored
        Positions of the scored articles in the articles table, shape (n,).
    given
        The labels given to them while held out, in codebook order, shape (n, n_labels).
    """  # fmt: skip
    undecided = _undecided(corpus, model, found.judged_by_several(), scored)
    rows = np.concatenate([scored, undecided])
    given = np.concatenate([given, _labelled(model, corpus, undecided, found.labels)])
    return _coder(model.name, model, rows, given)


def _of_run(
    name: str,
    model: Model,
    held_out: HeldOut,
    corpus: Corpus,
    judged: NDArray[np.intp],
    scored: NDArray[np.intp],
    labels: Sequence[str],
) -> ModelCoder:
    given_to = dict(zip(held_out.article_ids, held_out.given, strict=True))
    said = [f"; {given_to[i]}; " for i in corpus.articles["article_id"].iloc[scored]]
    given = np.array([[f"; {label}; " in text for label in labels] for text in said], dtype=bool)
    note = (
        f"model {name}: held-out labels of its run for {len(scored)} of {len(judged)} articles "
        "that two coders judged"
    )
    if held_out.corpus != corpus.fingerprint:
        note += (
            f"; its run scored corpus {held_out.corpus}, this is {corpus.fingerprint}, so articles "
            "are matched by their ids"
        )
        return _coder(name, model, scored, given, (note,))
    undecided = _undecided(corpus, model, judged, scored)
    if len(undecided):
        note += f", labels of now for {len(undecided)} that people left undecided"
    given = np.concatenate([given, _labelled(model, corpus, undecided, labels)])
    return _coder(name, model, np.concatenate([scored, undecided]), given, (note,))


def _undecided(
    corpus: Corpus, model: Model, judged: NDArray[np.intp], scored: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Return judged articles without an answer, and without a near-duplicate that has one.

    Where the scored articles are a part of the answered ones, so large a part of
    the undecided ones is drawn: more would make people seem to agree less.
    """
    import pandas as pd

    ids = pd.Index(corpus.articles["article_id"])
    answered = answers(corpus.labels, ids, corpus.codebook, model.task, model.target).rows
    groups = corpus.articles["duplicate_group"].to_numpy()
    undecided = judged[~np.isin(groups[judged], groups[np.concatenate([answered, scored])])]
    share = np.isin(judged, scored).sum() / max(np.isin(judged, answered).sum(), 1)
    drawn = np.random.default_rng(0).permutation(undecided)[: round(share * len(undecided))]
    return np.sort(drawn)


def _labelled(
    model: Model, corpus: Corpus, rows: NDArray[np.intp], labels: Sequence[str]
) -> NDArray[np.bool_]:
    table = corpus.articles.iloc[rows]
    texts = zip(table["article_id"], table["title"], table["text"], table["claim"], strict=True)
    articles = [Article(article_id=i, title=t, text=x, claim=c) for i, t, x, c in texts]
    with working("labelling"):
        predictions = model.predict(articles)
    given = [[label in p.labels for label in labels] for p in predictions]
    return np.array(given, dtype=bool).reshape(len(rows), len(labels))


def _coder(
    name: str,
    model: Model,
    rows: NDArray[np.intp],
    given: NDArray[np.bool_],
    notes: tuple[str, ...] = (),
) -> ModelCoder:
    # A stance model says nothing of an article that does not mention its target.
    answered = given.any(axis=1) | (model.task == "theme")
    order = np.argsort(rows[answered], kind="stable")
    return ModelCoder(
        name, model.task, model.target, rows[answered][order], given[answered][order], notes
    )
