"""Import and export of codings, and of the decisions on disagreements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tenor.codebook import CodebookVersions, tasks_of
from tenor.corpus import (
    Corpus,
    accept_codebooks,
    check_named,
    judgments_of,
    open_to_change,
    write_judgments,
)
from tenor.errors import InputError
from tenor.labeling import CODING_ORIGINS, GOLD_ORIGINS, Origin, find_disagreements
from tenor.labeling.formats import (
    FORMATS,
    CheckedCodings,
    Item,
    NameMap,
    RejectedCoding,
    check_codings,
    read,
)
from tenor.labeling.formats.adjudication import (
    disagreement_sheet,
    read_decisions,
)
from tenor.labeling.formats.annotation import Texts
from tenor.labeling.formats.answers import without_replaced
from tenor.labeling.formats.registry import AUTO
from tenor.output import check_output, write_file
from tenor.progress import track

REJECTED_CODINGS = "rejected_codings.jsonl"


@dataclass(frozen=True)
class ImportedCodings:
    """The corpus after an import, and its checked codings."""

    corpus: Corpus
    checked: CheckedCodings

    @property
    def rejected_path(self) -> Path:
        """The file of rejected codings."""
        return self.corpus.path / REJECTED_CODINGS


def import_codings(
    files: Sequence[str | Path],
    corpus: str | Path,
    *,
    format_name: str = AUTO,
    coders: Mapping[str, str] | None = None,
    questions: Mapping[str, str] | None = None,
    origin: Origin = "coder",
    accepted_codebooks: Sequence[str] = (),
    replace: bool = False,
) -> ImportedCodings:
    """Add codings to a corpus; codings that cannot be used are written to a file.

    Parameters
    ----------
    files
        Exports of annotation tools, filled sheets, tables of judgements.
    corpus
        The corpus folder.
    format_name
        The name of their format, or ``auto``.
    coders, questions
        Coders and questions by the names that the files use: ``{"10": "ana"}``,
        ``{"topic": "theme"}``.
    origin
        The origin of codings whose file does not state one: ``coder`` for people, or
        ``machine``, whose labels may train and are never scored.
    accepted_codebooks
        Earlier codebooks whose codings are accepted: files, or fingerprints of codebooks that
        the corpus holds. Labels that both codebooks have alike keep their answers.
    replace
        Whether a new answer replaces an earlier one of the same coder.

    Raises
    ------
    TenorError
        If a file or the corpus cannot be read, or the corpus cannot be written.
    """
    names = NameMap(coders or {}, questions or {}, origin)
    versions, texts = accept_codebooks(accepted_codebooks, Corpus.load(corpus).versions)
    items: list[Item] = []
    errors: list[str] = []
    for file in files:
        try:
            items += track(read(Path(file), format_name, names), f"reading {file}")
        except InputError as exc:
            errors += exc.faults
    if errors:
        raise InputError(*errors)
    with open_to_change(corpus) as opened:
        return _import(opened, items, files, versions, texts, origin=origin, replace=replace)


def import_decisions(
    sheet: str | Path,
    corpus: str | Path,
    adjudicator: str,
    *,
    at: str = "",
    replace: bool = False,
) -> ImportedCodings:
    """Add the decisions of a filled adjudication sheet to a corpus.

    Parameters
    ----------
    sheet
        The sheet.
    corpus
        The corpus folder.
    adjudicator
        The person who decided.
    at
        The time of decisions without a time of their own; default now.
    replace
        Whether a decision replaces an earlier one.

    Raises
    ------
    TenorError
        If the sheet or the corpus cannot be read, or the corpus cannot be written.
    """
    at = at or datetime.now(UTC).isoformat(timespec="seconds")
    with open_to_change(corpus) as opened:
        items = read_decisions(Path(sheet), adjudicator, at)
        return _import(opened, items, [sheet], opened.versions, {}, replace=replace)


def _import(
    corpus: Corpus,
    items: Iterable[Item],
    files: Sequence[str | Path],
    versions: CodebookVersions,
    texts: Mapping[str, str],
    *,
    origin: Origin = "coder",
    replace: bool,
) -> ImportedCodings:
    judgments = judgments_of(corpus.labels)
    articles = corpus.read_columns(["article_id", "title"])
    titles = dict(zip(articles["article_id"], articles["title"].fillna(""), strict=True))
    checked = check_codings(
        items,
        versions,
        article_ids=titles.keys(),
        titles=titles,
        judgments=judgments,
        origin=origin,
        replace=replace,
    )
    check_named(texts, checked.codebooks)
    _write_rejected(corpus.path / REJECTED_CODINGS, checked.rejected_codings, files)
    if checked.judgments:
        remaining = without_replaced(judgments, checked.replaced, corpus.codebook.fingerprint)
        corpus = write_judgments(
            corpus,
            remaining + checked.judgments,
            earlier_codebooks=texts,
        )
    return ImportedCodings(corpus, checked)


def _write_rejected(
    path: Path, codings: Sequence[RejectedCoding], files: Sequence[str | Path]
) -> None:
    """Write rejected codings, and keep those of files that were not imported again."""
    rows = [coding.row() for coding in codings]
    if path.exists():
        lines = path.read_text(encoding="utf-8").splitlines()
        earlier = [row for row in map(_parse_row, lines) if row is not None]
        imported = set(map(str, files))
        rows = [row for row in earlier if row.get("file") not in imported] + rows
    if not rows:
        path.unlink(missing_ok=True)
        return
    text = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    # Characters that UTF-8 cannot hold may be the reason of a rejection.
    write_file(path, text.encode("utf-8", "backslashreplace"), replace=True)


def _parse_row(line: str) -> dict[str, str] | None:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) else None


def export_codings(
    corpus: str | Path, format_name: str, output: str | Path, *, force: bool = False
) -> int:
    """Write all judgements by people to a file, and return their number.

    Tables state the origin of each judgement, and hold those of machines too. Exports for
    annotation tools do not: a tool would return them as a person's.

    Parameters
    ----------
    corpus
        The corpus folder.
    format_name
        The name of the format.
    output
        The file to write.
    force
        Whether to replace an existing file.

    Raises
    ------
    TenorError
        If the corpus cannot be read, or the output cannot be written.
    """
    loaded, path = Corpus.load(corpus), Path(output)
    check_output(path, force=force)
    codings_format = FORMATS[format_name]
    origins = CODING_ORIGINS if codings_format.is_table else GOLD_ORIGINS
    # Where another codebook is applied, a judgement that names none would follow that one.
    judgments = [
        judgment._replace(codebook=judgment.codebook or loaded.codebook.fingerprint)
        for judgment in judgments_of(loaded.labels)
        if judgment.origin in origins
    ]
    texts: Texts = {}
    if not codings_format.is_table:
        texts = _texts(loaded, {judgment.article_id for judgment in judgments})
    write_file(path, codings_format.export(judgments, texts), replace=force)
    return len(judgments)


def export_disagreements(corpus: str | Path, output: str | Path, *, force: bool = False) -> int:
    """Write the answers on which coders disagree as a sheet, and return the number of rows.

    Parameters
    ----------
    corpus
        The corpus folder.
    output
        The file to write, ``.csv`` or ``.xlsx``.
    force
        Whether to replace an existing file.

    Raises
    ------
    TenorError
        If the corpus cannot be read, or the output cannot be written.
    """
    loaded, path = Corpus.load(corpus), Path(output)
    check_output(path, force=force, extensions=(".csv", ".xlsx"))
    disagreements = [
        disagreement
        for task in tasks_of(loaded.codebook)
        for disagreement in find_disagreements(
            loaded.coder_labels(task),
            task,
            loaded.article_ids.tolist(),
            loaded.coder_labels(task, "adjudicated"),
        )
    ]
    texts = _texts(loaded, {row.article_id for row in disagreements})
    xlsx = path.suffix == ".xlsx"
    sheet = disagreement_sheet(disagreements, loaded.codebook, texts, xlsx=xlsx)
    write_file(path, sheet, replace=force)
    return len(disagreements)


def _texts(corpus: Corpus, article_ids: set[str]) -> Texts:
    table = corpus.read_columns(["article_id", "title", "text"], article_ids)
    columns = (table[name].tolist() for name in ("article_id", "title", "text"))
    return {article_id: (title, text) for article_id, title, text in zip(*columns, strict=True)}
