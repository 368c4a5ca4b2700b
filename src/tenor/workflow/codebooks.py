"""Checking, showing and comparing codebooks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Codebook, Task
from tenor.codebook.changes import Change, codebook_changes
from tenor.codebook.page import PageFormat, render_codebook
from tenor.codebook.review import review_codebook
from tenor.corpus import Corpus, articles_of
from tenor.errors import CodebookError
from tenor.labeling import GOLD_ORIGINS, codebook_rules, label_matrices
from tenor.output import check_output, write_file
from tenor.progress import track
from tenor.toml import format_faults, read_toml

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True)
class StaleCodings:
    """A change of a codebook, and the codings in a corpus that it makes stale.

    Attributes
    ----------
    change
        The change.
    n_dropped
        The number of judgements by people of a label that the new codebook lacks.
    n_to_ask
        The number of articles judged by people that nobody has judged on the label as it is
        now.
    """

    change: Change
    n_dropped: int = 0
    n_to_ask: int = 0


@dataclass(frozen=True)
class RuleLabelChange:
    """The number of articles that gain a label by the rules of a new codebook, or lose it."""

    task: Task
    label: str
    n_gained: int
    n_lost: int


@dataclass(frozen=True)
class CodebookDiff:
    """The differences between two codebooks, and their effects on a corpus.

    Attributes
    ----------
    changes
        Every change, with the codings that it makes stale.
    n_articles
        The number of articles in the corpus.
    n_relabelled
        The number of articles that the rules label differently.
    rule_labels
        The labels by rule that articles gain or lose.
    """

    changes: list[StaleCodings]
    n_articles: int = 0
    n_relabelled: int = 0
    rule_labels: tuple[RuleLabelChange, ...] = ()


def check_codebook(path: Path) -> tuple[Codebook, list[str]]:
    """Return the codebook of a file, and a warning for each probable mistake in it.

    Raises
    ------
    CodebookError
        With a line for every fault of the file.
    """
    text = read_toml(path, CodebookError)
    codebook = Codebook.parse(text, str(path))
    return codebook, format_faults(review_codebook(codebook), text, str(path))


def show_codebook(
    path: Path, page_format: PageFormat, output: Path | None = None, *, force: bool = False
) -> str:
    """Return the page of a codebook, and write it to a file if there is an output.

    Parameters
    ----------
    path
        The codebook.
    page_format
        ``markdown`` or ``html``.
    output
        The file to write.
    force
        Whether to replace an existing file.

    Raises
    ------
    CodebookError
        With a line for every fault of the codebook.
    OutputError
        If the output exists, or cannot be written.
    """
    page = render_codebook(Codebook.load(path), page_format)
    if output is not None:
        check_output(output, force=force)
        write_file(output, page.encode(), replace=force)
    return page


def diff_codebooks(old: Path, new: Path, corpus: Path | None = None) -> CodebookDiff:
    """Return the differences between two codebooks, and their effects on a corpus if there is one.

    Parameters
    ----------
    old, new
        The codebooks.
    corpus
        A corpus folder, whose codings and labels by rule are compared.

    Raises
    ------
    TenorError
        If a codebook or the corpus cannot be read.
    """
    before, after = Codebook.load(old), Codebook.load(new)
    changes = codebook_changes(before, after)
    if corpus is None:
        return CodebookDiff([StaleCodings(change) for change in changes])
    loaded = Corpus.load(corpus)
    n_relabelled, rule_labels = _compare_rules(before, after, loaded.articles)
    return CodebookDiff(
        _stale_codings(changes, after, loaded.labels),
        len(loaded.articles),
        n_relabelled,
        rule_labels,
    )


def _stale_codings(
    changes: list[Change], new: Codebook, labels: pd.DataFrame
) -> list[StaleCodings]:
    # Judgements with the new codebook's fingerprint were made by it and are not stale.
    people = labels[labels["origin"].isin(GOLD_ORIGINS) & (labels["codebook"] != new.fingerprint)]
    counts = []
    for change in changes:
        stale = people[people["task"] == change.task]
        if change.target:
            stale = stale[stale["target"] == change.target]
        if not change.task:
            counts.append(StaleCodings(change))
        elif _is_removed(change, new):
            given = stale["label"] == change.label if change.label else stale["label"] != ""
            counts.append(StaleCodings(change, n_dropped=int(given.sum())))
        else:
            counts.append(StaleCodings(change, n_to_ask=int(stale["article_id"].nunique())))
    return counts


def _is_removed(change: Change, new: Codebook) -> bool:
    if change.target:
        return change.target not in new.target_names
    return bool(change.label) and change.label not in new.theme_names


def _compare_rules(
    old: Codebook, new: Codebook, articles: pd.DataFrame
) -> tuple[int, tuple[RuleLabelChange, ...]]:
    """Return the number of articles that the rules label differently, and the changed labels."""
    before, after = _rule_labels(old, articles), _rule_labels(new, articles)
    no_article = np.zeros(len(articles), dtype=bool)
    relabelled = no_article.copy()
    changes = []
    for task, label in dict.fromkeys([*before, *after]):
        is_before = before.get((task, label), no_article)
        is_after = after.get((task, label), no_article)
        relabelled |= is_before != is_after
        n_gained = int((is_after & ~is_before).sum())
        n_lost = int((is_before & ~is_after).sum())
        if n_gained or n_lost:
            changes.append(RuleLabelChange(task, label, n_gained, n_lost))
    return int(relabelled.sum()), tuple(changes)


def _rule_labels(
    codebook: Codebook, articles: pd.DataFrame
) -> dict[tuple[Task, str], NDArray[np.bool_]]:
    """Return for each task and label whether the rules give it, shape (n_articles,)."""
    stream = track(articles_of(articles), f"rules of version {codebook.version}", len(articles))
    labels = {}
    for task, matrix in label_matrices(codebook_rules(codebook), codebook, stream).items():
        majority = matrix.majority().astype(bool)
        for i, label in enumerate(matrix.labels):
            labels[task, label] = majority[:, i]
    return labels
