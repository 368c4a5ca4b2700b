"""A judgement: one label that somebody or something gave one article."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from tenor.codebook import Codebook
from tenor.errors import CodebookError

Task = Literal["theme", "stance"]
Origin = Literal["publisher", "rule", "coder", "adjudicated"]

TASKS: tuple[str, ...] = get_args(Task)
ORIGINS: tuple[Origin, ...] = get_args(Origin)
GOLD: tuple[str, ...] = ("coder", "adjudicated")
"""Origins whose labels may score: only people's judgements."""


class Judgment(NamedTuple):
    """One row of ``labels.parquet``.

    ``target`` is empty for themes; ``coder`` names the person, ``codebook`` is
    the fingerprint of the codebook judged by, ``at`` the time as it was given.
    """

    article_id: str
    task: str
    target: str
    label: str
    origin: str
    coder: str = ""
    codebook: str = ""
    at: str = ""


def match_label(label: str, codebook: Codebook, task: str, target: str) -> str:
    """Return the codebook's own spelling of a label, compared without regard to case.

    Raises
    ------
    CodebookError
        If the codebook has no such label, task or target.
    """
    if task not in TASKS:
        raise CodebookError(f"task '{task}' is not one of {', '.join(TASKS)}")
    known = codebook.labels(task, target)
    wanted = " ".join(label.split())
    if wanted in known:
        return wanted
    for name in known:
        if name.casefold() == wanted.casefold():
            return name
    kind = "theme" if task == "theme" else "stance"
    shown = ", ".join(known) if len(known) <= 12 else f"the codebook's {len(known)} labels"
    raise CodebookError(f"{kind} '{label}' is not one of {shown}")
