"""The labelled set of a task: which articles may train, and which can be scored."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import THEMES, Task
from tenor.corpus import Corpus, Split, make_splits
from tenor.errors import CorpusError, SpecError
from tenor.labeling import GoldLabels, ResolvedLabels, prefer_gold
from tenor.labeling.rule_labels import RulePrecision
from tenor.models.field_texts import FieldTexts
from tenor.models.pool import UnlabelledPool
from tenor.models.search import check_metric
from tenor.models.spec import Experiment
from tenor.models.training_set import TrainingSet
from tenor.workflow.alias_coverage import alias_coverage
from tenor.workflow.fit.silver import RuleFloor
from tenor.workflow.fit.unlabelled import with_unlabelled

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class LabelledSet:
    """The labelled articles of one task.

    Attributes
    ----------
    spec, corpus, task
        The spec, the corpus and the task.
    training
        Every article that may train: those labelled by an origin that the spec trains on.
    labels
        The labels that are split: those of the same articles and of all gold articles, gold
        where an article has gold labels.
    texts
        The texts of the articles of ``labels``.
    rule_floor
        Leaves weak rules out of training; None if there are none.
    """

    spec: Experiment
    corpus: Corpus
    task: Task
    training: TrainingSet
    labels: ResolvedLabels
    texts: FieldTexts
    rule_floor: RuleFloor | None = None

    def splits(self) -> list[Split]:
        """Return the splits of the labelled articles that the spec defines.

        Raises
        ------
        CorpusError
            If they cannot be split in this way.
        """
        split = self.spec.split
        try:
            return make_splits(
                split.kind,
                self.labels,
                self.corpus.articles,
                test_size=split.test_size,
                n_folds=split.n_folds,
                random_state=split.random_state,
                group_by=split.group_by,
            )
        except CorpusError as exc:
            raise CorpusError(f"{self.task.name}: {exc}") from exc

    def training_set(self, split: Split | None = None) -> TrainingSet:
        """Return the training set of a split, with the unlabelled articles that it allows.

        Without a split, it contains every article that may train.
        """
        training = self.training
        if split is not None:
            rows = self.labels.rows[split.train]
            training = training.take(np.flatnonzero(np.isin(training.labels.rows, rows)))
        if self.rule_floor is not None:
            training = self.rule_floor.apply(training, self._training_gold(split))
        return with_unlabelled(training, self.spec, self.corpus, self.task, self.labels.rows, split)

    def weak_rules(self, split: Split | None = None) -> tuple[RulePrecision, ...]:
        """Return the rules that do not train in a split; without one, those of all articles."""
        if self.rule_floor is None:
            return ()
        return self.rule_floor.weak_rules(self._training_gold(split))

    def _training_gold(self, split: Split | None) -> ResolvedLabels:
        labels = self.labels if split is None else self.labels.take(split.train)
        return labels.take(labels.is_gold)

    def truth(self, split: Split) -> GoldLabels:
        """Return the gold labels of the test articles of a split."""
        return GoldLabels.of(self.labels.take(split.test))

    def test_texts(self, split: Split) -> FieldTexts:
        """Return the texts of the test articles of a split."""
        return self.texts.take(split.test)


def open_corpus(spec: Experiment, corpus: str | Path | None) -> Corpus:
    """Return a corpus; by default the one that the spec names.

    Raises
    ------
    TenorError
        If there is none, or its texts were cleaned by another version.
    """
    folder = corpus or spec.corpus_path
    if folder is None:
        raise SpecError(
            f"spec '{spec.name}' names no corpus; add corpus = 'FOLDER' to it or to tenor.toml, or "
            "use --corpus"
        )
    loaded = Corpus.load(folder)
    loaded.check_cleaning()
    return loaded


def tasks_of_spec(spec: Experiment, corpus: Corpus) -> list[Task]:
    """Return the tasks of a spec: themes, or a stance for each of its targets.

    Raises
    ------
    TenorError
        If the codebook has no such target or no themes, or allows several themes where the
        spec needs a single label.
    """
    if spec.task == "stance":
        for target in spec.targets:
            corpus.codebook.target(target)
        return [Task.stance(name) for name in spec.targets or corpus.codebook.target_names]
    if not corpus.codebook.themes:
        raise SpecError(f"spec '{spec.name}' predicts themes, and the codebook has none")
    needs_single = {"ovo_weight": spec.uses_ovo, "self_training": spec.uses_self_training}
    for setting in (name for name, is_used in needs_single.items() if is_used):
        if not THEMES.single_label(corpus.codebook):
            raise SpecError(
                f"spec '{spec.name}' sets '{setting}', which needs one label an article, and the "
                f"codebook allows several themes; remove {setting}"
            )
    return [THEMES]


def make_labelled_set(
    spec: Experiment,
    corpus: Corpus,
    task: Task,
    pool: UnlabelledPool,
    *,
    exclude_part: str = "",
) -> LabelledSet:
    """Return the labelled set of a task: articles that may train, and articles to score.

    Parameters
    ----------
    spec, corpus, task
        The spec, the corpus and the task.
    pool
        The unlabelled pool of the spec and corpus; see `make_pool`.
    exclude_part
        A part of the corpus whose articles are not used.

    Raises
    ------
    CorpusError
        If the corpus has no such labels.
    """
    articles, book = corpus.articles, corpus.codebook
    trainable = corpus.resolved_labels(task, origins=spec.train_on)
    gold = corpus.gold_labels(task)
    if not len(trainable) and len(gold):
        hint = "'tenor label' makes them" if spec.train_on == ("rule",) else "change train_on"
        origins = " or ".join(spec.train_on)
        raise CorpusError(f"{task.name}: no article has a label by {origins}; {hint}")
    labels = prefer_gold(trainable, gold)
    usable = np.ones(len(articles), dtype=bool)
    if spec.uses_claims:
        usable = (articles["claim"] != "").to_numpy()
        if len(labels) and not usable[labels.rows].any():
            raise CorpusError(
                f"{task.name}: the spec needs claims, and none of the {len(labels)} labelled "
                "articles has one; name their column at 'tenor prep' (--column claim=NAME)"
            )
    if exclude_part:
        usable = usable & (articles["part"] != exclude_part).to_numpy()
    trainable, labels = trainable.take(usable[trainable.rows]), labels.take(usable[labels.rows])
    if spec.uses_target_names and not book.target(task.target).aliases:
        raise CorpusError(
            f"{task.name}: the spec needs the sentences that name the target, and the codebook "
            "gives it no aliases; add some, or choose another field"
        )
    coverage = None if spec.uses_claims else alias_coverage(corpus, book, task)
    if coverage and coverage.n_coded and coverage.n_unnamed == coverage.n_coded:
        raise CorpusError(f"{task.name}: {coverage.sentence}")
    texts, pool = texts_of_rows(spec, corpus, labels.rows, task.target_names(book), pool)
    training = TrainingSet.of_task(
        task, book, texts.take(np.searchsorted(labels.rows, trainable.rows)), trainable, pool
    )
    check_metric(spec, trainable.labels, single_label=training.single_label)
    floor = RuleFloor.of(spec, corpus, task)
    return LabelledSet(spec, corpus, task, training, labels, texts, floor)


def texts_of_rows(
    spec: Experiment,
    corpus: Corpus,
    rows: NDArray[np.intp],
    target_names: tuple[str, ...],
    pool: UnlabelledPool,
) -> tuple[FieldTexts, UnlabelledPool]:
    """Return the texts of some articles, and the pool for the table that holds them.

    The table has all articles of the corpus where unlabelled ones are used, else only those
    at ``rows``, since the terms of every article of a table are counted.

    Parameters
    ----------
    spec, corpus
        The spec and the corpus.
    rows
        Positions in the articles table, ascending.
    target_names
        The names of the target of a stance.
    pool
        The pool of the corpus.
    """
    articles = corpus.articles
    if spec.uses_unlabelled or np.array_equal(rows, np.arange(len(articles))):
        texts = FieldTexts(articles, target_names).at(rows)
        return texts, pool.for_table(np.arange(len(articles)))
    return FieldTexts(articles.iloc[rows], target_names), pool.for_table(rows)
