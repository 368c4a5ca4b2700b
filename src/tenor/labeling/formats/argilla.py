"""Argilla: the JSON of ``dataset.records.to_json``, or the rows of ``to_datasets``.

Questions are ``theme`` and ``stance-TARGET``, since Argilla's names have no
colon. The record's ``id`` is the article's, unless its metadata names one;
metadata carries the codebook.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

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

_FLAT = ".responses"


def is_record(record: Record) -> bool:
    """Whether a record is of one of the two exports."""
    return ("fields" in record and "responses" in record) or any(
        name.endswith(_FLAT) for name in record
    )


def read(path: Path, naming: Naming) -> Iterator[Item]:
    """Yield the entries of submitted responses; drafts and discarded ones are set aside.

    Suggestions are a machine's and no codings.
    """
    for number, (place, record) in enumerate(json_records(path), start=1):
        if isinstance(record, SetAside):
            yield record
            continue
        about = record | mapping(record.get("metadata"))
        article_id = string(about.get("article_id", about.get("metadata.article_id")))
        origin = string(about.get("origin", about.get("metadata.origin")))
        answered = False
        for name, response in _responses(record):
            status = string(response.get("status"))
            if status not in ("", "submitted"):
                detail = f"the response is '{status}', not submitted"
                yield SetAside(Why.SKIPPED, detail, str(path), place, raw=dump(response))
                continue
            for label in strings(response.get("value")):
                answered = True
                yield Entry(
                    str(path), place, number, article_id or string(record.get("id")),
                    naming.question(name), label, naming.coder(string(response.get("user_id"))),
                    origin or "coder",
                    string(about.get("codebook", about.get("metadata.codebook"))),
                    string(about.get("at", about.get("metadata.at"))),
                )  # fmt: skip
        if not answered:
            yield None


def _responses(record: Record) -> Iterator[tuple[str, Record]]:
    if "responses" in record:
        for name, given in mapping(record["responses"]).items():
            for response in given if isinstance(given, list) else [given]:
                yield name, dict(mapping(response))
        return
    for column in record:
        if not column.endswith(_FLAT):
            continue
        lists = [record[column], record.get(f"{column}.users"), record.get(f"{column}.status")]
        values, users, states = (one if isinstance(one, list) else [] for one in lists)
        for i, value in enumerate(values):
            user = users[i] if i < len(users) else None
            status = states[i] if i < len(states) else None
            yield (
                column.removesuffix(_FLAT),
                {"value": value, "user_id": user, "status": status},
            )


def export(judgments: Iterable[Judgment], texts: Texts) -> str:
    """Return judgements as records with responses."""

    def key(coding: Coding) -> tuple[str, ...]:
        return coding.article_id, coding.codebook, coding.origin, coding.at

    records: list[Record] = []
    used: dict[str, int] = {}
    for (article_id, codebook, origin, at), group in groupby(
        sorted(codings(judgments), key=key), key
    ):
        responses: dict[str, list[Any]] = {}
        for coding in group:
            for question, labels in coding.answers.items():
                single = question != THEME and len(labels) == 1
                value = labels[0] if single else list(labels)
                responses.setdefault(_name(question), []).append(
                    {"value": value, "user_id": coding.coder}
                )
        title, text = texts.get(article_id, ("", ""))
        used[article_id] = used.get(article_id, 0) + 1
        # Ids are unique in a dataset, and an article may be judged at several times.
        record_id = article_id if used[article_id] == 1 else f"{article_id}#{used[article_id]}"
        metadata = {"article_id": article_id, "codebook": codebook, "origin": origin, "at": at}
        records.append(_record(record_id, title, text, metadata, responses))
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def sheet(articles: Iterable[ToCode], book: Codebook) -> str:
    """Return articles to code as records for ``dataset.records.from_json``."""
    records = []
    for article in articles:
        metadata = article._asdict()
        title, text = metadata.pop("title"), metadata.pop("text")
        records.append(_record(article.article_id, title, text, metadata, {}))
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def settings(book: Codebook) -> dict[str, str]:
    """Return the dataset's settings, as ``rg.Settings.from_json`` reads them."""
    asked = []
    for question, labels in questions(book):
        many = question == THEME and book.themes_per_article != "one"
        options = [
            {
                "value": label,
                "text": label,
                "description": definition(book, question, label) or None,
            }
            for label in labels
        ]
        kind = "multi_label_selection" if many else "label_selection"
        asked.append(
            {
                "name": _name(question), "title": question, "description": None,
                "required": question == THEME,
                "settings": {"type": kind, "options": options, "visible_options": None},
            }
        )  # fmt: skip
    fields = [
        {
            "name": name, "title": name, "required": name == "text",
            "settings": {"type": "text", "use_markdown": False},
        }
        for name in ("title", "text")
    ]  # fmt: skip
    told = {"guidelines": None, "allow_extra_metadata": True, "fields": fields, "questions": asked,
            "metadata": [], "vectors": []}  # fmt: skip
    return {"settings.json": json.dumps(told, ensure_ascii=False, indent=1) + "\n"}


def _name(question: str) -> str:
    return question.replace(":", "-", 1)


def _record(
    record_id: str, title: str, text: str, metadata: Record, responses: dict[str, list[Any]]
) -> Record:
    return {
        "id": record_id, "fields": {"title": title, "text": text}, "metadata": metadata,
        "suggestions": {}, "responses": responses, "vectors": {},
    }  # fmt: skip
