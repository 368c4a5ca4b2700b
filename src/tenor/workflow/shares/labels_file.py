"""The predictions for the articles of a corpus in a file that ``tenor predict`` wrote."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tenor.corpus import Corpus
from tenor.errors import InputError
from tenor.models import Model
from tenor.prediction.written_labels import (
    read_written_rows,
    written_items,
    written_labels,
)
from tenor.present import format_count
from tenor.workflow.loading import load_model

if TYPE_CHECKING:
    from numpy.typing import NDArray


class LabelsFile:
    """A file of labels that ``tenor predict`` wrote.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        If it cannot be read, holds no labels of models, or labels of different models.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._labels: dict[str, tuple[str, ...]] = {}
        models: set[tuple[str, ...]] = set()
        for row in read_written_rows(self.path):
            if article_id := str(row.get("article_id") or ""):
                self._labels[article_id] = tuple(written_labels(row))
                names = written_items(row.get("models"))
                fingerprints = written_items(row.get("model_fingerprints"))
                models.add((*names, *fingerprints))
        if not self._labels:
            raise InputError(f"'{self.path}' has no labelled article; label some first")
        if len(models) > 1:
            raise InputError(
                f"'{self.path}' has labels of different models; label all articles by the same"
            )
        self._names, self._fingerprints = names, fingerprints

    def models(self, references: Sequence[str]) -> dict[str, Model]:
        """Return the models that wrote the file, by reference.

        Parameters
        ----------
        references
            Names for them, in place of those in the file; default these.

        Raises
        ------
        TenorError
            If a model cannot be loaded, or is not one that wrote the file.
        """
        models = {name: load_model(name) for name in references or self._names}
        for name, model in models.items():
            if model.fingerprint not in self._fingerprints:
                raise InputError(
                    f"'{self.path}' was not written by model '{name}' as it is now (fingerprint "
                    f"'{model.fingerprint[:12]}', the file has "
                    f"{', '.join(text[:12] for text in self._fingerprints)}); name the version "
                    "that wrote it with --model, or label the articles again"
                )
        return models

    def predictions(self, model: Model, corpus: Corpus) -> NDArray[np.bool_]:
        """Return whether each label of a model's task is predicted, shape (n, n_labels).

        Raises
        ------
        InputError
            If the file lacks articles of the corpus.
        """
        missing = [article for article in corpus.article_ids if article not in self._labels]
        if missing:
            raise InputError(
                f"'{self.path}' has no labels of '{missing[0]}' and "
                f"{format_count(len(missing) - 1)} other articles of corpus '{corpus.path}'; label "
                "all of its articles, without --only"
            )
        task = model.task
        names = task.labels(corpus.codebook)
        written = [f"{task.target}={name}" if task.is_stance else name for name in names]
        given = [set(self._labels[article]) for article in corpus.article_ids]
        y_pred = [[name in labels for name in written] for labels in given]
        return np.array(y_pred, dtype=bool).reshape(len(given), len(names))
