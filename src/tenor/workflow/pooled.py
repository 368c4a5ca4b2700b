"""The scores of several targets together, as shared tasks of stance report them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from tenor.evaluation import bootstrap, score
from tenor.workflow.results import Row

if TYPE_CHECKING:
    from tenor.workflow.training import Trained


def pool(trained: Sequence[Trained]) -> Row | None:
    """Score the models of several targets as one, over all their articles together.

    Returns
    -------
    Row or None
        None for fewer than two models, or where targets have different positions.
    """
    parts = [one.predicted for one in trained]
    if len(parts) < 2 or any(part.labels != parts[0].labels for part in parts):
        return None
    truth = np.concatenate([part.truth for part in parts])
    given = np.concatenate([part.given for part in parts])
    # An article that is judged towards two targets is one article still.
    groups = np.unique(np.concatenate([part.groups for part in parts]), return_inverse=True)[1]
    labels, one_label = parts[0].labels, trained[0].model.rule == "one"
    return Row(
        f"{len(parts)} targets",
        score(truth, given, labels, one_label=one_label),
        bootstrap(truth, given, groups, labels, one_label=one_label),
        float(given.any(axis=1).mean()),
    )
