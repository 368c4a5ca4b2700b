"""The shares of the labels of a task in every group, and their differences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from tenor.evaluation.shares import (
    DomainShares,
    Frame,
    changes,
    estimate_shares,
    share_difference,
)
from tenor.evaluation.shares.domain_shares import Unit
from tenor.workflow.shares.domains import PERIODS, UNKNOWN, Domains
from tenor.workflow.shares.predicted import PredictedLabels
from tenor.workflow.shares.result import DifferenceRow, Group, ShareRow, share_row

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tenor.workflow.shares.gold import DrawnGold

MAX_COMPARED = 10
"""The number of outlets, those with the most articles, of which all pairs are compared."""


@dataclass(frozen=True)
class GroupShares:
    """The shares of one label in the groups of one way of grouping, by group."""

    variables: tuple[str, ...]
    shares: dict[Group, DomainShares]


def shares_by_group(
    predicted: PredictedLabels,
    label: int,
    gold: DrawnGold,
    groups: NDArray[np.intp],
    all_domains: Sequence[Domains],
    of: Unit,
) -> list[GroupShares]:
    """Return the shares of a label for every way of grouping.

    Parameters
    ----------
    predicted
        The predictions.
    label
        The position of the label.
    gold
        The gold labels of drawn articles.
    groups
        The duplicate group of each article as a number from 0, shape (n,).
    all_domains
        The ways of grouping.
    of
        ``articles`` or ``stories``.

    Raises
    ------
    TenorError
        If the sample cannot be from this frame, or has no known label.
    """
    sample = gold.sample(label)
    results = []
    for domains in all_domains:
        frame = Frame(
            predicted.y_pred[:, label],
            groups,
            domains.codes if domains.variables else None,
            predicted.is_counted,
        )
        shares = estimate_shares(frame, sample, of=of)
        results.append(GroupShares(domains.variables, _by_group(domains, shares)))
    return results


def _by_group(domains: Domains, shares: Sequence[DomainShares]) -> dict[Group, DomainShares]:
    if not domains.variables:
        return {Group(): shares[0]}
    return {group_of(domains, int(share.domain)): share for share in shares}


def group_of(domains: Domains, code: int) -> Group:
    """Return the group of a domain by its code."""
    values = dict(zip(domains.variables, domains.values[code], strict=True))
    period = next((values[name] for name in PERIODS if name in values), "")
    return Group(values.get("outlet", ""), period)


def rows_of(label: str, grouped: Sequence[GroupShares], margin: float | None) -> list[ShareRow]:
    """Return the rows of a label, those of all articles first."""
    return [
        share_row(label, group, shares, margin)
        for part in grouped
        for group, shares in part.shares.items()
    ]


def differences_of(label: str, grouped: Sequence[GroupShares]) -> list[DifferenceRow]:
    """Return the differences between outlets, and from each period to the next of an outlet.

    Outlets are compared over all periods, in pairs of those with the most articles. Groups without
    an outlet, a date or a coding are left out.
    """
    rows: list[DifferenceRow] = []
    for part in grouped:
        known = {
            group: shares
            for group, shares in part.shares.items()
            if shares.n_coded and not set(group) & set(UNKNOWN.values())
        }
        if part.variables == ("outlet",):
            rows += _between_outlets(label, known)
        elif part.variables:
            rows += _over_time(label, known)
    return rows


def _between_outlets(label: str, known: dict[Group, DomainShares]) -> Iterator[DifferenceRow]:
    largest = sorted(known, key=lambda group: (-known[group].n_articles, group))[:MAX_COMPARED]
    for first, second in combinations(largest, 2):
        difference = share_difference(known[first], known[second])
        yield DifferenceRow(label, first, second, False, difference)


def _over_time(label: str, known: dict[Group, DomainShares]) -> Iterator[DifferenceRow]:
    for outlet in sorted({group.outlet for group in known}):
        groups = sorted(group for group in known if group.outlet == outlet)
        changed = changes([known[group] for group in groups])
        for first, second, difference in zip(groups, groups[1:], changed, strict=False):
            yield DifferenceRow(label, first, second, True, difference)
