"""Labeling functions: rules in Python, for what queries cannot express.

Their code is run only from a file that the user names on the command line, never from a
codebook, a corpus or a bundle.
"""

from __future__ import annotations

import runpy
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from tenor.articles import Article
from tenor.codebook import Codebook
from tenor.codebook.task import THEMES, Task
from tenor.errors import CodebookError, InputError, reason_of
from tenor.labeling.judgment import match_label

Vote = bool | None
"""True votes for the label, False against it, None abstains."""


@dataclass(frozen=True, slots=True)
class LabelingFunction:
    """A Python function that votes on one theme, or on one position towards a target.

    Attributes
    ----------
    name
        The name of the function, which is the coder of its judgements.
    task, label
        The label that it votes on, and its task.
    function
        The function: an article to True, False or None.
    line
        The line of its file where it is defined.
    """

    name: str
    task: Task
    label: str
    function: Callable[[Article], Vote] = field(repr=False)
    line: int = 0

    def __call__(self, article: Article) -> Vote:
        """Return the vote on an article.

        Raises
        ------
        InputError
            If the function raises, or returns anything but True, False or None.
        """
        try:
            vote = self.function(article)
        except Exception as exc:
            raise InputError(
                f"labeling function '{self.name}' (line {self.line}) failed on article "
                f"'{article.article_id}': {type(exc).__name__}: {reason_of(exc)}"
            ) from exc
        if vote is None:
            return None
        if vote not in (True, False):
            raise InputError(
                f"labeling function '{self.name}' (line {self.line}) returned '{vote!r}' for "
                f"article '{article.article_id}'; return True, False or None"
            )
        return bool(vote)


def labeling_function(
    *, theme: str = "", target: str = "", position: str = ""
) -> Callable[[Callable[[Article], Vote]], LabelingFunction]:
    """Decorate a function of an `Article` as a labeling function.

    Parameters
    ----------
    theme
        The theme that the function votes on.
    target, position
        The target and the position that it votes on, in place of a theme.

    Examples
    --------
    >>> from tenor import Article, labeling_function
    >>> @labeling_function(theme="economy")
    ... def full_of_figures(article):
    ...     return True if article.text.count("%") > 5 else None
    >>> full_of_figures(Article(article_id="1", text="Up 5 %."))

    Raises
    ------
    InputError
        If neither a theme nor a target with its position is given.
    """
    if bool(theme) == bool(target) or bool(target) != bool(position):
        raise InputError("a labeling function takes theme=..., or target=... with position=...")

    def decorate(function: Callable[[Article], Vote]) -> LabelingFunction:
        code = getattr(function, "__code__", None)
        return LabelingFunction(
            getattr(function, "__name__", "function"),
            THEMES if theme else Task.stance(target),
            theme or position,
            function,
            code.co_firstlineno if code else 0,
        )

    return decorate


def load_functions(path: Path, codebook: Codebook) -> list[LabelingFunction]:
    """Run a Python file, and return its labeling functions in the order of the file.

    Raises
    ------
    InputError
        If the file fails, defines no labeling function, or has one with a label that the
        codebook lacks; all faults of labels are reported together.
    """
    if not path.is_file():
        raise InputError(f"labeling functions file '{path}' does not exist; name a Python file")
    try:
        names = runpy.run_path(str(path))
    except Exception as exc:
        lines = [
            f.lineno for f in traceback.extract_tb(exc.__traceback__) if f.filename == str(path)
        ]
        line = exc.lineno if isinstance(exc, SyntaxError) else lines[-1] if lines else 1
        message = exc.msg if isinstance(exc, SyntaxError) else reason_of(exc)
        raise InputError(f"{path}, line {line}: {type(exc).__name__}: {message}") from exc
    # A function may have several names.
    defined = {id(f): f for f in names.values() if isinstance(f, LabelingFunction)}
    if not defined:
        raise InputError(
            f"'{path}' defines no labeling function; put @labeling_function(theme=...) above one"
        )
    functions: list[LabelingFunction] = []
    faults: list[str] = []
    for function in defined.values():
        location = f"{path}, line {function.line}: labeling function '{function.name}'"
        if function.name in {known.name for known in functions}:
            faults.append(f"{location}: the name is used twice; rename one of the functions")
        try:
            label = match_label(function.label, codebook, function.task)
        except CodebookError as exc:
            faults.append(f"{location}: {exc}")
        else:
            functions.append(replace(function, label=label))
    if faults:
        raise InputError(*faults)
    return functions
