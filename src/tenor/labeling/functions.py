"""Labeling functions: rules in Python, for what queries cannot say.

They are the user's own code: only a file that the user names is run, never
anything in a codebook, a corpus or a bundle.
"""

from __future__ import annotations

import runpy
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tenor.articles import Article
from tenor.codebook import Codebook
from tenor.errors import CodebookError, InputError
from tenor.labeling.judgment import match_label

Vote = bool | None
"""True votes for the label, False against it, None abstains."""


@dataclass(frozen=True, slots=True)
class LabelingFunction:
    """A Python function that votes on one theme, or on one position towards a target."""

    name: str
    task: str
    target: str
    label: str
    function: Callable[[Article], Vote] = field(repr=False)
    line: int = 0

    def __call__(self, article: Article) -> Vote:
        """Return the vote on an article.

        Raises
        ------
        InputError
            If the function fails, or returns something else than a vote.
        """
        try:
            vote = self.function(article)
        except Exception as exc:
            where = f"labeling function '{self.name}' (line {self.line})"
            what = f"{type(exc).__name__}: {exc}"
            raise InputError(f"{where} failed on article '{article.article_id}': {what}") from exc
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
    """Make a function of an `Article` a labeling function of a theme, or of a position.

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
        If it names neither a theme, nor a target with its position.
    """
    if bool(theme) == bool(target) or bool(target) != bool(position):
        raise InputError("a labeling function takes theme=..., or target=... with position=...")

    def decorate(function: Callable[[Article], Vote]) -> LabelingFunction:
        code = getattr(function, "__code__", None)
        return LabelingFunction(
            getattr(function, "__name__", "function"),
            "theme" if theme else "stance", target, theme or position,
            function, code.co_firstlineno if code else 0,
        )  # fmt: skip

    return decorate


def load_functions(path: Path, codebook: Codebook) -> list[LabelingFunction]:
    """Run a Python file of the user's and return its labeling functions, in its order.

    Raises
    ------
    InputError
        If the file does not run, holds no labeling function, or one names
        what the codebook lacks: all such faults at once.
    """
    if not path.is_file():
        raise InputError(f"functions '{path}' are not there; name a Python file")
    try:
        names = runpy.run_path(str(path))
    except Exception as exc:
        lines = [
            f.lineno for f in traceback.extract_tb(exc.__traceback__) if f.filename == str(path)
        ]
        line = exc.lineno if isinstance(exc, SyntaxError) else lines[-1] if lines else 1
        what = exc.msg if isinstance(exc, SyntaxError) else exc
        raise InputError(f"{path}, line {line}: {type(exc).__name__}: {what}") from exc
    found = {id(f): f for f in names.values() if isinstance(f, LabelingFunction)}
    if not found:
        raise InputError(
            f"'{path}' defines no labeling function; put @labeling_function(theme=...) above one"
        )
    functions: list[LabelingFunction] = []
    faults: list[str] = []
    for function in found.values():
        where = f"{path}, line {function.line}: labeling function '{function.name}'"
        if function.name in {known.name for known in functions}:
            faults.append(f"{where}: the name stands twice; a vote is recorded by its name")
        try:
            label = match_label(function.label, codebook, function.task, function.target)
        except CodebookError as exc:
            faults.append(f"{where}: {exc}")
        else:
            functions.append(
                LabelingFunction(
                    function.name, function.task, function.target, label,
                    function.function, function.line,
                )
            )  # fmt: skip
    if faults:
        raise InputError("\n".join(faults))
    return functions
