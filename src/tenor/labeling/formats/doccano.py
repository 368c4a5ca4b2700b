"""doccano: the JSONL of a text classification project, one file for each coder.

doccano has one list of labels a project: themes stand bare in it, positions as
``stance:TARGET=POSITION``. Its export does not name the coder; the file does
(``ana.jsonl``), as doccano packs them. What an import gave beyond text and
label (``article_id``, ``codebook``) comes back beside them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
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
    codings,
    flat,
    questions,
    unflat,
)
from tenor.labeling.formats.records import Record, dump, json_records, mapping, string, strings
from tenor.labeling.judgment import Judgment

_ALL = "all"
"""doccano's name for the export of a project in which coders share their labels."""

_COLORS = ("#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#17becf")


def is_record(record: Record) -> bool:
    """Whether a record has a text and a list of labels."""
    return ("text" in record or "data" in record) and ("label" in record or "labels" in record)


def read(path: Path, naming: Naming) -> Iterator[Item]:
    """Yield the entries of an export, whose file name tells the coder unless a field does."""
    bare = naming.question(naming.questions.get("label", THEME))
    for number, (place, record) in enumerate(json_records(path), start=1):
        if isinstance(record, SetAside):
            yield record
            continue
        # Older versions keep what an import gave in "meta".
        about = mapping(record.get("meta")) | record
        labels = strings(record.get("label", record.get("labels")))
        if not labels:
            yield None
        named = (string(about.get(key)) for key in ("coder", "annotator", "username", "user"))
        coder = naming.coder(next(filter(None, named), path.name.partition(".")[0]))
        for label in labels:
            question, label = unflat(label, bare)
            yield Entry(
                str(path), place, number, string(about.get("article_id")), question, label,
                "" if coder == _ALL else coder, string(about.get("origin")) or "coder",
                string(about.get("codebook")), string(about.get("at")),
            )  # fmt: skip


def export(judgments: Iterable[Judgment], texts: Texts) -> str:
    """Return judgements as JSONL that doccano imports."""
    lines = []
    for coding in codings(judgments):
        title, text = texts.get(coding.article_id, ("", ""))
        about = coding._asdict()
        answers = about.pop("answers")
        label = [flat(question, one) for question, labels in answers.items() for one in labels]
        lines.append(dump({"text": _joined(title, text), "label": label, **about}) + "\n")
    return "".join(lines)


def sheet(articles: Iterable[ToCode], book: Codebook) -> str:
    """Return articles to code as JSONL to import."""
    rows = (article._asdict() for article in articles)
    return "".join(
        dump(row | {"text": _joined(row["title"], row["text"]), "label": []}) + "\n" for row in rows
    )


def settings(book: Codebook) -> dict[str, str]:
    """Return the labels of a codebook, as doccano's label page imports them."""
    names = [flat(question, label) for question, labels in questions(book) for label in labels]
    labels = [
        {
            "text": name, "suffix_key": None, "background_color": _COLORS[i % len(_COLORS)],
            "text_color": "#ffffff",
        }
        for i, name in enumerate(names)
    ]  # fmt: skip
    return {"labels.json": json.dumps(labels, ensure_ascii=False, indent=1) + "\n"}


def _joined(title: str, text: str) -> str:
    return f"{title}\n\n{text}" if title else text
