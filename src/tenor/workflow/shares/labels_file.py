"""The predictions for the articles of a corpus in a file that ``tenor predict`` wrote."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.articles.readers.cells import split_cell
from tenor.corpus import Corpus
from tenor.errors import InputError, reason_of
from tenor.models import Model
from tenor.present import format_count
from tenor.present.cells import unescape_formula
from tenor.workflow.loading import load_model

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

COLUMNS = ("article_id", "themes", "stances", "models", "model_fingerprints")
"""The columns that are read; those of a wide file are others."""


class LabelsFile:
    """A file of labels that ``tenor predict`` wrote.

    Parameters
    ----------
    path
        The file: ``.csv``, ``.xlsx``, ``.jsonl``, ``.parquet`` or ``.sqlite``.

    Raises
    ------
    InputError
        If it cannot be read, or lacks a column.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        table = _read(self.path)
        lacking = [name for name in COLUMNS if name not in table]
        # A file has the columns of both kinds of task, whichever its models have.
        if lacking:
            raise InputError(
                f"'{self.path}' has no column '{lacking[0]}', which labels of 'tenor predict' have "
                "(written without --wide); name such a file, or a corpus"
            )
        self.rows = table[table["article_id"].map(_text) != ""]
        if not len(self.rows):
            raise InputError(f"'{self.path}' has no labelled article; label some first")

    def models(self, references: Sequence[str]) -> dict[str, Model]:
        """Return the models that wrote the file, by reference.

        Parameters
        ----------
        references
            Names for them, in place of those in the file; default these.

        Raises
        ------
        TenorError
            If a model cannot be loaded, or is not the one that wrote the file.
        """
        first = self.rows.iloc[0]
        names = references or _items(first["models"])
        fingerprints = set(_items(first["model_fingerprints"]))
        models = {name: load_model(name) for name in names}
        for name, model in models.items():
            if model.fingerprint not in fingerprints:
                raise InputError(
                    f"'{self.path}' was not written by model '{name}' as it is now (fingerprint "
                    f"'{model.fingerprint[:12]}', the file has "
                    f"{', '.join(text[:12] for text in sorted(fingerprints))}); name the version "
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
        import pandas as pd

        positions = pd.Index(self.rows["article_id"].map(_text)).get_indexer(corpus.article_ids)
        if n_missing := int((positions < 0).sum()):
            missing = corpus.article_ids[positions < 0][0]
            raise InputError(
                f"'{self.path}' has no labels of '{missing}' and {format_count(n_missing - 1)} "
                f"other articles of corpus '{corpus.path}'; label all of its articles, without "
                "--only"
            )
        task = model.task
        labels = {label: i for i, label in enumerate(task.labels(corpus.codebook))}
        y_pred = np.zeros((len(positions), len(labels)), dtype=bool)
        column = self.rows["stances" if task.is_stance else "themes"].iloc[positions]
        for row, value in enumerate(column):
            given = [_pairs(value).get(task.target, "")] if task.is_stance else _items(value)
            for label in given:
                if label in labels:
                    y_pred[row, labels[label]] = True
        return y_pred


def _read(path: Path) -> pd.DataFrame:
    import pandas as pd

    readers: Mapping[str, Any] = {
        ".csv": lambda: pd.read_csv(path, dtype=str, keep_default_na=False),
        ".xlsx": lambda: pd.read_excel(path, dtype=str, keep_default_na=False),
        ".jsonl": lambda: pd.DataFrame(_json_lines(path), dtype=object),
        ".parquet": lambda: pd.read_parquet(path),
        ".sqlite": lambda: _read_sqlite(path),
    }
    if path.suffix not in readers:
        raise InputError(
            f"'{path}' is neither a corpus nor a file of labels, which ends in {', '.join(readers)}"
        )
    try:
        table: pd.DataFrame = readers[path.suffix]()
    except Exception as exc:
        raise InputError(f"'{path}' cannot be read: {reason_of(exc)}") from exc
    return table


def _json_lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        return [row for row in map(json.loads, stream) if isinstance(row, dict)]


def _read_sqlite(path: Path) -> pd.DataFrame:
    import sqlite3
    from contextlib import closing

    import pandas as pd

    # A missing database would be made.
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        return pd.read_sql_query("SELECT * FROM labels", database, dtype=object)


def _text(value: object) -> str:
    return unescape_formula(value) if isinstance(value, str) else ""


def _items(value: Any) -> list[str]:
    """Return the items of a list, or of a cell that joins them."""
    if isinstance(value, str):
        if value.startswith("["):
            return [str(item) for item in _parsed(value) or []]
        return list(split_cell(unescape_formula(value)))
    return [] if value is None or isinstance(value, float) else [str(item) for item in value]


def _pairs(value: Any) -> dict[str, str]:
    """Return the positions by target of a map, or of a cell such as ``toll=favor``."""
    if isinstance(value, str):
        if value.startswith("{"):
            return {str(key): str(item) for key, item in dict(_parsed(value) or {}).items()}
        pairs: Iterable[Any] = (part.partition("=")[::2] for part in _items(value))
    elif isinstance(value, Mapping):
        pairs = value.items()
    else:
        pairs = [] if value is None or isinstance(value, float) else value
    return {str(key): str(item) for key, item in pairs}


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
