"""From votes to silver: the rules of a codebook label the articles of a corpus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tenor.articles import Article
from tenor.cells import cell, to_csv
from tenor.codebook import Codebook
from tenor.corpus import Corpus, judgments_of, scored_part, write_judgments
from tenor.errors import CodebookError
from tenor.labeling import (
    Gold,
    Judgment,
    LabelMatrix,
    RuleStatistics,
    VoteStatistics,
    codebook_rules,
    gold_answers,
    label_matrices,
    load_functions,
)  # fmt: skip
from tenor.output import replace_file
from tenor.progress import track
from tenor.tomlfile import read_toml

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class RuleReport:
    """How the rules of one task and target did on a corpus.

    ``unseen`` is the part of the corpus that was left out of precision and
    recall, because a split by parts scores on it; empty if there is none.
    """

    task: str
    target: str
    rules: tuple[RuleStatistics, ...]
    vote: VoteStatistics
    unseen: str


def label(
    corpus: Corpus | str | Path,
    codebook: str | Path | None = None,
    *,
    functions: str | Path | None = None,
) -> tuple[Corpus, list[RuleReport]]:
    """Let rules vote on every article and write what they say as silver labels.

    Earlier labels by rules are replaced; all others stay. Where the codebook
    differs from the corpus's in its rules alone, it takes its place.

    Parameters
    ----------
    corpus
        A corpus or its folder.
    codebook
        The codebook whose rules vote; default the corpus's own.
    functions
        A Python file of labeling functions. It is run.

    Returns
    -------
    tuple
        The corpus with its new labels, and a report for each task and target.

    Raises
    ------
    TenorError
        If the codebook has no rules, or gives labels that the corpus's lacks.

    Examples
    --------
    >>> from tenor.workflow.labelling import check_labels
    >>> check_labels(Corpus.load("data/corpus"), Codebook.load("codebook.toml"), "codebook.toml")
    """
    corpus = corpus if isinstance(corpus, Corpus) else Corpus.load(corpus)
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
    stream = track(stored_articles(table), "rules vote", len(table))
    matrices = label_matrices(rules, book, stream)
    judgments = [j for j in judgments_of(corpus.labels) if j.origin != "rule"]
    for (task, target), matrix in matrices.items():
        judgments += _judgments(matrix, task, target, table, book)
    same = book.fingerprint == corpus.codebook.fingerprint
    labelled = write_judgments(corpus, judgments, text if same else None)
    reports = [
        _report(matrix, task, target, corpus, book) for (task, target), matrix in matrices.items()
    ]
    return labelled, reports


def check_labels(corpus: Corpus, book: Codebook, name: str) -> None:
    """Check that every label of a codebook means something in a corpus.

    Raises
    ------
    CodebookError
        With a line for each theme, target or position that the corpus's codebook lacks.
    """
    own = corpus.codebook
    faults = [f"theme '{t}'" for t in book.theme_names if t not in own.theme_names]
    faults += [f"target '{t}'" for t in book.target_names if t not in own.target_names]
    for target in book.targets:
        if target.name in own.target_names:
            known = own.target(target.name).positions
            where = f"of target '{target.name}'"
            faults += [f"position '{p}' {where}" for p in target.positions if p not in known]
    if book.themes and book.themes_per_article != own.themes_per_article:
        faults.append(f"themes_per_article = '{book.themes_per_article}'")
    if faults:
        raise CodebookError(
            "\n".join(
                f"codebook '{name}' has {what}, and the codebook of corpus '{corpus.path}' does "
                "not; make the corpus anew with this codebook"
                for what in faults
            )
        )


def stored_articles(table: pd.DataFrame) -> Iterator[Article]:
    """Yield the articles of a corpus's table."""
    columns = {name: table[name] for name in Article.__slots__ if name in table}
    for values in zip(*columns.values(), strict=True):
        fields = dict(zip(columns, values, strict=True))
        for name in ("regions", "publisher_themes"):
            fields[name] = tuple(fields[name])
        yield Article(**fields)


def _judgments(
    matrix: LabelMatrix, task: str, target: str, table: pd.DataFrame, book: Codebook
) -> Iterator[Judgment]:
    given = matrix.majority()
    column = [matrix.labels.index(rule.label) for rule in matrix.rules]
    voted = (matrix.votes > 0).tocoo()
    ids = table["article_id"].to_numpy()
    order = np.lexsort((voted.col, voted.row))
    for row, rule in zip(voted.row[order].tolist(), voted.col[order].tolist(), strict=True):
        if given[row, column[rule]]:
            by = matrix.rules[rule]
            yield Judgment(ids[row], task, target, by.label, "rule", by.rule_id, book.fingerprint)


def _report(
    matrix: LabelMatrix, task: str, target: str, corpus: Corpus, book: Codebook
) -> RuleReport:
    import pandas as pd

    ids = pd.Index(corpus.articles["article_id"])
    gold = gold_answers(corpus.labels, ids, book, task, target)
    parts = corpus.articles["part"].to_numpy(dtype=str)[gold.rows]
    # Whoever mends rules by these figures must not mend them by what scores.
    unseen = scored_part(parts)
    if unseen:
        gold = Gold.of(gold.take(parts != unseen))
    return RuleReport(task, target, tuple(matrix.statistics(gold)), matrix.summary(gold), unseen)


TABLE = (
    "task", "target", "label", "rule", "votes", "coverage", "overlaps", "conflicts",
    "precision", "recall", "votes_on_gold", "query",
)  # fmt: skip
"""Columns of the table of rules as a file."""


def write_table(reports: Sequence[RuleReport], path: Path) -> None:
    """Write how each rule did as CSV: shares as numbers, what was not measured as empty cells.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    rows = (_cells(report, row) for report in reports for row in report.rules)
    replace_file(path, to_csv([TABLE, *rows]))


def _cells(report: RuleReport, row: RuleStatistics) -> list[str]:
    rule = row.rule
    shares = (row.coverage, row.overlaps, row.conflicts, row.precision, row.recall)
    cells: list[object] = [report.task, report.target, rule.label, rule.rule_id, row.votes]
    cells += [None if share is None else round(share, 4) for share in shares]
    return [cell(value) for value in (*cells, row.votes_on_gold, rule.source)]
