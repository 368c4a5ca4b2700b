"""The metrics of a run of shares."""

from __future__ import annotations

from dataclasses import replace

from tenor.workflow.shares.gold import SampleCounts
from tenor.workflow.shares.log import MAX_LABEL_METRICS, share_metrics
from tenor.workflow.shares.result import Group

from .test_files import example


def test_metrics_are_of_all_articles() -> None:
    result = replace(example(), counts=SampleCounts(70, 60, 3, 5, 2))
    assert share_metrics(result) == {
        "n/articles": 400,
        "n/drawn": 70,
        "n/coded": 65,
        "n/missing": 10,
        "n/outside": 2,
        "share/war/raw_count": 0.25,
        "share/war/raw_count/low": 0.2,
        "share/war/raw_count/high": 0.3,
        "share/war/hand_coding": 0.2,
        "share/war/hand_coding/low": 0.1,
        "share/war/hand_coding/high": 0.3,
        "share/war/corrected": 0.22,
        "share/war/corrected/low": 0.15,
        "share/war/corrected/high": 0.29,
    }


def test_many_labels_are_in_the_table_alone() -> None:
    [row] = [row for row in example().rows if row.group == Group()]
    rows = tuple(replace(row, label=str(i)) for i in range(MAX_LABEL_METRICS + 1))
    assert share_metrics(replace(example(), rows=rows)) == {"n/articles": 400}
