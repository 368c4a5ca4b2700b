"""Writing a corpus article by article; it appears, or replaces another, complete or not at all."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from tenor.articles import CLEANING, Article, Reason, Rejection
from tenor.articles.rejections import RejectionCounts, rejection_line
from tenor.corpus.codebooks import EARLIER_CODEBOOKS_FILE, Texts, earlier_codebooks_json
from tenor.corpus.columns import article_row, articles_schema, articles_table
from tenor.corpus.corpus import (
    ARTICLES_FILE,
    CODEBOOK_FILE,
    FORMAT,
    INFO_FILE,
    LABELS_FILE,
    REJECTED_FILE,
)
from tenor.corpus.date_counts import DateCounts
from tenor.corpus.draws.kept import keep_draws
from tenor.corpus.duplicates import minhash_signatures
from tenor.corpus.earlier import (
    SET_ASIDE_FILE,
    EarlierJudgments,
    KeptJudgments,
    set_aside_table,
)
from tenor.corpus.frame import frame_fingerprint
from tenor.corpus.grouped_articles import write_grouped
from tenor.corpus.judgments import (
    BATCH_SIZE,
    article_bytes,
    count_judgments,
    info_json,
    judgments_bytes,
    labels_parquet,
)
from tenor.errors import OutputError
from tenor.labeling import Judgment
from tenor.locks import is_temporary, lock
from tenor.output import atomic_files, atomic_folder, check_names, output_errors, write_file

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILES = (
    ARTICLES_FILE,
    EARLIER_CODEBOOKS_FILE,
    LABELS_FILE,
    REJECTED_FILE,
    CODEBOOK_FILE,
    INFO_FILE,
)
"""The files that are written, in the order in which they replace those of an earlier corpus."""

UNGROUPED = "ungrouped.parquet"
"""The articles before their duplicate groups are known."""


class CorpusWriter:
    """Writes a corpus folder article by article.

    A context manager: the folder appears when the block succeeds; nothing remains when it
    fails. In an existing corpus, only the files of a corpus are replaced, and the judgements by
    people and machines are kept: see `EarlierJudgments`.

    Parameters
    ----------
    path
        The folder to make.
    codebook_text
        The text of the codebook, which is copied into the folder.
    codebook_fingerprint
        Its fingerprint.
    force
        Replace an existing corpus.
    drop_codings
        Do not keep the judgements of an existing corpus.
    earlier_codebooks
        The texts of earlier codebooks that judgements may follow, by fingerprint; those of an
        existing corpus are added.

    Attributes
    ----------
    path
        The absolute path of the folder.
    info
        The content of ``corpus.json``, after the block.
    rejected
        The counts of the rejections.
    kept
        What became of the judgements of an existing corpus, after the block; None if there was
        none.
    n_without_codebook
        The number of added judgements by people whose file names no codebook; they count as
        answers to that of the corpus.

    Raises
    ------
    OutputError
        If ``path`` exists and ``force`` is false, or it is not a corpus; on entering and
        leaving the block, if the folder cannot be written, or another process writes it.
    CorpusError
        On entering the block, if the judgements of an existing corpus cannot be read.
    """

    def __init__(
        self,
        path: Path,
        codebook_text: str,
        codebook_fingerprint: str,
        *,
        force: bool = False,
        drop_codings: bool = False,
        earlier_codebooks: Texts | None = None,
    ) -> None:
        self.path, self.info = path.resolve(), dict[str, Any]()
        self.rejected = RejectionCounts()
        self.kept: KeptJudgments | None = None
        self.n_without_codebook = 0
        self._force = force
        self._drop_codings = drop_codings
        self._earlier: EarlierJudgments | None = None
        self._is_empty = False
        self._codebook_text = codebook_text
        self._codebook_fingerprint = codebook_fingerprint
        self._earlier_codebooks = earlier_codebooks or {}
        self._seen: set[str] = set()
        self._batch: list[Article] = []
        self._signatures: list[NDArray[np.uint32]] = []
        self._judgments: list[Judgment] = []
        self._digest = hashlib.sha256()
        self._frame = ""
        self._dates = DateCounts()
        _check_folder(self.path, force=force)

    def __enter__(self) -> Self:
        import pyarrow.parquet as pq

        with ExitStack() as stack:
            self._folder = self._open_folder(stack)
            self._articles = stack.enter_context(
                pq.ParquetWriter(self._folder / UNGROUPED, articles_schema())
            )
            self._rejections = stack.enter_context(
                (self._folder / REJECTED_FILE).open("w", encoding="utf-8", newline="\n")
            )
            self._stack = stack.pop_all()
        return self

    def _open_folder(self, stack: ExitStack) -> Path:
        """Lock the folder, and return the temporary one that the files are written to."""
        if not self.path.exists():
            return stack.enter_context(atomic_folder(self.path))
        # A folder that is there already stays: it may be a link, or the working folder.
        stack.enter_context(output_errors(self.path))
        stack.enter_context(lock(self.path / INFO_FILE))
        _check_folder(self.path, force=self._force)
        if (self.path / INFO_FILE).exists():
            self._earlier = EarlierJudgments(self.path, drop=self._drop_codings)
            stack.push(self._keep_draws)
        else:
            self._is_empty = True
        return stack.enter_context(atomic_files(self.path, FILES))

    def add(self, article: Article) -> bool:
        """Add an article and return True; reject it and return False if its id is taken."""
        if article.article_id in self._seen:
            detail = f"article_id '{article.article_id}' is the id of an earlier article"
            self.reject(Rejection(article.source_path, Reason.DUPLICATE_ID, detail))
            return False
        self._seen.add(article.article_id)
        self._dates.add(article)
        self._batch.append(article)
        if self._earlier is not None:
            self._earlier.compare(article)
        if len(self._batch) >= BATCH_SIZE:
            self._write_batch()
        return True

    def add_judgment(self, judgment: Judgment) -> None:
        """Add a judgement; it is rejected at the end if its article is not in the corpus."""
        self._judgments.append(judgment)

    def reject(self, rejection: Rejection) -> None:
        """Add an input that gave no article, or no label, to ``rejected.jsonl``."""
        self.rejected.add(rejection)
        self._rejections.write(rejection_line(rejection))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is None:
            with self._stack:
                self._finish()
        else:
            self._stack.__exit__(kind, error, traceback)

    def _write_batch(self) -> None:
        rows = [article_row(article) for article in self._batch]
        for row in rows:
            self._digest.update(article_bytes(row))
        self._articles.write_table(articles_table(rows))
        self._signatures.append(minhash_signatures([article.text for article in self._batch]))
        self._batch.clear()

    def _finish(self) -> None:
        if self._batch:
            self._write_batch()
        self._articles.close()
        signatures = np.concatenate([minhash_signatures([]), *self._signatures])
        ids, groups = write_grouped(
            self._folder / UNGROUPED, self._folder / ARTICLES_FILE, signatures
        )
        self._frame = frame_fingerprint(ids, groups)
        (self._folder / UNGROUPED).unlink()
        judgments = self._known_judgments()
        if self._earlier is not None:
            judgments += self._keep_earlier(self._earlier, judgments)
        self._digest.update(judgments_bytes(judgments))
        (self._folder / LABELS_FILE).write_bytes(labels_parquet(judgments))
        (self._folder / CODEBOOK_FILE).write_bytes(self._codebook_text.encode())
        earlier = dict(self._earlier_codebooks)
        if self._earlier is not None:
            earlier |= self._earlier.codebooks
        earlier.pop(self._codebook_fingerprint, None)
        (self._folder / EARLIER_CODEBOOKS_FILE).write_bytes(
            earlier_codebooks_json(earlier, judgments)
        )
        sizes = Counter(Counter(groups).values())
        self.info = {
            "format": FORMAT,
            "fingerprint": self._digest.hexdigest()[:12],
            "codebook": self._codebook_fingerprint,
            "cleaning": CLEANING,
            "articles": len(groups),
            "duplicate_groups": sum(n for size, n in sizes.items() if size > 1),
            "articles_in_duplicate_groups": sum(size * n for size, n in sizes.items() if size > 1),
            "rejected": self.rejected.by_reason(),
            "dates": self._dates.info(),
            "judgments": count_judgments(judgments),
            "judgments_without_codebook": self.n_without_codebook,
        }
        (self._folder / INFO_FILE).write_bytes(info_json(self.info))
        if self._is_empty:
            check_names(self.path, ())

    def _known_judgments(self) -> list[Judgment]:
        """Return the judgements of articles in the corpus; the others are rejected."""
        known: list[Judgment] = []
        for judgment in self._judgments:
            if judgment.article_id in self._seen:
                known.append(judgment)
            else:
                detail = f"a judgement of '{judgment.article_id}', which is not in this corpus"
                self.reject(Rejection(judgment.article_id, Reason.BAD_LABEL, detail))
        return known

    def _keep_earlier(self, earlier: EarlierJudgments, judgments: list[Judgment]) -> list[Judgment]:
        """Return the judgements of the earlier corpus to keep, after the others are set aside."""
        self.kept = earlier.keep(judgments, self._codebook_text)
        if self.kept.set_aside:
            table = set_aside_table(self.path, chain.from_iterable(self.kept.set_aside.values()))
            write_file(self.path / SET_ASIDE_FILE, table, replace=True)
        return self.kept.kept

    def _keep_draws(self, kind: type[BaseException] | None, *_: object) -> None:
        """Keep the draws of the earlier corpus, or set them aside, after its files are replaced."""
        if kind is None and self.kept is not None:
            self.kept.draws = keep_draws(self.path, self._frame, drop=self._drop_codings)


def _check_folder(path: Path, *, force: bool) -> None:
    if not path.exists() or (path.is_dir() and all(map(is_temporary, os.listdir(path)))):
        return
    if not force:
        raise OutputError(f"'{path}' exists already; name another folder, or use --force")
    if not (path / INFO_FILE).is_file():
        raise OutputError(f"'{path}' is not a corpus, so --force does not replace it")
