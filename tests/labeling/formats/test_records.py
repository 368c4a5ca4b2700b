"""Reading JSON exports record by record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tenor.errors import InputError
from tenor.labeling.formats import RejectedCoding, read
from tenor.labeling.formats.records import json_records, string

from .examples import labels, rejections


def test_a_broken_record_is_rejected_and_the_others_are_read(tmp_path: Path) -> None:
    """The rejected coding has the line and its content."""
    record = json.dumps({"text": "T", "label": ["economy"], "article_id": "a1"})
    path = tmp_path / "ana.jsonl"
    path.write_text(f'{record}\n{{"text": \n7\n{record}\n')
    items = list(read(path))
    assert len(labels(items)) == 2
    assert rejections(items) == [
        ("bad_record", "line 2 is not JSON", "line 2"),
        ("bad_record", "line 3 is int, not an object", "line 3"),
    ]
    assert [item.raw for item in items if isinstance(item, RejectedCoding)] == ['{"text": ', "7"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "are neither JSON nor JSON Lines; export them again as JSON"),
        ("[" * 100_000, "are neither JSON nor JSON Lines; export them again as JSON"),
        ("", "cannot be read: it is empty"),
        (None, "cannot be read: No such file or directory"),
    ],
)
def test_a_file_that_is_not_json_is_an_error(
    tmp_path: Path, content: str | None, message: str
) -> None:
    path = tmp_path / "x.jsonl"
    if content is not None:
        path.write_text(content)
    with pytest.raises(InputError) as caught:
        list(json_records(path))
    assert str(caught.value) == f"codings '{path}' {message}"


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (True, ""), (7, "7"), (7.0, "7"), (7.5, "7.5"), ("a", "a"), ([1], "[1]")],
)
def test_numbers_that_stand_for_ids_are_written_without_decimals(value: object, text: str) -> None:
    assert string(value) == text
