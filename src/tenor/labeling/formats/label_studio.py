"""Label Studio: its JSON and JSON-MIN exports, its tasks, and a labeling configuration.

A question is a ``Choices`` control of that name: ``theme``, ``stance:TARGET``.
Tasks carry ``article_id`` and ``codebook`` in ``data``, which every export
gives back. ``ground_truth`` marks an adjudicated annotation.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from tenor.codebook import Codebook
from tenor.labeling.formats.entry import (
    THEME,
    Coding,
    Entry,
    Item,
    Naming,
    SetAside,
    Texts,
    ToCode,
    Why,
    codings,
    definition,
    questions,
)
from tenor.labeling.formats.records import Record, dump, json_records, mapping, string, strings
from tenor.labeling.judgment import Judgment

_ABOUT_TASK = ("id", "article_id", "title", "text", "outlet", "published", "codebook", "annotator",
               "annotation_id", "created_at", "updated_at", "lead_time",
               "inclusion_probability")  # fmt: skip


def is_record(record: Record) -> bool:
    """Whether a record is a task of the JSON or the JSON-MIN export."""
    annotated = "annotations" in record or "completions" in record or "predictions" in record
    return ("data" in record and annotated) or "annotation_id" in record


def read(path: Path, naming: Naming) -> Iterator[Item]:
    """Yield the entries of a JSON export (``Export > JSON`` or ``JSON-MIN``).

    Predictions are a machine's and no codings. Cancelled annotations and
    results that are no choices are set aside.
    """
    for place, record in json_records(path):
        if isinstance(record, SetAside):
            yield record
        elif "data" in record:
            yield from _task(str(path), place, record, naming)
        else:
            yield from _flat_task(str(path), place, record, naming)


def _task(file: str, place: str, task: Record, naming: Naming) -> Iterator[Item]:
    data = mapping(task["data"])
    annotations = task.get("annotations", task.get("completions")) or []
    if not isinstance(annotations, list) or not annotations:
        yield None
        return
    for number, annotation in enumerate(annotations, start=1):
        here = f"{place}, annotation {number}"
        if not isinstance(annotation, dict):
            yield SetAside(Why.BAD_RECORD, "the annotation holds its number only, not its result; "
                           "export as JSON, not as a snapshot without annotations",
                           file, here, raw=dump(annotation))  # fmt: skip
            continue
        if annotation.get("was_cancelled") or annotation.get("skipped"):
            detail = "the coder skipped this article"
            yield SetAside(Why.SKIPPED, detail, file, here, raw=dump(annotation))
            continue
        results = annotation.get("result")
        if not isinstance(results, list) or not results:
            yield None
            continue
        about = {
            "article_id": string(data.get("article_id", data.get("id"))),
            "coder": naming.coder(_coder(annotation)),
            "origin": "adjudicated" if annotation.get("ground_truth") else "coder",
            "codebook": string(data.get("codebook")),
            "at": string(annotation.get("created_at")),
        }
        for result in map(mapping, results):
            value = mapping(result.get("value"))
            if "choices" not in value:
                detail = f"'{string(result.get('from_name'))}' is no choice, so it gives no label"
                yield SetAside(Why.BAD_RECORD, detail, file, here, raw=dump(result))
                continue
            question = naming.question(string(result.get("from_name")))
            for label in strings(value):
                yield Entry(file, here, _sitting(place, number), question=question, label=label,
                            **about)  # fmt: skip


def _sitting(place: str, annotation: int) -> int:
    return int(place.rpartition(" ")[2]) * 1_000_000 + annotation


def _coder(annotation: Mapping[str, Any]) -> str:
    by = annotation.get("completed_by")
    if isinstance(by, dict):
        named = (string(by.get(key)) for key in ("email", "username", "id"))
        return next(filter(None, named), "")
    return string(by) or string(annotation.get("created_username")).rpartition(",")[0].strip()


def _flat_task(file: str, place: str, record: Record, naming: Naming) -> Iterator[Item]:
    asked = {
        name: value
        for name, value in record.items()
        if name in naming.questions
        or (name not in _ABOUT_TASK and naming.question(name).startswith((THEME, "stance:")))
    }
    if not any(strings(value) for value in asked.values()):
        yield None
    for name, value in asked.items():
        for label in strings(value):
            yield Entry(
                file, place, _sitting(place, 0), string(record.get("article_id")),
                naming.question(name), label, naming.coder(_coder({"completed_by": record.get(
                    "annotator")})), codebook=string(record.get("codebook")),
                at=string(record.get("created_at")),
            )  # fmt: skip


def export(judgments: Iterable[Judgment], texts: Texts) -> str:
    """Return judgements as annotated tasks, which Label Studio imports."""

    def key(coding: Coding) -> tuple[str, str]:
        return coding.article_id, coding.codebook

    tasks: list[Record] = []
    number = 0
    for (article_id, codebook), group in groupby(sorted(codings(judgments), key=key), key):
        title, text = texts.get(article_id, ("", ""))
        annotations = []
        for coding in group:
            number += 1
            annotations.append(_annotation(number, coding))
        data = {"article_id": article_id, "title": title, "text": text, "codebook": codebook}
        tasks.append({"id": len(tasks) + 1, "data": data, "annotations": annotations})
    return json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"


def _annotation(number: int, coding: Coding) -> Record:
    result = [
        {
            "id": f"{number}-{i}", "from_name": question, "to_name": "text", "type": "choices",
            "value": {"choices": list(labels)},
        }
        for i, (question, labels) in enumerate(coding.answers.items(), start=1)
    ]  # fmt: skip
    when = {"created_at": coding.at} if coding.at else {}
    return {
        "id": number, "completed_by": {"email": coding.coder}, "result": result,
        "was_cancelled": False, "ground_truth": coding.origin == "adjudicated", **when,
    }  # fmt: skip


def sheet(articles: Iterable[ToCode], book: Codebook) -> str:
    """Return articles to code as tasks to import."""
    tasks = [{"data": article._asdict()} for article in articles]
    return json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"


def settings(book: Codebook) -> dict[str, str]:
    """Return the labeling configuration of a codebook, as a file by name."""
    lines = ["<View>", '  <Header value="$title"/>', '  <Text name="text" value="$text"/>']
    for question, labels in questions(book):
        many = question == THEME and book.themes_per_article != "one"
        kind = "multiple" if many else "single"
        lines.append(f"  <Header value={quoteattr(question)}/>")
        lines.append(
            f'  <Choices name={quoteattr(question)} toName="text" choice="{kind}" '
            f'required="{str(question == THEME).lower()}">'
        )
        for label in labels:
            told = definition(book, question, label)
            hint = f" hint={quoteattr(told)}" if told else ""
            lines.append(f"    <Choice value={quoteattr(label)}{hint}/>")
        lines.append("  </Choices>")
    return {"labeling_config.xml": "\n".join([*lines, "</View>"]) + "\n"}
