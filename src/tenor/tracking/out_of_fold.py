"""Out-of-fold labels: predictions of a run for articles that its models were not fitted on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tenor.tracking.artifacts import read_table
from tenor.tracking.run_list import find_run


@dataclass(frozen=True, slots=True)
class OutOfFoldLabels:
    """The labels of a run's held-out articles, each predicted by a model not fitted on its group.

    Attributes
    ----------
    corpus
        The fingerprint of the corpus.
    article_ids
        The ids of the articles.
    predicted_labels
        The labels of each article, joined by ``; ``.
    """

    corpus: str
    article_ids: tuple[str, ...]
    predicted_labels: tuple[str, ...]


def out_of_fold_labels(reference: str) -> OutOfFoldLabels | None:
    """Return the out-of-fold labels of a model's run; None for a bundle, which has no run.

    Raises
    ------
    StoreError
        If the store has no such run, or the run has no table of predictions.
    """
    if Path(reference).exists():
        return None
    run = find_run(reference)
    table = read_table(run, "predictions")
    return OutOfFoldLabels(
        run.corpus,
        tuple(map(str, table["article_id"])),
        tuple(map(str, table["predicted_labels"])),
    )
