"""A corpus on disk: articles and judgements as tables, and what identifies them."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from tenor.codebook import Codebook
from tenor.errors import CorpusError

if TYPE_CHECKING:
    import pandas as pd

FORMAT = "tenor-corpus-1"
ARTICLES, LABELS, REJECTED = "articles.parquet", "labels.parquet", "rejected.jsonl"
INFO, CODEBOOK = "corpus.json", "codebook.toml"


@dataclass(frozen=True)
class Corpus:
    """Labelled articles, as ``tenor prep`` wrote them into a folder.

    Attributes
    ----------
    path
        The folder.
    info
        What ``corpus.json`` says: fingerprint, cleaning, counts.
    codebook
        The codebook that the labels were made with.

    Examples
    --------
    >>> from tenor import Corpus
    >>> corpus = Corpus.load("data/corpus")
    >>> corpus.articles["outlet"].nunique()
    8
    >>> sorted(set(corpus.labels["origin"]))
    ['coder', 'publisher']
    """

    path: Path
    info: dict[str, Any]
    codebook: Codebook

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Open a corpus folder; the tables are read when first used.

        Raises
        ------
        CorpusError
            If the folder is not a corpus of this format, or a table is missing.
        """
        folder = Path(path)
        try:
            info = json.loads((folder / INFO).read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise CorpusError(
                f"'{folder}' is not a corpus: it holds no {INFO}; make one with 'tenor prep'"
            ) from None
        except (OSError, ValueError) as exc:
            raise CorpusError(f"'{folder / INFO}' cannot be read: {exc}") from exc
        if not isinstance(info, dict) or info.get("format") != FORMAT:
            raise CorpusError(
                f"'{folder}' is a corpus of another format; this version reads {FORMAT}: "
                "make it anew with 'tenor prep'"
            )
        for name in (ARTICLES, LABELS, CODEBOOK):
            if not (folder / name).is_file():
                raise CorpusError(f"corpus '{folder}' lacks {name}; make it anew with 'tenor prep'")
        return cls(folder, info, Codebook.load(folder / CODEBOOK))

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change when an article or a judgement does."""
        return str(self.info["fingerprint"])

    @property
    def codebook_text(self) -> str:
        """The codebook as its author wrote it."""
        return (self.path / CODEBOOK).read_text(encoding="utf-8")

    @cached_property
    def articles(self) -> pd.DataFrame:
        """The articles, one a row, in the order they were read."""
        return self._table(ARTICLES)

    @cached_property
    def labels(self) -> pd.DataFrame:
        """The judgements, one a row."""
        return self._table(LABELS)

    def some_articles(
        self, columns: Sequence[str], ids: Collection[str] | None = None
    ) -> pd.DataFrame:
        """Return columns of the articles, of all or of some, without holding the others."""
        import pyarrow as pa
        import pyarrow.compute as pc

        chosen = None
        if ids is not None:
            chosen = pc.field("article_id").isin(pa.array(list(ids), pa.string()))
        return self._table(ARTICLES, columns=list(columns), filters=chosen)

    def _table(self, name: str, **options: Any) -> pd.DataFrame:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            table: pd.DataFrame = pq.read_table(self.path / name, **options).to_pandas()
        except (OSError, pa.ArrowException) as exc:
            raise CorpusError(f"'{self.path / name}' cannot be read: {exc}") from exc
        return table
