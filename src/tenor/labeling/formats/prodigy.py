"""Prodigy: the JSONL of ``db-out`` for the interfaces ``choice`` and ``classification``.

Options are labels: the names of themes, and positions as ``stance:TARGET=POSITION``.
``meta`` holds ``article_id`` and ``codebook``. The coder is ``_annotator_id``,
or else ``_session_id``. Prodigy prefixes both with the name of the dataset;
``NameMap.coders`` can remove it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from tenor.codebook import Codebook
from tenor.labeling.formats.annotation import ArticleToCode, Texts, group_annotations
from tenor.labeling.formats.coding import THEME_QUESTION, Item, Location, NameMap, RejectionReason
from tenor.labeling.formats.questions import flat_labels, parse_flat_label, questions
from tenor.labeling.formats.records import (
    Record,
    first_string,
    json_bytes,
    json_line,
    json_lines_bytes,
    mapping,
    provenance,
    string,
    strings,
)
from tenor.labeling.judgment import Judgment


def is_record(record: Record) -> bool:
    """Whether a record is an answered task."""
    return "answer" in record and ("accept" in record or "_task_hash" in record)


def parse(record: Record, location: Location, names: NameMap) -> Iterator[Item]:
    """Yield the codings of an accepted task; other tasks are rejected codings."""
    answer = string(record.get("answer"))
    if answer not in ("", "accept"):
        detail = f"the answer is '{answer}', not 'accept', so the record gives no label"
        yield location.reject(RejectionReason.SKIPPED, detail, json_line(record))
        return
    labels = strings(record["accept"] if "accept" in record else record.get("label"))
    if not answer or not labels:
        yield None
        return
    meta = mapping(record.get("meta"))
    fields = {"article_id": record.get("article_id")} | meta
    fields["at"] = _time(meta.get("at"), record.get("_timestamp"))
    default = names.question(names.questions.get("accept", THEME_QUESTION))
    for text in labels:
        question, label = parse_flat_label(text, default)
        yield location.coding(
            question=question,
            label=label,
            coder=names.coder(first_string(record, "_annotator_id", "_session_id")),
            **provenance(fields),
        )


def _time(at: object, timestamp: object) -> str:
    if at is not None or not isinstance(timestamp, int | float):
        return string(at)
    try:
        return datetime.fromtimestamp(timestamp, UTC).isoformat(timespec="seconds")
    except (OverflowError, OSError, ValueError):
        return string(timestamp)


def export(judgments: Iterable[Judgment], texts: Texts) -> bytes:
    """Return judgements as answered tasks, which ``db-in`` imports."""
    tasks = []
    for annotation in group_annotations(judgments):
        title, text = texts.get(annotation.article_id, ("", ""))
        meta = annotation._asdict()
        accept = flat_labels(meta.pop("answers").items())
        coder = meta.pop("coder")
        tasks.append(
            {
                "text": text,
                "title": title,
                "options": _options(accept),
                "accept": accept,
                "answer": "accept",
                "meta": meta,
                "_annotator_id": coder,
            }
        )
    return json_lines_bytes(tasks)


def sheet(articles: Iterable[ArticleToCode], codebook: Codebook, coder: str) -> bytes:
    """Return articles to code as choice tasks; the coder is not part of them."""
    names = flat_labels((question.name, question.labels) for question in questions(codebook))
    options = _options(names)
    tasks = []
    for article in articles:
        meta = article._asdict()
        text, title = meta.pop("text"), meta.pop("title")
        tasks.append({"text": text, "title": title, "options": options, "meta": meta})
    return json_lines_bytes(tasks)


def _options(labels: Iterable[str]) -> list[Record]:
    return [{"id": label, "text": label} for label in labels]


def settings(codebook: Codebook) -> dict[str, bytes]:
    """Return the settings of the interface: several options may be chosen."""
    return {"prodigy.json": json_bytes({"choice_style": "multiple", "choice_auto_accept": False})}
