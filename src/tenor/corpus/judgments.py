"""The judgements of a corpus: what counts and identifies them, and replacing them on disk."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenor.corpus.corpus import ARTICLES, CODEBOOK, INFO, LABELS, Corpus
from tenor.errors import CorpusError, OutputError
from tenor.labeling import Judgment
from tenor.progress import track

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

BATCH = 1000
"""Articles held in memory at a time."""


def judgments_of(labels: pd.DataFrame) -> list[Judgment]:
    """Return the rows of a labels table as judgements."""
    columns = (labels[name].tolist() for name in Judgment._fields)
    return [Judgment(*row) for row in zip(*columns, strict=True)]


def write_judgments(
    corpus: Corpus, judgments: Sequence[Judgment], codebook_text: str | None = None
) -> Corpus:
    """Let a corpus have these judgements, all of them, and return it as it then stands.

    ``codebook_text`` replaces its codebook, whose labels must mean the same.

    The folder is what ``CorpusWriter`` would have written of the same articles
    and judgements: table, counts and fingerprint go together. Each file appears
    whole or not at all.

    Raises
    ------
    CorpusError
        If the corpus cannot be read.
    OutputError
        If it cannot be written.
    """
    import pyarrow.parquet as pq

    digest = hashlib.sha256()
    for row in track(_rows(corpus.path / ARTICLES), "fingerprint", corpus.info["articles"]):
        digest.update(article_digest(row))
    digest.update(judgments_digest(judgments))
    info = corpus.info | {
        "fingerprint": digest.hexdigest()[:12],
        "judgments": count_judgments(judgments),
    }
    parts = {name: corpus.path / f".{name}.unfinished" for name in (LABELS, INFO)}
    try:
        pq.write_table(labels_table(judgments), parts[LABELS], compression="zstd")
        parts[INFO].write_text(info_text(info), encoding="utf-8")
        if codebook_text is not None:
            parts = {CODEBOOK: corpus.path / f".{CODEBOOK}.unfinished"} | parts
            parts[CODEBOOK].write_text(codebook_text, encoding="utf-8", newline="\n")
        # The fingerprint last: where only the table is new, it names the old state.
        for name, part in parts.items():
            os.replace(part, corpus.path / name)
    except OSError as exc:
        raise OutputError(f"corpus '{corpus.path}' cannot be written: {exc}") from exc
    finally:
        for part in parts.values():
            with suppress(OSError):
                part.unlink()
    return Corpus.load(corpus.path)


def article_digest(row: dict[str, Any]) -> bytes:
    """Return what an article's row, without its group, adds to a corpus's fingerprint."""
    return json.dumps(row, ensure_ascii=False, default=str).encode()


def judgments_digest(judgments: Iterable[Judgment]) -> bytes:
    """Return what judgements add to a corpus's fingerprint."""
    return b"".join(json.dumps(j, ensure_ascii=False).encode() for j in judgments)


def count_judgments(judgments: Iterable[Judgment]) -> list[dict[str, Any]]:
    """Return how many judgements there are of each task, target and origin."""
    counts = Counter((j.task, j.target, j.origin) for j in judgments)
    return [
        {"task": task, "target": target, "origin": origin, "count": n}
        for (task, target, origin), n in sorted(counts.items())
    ]


def labels_table(judgments: Iterable[Judgment]) -> pa.Table:
    """Return judgements as the labels table."""
    import pyarrow as pa

    schema = pa.schema([(name, pa.string()) for name in Judgment._fields])
    return pa.Table.from_pylist([judgment._asdict() for judgment in judgments], schema=schema)


def info_text(info: dict[str, Any]) -> str:
    """Return ``corpus.json``."""
    return json.dumps(info, indent=2, ensure_ascii=False) + "\n"


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        for batch in pq.ParquetFile(path).iter_batches(BATCH):
            yield from batch.drop_columns(["duplicate_group"]).to_pylist()
    except (OSError, KeyError, pa.ArrowException) as exc:
        raise CorpusError(f"'{path}' cannot be read: {exc}") from exc
