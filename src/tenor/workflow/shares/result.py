"""The shares of a task: a row for each label and group, and differences between groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tenor.codebook import Task
from tenor.evaluation.shares import DomainShares, Estimate, ShareDifference
from tenor.workflow.shares.domains import Variable
from tenor.workflow.shares.gold import SampleCounts


class Group(NamedTuple):
    """A group of articles: an outlet and a period of time; empty for all of them."""

    outlet: str = ""
    period: str = ""

    @property
    def name(self) -> str:
        """The outlet and the period in one text, or ``all``."""
        return " ".join(filter(None, self)) or "all"


@dataclass(frozen=True)
class ShareRow:
    """The share of one label in one group.

    Attributes
    ----------
    label, group
        The label and the group.
    n_articles, n_stories
        The number of articles of the group that the task concerns, and of their duplicate groups.
    raw_count, hand_coding, corrected
        The share by predictions alone, by coded articles alone, and by predictions corrected by
        coded articles; None where they are not known.
    more_codings
        How many more articles of the group to code, for an interval of at most the margin on each
        side; 0 where that is reached; None where shares are by codings of no draw, of which none
        stands for a group.
    """

    label: str
    group: Group
    n_articles: int
    n_stories: int
    raw_count: Estimate
    hand_coding: Estimate | None
    corrected: Estimate | None
    more_codings: int | None

    @property
    def n_coded(self) -> int:
        """The number of coded stories of the group."""
        return self.hand_coding.n if self.hand_coding else 0

    @property
    def worth(self) -> float | None:
        """The effective sample size of the corrected share, at most the articles of the group."""
        if self.corrected is None:
            return None
        return min(self.corrected.effective_n, float(self.n_articles))

    @property
    def needs_all(self) -> bool:
        """Whether every story of the group would have to be coded."""
        return bool(self.more_codings) and self.more_codings == self.n_stories - self.n_coded


@dataclass(frozen=True)
class DifferenceRow:
    """The share of one label in a second group minus that in a first.

    Attributes
    ----------
    label, first, second
        The label and the groups.
    over_time
        Whether the second is the period after the first, of those with codings.
    difference
        The difference of the corrected shares.
    """

    label: str
    first: Group
    second: Group
    over_time: bool
    difference: ShareDifference


@dataclass(frozen=True)
class TaskShares:
    """The shares of all labels of a task.

    Attributes
    ----------
    task
        The task.
    of
        ``articles`` or ``stories``.
    variables
        What the articles are grouped by.
    margin
        The half-width of an interval that ``more_codings`` is for, as a share.
    assumption
        What the shares assume in place of a draw: ``label-shift``; empty for none.
    rows
        The shares: all articles first, then each way of grouping; labels in codebook order.
    differences
        The differences between outlets and from one period to the next.
    counts
        What became of the drawn articles; None where shares are not by a draw.
    methods
        A paragraph for a methods section.
    notes
        Sentences on what was left out, replaced or assumed.
    run_id
        The id of the MLflow run; empty if none was logged.
    """

    task: Task
    of: str
    variables: tuple[Variable, ...]
    margin: float
    assumption: str
    rows: tuple[ShareRow, ...]
    differences: tuple[DifferenceRow, ...]
    counts: SampleCounts | None
    methods: str
    notes: tuple[str, ...]
    run_id: str = ""

    def label_name(self, label: str) -> str:
        """Return the name of a label in tables: a theme, or a position as ``TARGET=POSITION``."""
        return f"{self.task.target}={label}" if self.task.is_stance else label


def share_row(label: str, group: Group, shares: DomainShares, margin: float | None) -> ShareRow:
    """Return the row of a group's shares; ``margin`` is None where codings do not matter."""
    more = None
    if margin is not None:
        # No group has more stories to code than it has.
        more = min(shares.codings_for(margin), shares.n_stories - shares.n_coded)
    return ShareRow(
        label,
        group,
        shares.n_articles,
        shares.n_stories,
        shares.raw_count,
        shares.hand_coding,
        shares.corrected,
        more,
    )
