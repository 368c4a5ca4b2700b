"""Labelling a corpus by rules, whose majority vote gives silver labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Codebook, CodebookVersions, Task
from tenor.corpus import (
    Corpus,
    articles_of,
    judgments_of,
    open_to_change,
    part_to_score,
    write_judgments,
)
from tenor.errors import CodebookError
from tenor.labeling import (
    GoldLabels,
    Judgment,
    LabelMatrix,
    MajorityStatistics,
    RuleStatistics,
    codebook_rules,
    gold_labels,
    label_matrices,
    load_functions,
)
from tenor.output import write_file
from tenor.present.cells import format_cell, to_csv
from tenor.progress import track
from tenor.toml import read_toml

if TYPE_CHECKING:
    import pandas as pd

RULE_COLUMNS = (
    "task",
    "target",
    "label",
    "rule",
    "votes",
    "coverage",
    "overlaps",
    "conflicts",
    "precision",
    "recall",
    "votes_on_gold",
    "query",
)
"""The columns of the table of rules."""


@dataclass(frozen=True)
class RuleReport:
    """The statistics of the rules of one task on a corpus.

    Attributes
    ----------
    task
        The task.
    rules
        The statistics of each rule.
    majority
        The statistics of the majority vote of all rules.
    excluded_part
        The part of the corpus whose gold labels do not count towards precision and recall,
        since a split by parts scores models on it; empty if there is none.
    """

    task: Task
    rules: tuple[RuleStatistics, ...]
    majority: MajorityStatistics
    excluded_part: str


def label(
    corpus: Corpus | str | Path,
    codebook: str | Path | None = None,
    *,
    functions: str | Path | None = None,
) -> tuple[Corpus, list[RuleReport]]:
    """Apply rules to every article and write the labels of the majority vote as silver labels.

    Earlier labels by rules are replaced; all others stay. If the codebook differs from that of
    the corpus in its rules alone, it replaces it.

    Parameters
    ----------
    corpus
        A corpus or its folder.
    codebook
        The codebook with the rules; default the corpus's own.
    functions
        A Python file of labeling functions. It is run.

    Returns
    -------
    tuple
        The corpus with its new labels, and a report for each task.

    Raises
    ------
    TenorError
        If the codebook has no rules, or has labels that the corpus's codebook lacks.

    Examples
    --------
    >>> from tenor.workflow.label import check_labels
    >>> check_labels(Corpus.load("data/corpus"), Codebook.load("codebook.toml"), "codebook.toml")
    """
    folder = corpus.path if isinstance(corpus, Corpus) else corpus
    with open_to_change(folder) as opened:
        return _label(opened, codebook, functions)


def _label(
    corpus: Corpus, codebook: str | Path | None, functions: str | Path | None
) -> tuple[Corpus, list[RuleReport]]:
    text = read_toml(Path(codebook), CodebookError) if codebook else corpus.codebook_text
    name = str(codebook or corpus.path / "codebook.toml")
    book = Codebook.parse(text, name)
    check_labels(corpus, book, name)
    rules = codebook_rules(book, load_functions(Path(functions), book) if functions else ())
    if not rules:
        raise CodebookError(
            f"codebook '{name}' has no rules; add rules = [...] to a theme, or [targets.rules]"
        )
    table = corpus.articles
    matrices = label_matrices(rules, book, track(articles_of(table), "applying rules", len(table)))
    judgments = [j for j in judgments_of(corpus.labels) if j.origin != "rule"]
    for task, matrix in matrices.items():
        judgments += _rule_judgments(matrix, task, corpus.article_ids, book)
    # Equal fingerprints mean equal labels and definitions; only the rules can differ.
    is_same = book.fingerprint == corpus.codebook.fingerprint
    labelled = write_judgments(corpus, judgments, text if is_same else None)
    return labelled, [_report(matrix, task, corpus, book) for task, matrix in matrices.items()]


def check_labels(corpus: Corpus, book: Codebook, name: str) -> None:
    """Check that the codebook of a corpus has every label of another codebook.

    Parameters
    ----------
    corpus
        The corpus.
    book
        The other codebook.
    name
        The name of the other codebook in messages.

    Raises
    ------
    CodebookError
        With a line for each theme, target or position that the corpus's codebook lacks.
    """
    known = corpus.codebook
    faults = [f"theme '{t}'" for t in book.theme_names if t not in known.theme_names]
    faults += [f"target '{t}'" for t in book.target_names if t not in known.target_names]
    for target in book.targets:
        if target.name in known.target_names:
            positions = known.target(target.name).positions
            of_target = f"of target '{target.name}'"
            faults += [
                f"position '{p}' {of_target}" for p in target.positions if p not in positions
            ]
    if book.themes and book.themes_per_article != known.themes_per_article:
        faults.append(f"themes_per_article = '{book.themes_per_article}'")
    if faults:
        raise CodebookError(
            *(
                f"codebook '{name}' has {fault}, and the codebook of corpus '{corpus.path}' does "
                "not; make the corpus again with this codebook"
                for fault in faults
            )
        )


def _rule_judgments(
    matrix: LabelMatrix, task: Task, article_ids: pd.Index, book: Codebook
) -> Iterator[Judgment]:
    """Yield a judgement for each rule that voted for a label of the majority."""
    majority = matrix.majority()
    column = [matrix.labels.index(rule.label) for rule in matrix.rules]
    votes_for = (matrix.votes > 0).tocoo()
    order = np.lexsort((votes_for.col, votes_for.row))
    for row, i in zip(votes_for.row[order].tolist(), votes_for.col[order].tolist(), strict=True):
        if majority[row, column[i]]:
            rule = matrix.rules[i]
            yield Judgment(
                article_ids[row],
                task.kind,
                task.target,
                rule.label,
                "rule",
                rule.rule_id,
                book.fingerprint,
            )


def _report(matrix: LabelMatrix, task: Task, corpus: Corpus, book: Codebook) -> RuleReport:
    # Not `Corpus.gold_labels`: the codebook of the rules may order its labels otherwise. Codings
    # by the corpus's codebook, and by earlier ones, answer the labels that are the same in both.
    earlier = {**corpus.versions.earlier, corpus.codebook.fingerprint: corpus.codebook}
    versions = CodebookVersions(book, earlier)
    gold = gold_labels(corpus.labels, corpus.article_ids, versions, task)
    parts = corpus.articles["part"].to_numpy(dtype=str)[gold.rows]
    # Rules that are corrected by these figures must not be fitted to what scores models.
    excluded_part = part_to_score(parts)
    if excluded_part:
        gold = GoldLabels.of(gold.take(parts != excluded_part))
    return RuleReport(
        task, tuple(matrix.rule_statistics(gold)), matrix.majority_statistics(gold), excluded_part
    )


def write_rule_table(reports: Sequence[RuleReport], path: Path, *, force: bool = False) -> None:
    """Write the statistics of each rule as CSV; undefined shares are empty cells.

    An existing file is replaced if ``force`` is true.

    Raises
    ------
    OutputError
        If the file cannot be written, or exists and ``force`` is false.
    """
    rows = (_cells(report.task, rule) for report in reports for rule in report.rules)
    write_file(path, to_csv([RULE_COLUMNS, *rows]), replace=force)


def _cells(task: Task, row: RuleStatistics) -> list[str]:
    shares = (row.coverage, row.overlaps, row.conflicts, row.precision, row.recall)
    cells: list[object] = [task.kind, task.target, row.rule.label, row.rule.rule_id, row.n_votes]
    cells += [None if share is None else round(share, 4) for share in shares]
    return [format_cell(value) for value in (*cells, row.n_votes_on_gold, row.rule.query)]
