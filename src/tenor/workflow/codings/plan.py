"""Plans of codings: how many articles to code for a share, which, and by how many people."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tenor.corpus import Corpus
from tenor.corpus.draws import Design, Unit
from tenor.corpus.frame import Stratum
from tenor.errors import InputError
from tenor.workflow.codings.plan_frame import parse_share, plan_frame
from tenor.workflow.codings.plan_search import PlannedDraw, plan_for_margin, plan_for_size
from tenor.workflow.codings.workload import (
    Workload,
    workload_of_articles,
    workload_of_codings,
)

MIN_MARGIN = 1e-4
"""The smallest margin, as a share."""

UNCERTAIN = 0.5
"""The share by uncertainty of the design that a model makes possible."""


@dataclass(frozen=True)
class SharePlan:
    """A plan of the codings for a share.

    Attributes
    ----------
    share
        The theme, or the position as ``TARGET=POSITION``.
    expected
        The share that the plan expects, over all domains.
    expected_by
        Where it comes from.
    domains
        The names of the domains.
    options
        The planned draws, the one with the fewest articles first, or with the smallest half-width
        where the number is given.
    workload
        Who codes how much.
    """

    share: str
    expected: float
    expected_by: str
    domains: tuple[str, ...]
    options: tuple[PlannedDraw, ...]
    workload: Workload

    @property
    def chosen(self) -> PlannedDraw:
        """The first of the options."""
        return self.options[0]


def plan_codings(
    corpus: str | Path,
    share: str,
    *,
    margin: float | None = None,
    n_codings: int | None = None,
    by: tuple[Stratum, ...] = (),
    unit: Unit = "articles",
    model: str = "",
    expected: float | None = None,
    n_coders: int = 1,
) -> SharePlan:
    """Return how many articles to code for a share, and which.

    Earlier draws of the corpus count, as do the articles that were coded before them.

    Parameters
    ----------
    corpus
        The corpus folder.
    share
        The theme, or the position as ``TARGET=POSITION``.
    margin
        The half-width wanted of the 95 % interval, as a share; with ``by``, in each stratum.
    n_codings
        In place of it, the number of codings that can be made.
    by
        What the shares are compared by; the strata of the draw, as many articles of each.
    unit
        What the share counts: articles or stories.
    model
        The model whose predictions the share will be estimated with: a reference or a bundle
        folder. Without one, the share is by hand coding alone.
    expected
        The share expected, 0 to 1; by default the mean of the model's probabilities, or the share
        among the codings there are.
    n_coders
        The number of coders. With several, all code a part, so that agreement can be measured.

    Raises
    ------
    TenorError
        If the corpus or the model cannot be read, the codebook has no such label, or nothing is
        known of the share.
    """
    if (margin is None) == (n_codings is None):
        raise InputError("a plan has either a margin or a number of codings; name one of them")
    if margin is not None and not MIN_MARGIN <= margin < 1:
        raise InputError(
            f"a margin of '{100 * margin:g}' percentage points is not between {100 * MIN_MARGIN:g} "
            "and 100; name for example 3"
        )
    if expected is not None and not 0 < expected < 1:
        raise InputError(
            f"an expected share of '{100 * expected:g}' % is not between 0 and 100; name for "
            "example 10"
        )
    loaded = Corpus.load(corpus)
    task, label = parse_share(share, loaded.codebook)
    frame, mean, source = plan_frame(loaded, task, label, share, by, unit, model, expected)
    designs = [Design(unit, by, each=bool(by))]
    if model:
        designs.append(Design(unit, by, each=bool(by), uncertain=UNCERTAIN))
    if margin is not None:
        options = [plan_for_margin(frame, design, margin) for design in designs]
        options.sort(key=lambda option: option.n_articles)
        workload = workload_of_articles(options[0].n_articles, n_coders)
    else:
        assert n_codings is not None
        workload = workload_of_codings(n_codings, n_coders)
        options = [plan_for_size(frame, design, workload.n_articles) for design in designs]
        options.sort(key=lambda option: option.half_width)
        workload = Workload(
            n_coders, options[0].n_articles, min(workload.overlap, options[0].n_articles)
        )
    names = tuple(domain.name for domain in frame.domains)
    return SharePlan(share, mean, source, names, tuple(options), workload)
