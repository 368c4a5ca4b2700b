"""Rows and codings of GWSD."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tenor.workflow.agreement import agree
from tenor.workflow.prep import prepare

from .conftest import ROOT, run_script

WORKERS = {f"worker_{i}": "neutral" for i in range(8)}
SENTENCE = {
    "round": 1, "batch": 0, "sent_id": "t4", "body": "It warms.", "in_held_out_test": False
}  # fmt: skip


def codings(tmp_path: Path) -> list[list[str]]:
    with (tmp_path / "made" / "rows.codings.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_a_table(run: Callable, tmp_path: Path) -> None:
    """A sentence has eight judgements, of people of its batch; screening items are left out."""
    rows = [
        SENTENCE | WORKERS | {"worker_0": "agrees", "worker_7": "disagrees"},
        SENTENCE | WORKERS | {"sent_id": "s1"},
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "sentences.parquet")
    made = run("gwsd.py", tmp_path / "sentences.parquet")
    assert made == [{"article_id": "1_0_t4", "text": "It warms.", "part": "train"}]
    head, first, *others, last = codings(tmp_path)
    assert head == ["article_id", "task", "target", "label", "coder"]
    assert first == ["1_0_t4", "stance", "global-warming", "favor", "1_0_0"]
    assert [row[3] for row in others] == ["neutral"] * 6
    assert last == ["1_0_t4", "stance", "global-warming", "against", "1_0_7"]


def test_the_publishers_file(run: Callable, tmp_path: Path) -> None:
    """Tab-separated, with the sentence under its own name; a judgement may be missing."""
    names = ["sentence", "round", "batch", "sent_id", *WORKERS, "in_held_out_test"]
    values = ["It warms.", "5", "9", "t1", *["agree"] * 7, "", "True"]
    (tmp_path / "GWSD.tsv").write_text("\t".join(names) + "\n" + "\t".join(values) + "\n")
    [row] = run("gwsd.py", tmp_path)
    assert row == {"article_id": "5_9_t1", "text": "It warms.", "part": "test"}
    assert len(codings(tmp_path)) == 1 + 7


def test_the_whole_corpus_and_its_four_hundred_coders(
    dataset: Callable[[str], Path], tmp_path: Path
) -> None:
    """Sixteen thousand judgements, an alpha far below what conclusions need."""
    source, rows = dataset("gwsd"), tmp_path / "gwsd.jsonl"
    assert run_script("gwsd.py", source, rows).returncode == 0
    corpus = prepare(
        rows, ROOT / "experiments" / "gwsd.codebook.toml", tmp_path / "corpus",
        codings=[tmp_path / "gwsd.codings.csv"],
    )  # fmt: skip
    report = agree(corpus)
    whole = report.labels[0]
    assert (whole.n_coders, whole.agreement.n_articles) == (400, 2050)
    assert whole.agreement.alpha == pytest.approx(0.330, abs=0.001)
    assert whole.agreement.verdict == "not reliable"
    assert len(report.pairs) == 1400
    assert len(report.disagreements) == 1805
