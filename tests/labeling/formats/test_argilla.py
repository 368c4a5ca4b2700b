"""Exports and settings of Argilla."""

from __future__ import annotations

import json
from pathlib import Path

from tenor.labeling.formats.argilla import settings, sheet

from .examples import (
    ARTICLE,
    CODEBOOK,
    FINGERPRINT,
    STANCE,
    codings,
    labels,
    read_json,
    read_lines,
    rejections,
)


def test_the_responses_of_each_user_are_answers_and_suggestions_are_not(tmp_path: Path) -> None:
    """Without an article_id in its metadata, the record's id is the article's."""
    record = {
        "id": "a1",
        "fields": {"title": "T", "text": "T"},
        "metadata": {"codebook": FINGERPRINT},
        "suggestions": {"theme": {"value": ["none"], "score": 0.9, "agent": "m"}},
        "responses": {
            "theme": [{"value": ["economy", "none"], "user_id": "u-1"}],
            "stance-tax-law": [{"value": "favor", "user_id": "u-2"}],
        },
        "vectors": {},
        "status": "completed",
        "_server_id": "s-1",
    }
    items = read_json(tmp_path / "argilla.json", [record, record | {"responses": {}}])
    assert labels(items) == [
        ("a1", "theme", "economy", "u-1", ""),
        ("a1", "theme", "none", "u-1", ""),
        ("a1", STANCE, "favor", "u-2", ""),
    ]
    assert items.count(None) == 1


def test_rows_of_a_dataset_are_read_and_drafts_are_rejected(tmp_path: Path) -> None:
    """Metadata stands in columns of its own there."""
    row = {
        "id": "a1",
        "text": "T",
        "theme.responses": [["economy"], ["none"]],
        "theme.responses.users": ["u-1", "u-2"],
        "theme.responses.status": ["submitted", "draft"],
        "metadata.codebook": FINGERPRINT,
    }
    items = read_lines(tmp_path / "argilla.jsonl", [row])
    assert labels(items) == [("a1", "theme", "economy", "u-1", "")]
    assert [coding.codebook for coding in codings(items)] == [FINGERPRINT]
    assert rejections(items) == [("skipped", "the response is 'draft', not submitted", "record 1")]


def test_names_of_questions_are_valid_in_argilla() -> None:
    """Lower case, digits, hyphens and underscores; themes are multiple, positions single."""
    dataset = json.loads(settings(CODEBOOK)["settings.json"])
    assert [(q["name"], q["settings"]["type"]) for q in dataset["questions"]] == [
        ("theme", "multi_label_selection"),
        ("stance-tax-law", "label_selection"),
    ]
    options = dataset["questions"][0]["settings"]["options"]
    assert [option["description"] for option in options] == [None, 'Prices & "wages".', None]
    [record] = json.loads(sheet([ARTICLE], CODEBOOK, "ana"))
    assert (record["id"], record["fields"]) == ("a/1", {"title": "Title", "text": "Text."})


def test_records_of_a_feedback_dataset_of_version_1_are_read(tmp_path: Path) -> None:
    """Responses are a list, each with the values of all questions."""
    record = {
        "fields": {"text": "T"},
        "metadata": {"codebook": FINGERPRINT},
        "responses": [
            {
                "user_id": "u-1",
                "status": "submitted",
                "values": {
                    "theme": {"value": ["economy"]},
                    "stance-tax-law": {"value": "favor"},
                },
            },
            {"user_id": "u-2", "status": "discarded", "values": {"theme": {"value": ["none"]}}},
        ],
        "suggestions": [],
        "external_id": "a1",
    }
    items = read_json(tmp_path / "argilla.json", [record])
    assert labels(items) == [
        ("a1", "theme", "economy", "u-1", ""),
        ("a1", STANCE, "favor", "u-1", ""),
    ]
    assert [detail for _, detail, _ in rejections(items)] == [
        "the response is 'discarded', not submitted"
    ]
    assert {coding.codebook for coding in codings(items)} == {FINGERPRINT}


def test_rows_of_a_feedback_dataset_of_version_1_are_read(tmp_path: Path) -> None:
    """A column a question, with its suggestion beside it, and metadata as JSON."""
    row = {
        "text": "T",
        "theme": [
            {"user_id": "u-1", "value": ["economy", "none"], "status": "submitted"},
            {"user_id": "u-2", "value": None, "status": "submitted"},
        ],
        "theme-suggestion": ["none"],
        "theme-suggestion-metadata": {"agent": "m"},
        "external_id": "a1",
        "metadata": json.dumps({"codebook": FINGERPRINT}),
    }
    items = read_lines(tmp_path / "argilla.jsonl", [row])
    assert labels(items) == [
        ("a1", "theme", "economy", "u-1", ""),
        ("a1", "theme", "none", "u-1", ""),
    ]
    assert {coding.codebook for coding in codings(items)} == {FINGERPRINT}


def test_records_of_a_text_classification_dataset_of_version_1_are_read(tmp_path: Path) -> None:
    """Validated annotations are answers; predictions are not."""
    record = {
        "id": "a1",
        "text": "T",
        "prediction": [{"label": "none", "score": 0.9}],
        "prediction_agent": "m",
        "annotation": ["economy"],
        "annotation_agent": "u-1",
        "multi_label": True,
        "metadata": {"codebook": FINGERPRINT},
        "status": "Validated",
    }
    others = [
        record | {"id": "a2", "annotation": "economy", "multi_label": False},
        record | {"id": "a3", "annotation": None, "annotation_agent": None, "status": "Default"},
        record | {"id": "a4", "status": "Discarded"},
    ]
    items = read_json(tmp_path / "argilla.json", [record, *others])
    assert labels(items) == [
        ("a1", "theme", "economy", "u-1", ""),
        ("a2", "theme", "economy", "u-1", ""),
    ]
    assert [detail for _, detail, _ in rejections(items)] == [
        "the response is 'pending', not submitted",
        "the response is 'discarded', not submitted",
    ]
