"""Tasks: what models predict, the themes of articles or the stance towards one target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tenor.codebook.fields import ThemesPerArticle

if TYPE_CHECKING:
    from tenor.codebook.codebook import Codebook

Kind = Literal["theme", "stance"]


@dataclass(frozen=True, slots=True, order=True)
class Task:
    """What a model predicts: themes, or the stance towards one target.

    Attributes
    ----------
    kind
        ``theme`` or ``stance``.
    target
        The name of the target of a stance; empty for themes.

    Examples
    --------
    >>> task = Task.stance("bridge-toll")
    >>> task.name, task.title, task.model_name
    ('bridge-toll', 'stance towards bridge-toll', 'tenor-stance-bridge-toll')
    """

    kind: Kind
    target: str = ""

    @classmethod
    def stance(cls, target: str) -> Task:
        """Return the task of the stance towards a target."""
        return cls("stance", target)

    @classmethod
    def of_question(cls, question: str) -> Task | None:
        """Return the task of ``theme`` or ``stance:TARGET``; None for any other text."""
        kind, _, target = question.partition(":")
        if question == "theme":
            return THEMES
        return cls.stance(target) if kind == "stance" and target else None

    @property
    def is_stance(self) -> bool:
        """Whether the task is a stance."""
        return self.kind == "stance"

    @property
    def name(self) -> str:
        """``themes``, or the name of the target."""
        return self.target or "themes"

    @property
    def title(self) -> str:
        """``themes``, or ``stance towards TARGET``."""
        return f"stance towards {self.target}" if self.is_stance else "themes"

    @property
    def question(self) -> str:
        """``theme``, or ``stance:TARGET``, as codings files name the task."""
        return f"stance:{self.target}" if self.is_stance else "theme"

    @property
    def model_name(self) -> str:
        """The name that models of this task are registered under."""
        return f"tenor-stance-{self.target}" if self.is_stance else "tenor-theme"

    def labels(self, codebook: Codebook) -> tuple[str, ...]:
        """Return the themes or positions that a model can predict, in codebook order.

        Raises
        ------
        CodebookError
            If the codebook has no such target.
        """
        return codebook.target(self.target).positions if self.is_stance else codebook.theme_names

    def labels_per_article(self, codebook: Codebook) -> ThemesPerArticle:
        """Return ``one`` for a stance; for themes, what the codebook allows."""
        return "one" if self.is_stance else codebook.themes_per_article

    def single_label(self, codebook: Codebook) -> bool:
        """Whether an article has exactly one label."""
        return self.labels_per_article(codebook) == "one"

    def target_names(self, codebook: Codebook) -> tuple[str, ...]:
        """Return the names of the target in texts, see `Target.names`; empty for themes."""
        return codebook.target(self.target).names if self.is_stance else ()

    def concerns(self, codebook: Codebook, *texts: str) -> bool:
        """Whether the task applies to an article with these texts.

        A stance applies where a text names the target, or where the target has no aliases;
        themes apply to every article.
        """
        return not self.is_stance or codebook.target(self.target).applies_to(*texts)


THEMES = Task("theme")


def tasks_of(codebook: Codebook) -> list[Task]:
    """Return the tasks of a codebook: themes if it has any, then a stance for each target."""
    themes = [THEMES] if codebook.themes else []
    return [*themes, *map(Task.stance, codebook.target_names)]
