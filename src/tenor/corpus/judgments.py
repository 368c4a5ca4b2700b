"""The judgements of a corpus: replacing them on disk, and the parts of a corpus as bytes."""

from __future__ import annotations

import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenor.corpus.codebooks import (
    EARLIER_CODEBOOKS_FILE,
    Texts,
    earlier_codebooks_json,
    read_earlier_codebooks,
)
from tenor.corpus.corpus import ARTICLES_FILE, CODEBOOK_FILE, INFO_FILE, LABELS_FILE, Corpus
from tenor.errors import CorpusError, reason_of
from tenor.labeling import Judgment
from tenor.locks import lock
from tenor.output import output_errors, write_files
from tenor.progress import print_note, track

if TYPE_CHECKING:
    import pandas as pd

BATCH_SIZE = 1000
"""Articles in memory at a time."""


def judgments_of(labels: pd.DataFrame) -> list[Judgment]:
    """Return the judgements of a labels table."""
    columns = (labels[name].tolist() for name in Judgment._fields)
    return [Judgment(*row) for row in zip(*columns, strict=True)]


@contextmanager
def open_to_change(path: str | Path) -> Iterator[Corpus]:
    """Yield the corpus of a folder, which no other process changes during the block.

    It waits until a process that changes the corpus ends.

    Raises
    ------
    CorpusError
        If the folder is not a corpus.
    OutputError
        If it cannot be written.
    """
    Corpus.load(path)
    note = f"waiting until another command has changed corpus '{path}'"
    with ExitStack() as stack:
        with output_errors(Path(path)):
            on_wait = partial(print_note, note)
            stack.enter_context(lock(Path(path, INFO_FILE), on_wait=on_wait))
        yield Corpus.load(path)


def write_judgments(
    corpus: Corpus,
    judgments: Sequence[Judgment],
    codebook_text: str | None = None,
    *,
    earlier_codebooks: Texts | None = None,
) -> Corpus:
    """Replace the judgements of a corpus on disk, and return the new corpus.

    The files are the same as if `CorpusWriter` had written the articles with these
    judgements.

    Parameters
    ----------
    corpus
        The corpus, opened by `open_to_change`.
    judgments
        All judgements of the new corpus.
    codebook_text
        A codebook that replaces that of the corpus; its labels must have the same meaning.
    earlier_codebooks
        The texts of further codebooks that judgements follow, by fingerprint.

    Raises
    ------
    CorpusError
        If the corpus cannot be read, or was changed after it was loaded.
    OutputError
        If it cannot be written.
    """
    if Corpus.load(corpus.path).fingerprint != corpus.fingerprint:
        raise CorpusError(
            f"corpus '{corpus.path}' was changed by another command meanwhile; run this one again"
        )
    digest = hashlib.sha256()
    for row in track(_rows(corpus.path / ARTICLES_FILE), "fingerprint", corpus.info["articles"]):
        digest.update(article_bytes(row))
    digest.update(judgments_bytes(judgments))
    info = corpus.info | {
        "fingerprint": digest.hexdigest()[:12],
        "judgments": count_judgments(judgments),
    }
    files = {} if codebook_text is None else {CODEBOOK_FILE: codebook_text.encode()}
    earlier = read_earlier_codebooks(corpus.path) | dict(earlier_codebooks or {})
    files[EARLIER_CODEBOOKS_FILE] = earlier_codebooks_json(earlier, judgments)
    # The fingerprint is replaced last: until then it identifies the old state.
    write_files(
        corpus.path, files | {LABELS_FILE: labels_parquet(judgments), INFO_FILE: info_json(info)}
    )
    return Corpus.load(corpus.path)


def article_bytes(row: dict[str, Any]) -> bytes:
    """Return the bytes of an article that the fingerprint of a corpus is computed from.

    ``row`` is its row of the articles table without ``duplicate_group``.
    """
    return json.dumps(row, ensure_ascii=False, default=str).encode()


def judgments_bytes(judgments: Iterable[Judgment]) -> bytes:
    """Return the bytes of judgements that the fingerprint of a corpus is computed from."""
    # An empty last field is left out.
    rows = (j if j.asked else j[:-1] for j in judgments)
    return b"".join(json.dumps(row, ensure_ascii=False).encode() for row in rows)


def count_judgments(judgments: Iterable[Judgment]) -> list[dict[str, Any]]:
    """Return the number of judgements of each task, target and origin."""
    counts = Counter((j.task, j.target, j.origin) for j in judgments)
    return [
        {"task": task, "target": target, "origin": origin, "count": n}
        for (task, target, origin), n in sorted(counts.items())
    ]


def labels_parquet(judgments: Iterable[Judgment]) -> bytes:
    """Return judgements as the content of ``labels.parquet``."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, pa.string()) for name in Judgment._fields])
    table = pa.Table.from_pylist([judgment._asdict() for judgment in judgments], schema=schema)
    stream = io.BytesIO()
    pq.write_table(table, stream, compression="zstd")
    return stream.getvalue()


def info_json(info: dict[str, Any]) -> bytes:
    """Return ``Corpus.info`` as the content of ``corpus.json``."""
    return f"{json.dumps(info, indent=2, ensure_ascii=False)}\n".encode()


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        for batch in pq.ParquetFile(path).iter_batches(BATCH_SIZE):
            yield from batch.drop_columns(["duplicate_group"]).to_pylist()
    except (OSError, KeyError, pa.ArrowException) as exc:
        raise CorpusError(f"'{path}' cannot be read: {reason_of(exc)}") from exc
