"""The frame of a corpus that articles are drawn from: its duplicate groups, and their strata."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from tenor.errors import InputError
from tenor.present.hints import did_you_mean

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

FRAME_COLUMNS = ("article_id", "duplicate_group", "outlet", "published")
"""The columns of the articles table that a frame is made of."""

Stratum = Literal["outlet", "month", "year"]
"""What the strata of a draw can be."""

UNDATED = "(no date)"
"""The stratum of articles without a date."""


def frame_fingerprint(article_ids: Iterable[str], duplicate_groups: Iterable[str]) -> str:
    """Return twelve hexadecimal digits that change when an article or its duplicate group does.

    Parameters
    ----------
    article_ids, duplicate_groups
        The id and the duplicate group of each article, in any order.
    """
    digest = hashlib.sha256()
    for pair in sorted(zip(article_ids, duplicate_groups, strict=True)):
        digest.update(json.dumps(pair, ensure_ascii=False).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()[:12]


def frame_of(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the duplicate groups of a corpus, one a row, in the order of their first articles.

    Parameters
    ----------
    articles
        The articles table, with the columns `FRAME_COLUMNS`.

    Returns
    -------
    DataFrame
        The columns of the group's first article, which represents it, and ``n_articles``. The
        index is the position of this article in the articles table.
    """
    # A group has the id of its first article.
    frame = articles[articles["article_id"] == articles["duplicate_group"]].copy()
    sizes = articles["duplicate_group"].value_counts()
    frame["n_articles"] = sizes.reindex(frame["duplicate_group"]).to_numpy()
    return frame


def parse_strata(text: str) -> tuple[Stratum, ...]:
    """Return the strata that a text names, separated by commas.

    Raises
    ------
    InputError
        If it names another one, or one twice.

    Examples
    --------
    >>> parse_strata("outlet,month"), parse_strata("")
    (('outlet', 'month'), ())
    """
    names = [name.strip() for name in text.split(",")] if text.strip() else []
    for i, name in enumerate(names):
        if name not in STRATA:
            raise InputError(
                f"strata can be by {', '.join(STRATA)}, not by '{name}'; write for example "
                f"outlet,month{did_you_mean(name, list(STRATA))}"
            )
        if name in names[:i]:
            raise InputError(f"'{name}' is named twice in '{text}'; name each once")
    return tuple(name for name in get_args(Stratum) if name in names)


def strata_of(table: pd.DataFrame, by: Sequence[Stratum]) -> NDArray[np.object_]:
    """Return the stratum of each row of a table with outlets and dates, such as Wire, 2019-03.

    Parameters
    ----------
    table
        A table with the columns ``outlet`` and ``published``.
    by
        What the strata are; empty for one stratum, whose name is empty.
    """
    parts = [STRATA[name](table) for name in by]
    names = [", ".join(values) for values in zip(*parts, strict=True)] if parts else ""
    strata = np.empty(len(table), dtype=object)
    strata[:] = names
    return strata


def _outlets(table: pd.DataFrame) -> list[str]:
    return [str(outlet) for outlet in table["outlet"]]


def _dates(table: pd.DataFrame, length: int) -> list[str]:
    dates = ["" if date is None or date != date else str(date) for date in table["published"]]
    return [date[:length] or UNDATED for date in dates]


def _months(table: pd.DataFrame) -> list[str]:
    return _dates(table, len("2020-01"))


def _years(table: pd.DataFrame) -> list[str]:
    return _dates(table, len("2020"))


STRATA: dict[Stratum, Callable[[pd.DataFrame], list[str]]] = {
    "outlet": _outlets,
    "month": _months,
    "year": _years,
}
"""The stratum of each row of a table, by what the strata are."""
