"""Preparation: from article files to a corpus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tenor.articles import Article, Reason, Rejection, number_claims, read_articles
from tenor.codebook import Codebook
from tenor.corpus import Corpus, CorpusWriter
from tenor.errors import CodebookError, InputError
from tenor.labeling import LabelColumn, publisher_judgments, read_codings
from tenor.progress import track
from tenor.tomlfile import read_toml


def prepare(
    inputs: str | Path | Sequence[str | Path],
    codebook: str | Path,
    output: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    labels: Sequence[str] = (),
    codings: Sequence[str | Path] = (),
    force: bool = False,
) -> Corpus:
    """Read article files into a corpus folder.

    Parameters
    ----------
    inputs
        Files, folders, globs, or ``-``.
    codebook
        The codebook's TOML.
    output
        The folder to make.
    columns
        Names of table columns by Article field: ``{"text": "content"}``.
    labels
        Table columns that hold people's labels: ``theme=topic``,
        ``stance:leaning=bias``.
    codings
        Files of people's judgements, of any format that ``tenor codings`` reads.
    force
        Replace a corpus that stands at ``output``.

    Raises
    ------
    TenorError
        If codebook, inputs or output cannot be used; an input that gives no
        article is set aside in ``rejected.jsonl`` instead.
    """
    text = read_toml(Path(codebook), CodebookError)
    book = Codebook.parse(text, str(codebook))
    label_columns = [LabelColumn.parse(label, book) for label in labels]
    judged = [(Path(path), *read_codings(Path(path), book)) for path in codings]
    keep = [name for column in label_columns for name in column.columns]
    with CorpusWriter(Path(output), text, book.fingerprint, force=force) as writer:
        found, missing = False, set(keep)
        items = number_claims(read_articles(inputs, columns=columns, keep=keep))
        for item in track(items, "reading"):
            if isinstance(item, Rejection):
                writer.reject(item)
                continue
            found = True
            missing.difference_update(item.columns)
            if writer.add(item):
                _judge(writer, item, book, label_columns)
        if not found:
            raise InputError("none of the inputs gave an article; check their names and formats")
        if missing:
            raise InputError(
                f"label column '{min(missing)}' is in none of the tables; check its spelling"
            )
        for path, judgments, faults in judged:
            for fault in faults:
                writer.reject(Rejection(str(path), Reason.BAD_LABEL, fault))
            for judgment in judgments:
                writer.judge(judgment)
    return Corpus.load(output)


def _judge(
    writer: CorpusWriter, article: Article, book: Codebook, columns: list[LabelColumn]
) -> None:
    for judgment in publisher_judgments(article, book):
        writer.judge(judgment)
    for column in columns:
        for found in column.judgments(article, book):
            if isinstance(found, str):
                writer.reject(Rejection(article.article_id, Reason.BAD_LABEL, found))
            else:
                writer.judge(found)
