"""data/prep/semeval2016.py converts SemEval-2016 task 6."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

TWEET = {
    "article_id": "101",
    "text": 'So "green\u2026 they say',
    "part": "train",
    "target": "climate",
    "stance": "against",
}


def test_tab_separated_files_are_windows_1252_without_quoting(
    run: Callable, tmp_path: Path
) -> None:
    """Targets are renamed as in the codebook, and the publisher's hashtag is removed."""
    lines = (
        "ID\tTarget\tTweet\tStance\r\n"
        '101\tClimate Change is a Real Concern\tSo "green\u2026 they say #SemST\tAGAINST\r\n'
        "102\tHillary Clinton\tI\u2019m with her #SemST\tFAVOR\r\n"
        "103\tDonald Trump\tNot a target of task A #SemST\tNONE\r\n"
    )
    path = tmp_path / "semeval2016-task6-trainingdata.txt"
    path.write_bytes(lines.encode("windows-1252"))
    second = {"article_id": "102", "text": "I\u2019m with her", "part": "train"}
    assert run("semeval2016.py", path) == [
        TWEET,
        second | {"target": "hillary", "stance": "favor"},
    ]


def test_csv_files_get_ids_from_part_and_line(run: Callable, tmp_path: Path) -> None:
    """A file with test in its name is the part test."""
    header = "Tweet,Target,Stance,Opinion Towards,Sentiment\n"
    (tmp_path / "train.csv").write_text(header + '"Pray, or not #SemST",Atheism,NONE,1,neg\n')
    (tmp_path / "test.csv").write_text(
        header + "Hers to choose #SemST,Legalization of Abortion,FAVOR,1,pos\n"
        "Equal pay now #SemST,Feminist Movement,FAVOR,1,pos\n"
    )
    rows = [tuple(row.values()) for row in run("semeval2016.py", tmp_path)]
    assert rows == [
        ("test-1", "Hers to choose", "test", "abortion", "favor"),
        ("test-2", "Equal pay now", "test", "feminist", "favor"),
        ("train-1", "Pray, or not", "train", "atheism", "none"),
    ]


def test_a_table_has_tenors_names_of_targets_and_positions(run: Callable, tmp_path: Path) -> None:
    """The part val of a Parquet table is the part validation."""
    tweet = {"id": "t1", "body": "No", "target": "atheism", "stance": "against", "split": "val"}
    pq.write_table(pa.Table.from_pylist([tweet]), tmp_path / "train.parquet")
    assert [tuple(row.values()) for row in run("semeval2016.py", tmp_path)] == [
        ("t1", "No", "validation", "atheism", "against")
    ]
