"""Out-of-fold labels: predictions of a run for articles that its models were not fitted on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tenor.errors import StoreError
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
    titles
        Their titles, which show whether another corpus means other articles by the same ids.
    predicted_labels
        The labels of each article, joined by ``; ``.
    training_ids
        The ids of the articles that the final model was fitted on; None where the run does not
        list them, since an earlier version of Tenor logged it.
    gold_training_ids
        Those that it was fitted on with labels by people.
    """

    corpus: str
    article_ids: tuple[str, ...]
    titles: tuple[str, ...]
    predicted_labels: tuple[str, ...]
    training_ids: tuple[str, ...] | None = None
    gold_training_ids: tuple[str, ...] = ()


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
    try:
        training = read_table(run, "training_articles")
        ids = tuple(map(str, training["article_id"]))
        gold_ids = tuple(map(str, training["article_id"][training["is_gold"]]))
    except (StoreError, KeyError):
        ids, gold_ids = None, ()
    return OutOfFoldLabels(
        run.corpus,
        tuple(map(str, table["article_id"])),
        tuple(map(str, table["title"])),
        tuple(map(str, table["predicted_labels"])),
        ids,
        gold_ids,
    )
