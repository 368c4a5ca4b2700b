"""data/prep/gwsd.py converts GWSD into rows and codings."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tenor.workflow.agreement.agree import agree
from tenor.workflow.prep import prepare

from .conftest import ROOT, run_script

WORKERS = {f"worker_{i}": "neutral" for i in range(8)}
SENTENCE = {"round": 1, "batch": 0, "sent_id": "t4", "body": "It warms.", "in_held_out_test": False}


def read_codings(tmp_path: Path) -> list[list[str]]:
    with (tmp_path / "output" / "rows.codings.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_a_table_gives_a_row_and_eight_codings_per_sentence(run: Callable, tmp_path: Path) -> None:
    """A coder is named by round, batch and worker; screening items are left out."""
    sentences = [
        SENTENCE | WORKERS | {"worker_0": "agrees", "worker_7": "disagrees"},
        SENTENCE | WORKERS | {"sent_id": "s1"},
    ]
    pq.write_table(pa.Table.from_pylist(sentences), tmp_path / "sentences.parquet")
    rows = run("gwsd.py", tmp_path / "sentences.parquet")
    assert rows == [{"article_id": "1_0_t4", "text": "It warms.", "part": "train"}]
    header, first, *others, last = read_codings(tmp_path)
    assert header == ["article_id", "task", "target", "label", "coder"]
    assert first == ["1_0_t4", "stance", "global-warming", "favor", "1_0_0"]
    assert [row[3] for row in others] == ["neutral"] * 6
    assert last == ["1_0_t4", "stance", "global-warming", "against", "1_0_7"]


def test_the_tab_separated_file_is_read(run: Callable, tmp_path: Path) -> None:
    """The sentence is in the column of that name, and a judgement may be missing."""
    names = ["sentence", "round", "batch", "sent_id", *WORKERS, "in_held_out_test"]
    values = ["It warms.", "5", "9", "t1", *["agree"] * 7, "", "True"]
    (tmp_path / "GWSD.tsv").write_text("\t".join(names) + "\n" + "\t".join(values) + "\n")
    [row] = run("gwsd.py", tmp_path)
    assert row == {"article_id": "5_9_t1", "text": "It warms.", "part": "test"}
    assert len(read_codings(tmp_path)) == 1 + 7


def test_the_corpus_has_400_coders_with_low_agreement(
    dataset: Callable[[str], Path], tmp_path: Path
) -> None:
    """Alpha over 16,000 judgements is far below the bound for tentative conclusions."""
    source, rows = dataset("gwsd"), tmp_path / "gwsd.jsonl"
    assert run_script("gwsd.py", source, rows).returncode == 0
    corpus = prepare(
        rows,
        ROOT / "experiments" / "gwsd.codebook.toml",
        tmp_path / "corpus",
        codings=[tmp_path / "gwsd.codings.csv"],
    )
    report = agree(corpus)
    stance = report.labels[0]
    assert (stance.n_coders, stance.agreement.n_articles) == (400, 2050)
    assert stance.agreement.alpha == pytest.approx(0.330, abs=0.001)
    assert stance.agreement.verdict == "not reliable"
    assert len(report.pairs) == 1400
    assert len(report.disagreements) == 1805
