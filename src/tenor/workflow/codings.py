"""People's codings: answers in and out, disagreements to decide."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tenor.corpus import Corpus, judgments_of, write_judgments
from tenor.errors import InputError
from tenor.labeling import GOLD, formats
from tenor.labeling.formats import Item, Naming, SetAside
from tenor.labeling.formats.adjudication import disagreements, read_decisions
from tenor.labeling.formats.adjudication import sheet as decision_sheet
from tenor.labeling.formats.checking import Checked, check, existing_answers, key_of
from tenor.output import check_output, replace_file
from tenor.progress import track

REJECTED_CODINGS = "rejected_codings.jsonl"


@dataclass(frozen=True)
class Imported:
    """What an import did: the corpus as it stands, and what came of each coding."""

    corpus: Corpus
    checked: Checked

    @property
    def rejected_path(self) -> Path:
        """Where the codings that were set aside are kept."""
        return self.corpus.path / REJECTED_CODINGS


def import_codings(
    files: Sequence[str | Path],
    corpus: str | Path,
    *,
    kind: str = "auto",
    coders: Mapping[str, str] | None = None,
    questions: Mapping[str, str] | None = None,
    accepted_codebooks: Sequence[str] = (),
    replace: bool = False,
) -> Imported:
    """Add people's codings to a corpus; what cannot be used is set aside with its reason.

    Parameters
    ----------
    files
        Exports of annotation tools, filled sheets, tables of judgements.
    kind
        Their format, or ``auto``.
    coders, questions
        Names by what the files call them: ``{"10": "ana"}``, ``{"topic": "theme"}``.
    accepted_codebooks
        Fingerprints of earlier codebooks whose codings still count.
    replace
        Let an answer stand in for an earlier one of the same coder.

    Raises
    ------
    TenorError
        If a file cannot be read at all, or the corpus cannot be used.
    """
    naming = Naming(coders or {}, questions or {})
    opened = Corpus.load(corpus)
    items: list[Item] = []
    unreadable = []
    for file in files:
        try:
            items += track(formats.read(Path(file), kind, naming), f"reading {file}")
        except InputError as exc:
            unreadable.append(str(exc))
    if unreadable:
        raise InputError("\n".join(unreadable))
    return _add(opened, items, accepted_codebooks, replace, list(map(str, files)))


def import_decisions(
    sheet: str | Path, corpus: str | Path, by: str, *, at: str = "", replace: bool = False
) -> Imported:
    """Add the decisions of a filled adjudication sheet to a corpus.

    Parameters
    ----------
    by
        Who decided.
    at
        The time of decisions whose row tells none; default now.

    Raises
    ------
    TenorError
        If the sheet cannot be read, or the corpus cannot be used.
    """
    opened = Corpus.load(corpus)
    at = at or datetime.now(UTC).isoformat(timespec="seconds")
    items = read_decisions(Path(sheet), opened.codebook, by, at)
    return _add(opened, items, (), replace, [str(sheet)])


def _add(
    corpus: Corpus,
    items: Iterable[Item],
    accepted: Sequence[str],
    replace: bool,
    files: Sequence[str],
) -> Imported:
    judgments = judgments_of(corpus.labels)
    checked = check(
        items,
        corpus.codebook,
        articles=set(corpus.some_articles(["article_id"])["article_id"]),
        existing=existing_answers(judgments),
        accepted=accepted,
        replace=replace,
    )
    _write_rejected(corpus.path / REJECTED_CODINGS, checked.set_aside, files)
    if checked.judgments:
        kept = [j for j in judgments if j.origin not in GOLD or key_of(j) not in checked.replaced]
        corpus = write_judgments(corpus, kept + checked.judgments)
    return Imported(corpus, checked)


def _write_rejected(path: Path, set_aside: Sequence[SetAside], files: Sequence[str]) -> None:
    """Keep what is set aside now, beside what other files gave before."""
    rows = [one.row() for one in set_aside]
    if path.exists():
        lines = path.read_text(encoding="utf-8").splitlines()
        before = [row for row in map(_row, lines) if row is not None]
        rows = [row for row in before if row.get("file") not in files] + rows
    if rows:
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        # What is no text may well be the reason why it is here.
        replace_file(
            path, "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")
        )
    else:
        path.unlink(missing_ok=True)


def _row(line: str) -> dict[str, str] | None:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) else None


def export_codings(
    corpus: str | Path, kind: str, output: str | Path, *, force: bool = False
) -> int:
    """Write all judgements that people made to a file of that format; returns their number.

    Raises
    ------
    TenorError
        If the corpus cannot be used, or the output cannot be written.
    """
    opened, path = Corpus.load(corpus), Path(output)
    check_output(path, force=force)
    judgments = [j for j in judgments_of(opened.labels) if j.origin in GOLD]
    texts: dict[str, tuple[str, str]] = {}
    if kind not in formats.TABLES:
        texts = _texts(opened, {judgment.article_id for judgment in judgments})
    replace_file(path, formats.export(kind, judgments, texts))
    return len(judgments)


def export_disagreements(corpus: str | Path, output: str | Path, *, force: bool = False) -> int:
    """Write a sheet of what coders disagree on; returns the number of its rows.

    Raises
    ------
    TenorError
        If the corpus cannot be used, or the output cannot be written.
    """
    opened, path = Corpus.load(corpus), Path(output)
    check_output(path, force=force, endings=(".csv", ".xlsx"))
    found = disagreements(judgments_of(opened.labels))
    texts = _texts(opened, {one.article_id for one in found})
    replace_file(path, decision_sheet(found, opened.codebook, texts, xlsx=path.suffix == ".xlsx"))
    return len(found)


def _texts(corpus: Corpus, ids: set[str]) -> dict[str, tuple[str, str]]:
    table = corpus.some_articles(["article_id", "title", "text"], ids)
    columns = (table[name].tolist() for name in ("article_id", "title", "text"))
    return {article: (title, text) for article, title, text in zip(*columns, strict=True)}
