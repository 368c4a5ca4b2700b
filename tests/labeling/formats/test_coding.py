"""Codings, rejected codings, and the names of coders and questions."""

from __future__ import annotations

import pytest

from tenor.labeling import Judgment
from tenor.labeling.formats import NameMap, RejectedCoding, RejectionReason
from tenor.labeling.formats.coding import MAX_RAW_CHARACTERS, Location

from .test_coding_check import CODING, FINGERPRINT


def test_an_entry_is_a_judgement_of_its_question() -> None:
    assert CODING._replace(question="stance:tax", label="favor").judgment() == Judgment(
        "a1", "stance", "tax", "favor", "coder", "ana", FINGERPRINT, "2024-05-01"
    )
    assert CODING.location == "x.csv, line 2"


def test_lone_surrogates_cannot_be_encoded() -> None:
    """The name of a file may hold them, the fields may not."""
    assert CODING._replace(file="\udc80.csv").is_encodable
    assert not CODING._replace(coder="\ud800").is_encodable


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("theme", "theme"),
        (" Themes ", "theme"),
        ("stance:toll", "stance:toll"),
        ("Stance: toll", "stance:toll"),
        ("stance-toll", "stance:toll"),
        ("stance", "stance"),
        ("topic", "topic"),
        ("view", "stance:toll"),
    ],
)
def test_controls_and_columns_are_mapped_to_questions(name: str, question: str) -> None:
    assert NameMap(questions={"view": "stance:toll"}).question(name) == question


def test_a_coder_without_an_entry_keeps_the_name() -> None:
    names = NameMap({"10": "ana", "": "ben"})
    assert [names.coder(name) for name in ("10", "", "cy")] == ["ana", "ben", "cy"]


def test_a_rejected_record_is_kept_up_to_a_maximum_length() -> None:
    coding = Location("x.json", "record 1").reject(RejectionReason.BAD_RECORD, "why", "x" * 3_000)
    assert coding == RejectedCoding(
        RejectionReason.BAD_RECORD, "why", "x.json", "record 1", None, "x" * 3_000
    )
    assert coding.row() == {
        "reason": "bad_record",
        "detail": "why",
        "file": "x.json",
        "place": "record 1",
        "raw": "x" * MAX_RAW_CHARACTERS,
    }
