"""Label Studio: its JSON, JSON-MIN and CSV exports, its tasks, and a labeling configuration.

A question is a ``Choices`` control with its name: ``theme``, ``stance:TARGET``.
Tasks have ``article_id`` and ``codebook`` in ``data``, which every export
contains. ``ground_truth`` marks an adjudicated annotation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from xml.sax.saxutils import quoteattr

from tenor.codebook import Codebook
from tenor.labeling.formats.annotation import Annotation, ArticleToCode, Texts, group_annotations
from tenor.labeling.formats.coding import THEME_QUESTION, Item, Location, NameMap, RejectionReason
from tenor.labeling.formats.questions import definition, questions
from tenor.labeling.formats.records import (
    Record,
    first_string,
    json_bytes,
    json_line,
    mapping,
    provenance,
    string,
    strings,
)
from tenor.labeling.judgment import Judgment

_TASK_FIELDS = (
    "id",
    "article_id",
    "title",
    "text",
    "outlet",
    "published",
    "codebook",
    "asked",
    "annotator",
    "annotation_id",
    "created_at",
    "updated_at",
    "lead_time",
    "inclusion_probability",
)
"""Fields of a JSON-MIN record that are not controls."""


def is_record(record: Record) -> bool:
    """Whether a record is a task of the JSON or the JSON-MIN export."""
    annotated = "annotations" in record or "completions" in record or "predictions" in record
    return ("data" in record and annotated) or "annotation_id" in record


def is_table(columns: Sequence[str]) -> bool:
    """Whether columns are those of the CSV or TSV export, whose rows are like JSON-MIN records."""
    return {"annotator", "annotation_id"} <= set(columns)


def parse(record: Record, location: Location, names: NameMap) -> Iterator[Item]:
    """Yield the codings of a task of the export ``JSON`` or ``JSON-MIN``.

    Predictions are not codings. Cancelled annotations, and results that are not choices, are
    rejected.
    """
    if "data" not in record:
        yield from _parse_min(record, location, names)
        return
    annotations = record.get("annotations", record.get("completions"))
    if not isinstance(annotations, list) or not annotations:
        yield None
        return
    data = mapping(record["data"])
    for number, annotation in enumerate(annotations, start=1):
        place = f"{location.place}, annotation {number}"
        yield from _parse_annotation(annotation, data, location._replace(place=place), names)


def _parse_annotation(
    annotation: object, data: Record, location: Location, names: NameMap
) -> Iterator[Item]:
    if not isinstance(annotation, dict):
        detail = (
            "the annotation is only a number, without its result; export as JSON, not as a "
            "snapshot without annotations"
        )
        yield location.reject(RejectionReason.BAD_RECORD, detail, json_line(annotation))
        return
    if annotation.get("was_cancelled") or annotation.get("skipped"):
        detail = "the coder skipped this article"
        yield location.reject(RejectionReason.SKIPPED, detail, json_line(annotation))
        return
    results = annotation.get("result")
    if not isinstance(results, list) or not results:
        yield None
        return
    fields = provenance(
        {
            "article_id": data.get("article_id", data.get("id")),
            "origin": "adjudicated" if annotation.get("ground_truth") else "",
            "codebook": data.get("codebook"),
            "at": annotation.get("created_at"),
            "asked": data.get("asked"),
        }
    )
    coder = names.coder(_coder(annotation))
    for result in map(mapping, results):
        control, value = string(result.get("from_name")), mapping(result.get("value"))
        if "choices" not in value:
            detail = f"control '{control}' is not a choice, so the result gives no label"
            yield location.reject(RejectionReason.BAD_RECORD, detail, json_line(result))
            continue
        for label in strings(value):
            yield location.coding(
                question=names.question(control), label=label, coder=coder, **fields
            )


def _coder(annotation: Mapping[str, Any]) -> str:
    user = annotation.get("completed_by")
    if isinstance(user, dict):
        return first_string(user, "email", "username", "id")
    # Older versions export "EMAIL, ID".
    return string(user) or string(annotation.get("created_username")).rpartition(",")[0].strip()


def _parse_min(record: Record, location: Location, names: NameMap) -> Iterator[Item]:
    controls = {
        name: strings(value)
        for name, value in record.items()
        if name in names.questions
        or (
            name not in _TASK_FIELDS
            and names.question(name).startswith((THEME_QUESTION, "stance:"))
        )
    }
    if not any(controls.values()):
        yield None
    fields = provenance(
        {
            "article_id": record.get("article_id"),
            "codebook": record.get("codebook"),
            "at": record.get("created_at"),
            "asked": record.get("asked"),
        }
    )
    coder = names.coder(_coder({"completed_by": record.get("annotator")}))
    for name, labels in controls.items():
        for label in labels:
            yield location.coding(question=names.question(name), label=label, coder=coder, **fields)


def export(judgments: Iterable[Judgment], texts: Texts) -> bytes:
    """Return judgements as annotated tasks, which Label Studio imports."""

    def key(annotation: Annotation) -> tuple[str, str, str]:
        return annotation.article_id, annotation.codebook, annotation.asked

    tasks: list[Record] = []
    number = 0
    for (article_id, codebook, asked), group in groupby(
        sorted(group_annotations(judgments), key=key), key
    ):
        title, text = texts.get(article_id, ("", ""))
        annotations = []
        for annotation in group:
            number += 1
            annotations.append(_record(number, annotation))
        data = {"article_id": article_id, "title": title, "text": text, "codebook": codebook}
        data |= {"asked": asked} if asked else {}
        tasks.append({"id": len(tasks) + 1, "data": data, "annotations": annotations})
    return json_bytes(tasks)


def _record(number: int, annotation: Annotation) -> Record:
    result = [
        {
            "id": f"{number}-{i}",
            "from_name": question,
            "to_name": "text",
            "type": "choices",
            "value": {"choices": list(labels)},
        }
        for i, (question, labels) in enumerate(annotation.answers.items(), start=1)
    ]
    record = {
        "id": number,
        "completed_by": {"email": annotation.coder},
        "result": result,
        "was_cancelled": False,
        "ground_truth": annotation.origin == "adjudicated",
    }
    return record | ({"created_at": annotation.at} if annotation.at else {})


def sheet(articles: Iterable[ArticleToCode], codebook: Codebook, coder: str) -> bytes:
    """Return articles to code as tasks to import; the coder is not part of them."""
    return json_bytes([{"data": article._asdict()} for article in articles])


def settings(codebook: Codebook) -> dict[str, bytes]:
    """Return the labeling configuration of a codebook."""
    lines = ["<View>", '  <Header value="$title"/>', '  <Text name="text" value="$text"/>']
    for question, labels, single_label in questions(codebook):
        name, choice = quoteattr(question), "single" if single_label else "multiple"
        required = str(question == THEME_QUESTION).lower()
        lines.append(f"  <Header value={name}/>")
        lines.append(
            f'  <Choices name={name} toName="text" choice="{choice}" required="{required}">'
        )
        for label in labels:
            text = definition(codebook, question, label)
            hint = f" hint={quoteattr(text)}" if text else ""
            lines.append(f"    <Choice value={quoteattr(label)}{hint}/>")
        lines.append("  </Choices>")
    return {"labeling_config.xml": "\n".join([*lines, "</View>", ""]).encode()}
