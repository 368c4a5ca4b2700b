"""A suggested spec: the tables that fit a corpus, each with its reason as a comment."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tenor.codebook import Task, tasks_of
from tenor.corpus import Corpus
from tenor.errors import CorpusError
from tenor.models.default_spec import DEFAULT_CLASSIFIERS, DEFAULT_VIEWS
from tenor.models.spec_tables import ViewSpec
from tenor.present import format_count, format_percent
from tenor.workflow.suggest.facts import CorpusFacts
from tenor.workflow.suggest.tables import WIDTH, SpecTable, search_table

MIN_OUTLETS = 5
"""Outlets that suffice to hold some of them out in each of five folds."""
MIN_ARTICLES_BY_TIME = 2000
"""Labelled articles whose latest fifth is large enough to be scored alone."""
MIN_SCORED = 200
"""Scored articles below which the interval of a score is too wide for most comparisons."""
MAX_ARTICLES_IN_FOLDS = 10_000
"""Labelled articles above which one split is precise enough, and folds would take long."""
MAX_FEW_LABELS = 1000
MIN_UNLABELLED = 1000
"""Labelled articles up to which, and unlabelled ones from which, the latter improve a model."""
HALF = 0.5
SHORT_TEXT = 500
"""The number of characters of a lead; a shorter text has no more than that."""


@dataclass(frozen=True)
class SuggestedSpec:
    """A spec for a corpus and a task, as tables.

    Attributes
    ----------
    title
        What the spec is for, in a sentence.
    tables
        Its tables, in order.
    """

    title: str
    tables: tuple[SpecTable, ...] = field(default_factory=tuple)

    @property
    def text(self) -> str:
        """The spec as TOML, with a comment for each reason."""
        head = textwrap.wrap(self.title, WIDTH, initial_indent="# ", subsequent_indent="# ")
        blocks = ["\n".join(table.lines()) for table in self.tables]
        return "\n".join(head) + "\n" + "\n\n".join(blocks) + "\n"


def suggest_spec(
    corpus: Corpus, task: Task, *, corpus_path: str = "", best: bool = False
) -> SuggestedSpec:
    """Return the spec that fits a corpus and a task.

    Parameters
    ----------
    corpus
        The corpus.
    task
        The task.
    corpus_path
        The folder of the corpus as the spec names it; default that of ``corpus``.
    best
        Whether training may take several times as long for a better score.

    Raises
    ------
    CorpusError
        If no article is labelled for the task.
    """
    facts = CorpusFacts.of(corpus, task)
    keys: dict[str, Any] = {"task": task.kind}
    if task.is_stance:
        keys["target"] = task.target
    keys["corpus"] = corpus_path or str(corpus.path)
    tables = [SpecTable("", keys), *suggest_tables(facts, task, best=best)]
    return SuggestedSpec(_title(facts, task), tuple(tables))


def suggest_specs(
    corpus: Corpus, *, corpus_path: str = "", best: bool = False
) -> dict[str, SuggestedSpec]:
    """Return a spec for each task of a corpus that has labels, by the name of its file.

    Parameters
    ----------
    corpus, corpus_path, best
        As in `suggest_spec`.

    Raises
    ------
    CorpusError
        If no task has labels.
    """
    specs: dict[str, SuggestedSpec] = {}
    faults = []
    for task in tasks_of(corpus.codebook):
        try:
            suggested = suggest_spec(corpus, task, corpus_path=corpus_path, best=best)
        except CorpusError as exc:
            faults.append(exc)
            continue
        specs[f"stance-{task.target}.toml" if task.is_stance else "themes.toml"] = suggested
    if not specs:
        raise faults[0]
    return specs


def suggest_tables(facts: CorpusFacts, task: Task, *, best: bool = False) -> list[SpecTable]:
    """Return the tables of a spec, from the facts of a corpus.

    Parameters
    ----------
    facts
        The facts.
    task
        The task.
    best
        As in `suggest_spec`.
    """
    return [
        _split(facts, task),
        *_views(facts, task),
        _classifier(facts, task),
        *_unlabelled(facts),
        *([search_table()] if best else []),
    ]


def _title(facts: CorpusFacts, task: Task) -> str:
    counts = sorted(facts.label_counts.items(), key=lambda item: -item[1])
    shown = ", ".join(f"{label} {format_count(count)}" for label, count in counts[:6])
    more = f", and {len(counts) - 6} more" if len(counts) > 6 else ""
    what = f"Stance towards {task.target}" if task.is_stance else "Themes"
    return (
        f"{what}: {format_count(facts.n_labelled)} of {format_count(facts.n_articles)} articles "
        f"are labelled ({shown}{more}). Suggested by tenor init for this corpus; "
        "change what you know better."
    )


def _split(facts: CorpusFacts, task: Task) -> SpecTable:
    if facts.part:
        reason = (
            f"{format_count(facts.n_in_part)} articles labelled by people are in the part "
            f"{facts.part}, which is scored."
        )
        if facts.n_in_part < MIN_SCORED:
            reason += ' They are few; kind = "folds" scores every labelled article.'
        if task.is_stance and facts.n_outlets >= MIN_OUTLETS:
            reason += " 'tenor evaluate' shows the score on unseen outlets."
        return SpecTable("[split]", {"kind": "part"}, reason)
    if task.is_stance and facts.n_outlets >= MIN_OUTLETS and facts.largest_outlet <= HALF:
        reason = (
            f"The articles are from {facts.n_outlets} outlets. An outlet mostly has one position, "
            "so a model can recognize outlets in place of positions: an outlet is in one fold "
            "only. Without group_by, the score is that for new articles of the same outlets."
        )
        return SpecTable("[split]", {"kind": "folds", "group_by": "outlet"}, reason)
    if (
        facts.dated >= 0.9
        and facts.n_gold >= MIN_ARTICLES_BY_TIME
        and facts.first_date < facts.last_date
    ):
        reason = (
            f"The articles are from {facts.first_date} to {facts.last_date}, and a model labels "
            "later ones: the latest fifth is scored."
        )
        return SpecTable("[split]", {"kind": "time"}, reason)
    if facts.n_gold > MAX_ARTICLES_IN_FOLDS:
        reason = f"A random fifth of {format_count(facts.n_gold)} articles is scored."
        return SpecTable("[split]", {"kind": "random"}, reason)
    reason = (
        "Each article that people labelled is scored once, by a model that was not trained on it."
    )
    return SpecTable("[split]", {"kind": "folds"}, reason)


def _views(facts: CorpusFacts, task: Task) -> Iterator[SpecTable]:
    if task.is_stance and facts.with_claim >= HALF:
        yield SpecTable(
            "[[features]]",
            {
                "field": "claim_features",
                "min_df": 5,
                "sublinear_tf": False,
                "use_idf": False,
                "norm": "none",
                "weight": 0.4,
            },
            f"{format_percent(facts.with_claim)} of the articles have a claim, towards which "
            "their stance is: its overlap with the article, and cue words near it.",
        )
        yield SpecTable(
            "[[features]]",
            {"field": "body", "min_df": 0.03},
            "Only frequent words: rare ones belong to one event, and new claims are about others.",
        )
        return
    if facts.unspaced >= HALF:
        yield SpecTable(
            "[[features]]",
            {"analyzer": "char", "ngram_range": [1, 3], "min_df": 2},
            f"{format_percent(facts.unspaced)} of the text is in a script that is written without "
            "spaces, so its terms are runs of one to three characters and not words.",
        )
        return
    if facts.other_targets >= HALF:
        yield SpecTable(
            "[[features]]",
            {"field": "target_sentences", "ngram_range": [1, 2], "min_df": 2},
            f"{format_percent(facts.other_targets)} of the articles mention another target too: "
            f"the sentences that name {task.target} count more than the others.",
        )
    reason = _reason_of_views(facts)
    for view in DEFAULT_VIEWS:
        yield SpecTable("[[features]]", _settings(view), reason)
        reason = ""


def _reason_of_views(facts: CorpusFacts) -> str:
    reason = "Words and pairs of words, and parts of words."
    if not facts.titled:
        reason += " No article has a title."
    if facts.median_length < SHORT_TEXT:
        reason += (
            f" The texts are short (median {facts.median_length} characters), so that the lead "
            "is mostly all of a text."
        )
    return reason


def _settings(view: ViewSpec) -> dict[str, Any]:
    return view.model_dump(mode="json", exclude_unset=True)


def _classifier(facts: CorpusFacts, task: Task) -> SpecTable:
    if task.is_stance and facts.with_claim >= HALF:
        settings: dict[str, Any] = {"C": 0.02, "class_weight": "balanced"}
        reason = "Strong regularization, because few features recur in new events."
        if len(facts.label_counts) > 2:
            settings["ovo_weight"] = 0.5
            reason += " Pairs of labels are compared too."
        return SpecTable("[classifier]", settings, reason)
    counts = facts.label_counts.values()
    reason = (
        f"The most frequent label has {format_count(max(counts))} articles and the rarest "
        f"{format_count(min(counts))}: balanced weights let each count as much."
    )
    settings = DEFAULT_CLASSIFIERS[task.kind].model_dump(mode="json", exclude_unset=True)
    if settings.get("nb_interpolation"):
        if _has_few_labels(facts):
            # What distinguishes a label in few articles is mostly chance.
            del settings["nb_interpolation"]
        else:
            reason += " Terms that distinguish a label count more (NB-SVM)."
    return SpecTable("[classifier]", settings, reason)


def _has_few_labels(facts: CorpusFacts) -> bool:
    return facts.n_labelled <= MAX_FEW_LABELS and facts.n_unlabelled >= MIN_UNLABELLED


def _unlabelled(facts: CorpusFacts) -> Iterator[SpecTable]:
    n_labelled, n_others = format_count(facts.n_labelled), format_count(facts.n_unlabelled)
    if facts.is_single_label and _has_few_labels(facts):
        yield SpecTable(
            "[self_training]",
            {"share": 0.5},
            f"Only {n_labelled} articles have a label. A teacher with LSA components labels the "
            f"{n_others} others, and the most confident half of them train too.",
        )
