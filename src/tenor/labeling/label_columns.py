"""Labels in the files of articles: tags of publishers, and columns of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tenor.articles import Article
from tenor.articles.readers.cells import split_cell
from tenor.codebook import NO_THEME, Codebook
from tenor.codebook.task import THEMES, Task
from tenor.errors import CodebookError, InputError
from tenor.labeling.judgment import Judgment, match_label
from tenor.present.hints import did_you_mean


def publisher_judgments(article: Article, codebook: Codebook) -> list[Judgment]:
    """Return the themes of a publisher's tags as judgements.

    An article with tags that mean no theme gets the judgement ``none``; an article without
    tags gets no judgement.
    """
    if not article.publisher_themes or not codebook.themes:
        return []
    themes = codebook.themes_of_tags(article.publisher_themes) or [NO_THEME]
    return [
        Judgment(article.article_id, "theme", "", theme, "publisher", article.outlet)
        for theme in themes
    ]


COLUMN_CODER = "column "
"""The start of the coder of a label that a table column holds; the column's name follows."""


@dataclass(frozen=True, slots=True)
class LabelColumn:
    """A table column with labels by people: ``theme=topic``, ``stance:leaning=bias``.

    A cell has one label, a list of labels, or for themes several labels separated by ``;``
    or ``|``. With ``stance:@TARGET_COLUMN=LABEL_COLUMN`` another column names the target of
    each row.

    Attributes
    ----------
    task
        The task of the labels; None where each row names its target.
    column
        The column with the labels.
    target_column
        The column with the targets; empty where ``task`` is given.
    """

    task: Task | None
    column: str
    target_column: str = ""

    @classmethod
    def parse(cls, text: str, codebook: Codebook) -> LabelColumn:
        """Return the label column of ``theme=COLUMN`` or ``stance:TARGET=COLUMN``.

        Raises
        ------
        InputError
            If the text has another form, or the codebook has no such themes or target.
        """
        match = re.fullmatch(r"(theme|stance:(@?)([^=]+))=(.+)", text)
        if match is None:
            raise InputError(
                f"label column '{text}' cannot be parsed; write theme=COLUMN, "
                "stance:TARGET=COLUMN or stance:@TARGET_COLUMN=COLUMN"
            )
        _, from_column, target, column = match.groups()
        if target is None:
            if not codebook.themes:
                raise InputError(
                    f"label column '{text}' needs [[themes]] in the codebook; add them"
                )
            return cls(THEMES, column)
        if not codebook.targets:
            raise InputError(f"label column '{text}' needs [[targets]] in the codebook; add them")
        if from_column:
            return cls(None, column, target)
        try:
            codebook.target(target)
        except CodebookError as exc:
            raise InputError(f"label column '{text}': {exc}") from exc
        return cls(Task.stance(target), column)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table that the labels are taken from."""
        return (self.column, self.target_column) if self.target_column else (self.column,)

    def judgments(self, article: Article, codebook: Codebook) -> Iterator[Judgment | str]:
        """Yield the judgements of an article, or an error message for a label that is invalid."""
        task = self.task
        if task is None:
            target = str(article.columns.get(self.target_column) or "")
            if target not in codebook.target_names:
                known = ", ".join(codebook.target_names)
                known += did_you_mean(target, codebook.target_names)
                yield f"target '{target}' (column '{self.target_column}') is not one of {known}"
                return
            task = Task.stance(target)
        for label in _labels_of_cell(article.columns.get(self.column), task):
            try:
                label = match_label(label, codebook, task)
            except CodebookError as exc:
                yield f"{exc} (column '{self.column}')"
            else:
                yield Judgment(
                    article.article_id,
                    task.kind,
                    task.target,
                    label,
                    "coder",
                    f"{COLUMN_CODER}{self.column}",
                )


def _labels_of_cell(cell: object, task: Task) -> list[str]:
    if cell is None:
        return []
    if isinstance(cell, Sequence) and not isinstance(cell, str):
        labels = [str(label).strip() for label in cell]
        none = [] if task.is_stance else [NO_THEME]
        return [label for label in labels if label] or none
    if not task.is_stance:
        return split_cell(str(cell))
    text = str(cell).strip()
    return [text] if text else []
