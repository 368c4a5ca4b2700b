"""The judgements of a corpus that is prepared again: those that the new corpus keeps."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tenor.articles import Article
from tenor.articles.text import fold_word, split_words
from tenor.codebook import Codebook, Task
from tenor.corpus.codebooks import EARLIER_CODEBOOKS_FILE, read_earlier_codebooks
from tenor.corpus.corpus import ARTICLES_FILE, CODEBOOK_FILE, LABELS_FILE
from tenor.corpus.draws.kept import KeptDraws
from tenor.corpus.duplicates import MIN_SIMILARITY
from tenor.errors import CorpusError
from tenor.labeling import Judgment
from tenor.labeling.formats.answers import answer_key
from tenor.labeling.formats.table import export
from tenor.labeling.label_columns import COLUMN_CODER

SET_ASIDE_FILE = "set_aside_judgments.csv"
"""The judgements that a corpus could not keep, as a table that ``tenor codings import`` reads."""

REMADE_ORIGINS = ("publisher", "rule")
"""The origins of judgements that follow from articles and codebook, and are made again."""


@dataclass
class KeptJudgments:
    """What became of the judgements of a corpus that was prepared again.

    Attributes
    ----------
    kept
        Those in the new corpus, too.
    set_aside
        Those that the new corpus cannot hold, by the reason.
    n_replaced
        The number of those whose coder has another answer in the new inputs.
    n_by_rules
        The number of labels by rules, which ``tenor label`` makes again.
    n_dropped
        The number of those that were removed on request.
    draws
        What became of the draws of articles to code.
    """

    kept: list[Judgment] = field(default_factory=list)
    set_aside: dict[str, list[Judgment]] = field(default_factory=dict)
    n_replaced: int = 0
    n_by_rules: int = 0
    n_dropped: int = 0
    draws: KeptDraws = field(default_factory=KeptDraws)

    @property
    def n_set_aside(self) -> int:
        """The number of judgements that were set aside."""
        return sum(map(len, self.set_aside.values()))


class EarlierJudgments:
    """The judgements of an existing corpus, by people and machines, and the texts they judge.

    Parameters
    ----------
    path
        The folder of the corpus.
    drop
        Whether none of them is kept.

    Attributes
    ----------
    codebooks
        The texts of the codebooks that they follow, by fingerprint: first that of the corpus.

    Raises
    ------
    CorpusError
        If they cannot be read.
    """

    def __init__(self, path: Path, *, drop: bool = False) -> None:
        judgments = _read_judgments(path, or_none=drop)
        self._judgments = [j for j in judgments if j.origin not in REMADE_ORIGINS]
        self.codebooks = {} if drop or not self._judgments else _read_codebooks(path)
        self._n_by_rules = sum(j.origin == "rule" for j in judgments)
        self._drop = drop
        ids = {} if drop else dict.fromkeys(j.article_id for j in self._judgments)
        self._texts = _read_texts(path, list(ids)) if ids else {}
        self._found: set[str] = set()
        self._changed: set[str] = set()

    def compare(self, article: Article) -> None:
        """Note that the new corpus has an article, and whether it is the one that was judged."""
        text = self._texts.get(article.article_id)
        if text is None:
            return
        self._found.add(article.article_id)
        if text != article.text and _similarity(text, article.text) < MIN_SIMILARITY:
            self._changed.add(article.article_id)

    def keep(self, new: Sequence[Judgment], codebook_text: str) -> KeptJudgments:
        """Return which judgements the new corpus keeps, after all its articles were compared.

        Parameters
        ----------
        new
            The judgements of the new inputs. An answer of a coder replaces the earlier one of the
            same coder, and a label column that is read again replaces all its earlier labels.
        codebook_text
            The text of the codebook of the new corpus.
        """
        codebook = Codebook.parse(codebook_text)
        result = KeptJudgments(n_by_rules=self._n_by_rules)
        if self._drop:
            result.n_dropped = len(self._judgments)
            return result
        new_keys = {answer_key(judgment) for judgment in new}
        columns = {j.coder for j in new if j.coder.startswith(COLUMN_CODER)}
        same = set(map(_content, new))
        faults = {}
        own = next(iter(self.codebooks), codebook.fingerprint)
        if own != codebook.fingerprint:
            # A judgement that names no codebook would follow the new one.
            self._judgments = [j._replace(codebook=j.codebook or own) for j in self._judgments]
        for judgment in self._judgments:
            # An answer is kept or set aside with all its labels.
            if reason := self._fault(judgment, codebook):
                faults[answer_key(judgment)] = reason
        for judgment in self._judgments:
            if reason := faults.get(answer_key(judgment), ""):
                result.set_aside.setdefault(reason, []).append(judgment)
            elif answer_key(judgment) in new_keys or judgment.coder in columns:
                result.n_replaced += _content(judgment) not in same
            else:
                result.kept.append(judgment)
        return result

    def _fault(self, judgment: Judgment, codebook: Codebook) -> str:
        """Return why the new corpus cannot hold a judgement; empty if it can."""
        if judgment.article_id not in self._found:
            return "of articles that are no longer there"
        if judgment.article_id in self._changed:
            return "of articles with another text under the same id"
        # A label that the codebook has no more still says that no other one was given.
        task = Task.of_question(judgment.question)
        if task is None or (task.is_stance and task.target not in codebook.target_names):
            return "towards targets that the codebook lacks"
        return "" if task.is_stance or codebook.themes else "of themes, which the codebook lacks"


def set_aside_table(path: Path, judgments: Iterable[Judgment]) -> bytes:
    """Return the content of `SET_ASIDE_FILE` with further judgements.

    Parameters
    ----------
    path
        The folder of the corpus, which may have the file already.
    judgments
        The judgements to add; those that the file has are not repeated.
    """
    rows: dict[tuple[str, ...], None] = {}
    file = path / SET_ASIDE_FILE
    tables = [file.read_bytes()] if file.exists() else []
    for table in (*tables, export(judgments, {}, xlsx=False)):
        text = io.StringIO(table.decode("utf-8-sig"), newline="")
        rows.update(dict.fromkeys(map(tuple, csv.reader(text))))
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode()


def _read_judgments(path: Path, *, or_none: bool) -> list[Judgment]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path / LABELS_FILE)
        # An earlier version of the format has fewer columns.
        names = [name for name in Judgment._fields if name in table.column_names]
        rows = table.select(names).to_pylist()
        return [Judgment(**row) for row in rows]
    except (OSError, TypeError, pa.ArrowException) as exc:
        if or_none:
            return []
        raise CorpusError(
            f"the judgements of corpus '{path}' cannot be read, so that the new corpus cannot keep "
            f"them ({exc}); name another folder, or remove them by --drop-codings"
        ) from exc


def _read_codebooks(path: Path) -> dict[str, str]:
    try:
        text = (path / CODEBOOK_FILE).read_text(encoding="utf-8")
    except (OSError, ValueError) as exc:
        raise CorpusError(
            f"the codebook of corpus '{path}' cannot be read, so that the new corpus cannot keep "
            f"its judgements ({exc}); name another folder, or remove them by --drop-codings"
        ) from exc
    fingerprint = Codebook.parse(text, str(path / CODEBOOK_FILE)).fingerprint
    # An earlier version of the format has no such file.
    has_earlier = (path / EARLIER_CODEBOOKS_FILE).exists()
    return {fingerprint: text} | (read_earlier_codebooks(path) if has_earlier else {})


def _read_texts(path: Path, ids: Sequence[str]) -> dict[str, str]:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(
            path / ARTICLES_FILE,
            columns=["article_id", "text"],
            filters=pc.field("article_id").isin(pa.array(ids, pa.string())),
        )
    except (OSError, KeyError, pa.ArrowException) as exc:
        raise CorpusError(
            f"the articles of corpus '{path}' cannot be read, so that the new corpus cannot keep "
            f"their judgements ({exc}); name another folder, or remove them by --drop-codings"
        ) from exc
    texts = (table.column(name).to_pylist() for name in ("article_id", "text"))
    return dict(zip(*texts, strict=True))


def _similarity(first: str, second: str) -> float:
    """Return the share of the words of two texts that both have."""
    words, others = (set(map(fold_word, split_words(text))) for text in (first, second))
    return len(words & others) / max(1, len(words | others))


def _content(judgment: Judgment) -> tuple[object, ...]:
    return (*answer_key(judgment), judgment.label)
