"""Exports of doccano."""

from __future__ import annotations

import json
from pathlib import Path

from tenor.labeling.formats import NameMap
from tenor.labeling.formats.doccano import settings, sheet

from .examples import ARTICLE, CODEBOOK, FINGERPRINT, STANCE, labels, read_lines


def test_the_name_of_the_file_is_the_coder(tmp_path: Path) -> None:
    """Imported fields are read too; a record without labels is unanswered."""
    records = [
        {
            "id": 1,
            "text": "T",
            "label": ["economy", "stance:tax-law=favor"],
            "article_id": "a1",
            "codebook": FINGERPRINT,
            "Comments": [],
        },
        {"id": 2, "text": "T", "label": [], "article_id": "a2"},
        {"id": 3, "text": "T", "labels": ["none"], "meta": {"article_id": "a3"}},
    ]
    items = read_lines(tmp_path / "\u00e1na.jsonl", records)
    assert labels(items) == [
        ("a1", "theme", "economy", "\u00e1na", ""),
        ("a1", STANCE, "favor", "\u00e1na", ""),
        ("a3", "theme", "none", "\u00e1na", ""),
    ]
    assert items.count(None) == 1


def test_an_export_of_shared_labels_has_no_coder_unless_the_caller_names_one(
    tmp_path: Path,
) -> None:
    """The caller can also name the question of labels without a prefix."""
    record = {"id": 1, "text": "T", "label": ["favor"], "article_id": "a1"}
    path = tmp_path / "all.jsonl"
    assert labels(read_lines(path, [record])) == [("a1", "theme", "favor", "", "")]
    names = NameMap({"all": "ana"}, {"label": STANCE})
    assert labels(read_lines(path, [record], names)) == [("a1", STANCE, "favor", "ana", "")]


def test_the_settings_hold_every_label_once() -> None:
    names = [label["text"] for label in json.loads(settings(CODEBOOK)["labels.json"])]
    assert names == [
        'arts & "crafts" <b>',
        "economy",
        "none",
        "stance:tax-law=favor",
        "stance:tax-law=against",
    ]


def test_a_record_to_code_shows_the_title_above_the_text() -> None:
    record = json.loads(sheet([ARTICLE], CODEBOOK, "ana"))
    assert (record["text"], record["label"], record["article_id"]) == ("Title\n\nText.", [], "a/1")
