"""The groups that shares are estimated for: outlets, months or years, and both together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from tenor.corpus import Corpus
from tenor.errors import InputError
from tenor.present.hints import did_you_mean

if TYPE_CHECKING:
    from numpy.typing import NDArray

Variable = Literal["outlet", "month", "year"]
VARIABLES: tuple[Variable, ...] = get_args(Variable)
PERIODS: dict[str, int] = {"month": len("2026-11"), "year": len("2026")}
"""The variables of time, and the length of the beginning of a date that is their value."""

UNKNOWN = {"outlet": "(no outlet)", "month": "(no date)", "year": "(no date)"}
"""The groups of articles without an outlet or a date."""


@dataclass(frozen=True)
class Domains:
    """One way of dividing the n articles of a corpus.

    Attributes
    ----------
    variables
        The variables that divide them; none for all articles together.
    values
        The values of each group, in the order of the variables.
    codes
        The position of each article's group in ``values``, shape (n,).
    """

    variables: tuple[Variable, ...]
    values: tuple[tuple[str, ...], ...]
    codes: NDArray[np.intp]


def parse_variables(text: str) -> tuple[Variable, ...]:
    """Return the variables of a list such as ``outlet,month``.

    Raises
    ------
    InputError
        If one is unknown or named twice, or two are of time.

    Examples
    --------
    >>> parse_variables("month,outlet"), parse_variables("")
    (('outlet', 'month'), ())
    """
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in VARIABLES:
            raise InputError(
                f"'{name}' is nothing to group shares by; name {' or '.join(VARIABLES)}"
                f"{did_you_mean(name, VARIABLES)}"
            )
    if len(set(names)) < len(names) or len(set(names) & set(PERIODS)) > 1:
        raise InputError(f"shares by '{text}' name one thing twice; name outlet, and month or year")
    return tuple(name for name in VARIABLES if name in names)


def make_domains(corpus: Corpus, variables: Sequence[Variable]) -> list[Domains]:
    """Return all articles together, then their groups by each variable, then by all of them.

    Groups are in alphabetical order, so those of time in order of time.

    Parameters
    ----------
    corpus
        The corpus.
    variables
        The variables.
    """
    values = {name: _values(corpus, name) for name in variables}
    return [
        _domains(subset, [values[name] for name in subset], len(corpus.articles))
        for n in range(len(variables) + 1)
        for subset in combinations(variables, n)
    ]


def _values(corpus: Corpus, name: Variable) -> list[str]:
    if name == "outlet":
        return [str(value) or UNKNOWN[name] for value in corpus.articles["outlet"]]
    dates = corpus.articles["published"]
    texts = ["" if date is None or date != date else str(date) for date in dates]
    return [text[: PERIODS[name]] or UNKNOWN[name] for text in texts]


def _domains(variables: tuple[Variable, ...], values: list[list[str]], n: int) -> Domains:
    names = list(zip(*values, strict=True)) if values else [()] * n
    known = sorted(set(names))
    number = {name: i for i, name in enumerate(known)}
    codes = np.array([number[name] for name in names], dtype=np.intp)
    return Domains(variables, tuple(known), codes)
