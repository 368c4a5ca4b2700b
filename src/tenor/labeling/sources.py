"""Labels that come with the articles: publishers' tags, and columns of their tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tenor.articles import Article
from tenor.codebook import NO_THEME, Codebook
from tenor.errors import CodebookError, InputError
from tenor.labeling.judgment import Judgment, match_label


def publisher_judgments(article: Article, codebook: Codebook) -> list[Judgment]:
    """Map an article's publisher tags to themes.

    An article whose tags mean none of the themes is judged to have none; one
    without tags is not judged at all.
    """
    if not article.publisher_themes or not codebook.themes:
        return []
    themes = codebook.themes_of_tags(article.publisher_themes) or [NO_THEME]
    return [
        Judgment(article.article_id, "theme", "", theme, "publisher", article.outlet)
        for theme in themes
    ]


@dataclass(frozen=True, slots=True)
class LabelColumn:
    """A table column that holds people's labels: ``theme=topic``, ``stance:leaning=bias``.

    A cell is one label, a list of labels, or several separated by ``;`` or
    ``|`` (themes only). A column target ``stance:@target_column=label_column``
    takes the target of each row from another column.
    """

    task: str
    target: str
    column: str
    target_column: str = ""

    @classmethod
    def parse(cls, text: str, codebook: Codebook) -> LabelColumn:
        """Read ``TASK[:TARGET]=COLUMN``.

        Raises
        ------
        InputError
            If the text has another form, or names what the codebook lacks.
        """
        match = re.fullmatch(r"(theme|stance:(@?)([^=]+))=(.+)", text)
        if match is None:
            rule = "write theme=COLUMN, stance:TARGET=COLUMN or stance:@TARGET_COLUMN=COLUMN"
            raise InputError(f"label column '{text}' cannot be read; {rule}")
        _, from_column, target, column = match.groups()
        if target is None:
            if not codebook.themes:
                raise InputError(f"label column '{text}' names themes; the codebook has none")
            return cls("theme", "", column)
        if not codebook.targets:
            raise InputError(f"label column '{text}' is of a stance; the codebook has no targets")
        if from_column:
            return cls("stance", "", column, target)
        try:
            codebook.target(target)
        except CodebookError as exc:
            raise InputError(f"label column '{text}': {exc}") from exc
        return cls("stance", target, column)

    @property
    def columns(self) -> tuple[str, ...]:
        """The table columns that must be kept while reading."""
        return (self.column, self.target_column) if self.target_column else (self.column,)

    def judgments(self, article: Article, codebook: Codebook) -> Iterator[Judgment | str]:
        """Yield the judgements of an article's row, and a sentence for each label that is none."""
        target = self.target
        if self.target_column:
            target = str(article.columns.get(self.target_column) or "")
            if target not in codebook.target_names:
                known = ", ".join(codebook.target_names)
                yield f"target '{target}' (column '{self.target_column}') is not one of {known}"
                return
        for label in self._cell(article.columns.get(self.column)):
            try:
                label = match_label(label, codebook, self.task, target)
            except CodebookError as exc:
                yield f"{exc} (column '{self.column}')"
            else:
                yield Judgment(
                    article.article_id, self.task, target, label, "coder", f"column {self.column}"
                )

    def _cell(self, cell: object) -> list[str]:
        if cell is None:
            return []
        if isinstance(cell, Sequence) and not isinstance(cell, str):
            labels = [str(label).strip() for label in cell]
            none = [NO_THEME] if self.task == "theme" else []
            return [label for label in labels if label] or none
        text = str(cell).strip()
        if self.task == "theme" and re.search(r"[;|]", text):
            return [label for part in re.split(r"[;|]", text) if (label := part.strip())]
        return [text] if text else []
