"""Judgements as annotations."""

from __future__ import annotations

from tenor.labeling.formats.annotation import Annotation, group_annotations

from .test_coding_check import CODING, FINGERPRINT


def test_judgements_are_grouped_by_article_coder_and_time() -> None:
    judgment = CODING.judgment()
    judgments = [
        judgment,
        judgment._replace(coder="ben"),
        judgment._replace(label="arts"),
        judgment._replace(task="stance", target="tax", label="favor"),
    ]
    fields = (FINGERPRINT, "2024-05-01", "")
    assert group_annotations(judgments) == [
        Annotation(
            "a1",
            "coder",
            "ana",
            *fields,
            {"theme": ("economy", "arts"), "stance:tax": ("favor",)},
        ),
        Annotation("a1", "coder", "ben", *fields, {"theme": ("economy",)}),
    ]
