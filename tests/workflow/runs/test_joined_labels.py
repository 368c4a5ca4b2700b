"""Labels joined in the cells of a logged table."""

from __future__ import annotations

from tenor.workflow.runs.joined_labels import parse_joined_labels


def test_a_label_may_contain_the_separator_or_begin_as_another_does() -> None:
    labels = ("war", "war; peace", "war crime")
    cells = ["war; peace", "war crime; war", "", "war; war; peace"]
    assert parse_joined_labels(cells, labels).astype(int).tolist() == [
        [0, 1, 0],
        [1, 0, 1],
        [0, 0, 0],
        [1, 1, 0],
    ]
