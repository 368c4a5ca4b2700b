"""How duplicate groups are drawn: for articles or stories, by strata, by a model's uncertainty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.corpus.draws.draw import Unit
from tenor.corpus.frame import Stratum, strata_of
from tenor.corpus.sampling import Measures, Sample, draw_sample
from tenor.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

UNCERTAINTY_FLOOR = 0.1
"""The share of the mean uncertainty added to that of each group, so that all can be drawn."""


@dataclass(frozen=True)
class Design:
    """How duplicate groups are drawn.

    Attributes
    ----------
    unit
        What shares by the draw are to count. For articles, a group is drawn in proportion to its
        number of articles; for stories, with equal probability.
    by
        The strata; empty for none.
    each
        Whether as many groups are drawn of each stratum, and not in proportion to its size.
    uncertain
        The share of the draw that is by the uncertainty of a model, 0 to 1.

    Raises
    ------
    InputError
        If the share is not from 0 to 1, or ``each`` has no strata.

    Examples
    --------
    >>> str(Design()), str(Design(by=("outlet", "month"), uncertain=0.5))
    ('random', 'outlet,month uncertain 0.5')
    """

    unit: Unit = "articles"
    by: tuple[Stratum, ...] = ()
    each: bool = False
    uncertain: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.uncertain <= 1:
            raise InputError(
                f"'{self.uncertain}' is no share of a draw; name one from 0 to 1, as in "
                "--uncertain 0.5"
            )
        if self.each and not self.by:
            raise InputError(
                "as many articles of each stratum need strata; name them, as in --by outlet --each"
            )

    def __str__(self) -> str:
        words = [",".join(self.by) or "random"]
        words += ["each"] if self.each else []
        words += [f"uncertain {self.uncertain:g}"] if self.uncertain else []
        return " ".join(words)

    def measures(
        self, frame: pd.DataFrame, uncertainty: NDArray[np.float64] | None = None
    ) -> Measures:
        """Return the parts of a draw from a frame, as `draw_sample` takes them.

        Parameters
        ----------
        frame
            The frame, by `frame_of`.
        uncertainty
            A model's uncertainty about each group, not negative, shape (n_groups,).
        """
        sizes = frame["n_articles"].to_numpy(dtype=np.float64)
        if self.unit == "stories":
            sizes = np.ones(len(sizes))
        if uncertainty is None or not self.uncertain:
            return [(1.0, sizes)]
        floor = UNCERTAINTY_FLOOR * (float(uncertainty.mean()) or 1.0)
        by_uncertainty = (self.uncertain, sizes * (uncertainty + floor))
        return [(1 - self.uncertain, sizes), by_uncertainty]

    def draw(
        self,
        frame: pd.DataFrame,
        n: int,
        *,
        uncertainty: NDArray[np.float64] | None = None,
        is_available: NDArray[np.bool_] | None = None,
        random_state: int = 0,
    ) -> Sample:
        """Return a random sample of n groups of a frame.

        Parameters
        ----------
        frame, uncertainty
            As for `measures`.
        n
            The number of groups; with ``each``, of each stratum.
        is_available
            Whether each group can be drawn; default all.
        random_state
            The seed.

        Raises
        ------
        CorpusError
            If there are fewer groups.
        """
        return draw_sample(
            self.measures(frame, uncertainty),
            n,
            strata=strata_of(frame, self.by) if self.by else None,
            each=self.each,
            is_available=is_available,
            random_state=random_state,
        )
