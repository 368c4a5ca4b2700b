"""Sheets of disagreements, and the decisions on them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tenor.codebook import Codebook, Task
from tenor.errors import InputError
from tenor.labeling import Disagreement
from tenor.labeling.formats.adjudication import disagreement_sheet, read_decisions

from .examples import codings, rejections

CODEBOOK = Codebook.parse(
    """
version = "1"
[[themes]]
name = "economy"
[[themes]]
name = "arts, crafts"
[[targets]]
name = "tax"
"""
)


def test_the_sheet_shows_each_coder_s_labels_and_the_choices() -> None:
    rows = [
        Disagreement("a1", Task.stance("tax"), ("favor",), {"ana": ("favor",), "ben": ("against",)})
    ]
    data = disagreement_sheet(rows, CODEBOOK, {"a1": ("T", "Text.")}, xlsx=False)
    [row] = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert row == {
        "article_id": "a1",
        "question": "stance:tax",
        "coder: ana": "favor",
        "coder: ben": "against",
        "decision": "",
        "at": "",
        "note": "",
        "choices": "favor; against; neutral",
        "title": "T",
        "text": "Text.",
        "codebook": CODEBOOK.fingerprint,
    }


def test_decisions_are_adjudicated_labels(tmp_path: Path) -> None:
    """Semicolons separate themes; an empty decision is unanswered."""
    path = tmp_path / "sheet.csv"
    path.write_text(
        "article_id,question,decision,at\n"
        'a1,theme,"Arts, Crafts",\n'
        "a2,theme,economy; none,2024\n"
        "a3,stance:tax,favor,\n"
        "a4,theme,,\n"
        "a5,theme,none,2024,more\n"
    )
    items = list(read_decisions(path, "chair", "2025"))
    assert [(c.article_id, c.label, c.at, c.place) for c in codings(items)] == [
        ("a1", "Arts, Crafts", "2025", "row 2"),
        ("a2", "economy", "2024", "row 3"),
        ("a2", "none", "2024", "row 3"),
        ("a3", "favor", "2025", "row 4"),
    ]
    assert {(c.coder, c.origin) for c in codings(items)} == {("chair", "adjudicated")}
    assert items.count(None) == 1
    assert [place for *_, place in rejections(items)] == ["row 6"]


def test_a_sheet_without_a_needed_column_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text("article_id,label\n")
    with pytest.raises(InputError) as caught:
        list(read_decisions(path, "chair", ""))
    assert str(caught.value) == (
        f"codings '{path}' have no column 'question'; fill in the sheet that 'tenor adjudicate "
        "CORPUS --output SHEET' writes"
    )
