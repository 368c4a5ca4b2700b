"""Exports of Prodigy."""

from __future__ import annotations

import json
from pathlib import Path

from tenor.labeling.formats import NameMap
from tenor.labeling.formats.prodigy import settings, sheet

from .examples import ARTICLE, CODEBOOK, FINGERPRINT, STANCE, labels, read_lines, rejections


def test_accepted_tasks_are_answers_and_others_are_rejected(tmp_path: Path) -> None:
    """Time and annotator are read; an accepted task without an option is unanswered."""
    task = {
        "text": "T",
        "options": [{"id": "economy", "text": "economy"}],
        "meta": {"article_id": "a1", "codebook": FINGERPRINT},
        "_task_hash": 1,
        "_annotator_id": "news-ana",
        "_session_id": "news-ana",
        "_timestamp": 1714557600,
    }
    records = [
        task | {"accept": ["economy", "stance:tax-law=favor"], "answer": "accept"},
        task | {"accept": [], "answer": "ignore"},
        task | {"accept": [], "answer": "accept"},
        task | {"label": "economy", "answer": "accept"},
        task | {"label": "economy", "answer": "reject"},
    ]
    items = read_lines(tmp_path / "prodigy.jsonl", records, NameMap({"news-ana": "ana"}))
    at = "2024-05-01T10:00:00+00:00"
    assert labels(items) == [
        ("a1", "theme", "economy", "ana", at),
        ("a1", STANCE, "favor", "ana", at),
        ("a1", "theme", "economy", "ana", at),
    ]
    assert items.count(None) == 1
    detail = "the answer is '{}', not 'accept', so the record gives no label"
    assert rejections(items) == [
        ("skipped", detail.format("ignore"), "line 2"),
        ("skipped", detail.format("reject"), "line 5"),
    ]


def test_a_task_offers_every_label_and_holds_the_article_in_meta() -> None:
    task = json.loads(sheet([ARTICLE], CODEBOOK, "ana"))
    assert [option["id"] for option in task["options"]] == [
        'arts & "crafts" <b>',
        "economy",
        "none",
        "stance:tax-law=favor",
        "stance:tax-law=against",
    ]
    assert task["meta"]["article_id"] == "a/1"
    assert task["meta"]["inclusion_probability"] == 0.25


def test_the_settings_allow_several_options() -> None:
    assert json.loads(settings(CODEBOOK)["prodigy.json"]) == {
        "choice_style": "multiple",
        "choice_auto_accept": False,
    }
