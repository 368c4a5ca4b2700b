"""Exports, tasks and configurations of Label Studio."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

from tenor.labeling.formats import NameMap
from tenor.labeling.formats.label_studio import settings, sheet

from .examples import (
    ARTICLE,
    CODEBOOK,
    FINGERPRINT,
    STANCE,
    codings,
    labels,
    read_json,
    rejections,
)

SCIENTIST = "Zo\u00eb \U0001f9d1\u200d\U0001f52c"


def choice(control: str, *choices: str) -> dict[str, object]:
    return {
        "id": "x1",
        "from_name": control,
        "to_name": "text",
        "type": "choices",
        "value": {"choices": list(choices)},
        "origin": "manual",
    }


def test_coders_are_read_in_all_three_forms(tmp_path: Path) -> None:
    """A number, an object with an address, or the text of older versions."""
    at = "2024-05-01T10:00:00.000000Z"
    people = [
        {"completed_by": 10},
        {"completed_by": {"id": 3, "email": "ana@x.example", "first_name": "Ana"}},
        {"created_username": "ben@x.example, 7"},
    ]
    task = {
        "id": 1,
        "data": {"article_id": "a1", "text": "T", "codebook": FINGERPRINT},
        "annotations": [
            {
                "id": n,
                "result": [choice("theme", "economy", "none")],
                "was_cancelled": False,
                "ground_truth": n == 1,
                "created_at": at,
                **person,
            }
            for n, person in enumerate(people)
        ],
        "predictions": [{"model_version": "m", "result": [choice("theme", "none")]}],
    }
    items = read_json(tmp_path / "ls.json", [task], NameMap({"10": SCIENTIST}))
    assert labels(items) == [
        ("a1", "theme", label, coder, at)
        for coder in (SCIENTIST, "ana@x.example", "ben@x.example")
        for label in ("economy", "none")
    ]
    assert [coding.origin for coding in codings(items)] == [
        "",
        "",
        "adjudicated",
        "adjudicated",
        "",
        "",
    ]
    assert {coding.codebook for coding in codings(items)} == {FINGERPRINT}
    assert len({coding.annotation_id for coding in codings(items)}) == 3


def test_results_that_are_not_choices_are_rejected(tmp_path: Path) -> None:
    """Skipped articles, notes and bare annotation numbers; empty results are unanswered."""
    note = {"from_name": "why", "to_name": "text", "type": "textarea", "value": {"text": ["Hm"]}}
    tasks = [
        {
            "data": {"article_id": "a1"},
            "annotations": [
                {"result": [choice("theme", "economy")], "was_cancelled": True, "completed_by": 1},
                {"result": [note, choice("view", "favor")], "completed_by": 1},
                {"result": [], "completed_by": 1},
                17,
            ],
        },
        {"data": {"article_id": "a2"}, "annotations": []},
    ]
    items = read_json(tmp_path / "ls.json", tasks, NameMap(questions={"view": STANCE}))
    assert labels(items) == [("a1", STANCE, "favor", "1", "")]
    assert items.count(None) == 2
    assert rejections(items) == [
        ("skipped", "the coder skipped this article", "record 1, annotation 1"),
        (
            "bad_record",
            "control 'why' is not a choice, so the result gives no label",
            "record 1, annotation 2",
        ),
        (
            "bad_record",
            (
                "the annotation is only a number, without its result; export as JSON, not as a "
                "snapshot without annotations"
            ),
            "record 1, annotation 4",
        ),
    ]


def test_json_min_is_read(tmp_path: Path) -> None:
    """One annotation a record; several choices are an object, a single one is a string."""
    record = {
        "id": 1,
        "article_id": "a1",
        "title": "T",
        "theme": {"choices": ["economy", "none"]},
        "stance:tax-law": "favor",
        "annotator": 2,
        "annotation_id": 5,
        "created_at": "2024-05-01T10:00:00Z",
        "lead_time": 3.1,
    }
    assert labels(read_json(tmp_path / "min.json", [record])) == [
        ("a1", question, label, "2", "2024-05-01T10:00:00Z")
        for question, label in (("theme", "economy"), ("theme", "none"), (STANCE, "favor"))
    ]


def test_the_labeling_configuration_asks_every_question() -> None:
    """It is well-formed XML for any theme name; themes are multiple, positions single."""
    root = ET.fromstring(settings(CODEBOOK)["labeling_config.xml"])
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
    shown = {tag.get("value") for tag in root.iter() if tag.get("value", "").startswith("$")}
    assert shown == {"$title", "$text"}


def test_a_task_holds_every_field_of_the_article() -> None:
    [task] = json.loads(sheet([ARTICLE], CODEBOOK, "ana"))
    assert task == {"data": ARTICLE._asdict()}
