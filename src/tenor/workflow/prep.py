"""Preparing a corpus from article files, label columns and codings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tenor.articles import Article, Reason, Rejection, number_claims, read_articles
from tenor.codebook import Codebook, CodebookVersions
from tenor.corpus import Corpus, CorpusWriter, KeptJudgments, accept_codebooks, check_named
from tenor.errors import CodebookError, InputError
from tenor.labeling import LabelColumn, publisher_judgments, read_codings
from tenor.progress import track
from tenor.toml import read_toml


def prepare(
    inputs: str | Path | Sequence[str | Path],
    codebook: str | Path,
    output: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    strict_columns: bool = True,
    labels: Sequence[str] = (),
    codings: Sequence[str | Path] = (),
    accepted_codebooks: Sequence[str] = (),
    force: bool = False,
    drop_codings: bool = False,
    on_replaced: Callable[[KeptJudgments], object] | None = None,
) -> Corpus:
    """Read article files into a corpus folder.

    Parameters
    ----------
    inputs
        Files, folders, globs, or ``-`` for standard input.
    codebook
        The TOML file of the codebook.
    output
        The folder to make.
    columns
        Names of table columns by Article field: ``{"text": "content"}``.
    strict_columns
        Whether each table must have all of these columns, as in `read_articles`.
    labels
        Table columns that hold people's labels: ``theme=topic``, ``stance:leaning=bias``.
    codings
        Files of people's judgements, in any format that ``tenor codings`` reads.
    accepted_codebooks
        Files of earlier codebooks that codings may follow. Labels that both codebooks have
        alike keep their answers; new and changed ones are unanswered.
    force
        Replace an existing corpus. Its judgements by people and machines are kept, and those that
        the new corpus cannot hold are written to ``set_aside_judgments.csv``.
    drop_codings
        Do not keep them.
    on_replaced
        Called, if a corpus was replaced, with what became of its judgements.

    Raises
    ------
    TenorError
        If codebook, inputs or output cannot be used. A single record that cannot be read is
        listed in ``rejected.jsonl`` instead.
    """
    text = read_toml(Path(codebook), CodebookError)
    book = Codebook.parse(text, str(codebook))
    label_columns = [LabelColumn.parse(label, book) for label in labels]
    # Read before the articles, so that a faulty file is an error at once.
    versions, earlier = accept_codebooks(accepted_codebooks, CodebookVersions(book))
    checked = read_codings(list(map(Path, codings)), versions)
    check_named(earlier, checked.codebooks)
    label_names = [name for column in label_columns for name in column.columns]
    writer = CorpusWriter(
        Path(output),
        text,
        book.fingerprint,
        force=force,
        drop_codings=drop_codings,
        earlier_codebooks=earlier,
    )
    with writer:
        n_articles, missing = 0, set(label_names)
        items = number_claims(
            read_articles(
                inputs,
                columns=columns,
                strict_columns=strict_columns,
                keep=label_names,
                exclude=[output],
            )
        )
        for item in track(items, "reading"):
            if isinstance(item, Rejection):
                writer.reject(item)
                continue
            n_articles += 1
            missing.difference_update(item.columns)
            if writer.add(item):
                _add_judgments(writer, item, book, label_columns)
        if not n_articles:
            raise InputError(writer.rejected.no_article_message())
        if missing:
            raise InputError(
                f"label column '{min(missing)}' is in none of the tables; check its spelling"
            )
        for coding in checked.rejected_codings:
            place = f"{coding.file}, {coding.place}"
            writer.reject(Rejection(place, Reason.BAD_LABEL, coding.message))
        for judgment in checked.judgments:
            writer.add_judgment(judgment)
        writer.n_without_codebook = checked.n_without_codebook
    if on_replaced is not None and writer.kept is not None:
        on_replaced(writer.kept)
    return Corpus.load(output)


def _add_judgments(
    writer: CorpusWriter, article: Article, book: Codebook, columns: list[LabelColumn]
) -> None:
    """Add the judgements in an article's publisher tags and label columns."""
    for judgment in publisher_judgments(article, book):
        writer.add_judgment(judgment)
    for column in columns:
        for judgment_or_fault in column.judgments(article, book):
            if isinstance(judgment_or_fault, str):
                writer.reject(Rejection(article.article_id, Reason.BAD_LABEL, judgment_or_fault))
            else:
                writer.add_judgment(judgment_or_fault)
