"""doccano: the JSONL of a text classification project, one file for each coder.

A doccano project has one list of labels: the names of themes, and positions as
``stance:TARGET=POSITION``. Its export names the coder by the file only
(``ana.jsonl``). Fields that were imported beside text and label
(``article_id``, ``codebook``) are exported again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tenor.codebook import Codebook
from tenor.labeling.formats.annotation import ArticleToCode, Texts, group_annotations
from tenor.labeling.formats.coding import THEME_QUESTION, Item, Location, NameMap
from tenor.labeling.formats.questions import flat_labels, parse_flat_label, questions
from tenor.labeling.formats.records import (
    Record,
    first_string,
    json_bytes,
    json_lines_bytes,
    mapping,
    provenance,
    strings,
)
from tenor.labeling.judgment import Judgment

SHARED_FILE = "all"
"""The name of the export of a project whose coders share one set of labels."""
_EXTENSION = re.compile(r"\.jsonl?$", re.IGNORECASE)
_COLORS = ("#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#17becf")


def is_record(record: Record) -> bool:
    """Whether a record has a text and a list of labels."""
    return ("text" in record or "data" in record) and ("label" in record or "labels" in record)


def parse(record: Record, location: Location, names: NameMap) -> Iterator[Item]:
    """Yield the codings of a record; the coder is the file's name unless a field names one."""
    # Older versions export imported fields in "meta".
    fields = mapping(record.get("meta")) | record
    labels = strings(record.get("label", record.get("labels")))
    if not labels:
        yield None
    coder = first_string(fields, "coder", "annotator", "username", "user")
    coder = names.coder(coder or _EXTENSION.sub("", Path(location.file).name))
    if coder == SHARED_FILE:
        coder = ""
    default = names.question(names.questions.get("label", THEME_QUESTION))
    for text in labels:
        question, label = parse_flat_label(text, default)
        yield location.coding(question=question, label=label, coder=coder, **provenance(fields))


def export(judgments: Iterable[Judgment], texts: Texts) -> bytes:
    """Return judgements as JSONL that doccano imports."""
    records = []
    for annotation in group_annotations(judgments):
        title, text = texts.get(annotation.article_id, ("", ""))
        fields = annotation._asdict()
        label = flat_labels(fields.pop("answers").items())
        records.append({"text": _joined(title, text), "label": label, **fields})
    return json_lines_bytes(records)


def sheet(articles: Iterable[ArticleToCode], codebook: Codebook, coder: str) -> bytes:
    """Return articles to code as JSONL to import; the coder is not part of it."""
    records = (article._asdict() for article in articles)
    return json_lines_bytes(
        record | {"text": _joined(record["title"], record["text"]), "label": []}
        for record in records
    )


def settings(codebook: Codebook) -> dict[str, bytes]:
    """Return the labels of a codebook as a file that doccano imports."""
    names = flat_labels((question.name, question.labels) for question in questions(codebook))
    labels = [
        {
            "text": name,
            "suffix_key": None,
            "background_color": _COLORS[i % len(_COLORS)],
            "text_color": "#ffffff",
        }
        for i, name in enumerate(names)
    ]
    return {"labels.json": json_bytes(labels)}


def _joined(title: str, text: str) -> str:
    return f"{title}\n\n{text}" if title else text
