"""Prodigy: the JSONL of ``db-out`` for the interfaces ``choice`` and ``classification``.

Options are labels: themes stand bare, positions as ``stance:TARGET=POSITION``.
``meta`` carries ``article_id`` and ``codebook``. The coder is ``_annotator_id``,
else ``_session_id``; Prodigy puts the dataset's name before both, which
``Naming.coders`` can take off.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from tenor.codebook import Codebook
from tenor.labeling.formats.entry import (
    THEME,
    Entry,
    Item,
    Naming,
    SetAside,
    Texts,
    ToCode,
    Why,
    codings,
    flat,
    questions,
    unflat,
)
from tenor.labeling.formats.records import Record, dump, json_records, mapping, string, strings
from tenor.labeling.judgment import Judgment


def is_record(record: Record) -> bool:
    """Whether a record is an answered task."""
    return "answer" in record and ("accept" in record or "_task_hash" in record)


def read(path: Path, naming: Naming) -> Iterator[Item]:
    """Yield the entries of answered tasks; rejected and ignored ones are set aside."""
    bare = naming.question(naming.questions.get("accept", THEME))
    for number, (place, record) in enumerate(json_records(path), start=1):
        if isinstance(record, SetAside):
            yield record
            continue
        answer = string(record.get("answer"))
        if answer not in ("", "accept"):
            detail = f"its answer is '{answer}', which says no label that holds"
            yield SetAside(Why.SKIPPED, detail, str(path), place, raw=dump(record))
            continue
        meta = mapping(record.get("meta"))
        labels = strings(record["accept"] if "accept" in record else record.get("label"))
        if not answer or not labels:
            yield None
            continue
        coder = string(record.get("_annotator_id")) or string(record.get("_session_id"))
        for label in labels:
            question, label = unflat(label, bare)
            yield Entry(
                str(path), place, number, string(meta.get("article_id", record.get("article_id"))),
                question, label, naming.coder(coder), string(meta.get("origin")) or "coder",
                string(meta.get("codebook")), _time(meta.get("at"), record.get("_timestamp")),
            )  # fmt: skip


def _time(at: object, timestamp: object) -> str:
    if at is not None or not isinstance(timestamp, int | float):
        return string(at)
    try:
        return datetime.fromtimestamp(timestamp, UTC).isoformat(timespec="seconds")
    except (OverflowError, OSError, ValueError):
        return string(timestamp)


def export(judgments: Iterable[Judgment], texts: Texts) -> str:
    """Return judgements as answered tasks, which ``db-in`` imports."""
    lines = []
    for coding in codings(judgments):
        title, text = texts.get(coding.article_id, ("", ""))
        accept = [
            flat(question, one) for question, labels in coding.answers.items() for one in labels
        ]
        meta = {"article_id": coding.article_id, "origin": coding.origin}
        meta |= {"codebook": coding.codebook, "at": coding.at}
        task = {
            "text": text, "title": title, "options": [{"id": x, "text": x} for x in accept],
            "accept": accept, "answer": "accept", "meta": meta, "_annotator_id": coding.coder,
        }  # fmt: skip
        lines.append(dump(task) + "\n")
    return "".join(lines)


def sheet(articles: Iterable[ToCode], book: Codebook) -> str:
    """Return articles to code as choice tasks."""
    names = [flat(question, label) for question, labels in questions(book) for label in labels]
    options = [{"id": name, "text": name} for name in names]
    lines = []
    for article in articles:
        meta = article._asdict()
        text, title = meta.pop("text"), meta.pop("title")
        lines.append(dump({"text": text, "title": title, "options": options, "meta": meta}) + "\n")
    return "".join(lines)


def settings(book: Codebook) -> dict[str, str]:
    """Return the interface's settings: several options may be chosen."""
    chosen = {"choice_style": "multiple", "choice_auto_accept": False}
    return {"prodigy.json": json.dumps(chosen, indent=1) + "\n"}
