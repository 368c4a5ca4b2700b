"""Writing a corpus: articles stream in, the finished folder appears whole."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from tenor.articles import CLEANING, Article, Reason, Rejection
from tenor.corpus.corpus import ARTICLES, CODEBOOK, FORMAT, INFO, LABELS, REJECTED
from tenor.corpus.duplicates import group, signatures
from tenor.corpus.judgments import (
    BATCH,
    article_digest,
    count_judgments,
    info_text,
    judgments_digest,
    labels_table,
)
from tenor.errors import OutputError
from tenor.labeling import Judgment

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

COLUMNS = {
    "article_id": "string",
    "title": "string",
    "text": "string",
    "outlet": "string",
    "byline": "string",
    "published": "date",
    "originally_published": "date",
    "url": "string",
    "language": "string",
    "regions": "list",
    "publisher_themes": "list",
    "series": "string",
    "claim": "string",
    "part": "string",
    "source_path": "string",
    "reader": "string",
}
"""Columns of the articles table before ``duplicate_group``, and their kinds."""


class CorpusWriter:
    """Write a corpus folder article by article.

    Used in a ``with`` block: the folder takes its place when the block ends
    well, and nothing is left behind when it does not.

    Parameters
    ----------
    path
        The folder to make.
    codebook_text, codebook_fingerprint
        The codebook that the judgements follow; its text is kept in the folder.
    force
        Replace a corpus that stands there.

    Raises
    ------
    OutputError
        If something stands at ``path`` already, or is not a corpus to replace.
    """

    def __init__(
        self, path: Path, codebook_text: str, codebook_fingerprint: str, *, force: bool = False
    ) -> None:
        self.path = path = path.resolve()
        self.info: dict[str, Any] = {}
        self._codebook = (codebook_text, codebook_fingerprint)
        self._seen: set[str] = set()
        self._batch: list[Article] = []
        self._signatures: list[NDArray[np.uint32]] = []
        self._judgments: list[Judgment] = []
        self._rejected: Counter[str] = Counter()
        self._digest = hashlib.sha256()
        if path.exists() and any(path.iterdir() if path.is_dir() else [path]):
            if not force:
                raise OutputError(f"'{path}' exists already; name another folder, or use --force")
            if not (path / INFO).is_file():
                raise OutputError(f"'{path}' is not a corpus, so --force does not replace it")
        self._temporary = path.with_name(f".{path.name}.unfinished")

    def __enter__(self) -> Self:
        import pyarrow.parquet as pq

        shutil.rmtree(self._temporary, ignore_errors=True)
        try:
            self._temporary.mkdir(parents=True)
        except OSError as exc:
            raise OutputError(f"'{self.path}' cannot be made: {exc.strerror}") from exc
        self._first = pq.ParquetWriter(self._temporary / "first.parquet", _schema())
        self._rejections = (self._temporary / REJECTED).open("w", encoding="utf-8", newline="\n")
        return self

    def add(self, article: Article) -> bool:
        """Add an article; one whose id was seen before is rejected, and False is returned."""
        if article.article_id in self._seen:
            detail = f"article_id '{article.article_id}' stands for an earlier article"
            self.reject(Rejection(article.source_path, Reason.DUPLICATE_ID, detail))
            return False
        self._seen.add(article.article_id)
        self._batch.append(article)
        if len(self._batch) >= BATCH:
            self._flush()
        return True

    def judge(self, judgment: Judgment) -> None:
        """Add a judgement; one of an article that the corpus lacks is set aside at the end."""
        self._judgments.append(judgment)

    def reject(self, rejection: Rejection) -> None:
        """Set aside an input that gave no article or no label."""
        self._rejected[str(rejection.reason)] += 1
        row = {
            "source_path": rejection.source_path,
            "reason": str(rejection.reason),
            "detail": rejection.detail,
        }
        self._rejections.write(json.dumps(row, ensure_ascii=False) + "\n")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            self._first.close()
            self._rejections.close()
            shutil.rmtree(self._temporary, ignore_errors=True)

    def _flush(self) -> None:
        rows = [_row(article) for article in self._batch]
        for row in rows:
            self._digest.update(article_digest(row))
        self._first.write_table(_table(rows))
        self._signatures.append(signatures([article.text for article in self._batch]))
        self._batch.clear()

    def _finish(self) -> None:
        if self._batch:
            self._flush()
        self._first.close()
        groups = self._write_articles()
        judgments = self._known_judgments()
        self._write_labels(judgments)
        text, fingerprint = self._codebook
        (self._temporary / CODEBOOK).write_text(text, encoding="utf-8", newline="\n")
        self._rejections.close()
        sizes = Counter(Counter(groups.tolist()).values())
        self.info = {
            "format": FORMAT,
            "fingerprint": self._digest.hexdigest()[:12],
            "codebook": fingerprint,
            "cleaning": CLEANING,
            "articles": len(groups),
            "duplicate_groups": sum(n for size, n in sizes.items() if size > 1),
            "articles_in_duplicate_groups": sum(size * n for size, n in sizes.items() if size > 1),
            "rejected": dict(sorted(self._rejected.items())),
            "judgments": count_judgments(judgments),
        }
        (self._temporary / INFO).write_text(info_text(self.info), encoding="utf-8")
        (self._temporary / "first.parquet").unlink()
        replaced = self.path.with_name(f".{self.path.name}.replaced")
        if self.path.exists():
            self.path.rename(replaced)
        self._temporary.rename(self.path)
        shutil.rmtree(replaced, ignore_errors=True)

    def _write_articles(self) -> NDArray[np.intp]:
        import pyarrow as pa
        import pyarrow.parquet as pq

        signed = np.concatenate(self._signatures) if self._signatures else signatures([])
        groups = group(signed)
        first = pq.ParquetFile(self._temporary / "first.parquet")
        ids = first.read(["article_id"]).column("article_id").to_pylist()
        schema = _schema().append(pa.field("duplicate_group", pa.string()))
        start = 0
        with pq.ParquetWriter(self._temporary / ARTICLES, schema, compression="zstd") as writer:
            for batch in first.iter_batches(BATCH):
                names = [ids[i] for i in groups[start : start + len(batch)]]
                start += len(batch)
                column = pa.array(names, pa.string())
                writer.write_table(
                    pa.Table.from_batches([batch]).append_column("duplicate_group", column)
                )
        return groups

    def _known_judgments(self) -> list[Judgment]:
        known = []
        for judgment in self._judgments:
            if judgment.article_id in self._seen:
                known.append(judgment)
            else:
                detail = f"a judgement of '{judgment.article_id}', which is not in this corpus"
                self.reject(Rejection(judgment.article_id, Reason.BAD_LABEL, detail))
        return known

    def _write_labels(self, judgments: list[Judgment]) -> None:
        import pyarrow.parquet as pq

        self._digest.update(judgments_digest(judgments))
        pq.write_table(labels_table(judgments), self._temporary / LABELS, compression="zstd")


def _schema() -> pa.Schema:
    import pyarrow as pa

    kinds = {"string": pa.string(), "date": pa.date32(), "list": pa.list_(pa.string())}
    return pa.schema([(name, kinds[kind]) for name, kind in COLUMNS.items()])


def _row(article: Article) -> dict[str, Any]:
    return {name: getattr(article, name) for name in COLUMNS}


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_pylist(rows, schema=_schema())
