"""Argilla: the JSON of ``dataset.records.to_json``, or the rows of ``to_datasets``.

Exports of version 1 are read too: records of a feedback dataset, whose responses are a list or
stand in a column for each question, and records of a text classification dataset.

Questions are named ``theme`` and ``stance-TARGET``, since names in Argilla have
no colon. The article is the record's ``article_id`` in its metadata, or else
its ``id``; metadata holds the codebook too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from tenor.codebook import Codebook
from tenor.labeling.formats.annotation import Annotation, ArticleToCode, Texts, group_annotations
from tenor.labeling.formats.coding import THEME_QUESTION, Item, Location, NameMap, RejectionReason
from tenor.labeling.formats.questions import Question, definition, questions
from tenor.labeling.formats.records import (
    Record,
    decode_cells,
    first_string,
    json_bytes,
    json_line,
    mapping,
    provenance,
    string,
    strings,
)
from tenor.labeling.judgment import Judgment

_RESPONSES = ".responses"
_METADATA = "metadata."
_SUGGESTION = "-suggestion"
_STATES = {"Validated": "submitted", "Discarded": "discarded", "Default": "pending"}
"""The states of records of version 1, and those of responses that they correspond to."""


def is_record(record: Record) -> bool:
    """Whether a record is of one of the exports of Argilla."""
    return (
        ("fields" in record and "responses" in record)
        or any(name.endswith(_RESPONSES) for name in record)
        or {"annotation", "annotation_agent"} <= record.keys()
        or any(f"{name}{_SUGGESTION}" in record for name in record)
    )


def parse(record: Record, location: Location, names: NameMap) -> Iterator[Item]:
    """Yield the codings of submitted responses; drafts and discarded responses are rejected.

    Suggestions are not codings.
    """
    columns = {
        name.removeprefix(_METADATA): value
        for name, value in record.items()
        if name.startswith(_METADATA)
    }
    metadata = record.get("metadata")
    # Rows of version 1 hold the metadata as JSON.
    decoded = decode_cells({"metadata": metadata}) if isinstance(metadata, str) else record
    fields = provenance(columns | record | mapping(decoded.get("metadata")))
    fields["article_id"] = fields["article_id"] or first_string(record, "external_id", "id")
    has_answer = False
    for name, response in _responses(record):
        status = string(response.get("status"))
        if status not in ("", "submitted"):
            detail = f"the response is '{status}', not submitted"
            yield location.reject(RejectionReason.SKIPPED, detail, json_line(response))
            continue
        for label in strings(response.get("value")):
            has_answer = True
            yield location.coding(
                question=names.question(name),
                label=label,
                coder=names.coder(string(response.get("user_id"))),
                **fields,
            )
    if not has_answer:
        yield None


def _responses(record: Record) -> Iterator[tuple[str, Record]]:
    """Yield each response with the name of its question."""
    responses = record.get("responses")
    if isinstance(responses, list):
        for response in map(mapping, responses):
            about = {name: response.get(name) for name in ("user_id", "status")}
            for name, value in mapping(response.get("values")).items():
                yield name, about | {"value": mapping(value).get("value")}
        return
    if "annotation_agent" in record:
        state = string(record.get("status"))
        yield (
            THEME_QUESTION,
            {
                "value": record.get("annotation"),
                "user_id": record.get("annotation_agent"),
                "status": _STATES.get(state, state),
            },
        )
        return
    if "responses" in record:
        for name, responses in mapping(record["responses"]).items():
            for response in responses if isinstance(responses, list) else [responses]:
                yield name, mapping(response)
        return
    for column in record:
        if f"{column}{_SUGGESTION}" in record:
            for response in _list(record[column]):
                yield column, mapping(response)
        if not column.endswith(_RESPONSES):
            continue
        users, states = (_list(record.get(f"{column}.{name}")) for name in ("users", "status"))
        for i, value in enumerate(_list(record[column])):
            yield (
                column.removesuffix(_RESPONSES),
                {
                    "value": value,
                    "user_id": users[i] if i < len(users) else None,
                    "status": states[i] if i < len(states) else None,
                },
            )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def export(judgments: Iterable[Judgment], texts: Texts) -> bytes:
    """Return judgements as records with responses."""

    def key(annotation: Annotation) -> tuple[str, ...]:
        return (
            annotation.article_id,
            annotation.codebook,
            annotation.origin,
            annotation.at,
            annotation.asked,
        )

    records: list[Record] = []
    n_records: dict[str, int] = {}
    for (article_id, codebook, origin, at, asked), group in groupby(
        sorted(group_annotations(judgments), key=key), key
    ):
        responses: dict[str, list[Any]] = {}
        for annotation in group:
            for question, labels in annotation.answers.items():
                single = question != THEME_QUESTION and len(labels) == 1
                value = labels[0] if single else list(labels)
                responses.setdefault(_name(question), []).append(
                    {"value": value, "user_id": annotation.coder}
                )
        title, text = texts.get(article_id, ("", ""))
        # Ids are unique in a dataset, and an article may have been judged several times.
        number = n_records[article_id] = n_records.get(article_id, 0) + 1
        record_id = article_id if number == 1 else f"{article_id}#{number}"
        metadata = {"article_id": article_id, "codebook": codebook, "origin": origin, "at": at}
        metadata |= {"asked": asked} if asked else {}
        records.append(_record(record_id, title, text, metadata, responses))
    return json_bytes(records)


def sheet(articles: Iterable[ArticleToCode], codebook: Codebook, coder: str) -> bytes:
    """Return articles to code as records to import; the coder is not part of them."""
    records = []
    for article in articles:
        metadata = article._asdict()
        title, text = metadata.pop("title"), metadata.pop("text")
        records.append(_record(article.article_id, title, text, metadata, {}))
    return json_bytes(records)


def _record(
    record_id: str, title: str, text: str, metadata: Record, responses: dict[str, list[Any]]
) -> Record:
    return {
        "id": record_id,
        "fields": {"title": title, "text": text},
        "metadata": metadata,
        "suggestions": {},
        "responses": responses,
        "vectors": {},
    }


def settings(codebook: Codebook) -> dict[str, bytes]:
    """Return the settings of the dataset, for ``rg.Settings.from_json``."""
    fields = [
        {
            "name": name,
            "title": name,
            "required": name == "text",
            "settings": {"type": "text", "use_markdown": False},
        }
        for name in ("title", "text")
    ]
    dataset = {
        "guidelines": None,
        "allow_extra_metadata": True,
        "fields": fields,
        "questions": [_question(question, codebook) for question in questions(codebook)],
        "metadata": [],
        "vectors": [],
    }
    return {"settings.json": json_bytes(dataset)}


def _question(question: Question, codebook: Codebook) -> Record:
    options = [
        {
            "value": label,
            "text": label,
            "description": definition(codebook, question.name, label) or None,
        }
        for label in question.labels
    ]
    kind = "label_selection" if question.single_label else "multi_label_selection"
    return {
        "name": _name(question.name),
        "title": question.name,
        "description": None,
        "required": question.name == THEME_QUESTION,
        "settings": {"type": kind, "options": options, "visible_options": None},
    }


def _name(question: str) -> str:
    return question.replace(":", "-", 1)
