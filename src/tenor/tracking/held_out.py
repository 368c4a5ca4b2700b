"""The labels that a run gave to articles which its models had not seen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tenor.tracking.listing import find_run, read_table


@dataclass(frozen=True, slots=True)
class HeldOut:
    """The scored articles of a run, each labelled by a model that had not seen its group.

    ``corpus`` is the fingerprint of the corpus that they come from; ``given``
    holds the labels of each article, joined by ``; ``.
    """

    corpus: str
    article_ids: tuple[str, ...]
    given: tuple[str, ...]


def held_out_labels(reference: str) -> HeldOut | None:
    """Return what the run behind a model scored; None for a bundle folder, which has no run.

    Raises
    ------
    StoreError
        If the store has no such run, or it keeps no predictions.
    """
    if Path(reference).is_dir():
        return None
    run = find_run(reference)
    table = read_table(run, "predictions")
    ids, given = (tuple(map(str, table[name])) for name in ("article_id", "given"))
    return HeldOut(run.corpus, ids, given)
