"""The exports of annotation tools, as those tools write them."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tenor.codebook import Codebook
from tenor.errors import InputError
from tenor.labeling.formats import (
    Entry,
    Item,
    Naming,
    SetAside,
    ToCode,
    read,
    settings,
    sheet,
)
from tenor.labeling.formats.checking import check

BOOK = Codebook.parse(
    """
version = "1"
[[themes]]
name = "arts & \\"crafts\\" <b>"
[[themes]]
name = "economy"
definition = "Prices & \\"wages\\"."
[[targets]]
name = "tax-law"
positions = ["favor", "against"]
"""
)
KEY = BOOK.fingerprint
THEME, STANCE = "theme", "stance:tax-law"
ARTICLE = ToCode("a/1", "Title", "Text.", KEY, 0.25, "The Paper", "2024-05-01")


def found(path: Path, content: object, naming: Naming | None = None) -> list[Item]:
    lines = isinstance(content, tuple)
    rows = [json.dumps(row, ensure_ascii=False) for row in content] if lines else []
    path.write_text("\n".join(rows) if lines else json.dumps(content), encoding="utf-8")
    return list(read(path, "auto", naming))


def said(items: list[Item]) -> list[tuple[str, ...]]:
    """Article, question, label, coder, and time of the entries."""
    return [
        (e.article_id, e.question, e.label, e.coder, e.at) for e in items if isinstance(e, Entry)
    ]


def aside(items: list[Item]) -> list[tuple[str, str, str]]:
    return [(str(i.why), i.detail, i.place) for i in items if isinstance(i, SetAside)]


def choice(control: str, *choices: str) -> dict[str, object]:
    return {
        "id": "x1", "from_name": control, "to_name": "text", "type": "choices",
        "value": {"choices": list(choices)}, "origin": "manual",
    }  # fmt: skip


def test_label_studio_names_its_coders_in_three_ways(tmp_path: Path) -> None:
    """By a number, by an object with an address, or in the words of older versions."""
    at = "2024-05-01T10:00:00.000000Z"
    people = [
        {"completed_by": 10},
        {"completed_by": {"id": 3, "email": "ana@x.example", "first_name": "Ana"}},
        {"created_username": "ben@x.example, 7"},
    ]
    task = {
        "id": 1,
        "data": {"article_id": "a1", "text": "T", "codebook": KEY},
        "annotations": [
            {"id": n, "result": [choice("theme", "economy", "none")], "was_cancelled": False,
             "ground_truth": n == 1, "created_at": at, **who}
            for n, who in enumerate(people)
        ],
        "predictions": [{"model_version": "m", "result": [choice("theme", "none")]}],
    }  # fmt: skip
    items = found(
        tmp_path / "ls.json", [task], Naming({"10": "Zo\u00eb \U0001f9d1\u200d\U0001f52c"})
    )
    assert said(items) == [
        ("a1", THEME, label, who, at)
        for who in ("Zo\u00eb \U0001f9d1\u200d\U0001f52c", "ana@x.example", "ben@x.example")
        for label in ("economy", "none")
    ]
    entries = [item for item in items if isinstance(item, Entry)]
    assert [entry.origin for entry in entries] == ["coder"] * 2 + ["adjudicated"] * 2 + [
        "coder"
    ] * 2
    assert {entry.codebook for entry in entries} == {KEY}
    assert len({entry.sitting for entry in entries}) == 3


def test_label_studio_sets_aside_what_is_no_answer(tmp_path: Path) -> None:
    """Skipped articles, notes, bare numbers of annotations; an empty one is not answered."""
    note = {"from_name": "why", "to_name": "text", "type": "textarea", "value": {"text": ["Hm"]}}
    tasks = [
        {"data": {"article_id": "a1"}, "annotations": [
            {"result": [choice("theme", "economy")], "was_cancelled": True, "completed_by": 1},
            {"result": [note, choice("view", "favor")], "completed_by": 1},
            {"result": [], "completed_by": 1}, 17,
        ]},
        {"data": {"article_id": "a2"}, "annotations": []},
    ]  # fmt: skip
    items = found(tmp_path / "ls.json", tasks, Naming(questions={"view": STANCE}))
    assert said(items) == [("a1", STANCE, "favor", "1", "")]
    assert items.count(None) == 2
    assert aside(items) == [
        ("skipped", "the coder skipped this article", "record 1, annotation 1"),
        ("bad_record", "'why' is no choice, so it gives no label", "record 1, annotation 2"),
        (
            "bad_record",
            (
                "the annotation holds its number only, not its result; export as JSON, not as a "
                "snapshot without annotations"
            ),
            "record 1, annotation 4",
        ),
    ]


def test_label_studio_min_is_read_too(tmp_path: Path) -> None:
    """One annotation a record; several choices are an object, one is a string."""
    row = {
        "id": 1, "article_id": "a1", "title": "T", "theme": {"choices": ["economy", "none"]},
        "stance:tax-law": "favor", "annotator": 2, "annotation_id": 5,
        "created_at": "2024-05-01T10:00:00Z", "lead_time": 3.1,
    }  # fmt: skip
    assert said(found(tmp_path / "min.json", [row])) == [
        ("a1", question, label, "2", "2024-05-01T10:00:00Z")
        for question, label in ((THEME, "economy"), (THEME, "none"), (STANCE, "favor"))
    ]


def test_the_labeling_configuration_asks_every_question() -> None:
    """Well-formed whatever the themes are called; many themes, one position."""
    root = ET.fromstring(settings("label-studio", BOOK)["labeling_config.xml"])
    controls = {tag.get("name"): tag for tag in root.iter("Choices")}
    assert {name: tag.get("choice") for name, tag in controls.items()} == {
        "theme": "multiple",
        "stance:tax-law": "single",
    }
    assert [tag.get("value") for tag in controls["theme"]] == [
        'arts & "crafts" <b>',
        "economy",
        "none",
    ]
    assert [tag.get("hint") for tag in controls["theme"]] == [None, 'Prices & "wages".', None]
    [task] = json.loads(sheet("label-studio", [ARTICLE], BOOK, "ana"))
    assert task == {"data": ARTICLE._asdict()}
    shown = {tag.get("value") for tag in root.iter() if tag.get("value", "").startswith("$")}
    assert shown == {"$title", "$text"}


def test_doccano_tells_the_coder_by_the_file(tmp_path: Path) -> None:
    """What was imported beside the text comes back; nothing chosen is not answered."""
    rows = (
        {"id": 1, "text": "T", "label": ["economy", "stance:tax-law=favor"], "article_id": "a1",
         "codebook": KEY, "Comments": []},
        {"id": 2, "text": "T", "label": [], "article_id": "a2"},
        {"id": 3, "text": "T", "labels": ["none"], "meta": {"article_id": "a3"}},
    )  # fmt: skip
    items = found(tmp_path / "\u00e1na.jsonl", rows)
    assert said(items) == [
        ("a1", THEME, "economy", "\u00e1na", ""),
        ("a1", STANCE, "favor", "\u00e1na", ""),
        ("a3", THEME, "none", "\u00e1na", ""),
    ]
    assert items.count(None) == 1


def test_doccano_shared_by_all_names_nobody(tmp_path: Path) -> None:
    """Unless the caller does; and a bare label may be a position of a project's one target."""
    row = {"id": 1, "text": "T", "label": ["favor"], "article_id": "a1"}
    assert [coder for *_, coder, _ in said(found(tmp_path / "all.jsonl", (row,)))] == [""]
    naming = Naming({"all": "ana"}, {"label": STANCE})
    assert said(found(tmp_path / "all.jsonl", (row,), naming)) == [
        ("a1", STANCE, "favor", "ana", "")
    ]


def test_prodigy_accepts_are_answers(tmp_path: Path) -> None:
    """With the time and the annotator; what is rejected or ignored is set aside."""
    task = {"text": "T", "options": [{"id": "economy", "text": "economy"}],
            "meta": {"article_id": "a1", "codebook": KEY}, "_task_hash": 1,
            "_annotator_id": "news-ana", "_session_id": "news-ana",
            "_timestamp": 1714557600}  # fmt: skip
    rows = (
        task | {"accept": ["economy", "stance:tax-law=favor"], "answer": "accept"},
        task | {"accept": [], "answer": "ignore"},
        task | {"accept": [], "answer": "accept"},
        task | {"label": "economy", "answer": "accept"},
        task | {"label": "economy", "answer": "reject"},
    )
    items = found(tmp_path / "prodigy.jsonl", rows, Naming({"news-ana": "ana"}))
    at = "2024-05-01T10:00:00+00:00"
    assert said(items) == [
        ("a1", THEME, "economy", "ana", at),
        ("a1", STANCE, "favor", "ana", at),
        ("a1", THEME, "economy", "ana", at),
    ]
    assert items.count(None) == 1
    assert aside(items) == [
        ("skipped", "its answer is 'ignore', which says no label that holds", "line 2"),
        ("skipped", "its answer is 'reject', which says no label that holds", "line 5"),
    ]


def test_prodigy_tasks_offer_every_label() -> None:
    """As options, with the article in meta."""
    task = json.loads(sheet("prodigy", [ARTICLE], BOOK, "ana"))
    assert [option["id"] for option in task["options"]] == [
        'arts & "crafts" <b>', "economy", "none", "stance:tax-law=favor", "stance:tax-law=against",
    ]  # fmt: skip
    assert task["meta"]["article_id"] == "a/1"
    assert task["meta"]["inclusion_probability"] == 0.25


def test_argilla_responses_are_answers(tmp_path: Path) -> None:
    """Of each user; suggestions are a machine's; the record's id is the article's."""
    record = {
        "id": "a1", "fields": {"title": "T", "text": "T"}, "metadata": {"codebook": KEY},
        "suggestions": {"theme": {"value": ["none"], "score": 0.9, "agent": "m"}},
        "responses": {
            "theme": [{"value": ["economy", "none"], "user_id": "u-1"}],
            "stance-tax-law": [{"value": "favor", "user_id": "u-2"}],
        },
        "vectors": {}, "status": "completed", "_server_id": "s-1",
    }  # fmt: skip
    items = found(tmp_path / "argilla.json", [record, record | {"responses": {}}])
    assert said(items) == [
        ("a1", THEME, "economy", "u-1", ""),
        ("a1", THEME, "none", "u-1", ""),
        ("a1", STANCE, "favor", "u-2", ""),
    ]
    assert items.count(None) == 1


def test_argilla_as_a_table_tells_what_was_submitted(tmp_path: Path) -> None:
    """Drafts are set aside."""
    row = {
        "id": "a1", "text": "T", "theme.responses": [["economy"], ["none"]],
        "theme.responses.users": ["u-1", "u-2"],
        "theme.responses.status": ["submitted", "draft"], "metadata.codebook": KEY,
    }  # fmt: skip
    items = found(tmp_path / "argilla.jsonl", (row,))
    assert said(items) == [("a1", THEME, "economy", "u-1", "")]
    assert aside(items) == [("skipped", "the response is 'draft', not submitted", "record 1")]


def test_argilla_names_are_what_argilla_allows() -> None:
    """Lower case, digits, hyphens and underscores; one position, many themes."""
    told = json.loads(settings("argilla", BOOK)["settings.json"])
    assert [(q["name"], q["settings"]["type"]) for q in told["questions"]] == [
        ("theme", "multi_label_selection"),
        ("stance-tax-law", "label_selection"),
    ]
    options = told["questions"][0]["settings"]["options"]
    assert [option["description"] for option in options] == [None, 'Prices & "wages".', None]
    [record] = json.loads(sheet("argilla", [ARTICLE], BOOK, "ana"))
    assert (record["id"], record["fields"]) == ("a/1", {"title": "Title", "text": "Text."})


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.json", '[{"a": 1}]', "are in none of the formats that are known by sight"),
        ("x.json", "[]", "are in none of the formats that are known by sight"),
        ("x.json", "{", "are neither JSON nor JSON Lines"),
        ("x.jsonl", "[" * 100_000, "are neither JSON nor JSON Lines"),
        ("x.json", "", "cannot be read: there is nothing in it"),
        ("none.json", None, "cannot be read: No such file or directory"),
    ],
)
def test_a_file_of_no_known_format_is_one_sentence(
    tmp_path: Path, name: str, content: str | None, message: str
) -> None:
    """With the way out."""
    path = tmp_path / name
    if content is not None:
        path.write_text(content)
    with pytest.raises(InputError) as caught:
        list(read(path))
    assert str(caught.value).startswith(f"codings '{path}' {message}")


KEYS = st.sampled_from(
    ["data", "annotations", "result", "value", "choices", "from_name", "completed_by", "email",
     "article_id", "annotation_id", "theme", "text", "label", "meta", "accept", "answer",
     "_timestamp", "fields", "responses", "user_id", "status", "theme.responses",
     "theme.responses.users", "metadata", "id", "codebook"]
)  # fmt: skip
JSON = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
for _ in range(4):
    JSON = JSON | st.lists(JSON, max_size=3) | st.dictionaries(KEYS, JSON, max_size=6)


@pytest.mark.parametrize("kind", ["label-studio", "doccano", "prodigy", "argilla"])
@hypothesis_settings(max_examples=200)
@given(records=st.lists(st.dictionaries(KEYS, JSON, max_size=8), min_size=1, max_size=3))
def test_no_record_breaks_a_reader_or_the_check(kind: str, records: list[object]) -> None:
    """Whatever stands where: all of it is a judgement, set aside, or not answered."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.json"
        path.write_text(json.dumps(records), encoding="utf-8")
        items = list(read(path, kind))
    done = check(items, BOOK)
    entries = [item for item in items if isinstance(item, Entry)]
    aside = [one for one in done.set_aside if one.entry is not None]
    assert len(done.judgments) + len(aside) == len(entries)
    for one in done.set_aside:
        json.dumps(one.row())


def test_broken_records_are_set_aside_among_good_ones(tmp_path: Path) -> None:
    """With their line, and what stood there."""
    good = json.dumps({"text": "T", "label": ["economy"], "article_id": "a1"})
    path = tmp_path / "ana.jsonl"
    path.write_text(f'{good}\n{{"text": \n7\n{good}\n')
    items = list(read(path))
    assert len(said(items)) == 2
    assert aside(items) == [
        ("bad_record", "line 2 is not JSON", "line 2"),
        ("bad_record", "line 3 is int, not an object", "line 3"),
    ]
    assert [item.raw for item in items if isinstance(item, SetAside)] == ['{"text": ', "7"]
