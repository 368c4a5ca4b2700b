"""All draws from a corpus together, as one sample."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.corpus.corpus import Corpus
from tenor.corpus.draws.draw import Draw, Unit
from tenor.corpus.frame import frame_fingerprint
from tenor.errors import CorpusError
from tenor.present import shorten

if TYPE_CHECKING:
    from numpy.typing import NDArray

CODED_BEFORE = "(coded before the first draw)"
"""The stratum of the groups that people had coded before the first draw."""


@dataclass(frozen=True)
class CombinedDraw:
    """All draws from a corpus together, as one sample of duplicate groups.

    Attributes
    ----------
    unit
        What shares by the draws are to count; None if the draws differ in it.
    duplicate_group, article_id
        The groups that a draw has, or that were coded before the first draw, and their first
        articles; shape (n,).
    inclusion_probability
        The probability of each group to be in any of the draws; 1 for those that were coded
        before; shape (n,).
    stratum
        The stratum of each group, shape (n,); empty strings unless all draws have the same strata.
    is_drawn, is_certain
        Whether each group was drawn, and whether it was coded before the first draw; shape (n,).
    """

    unit: Unit | None
    duplicate_group: NDArray[np.object_]
    article_id: NDArray[np.object_]
    inclusion_probability: NDArray[np.float64]
    stratum: NDArray[np.object_]
    is_drawn: NDArray[np.bool_]
    is_certain: NDArray[np.bool_]


def check_frame(corpus: Corpus, draws: Sequence[Draw]) -> None:
    """Check that draws are from the articles and duplicate groups that a corpus has.

    Raises
    ------
    CorpusError
        If one is not.
    """
    if not draws:
        return
    table = corpus.read_columns(["article_id", "duplicate_group"])
    fingerprint = frame_fingerprint(table["article_id"], table["duplicate_group"])
    groups = set(table["duplicate_group"])
    for draw in draws:
        if draw.frame_fingerprint != fingerprint:
            raise CorpusError(
                f"'{draw.draw_id}' of corpus '{corpus.path}' is a draw from other articles (frame "
                f"'{draw.frame_fingerprint}') than those of the corpus (frame '{fingerprint}'); "
                "prepare the corpus again with 'tenor prep --force', which sets such draws aside"
            )
        if others := set(draw.frame["duplicate_group"]) ^ groups:
            raise CorpusError(
                f"'{draw.draw_id}' of corpus '{corpus.path}' has not the duplicate groups of the "
                f"corpus: '{shorten(min(others))}' is in one of the two; restore the files of the "
                "draw"
            )


def combine_draws(
    corpus: Corpus, draws: Sequence[Draw], waiting: Collection[str] = ()
) -> CombinedDraw:
    """Return all draws from a corpus together.

    Parameters
    ----------
    corpus
        The corpus.
    draws
        Its draws, by `load_draws`.
    waiting
        The names of those that nobody has coded yet: what they drew does not count.

    Raises
    ------
    CorpusError
        If there are none, their frame is not that of the corpus, or draws overlap that exclude
        each other.

    Notes
    -----
    Where a draw is from all groups, it is independent of the earlier ones; where it is from those
    that were not drawn before, its chances hold for a group that was not. In both cases, a group is
    in any of two draws with the probability p1 + (1 - p1) p2. For two simple random draws, the
    second from what the first left, this is exactly (n1 + n2) / N. Given the groups that were coded
    before the first draw, these are a stratum of which all are known. Of a draw that waits, a group
    has only the chance to be drawn before a later one.
    """
    if not draws:
        raise CorpusError(
            f"corpus '{corpus.path}' has no draw, so that the chances of its codings are not "
            "known; draw articles to code with 'tenor codings sheet'"
        )
    check_frame(corpus, draws)
    first = draws[0].frame
    certain = first["is_certain"].to_numpy()
    probability, not_before = np.zeros(len(first)), np.ones(len(first))
    drawn, counted = np.zeros((2, len(first)), dtype=bool)
    strata = first["stratum"].to_numpy(dtype=object)
    for draw in draws:
        # Draws are written with the groups in the same order, which a changed file may not have.
        frame = draw.frame.set_index("duplicate_group").reindex(first["duplicate_group"])
        is_drawn = frame["is_drawn"].to_numpy(dtype=bool)
        twice = np.flatnonzero(is_drawn & (drawn | certain))
        if len(twice) and not draw.includes_drawn:
            raise CorpusError(
                f"'{draw.draw_id}' of corpus '{corpus.path}' has the group "
                f"'{first['duplicate_group'].iloc[twice[0]]}', which was drawn or coded before, "
                "though it was drawn from the others; restore the files of the draws"
            )
        chance = frame["inclusion_probability"].to_numpy()
        if draw.draw_id not in waiting:
            probability += ((1 - probability) if draw.includes_drawn else not_before) * chance
            counted |= is_drawn
        not_before *= 1 - chance
        drawn |= is_drawn
        if (frame["stratum"].to_numpy(dtype=object) != strata).any():
            strata = np.full(len(first), "", dtype=object)
    strata = np.where(certain & (strata != ""), CODED_BEFORE, strata)
    units = {draw.unit for draw in draws}
    known = counted | certain
    groups = first["duplicate_group"].to_numpy(dtype=object)[known]
    return CombinedDraw(
        units.pop() if len(units) == 1 else None,
        groups,
        groups.copy(),
        np.where(certain, 1.0, probability)[known],
        strata[known].astype(object),
        counted[known],
        certain[known],
    )


def waiting_draws(draws: Sequence[Draw], answered: Collection[str]) -> tuple[str, ...]:
    """Return the names of the draws that nobody has coded yet; none if that would be all of them.

    Parameters
    ----------
    draws
        The draws.
    answered
        The duplicate groups about which people answered. A draw waits if these have no group that
        it alone drew.
    """
    drawn = [
        set(draw.frame.loc[draw.frame["is_drawn"].astype(bool), "duplicate_group"])
        for draw in draws
    ]
    waiting = []
    for i, draw in enumerate(draws):
        others = set().union(*drawn[:i], *drawn[i + 1 :])
        if (drawn[i] - others or drawn[i]).isdisjoint(answered):
            waiting.append(draw.draw_id)
    return tuple(waiting) if len(waiting) < len(draws) else ()
