"""The corpus: tables of articles and judgements on disk, with their codebook."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from tenor.articles import CLEANING, Article
from tenor.articles.sources import CORPUS_ARTICLES, CORPUS_FILE
from tenor.codebook import Codebook, CodebookVersions, Task
from tenor.corpus.codebooks import EARLIER_CODEBOOKS_FILE, codebook_versions
from tenor.errors import CorpusError, reason_of
from tenor.labeling import (
    ORIGINS,
    CoderLabels,
    GoldGaps,
    GoldLabels,
    Origin,
    ResolvedLabels,
    coder_labels,
    gold_gaps,
    gold_labels,
    resolve_labels,
)

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

FORMAT = "tenor-corpus-3"
ARTICLES_FILE, LABELS_FILE, REJECTED_FILE = CORPUS_ARTICLES, "labels.parquet", "rejected.jsonl"
INFO_FILE, CODEBOOK_FILE = CORPUS_FILE, "codebook.toml"

MODEL_INPUT = ("article_id", "title", "text", "claim")
"""The columns of an article that a model uses."""


@dataclass(frozen=True)
class Corpus:
    """Labelled articles in a folder that ``tenor prep`` wrote.

    Attributes
    ----------
    path
        The folder.
    info
        The content of ``corpus.json``: fingerprint, cleaning, counts.
    codebook
        The codebook of the labels.

    Examples
    --------
    >>> from tenor import Corpus
    >>> corpus = Corpus.load("data/corpus")
    >>> corpus.articles["outlet"].nunique()
    8
    >>> sorted(set(corpus.labels["origin"]))
    ['adjudicated', 'coder', 'publisher']
    """

    path: Path
    info: dict[str, Any]
    codebook: Codebook

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Return the corpus of a folder; its tables are read on first use.

        Raises
        ------
        CorpusError
            If the folder is not a corpus of this format, or a table is missing.
        """
        folder = Path(path)
        try:
            info = json.loads((folder / INFO_FILE).read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise CorpusError(
                f"'{folder}' is not a corpus, because it has no {INFO_FILE}; "
                "make one with 'tenor prep'"
            ) from None
        except (OSError, ValueError) as exc:
            raise CorpusError(f"'{folder / INFO_FILE}' cannot be read: {reason_of(exc)}") from exc
        if not isinstance(info, dict) or info.get("format") != FORMAT:
            raise CorpusError(
                f"'{folder}' is a corpus of another format than '{FORMAT}'; "
                "make it again with 'tenor prep'"
            )
        for name in (ARTICLES_FILE, LABELS_FILE, CODEBOOK_FILE, EARLIER_CODEBOOKS_FILE):
            if not (folder / name).is_file():
                raise CorpusError(
                    f"corpus '{folder}' has no {name}; make it again with 'tenor prep'"
                )
        return cls(folder, info, Codebook.load(folder / CODEBOOK_FILE))

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change when an article or a judgement does."""
        return str(self.info["fingerprint"])

    def check_cleaning(self) -> None:
        """Check that the texts were cleaned by the cleaning of this version of Tenor.

        Raises
        ------
        CorpusError
            If they were cleaned by another one.
        """
        if self.info["cleaning"] != CLEANING:
            raise CorpusError(
                f"corpus '{self.path}' was cleaned by '{self.info['cleaning']}', and this version "
                f"cleans by '{CLEANING}'; make it again with 'tenor prep'"
            )

    @cached_property
    def versions(self) -> CodebookVersions:
        """The codebook, and the earlier ones that some of the judgements follow."""
        return codebook_versions(self.path, self.codebook)

    @property
    def codebook_text(self) -> str:
        """The text of the codebook file."""
        return (self.path / CODEBOOK_FILE).read_text(encoding="utf-8")

    @cached_property
    def articles(self) -> pd.DataFrame:
        """The articles, one a row, in the order of the inputs."""
        return self._table(ARTICLES_FILE)

    @cached_property
    def labels(self) -> pd.DataFrame:
        """The judgements, one a row."""
        return self._table(LABELS_FILE)

    @cached_property
    def article_ids(self) -> pd.Index:
        """The ids of the articles, in the order of the table."""
        import pandas as pd

        ids: pd.Index = pd.Index(self.articles["article_id"])
        return ids

    def resolved_labels(self, task: Task, *, origins: Sequence[str] = ORIGINS) -> ResolvedLabels:
        """Return the labels of the judged articles of a task; see `resolve_labels`."""
        return resolve_labels(self.labels, self.article_ids, self.versions, task, origins=origins)

    def gold_labels(self, task: Task) -> GoldLabels:
        """Return the labels of a task by people."""
        return gold_labels(self.labels, self.article_ids, self.versions, task)

    def gold_gaps(self, task: Task) -> GoldGaps:
        """Return the labels of a task that people left undecided or were not asked about."""
        return gold_gaps(self.labels, self.article_ids, self.versions, task)

    def coder_labels(self, task: Task, origin: Origin = "coder") -> CoderLabels:
        """Return the labels of a task by each coder, before adjudication, or by each machine."""
        return coder_labels(self.labels, self.article_ids, self.versions, task, origin=origin)

    def articles_at(
        self, rows: NDArray[Any], columns: Sequence[str] | None = None
    ) -> list[Article]:
        """Return the articles at some rows of the table.

        Parameters
        ----------
        rows
            Positions in the articles table, shape (n,).
        columns
            The columns to fill in; default all.
        """
        table = self.articles if columns is None else self.articles[list(columns)]
        return list(articles_of(table.iloc[rows]))

    def read_columns(
        self, columns: Sequence[str], ids: Collection[str] | None = None
    ) -> pd.DataFrame:
        """Return columns of the articles table, of all articles or of those with these ids.

        Other columns and articles are not loaded.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        filters = None
        if ids is not None:
            filters = pc.field("article_id").isin(pa.array(list(ids), pa.string()))
        return self._table(ARTICLES_FILE, columns=list(columns), filters=filters)

    def _table(self, name: str, **options: Any) -> pd.DataFrame:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            table: pd.DataFrame = pq.read_table(self.path / name, **options).to_pandas()
        except (OSError, pa.ArrowException) as exc:
            raise CorpusError(f"'{self.path / name}' cannot be read: {reason_of(exc)}") from exc
        return table


def articles_of(table: pd.DataFrame) -> Iterator[Article]:
    """Yield the article of each row; the table has columns of the articles table."""
    columns = {name: table[name] for name in Article.__slots__ if name in table}
    lists = columns.keys() & {"regions", "publisher_themes"}
    for values in zip(*columns.values(), strict=True):
        fields = dict(zip(columns, values, strict=True))
        for name in lists:
            fields[name] = tuple(fields[name])
        yield Article(**fields)
