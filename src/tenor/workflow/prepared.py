"""What of a corpus a spec may train on, and what it is scored against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tenor.articles import CLEANING
from tenor.codebook import Codebook
from tenor.corpus import Corpus, Split, make_splits
from tenor.errors import CorpusError, SpecError
from tenor.labeling import Answers, Gold, answers, gold_answers, with_gold
from tenor.models import Experiment
from tenor.models.fitting import TrainingData
from tenor.models.searching import check_metric
from tenor.models.texts import FieldTexts, Lending

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Prepared:
    """The labels of one task and target.

    Attributes
    ----------
    data
        What may train: articles labelled by the origins that the spec trains on.
    answered
        What splits divide: the same articles, and all that people answered, with
        people's answers.
    texts
        The texts of those.
    """

    data: TrainingData
    answered: Answers
    texts: FieldTexts

    def training_part(self, split: Split) -> TrainingData:
        """Return what trains: of the split's articles, those with a label that may."""
        chosen = self.answered.rows[split.train]
        return self.data.take(np.flatnonzero(np.isin(self.data.answers.rows, chosen)))

    def scored_texts(self, split: Split) -> FieldTexts:
        """Return the texts that the split is scored on."""
        rows = self.truth(split).rows
        return self.texts.take(np.searchsorted(self.answered.rows, rows))

    def truth(self, split: Split) -> Gold:
        """Return what the split is scored against: answers of people, or nothing at all."""
        return Gold.of(self.answered.take(split.test))


def open_corpus(spec: Experiment, corpus: str | Path | None) -> Corpus:
    """Open a corpus, or else the one that a spec names.

    Raises
    ------
    TenorError
        If there is none, or it was cleaned by another version.
    """
    place = corpus or spec.corpus_path
    if place is None:
        raise SpecError(f"spec '{spec.name}' names no corpus; add corpus = 'FOLDER' or --corpus")
    opened = Corpus.load(place)
    if opened.info["cleaning"] != CLEANING:
        raise CorpusError(
            f"corpus '{place}' was cleaned by '{opened.info['cleaning']}', this version cleans by "
            f"'{CLEANING}'; make it anew with 'tenor prep'"
        )
    return opened


def named_targets(spec: Experiment, corpus: Corpus) -> list[str]:
    """Return the targets that a spec is of; one empty name for themes.

    Raises
    ------
    TenorError
        If the codebook has no such target, or no themes, or an article may have several
        of the labels that the spec compares two at a time.
    """
    if spec.task == "theme":
        if not corpus.codebook.themes:
            raise SpecError(f"spec '{spec.name}' is of themes, which the codebook has none of")
        wants_one = {"pair_weight": spec.compares_pairs, "self_training": spec.self_trains}
        for setting in (name for name, is_set in wants_one.items() if is_set):
            if corpus.codebook.themes_per_article != "one":
                raise SpecError(
                    f"spec '{spec.name}' sets '{setting}', which needs labels of which an article "
                    f"has one, and the codebook allows several themes; take {setting} out"
                )
        return [""]
    for target in spec.targets:
        corpus.codebook.target(target)
    return list(spec.targets or corpus.codebook.target_names)


def prepare_labels(
    spec: Experiment,
    corpus: Corpus,
    target: str,
    *,
    spare: str = "",
    lenders: Lending | None = None,
) -> Prepared:
    """Choose what may train and what may score.

    Parameters
    ----------
    lenders
        What `all_lenders` gives, if the spec has axes.
    spare
        A part of the corpus that does neither.

    Raises
    ------
    CorpusError
        If the corpus has no such labels.
    """
    import pandas as pd

    what, articles, book = target or "themes", corpus.articles, corpus.codebook
    ids = pd.Index(articles["article_id"])
    trains = answers(corpus.labels, ids, book, spec.task, target, origins=spec.train_on)
    gold = gold_answers(corpus.labels, ids, book, spec.task, target)
    if not len(trains) and len(gold):
        hint = "'tenor label' makes them" if spec.train_on == ("rule",) else "change train_on"
        raise CorpusError(f"{what}: no article has a label by {' or '.join(spec.train_on)}; {hint}")
    answered = with_gold(trains, gold)
    usable = np.ones(len(articles), dtype=bool)
    if spec.reads_claims:
        # Without a claim there is nothing to take a stance to, in training as in labelling.
        usable = (articles["claim"] != "").to_numpy()
        if len(answered) and not usable[answered.rows].any():
            raise CorpusError(
                f"{what}: the spec reads claims, and none of the {len(answered)} labelled articles "
                "has one; name their column at 'tenor prep' (--column claim=NAME)"
            )
    if spare:
        usable = usable & (articles["part"] != spare).to_numpy()
    trains, answered = (found.take(usable[found.rows]) for found in (trains, answered))
    names = names_of(book, target)
    if spec.reads_targets and not book.target(target).aliases:
        raise CorpusError(
            f"{what}: the spec reads the sentences that name the target, and the codebook gives "
            "it no aliases, by which texts name it; add some, or take another field"
        )
    texts = texts_of(spec, corpus, answered.rows, names, lenders)
    own = texts.take(np.searchsorted(answered.rows, trains.rows))
    data = TrainingData(own, trains, book, spec.task, target)
    check_metric(spec, trains.labels, one_label=data.rule == "one")
    return Prepared(data, answered, texts)


def names_of(codebook: Codebook, target: str) -> tuple[str, ...]:
    """Return what a target is called in texts; of themes, nothing."""
    return codebook.target(target).names if target else ()


def texts_of(
    spec: Experiment,
    corpus: Corpus,
    rows: NDArray[np.intp],
    names: tuple[str, ...],
    lenders: Lending | None = None,
) -> FieldTexts:
    """Return the texts of some articles; of a table that holds all, if all are read."""
    articles = corpus.articles
    everything = spec.reads_unanswered or np.array_equal(rows, np.arange(len(articles)))
    held = np.arange(len(articles)) if everything else rows
    lending = None if lenders is None else replace(lenders, rows=held)
    texts = FieldTexts(articles if everything else articles.iloc[rows], lending, names)
    return texts.at(rows) if spec.reads_unanswered else texts


def split_answered(spec: Experiment, corpus: Corpus, ready: Prepared) -> list[Split]:
    """Split the answered articles as a spec says.

    Raises
    ------
    CorpusError
        If they cannot be split so.
    """
    by = spec.split
    try:
        return make_splits(
            by.kind, ready.answered, corpus.articles,
            test_size=by.test_size, n_folds=by.n_folds, random_state=by.random_state,
            keep_whole=by.keep_whole,
        )  # fmt: skip
    except CorpusError as exc:
        raise CorpusError(f"{ready.data.target or 'themes'}: {exc}") from exc
