"""Automatic labels, and the articles to review."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.articles import Article, Reason, Rejection
from tenor.errors import InputError, OutputError
from tenor.models import Model
from tenor.models.promise import Decision
from tenor.prediction.bulk import predict
from tenor.prediction.columns import RowOptions, column_types
from tenor.prediction.review import (
    ReviewItem,
    ReviewQueue,
    ReviewSheet,
    read_items,
    write_items,
)
from tenor.prediction.rows import label_rows
from tenor.prediction.tables import TABLES

from ..conftest import Project

TRAM = Article(article_id="t", text="The tram, the bus and the ferry run late on the rail line.")
COURT = Article(article_id="c", text="The court heard the judge, the lawyer and the defendant.")
NOTHING = Article(article_id="n", title="", text="Zzz.")
BROKEN = Rejection("x.txt", Reason.EMPTY, "it is empty")


def rows_of(models: dict[str, Model], *items: Article | Rejection, **options: Any) -> list[Any]:
    return [row for row, _ in label_rows(items, models, RowOptions(**options))]


def test_each_label_of_an_article_has_a_decision(promised: dict[str, Model]) -> None:
    tram, court, nothing, broken = rows_of(promised, TRAM, COURT, NOTHING, BROKEN)
    assert tram["themes"] == ["transport"]
    assert tram["theme_scores"]["transport"] > 0.75
    assert tram["decision"] == {
        label: "auto" if label == "transport" else "none" for label in promised["themes"].labels
    }
    assert court["themes"]
    assert {court["decision"][label] for label in court["themes"]} == {"review"}
    assert set(nothing["decision"].values()) == {"none"}
    assert broken["decision"] is None


def test_without_a_promise_there_is_no_such_column(
    models: dict[str, Model], promised: dict[str, Model]
) -> None:
    assert "decision" not in rows_of(models, TRAM)[0]
    assert list(column_types(promised, RowOptions()))[7:11] == [
        "stances",
        "stance_scores",
        "decision",
        "models",
    ]
    assert "theme.transport.decision" not in column_types(models, RowOptions(wide=True))


def test_wide_rows_have_a_decision_for_each_label(promised: dict[str, Model]) -> None:
    [row, broken] = rows_of(promised, TRAM, BROKEN, wide=True, scores="none")
    assert (row["theme.transport"], row["theme.transport.decision"]) == (True, "auto")
    assert {row[name] for name in row if name.endswith(".decision")} == {"auto", "none"}
    assert broken["theme.transport.decision"] is None
    assert "decision" not in row


def test_a_stance_has_the_decision_on_its_position(
    project: Project, promised: dict[str, Model]
) -> None:
    dam = project.stances[0].model
    rows = tuple(
        replace(promised["themes"].promise.labels[0], label=label, threshold=0.0)  # type: ignore[union-attr]
        for label in dam.labels
    )
    promise = replace(promised["themes"].promise, labels=rows)  # type: ignore[type-var]
    models = {"dam": replace(dam, promise=promise)}
    article = Article(
        article_id="d", text="The dam on the Orle is a mistake and must not be built."
    )
    [row, without] = rows_of(models, article, NOTHING)
    position = row["stances"]["orle-dam"]
    assert row["decision"][f"orle-dam={position}"] == "auto"
    assert list(row["decision"].values()).count("none") == len(dam.labels) - 1
    assert without["decision"] == {}
    [wide] = rows_of(models, article, wide=True)
    assert wide["stance.orle-dam.decision"] == "auto"


@pytest.mark.parametrize("extension", [*TABLES])
def test_every_format_holds_the_decisions(
    promised: dict[str, Model], inputs: Path, tmp_path: Path, extension: str
) -> None:
    output = tmp_path / f"labels{extension}"
    predict([inputs / "a.jsonl"], promised, str(output))
    if extension == ".xlsx":
        sheet = openpyxl.load_workbook(output).active
        assert sheet is not None
        cells = [[str(cell.value) for cell in row] for row in sheet.iter_rows()]
        decisions = cells[2][cells[0].index("decision")]
        assert "transport" in decisions
        assert "auto" in decisions
    elif extension == ".parquet":
        rows = pq.read_table(output)["decision"].to_pylist()
        assert dict(rows[1])["transport"] == "auto"
    else:
        assert b"auto" in output.read_bytes()


def item(priority: float, name: str = "") -> ReviewItem:
    return ReviewItem(priority, name, "", "", "", "")


@given(st.lists(st.sampled_from([0.1, 0.5, 0.9, 1.4])), st.integers(1, 6), st.integers(1, 4))
def test_the_queue_of_parts_is_that_of_all_articles(
    priorities: list[float], size: int, part_size: int
) -> None:
    """Whatever the parts: the highest priority first, and of equal ones the first."""
    items = [item(priority, str(i)) for i, priority in enumerate(priorities)]
    whole, joined = ReviewQueue(size), ReviewQueue(size)
    for one in items:
        whole.add(one)
    for start in range(0, len(items), part_size):
        part = ReviewQueue(size)
        for one in items[start : start + part_size]:
            part.add(one)
        for one in part.in_order():
            joined.add(one)
    assert joined.by_priority() == whole.by_priority()
    assert whole.by_priority() == sorted(items, key=lambda one: -one.priority)[:size]


def test_articles_to_review_are_read_as_they_were_written(tmp_path: Path) -> None:
    items = [ReviewItem(0.5, "a", "T", "line\u2028one\nline two", "o", "2020-01-01"), item(-0.1)]
    write_items(items, tmp_path / "x.jsonl")
    assert list(read_items(tmp_path / "x.jsonl")) == items


def test_decisions_are_counted_and_only_articles_to_review_are_kept(
    promised: dict[str, Model],
) -> None:
    queue = ReviewQueue(5)
    rows = [row for row, _ in label_rows([TRAM, COURT, NOTHING], promised, queue=queue)]
    assert rows[1] is not None
    assert (queue.n_auto, queue.n_review, queue.n_articles) == (1, len(rows[1]["themes"]), 1)
    assert [kept.text for kept in queue.by_priority()] == [COURT.text]


def test_labels_near_a_promise_come_earlier_and_others_at_random(
    promised: dict[str, Model],
) -> None:
    """A label that has a promise is worth 1; one with 10 of 20 articles, about a half."""
    promise = promised["themes"].promise
    assert promise is not None
    rows = tuple(
        row if row.threshold else replace(row, n_passed=0, n_wrong=0, n_calibration=10, n_more=10)
        for row in promise.labels
    )
    model = replace(promised["themes"], promise=replace(promise, labels=rows))
    queue = ReviewQueue(4000)
    for n in range(4000):
        labels = ("justice", "transport") if n % 2 else ("justice", "health")
        decisions: dict[str, Decision] = dict.fromkeys(labels, "review")
        queue.count(Article(article_id=str(n), text="x"), [model], [decisions])
    first = [int(one.article_id) for one in queue.by_priority()[:400]]
    # A weight of 1 against 11/21: about two of three at the beginning.
    assert 230 < sum(n % 2 for n in first) < 300
    assert 1700 < sum(first) / len(first) < 2300


def sheet_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def court_files(folder: Path) -> Path:
    """Write 60 articles about courts and trams, of different lengths."""
    folder.mkdir()
    lines = [
        json.dumps(
            {
                "id": f"a{n}",
                "title": f"=Story {n}",
                "outlet": "wire",
                "text": ("The court heard a judge. " if n % 3 else "The tram ran late. ")
                + f"Word{n % 7} and other words. " * (n % 5 + 1),
            }
        )
        for n in range(60)
    ]
    (folder / "a.jsonl").write_text("\n".join(lines) + "\n")
    return folder


def test_the_sheet_is_the_same_for_one_process_and_for_two(
    promised: dict[str, Model], tmp_path: Path, small_parts: None
) -> None:
    inputs = court_files(tmp_path / "in")
    written = []
    for jobs in (1, 2):
        sheet = ReviewSheet(tmp_path / f"review{jobs}.csv", 12, "ana")
        output = tmp_path / f"labels{jobs}.jsonl"
        summary = predict([inputs], promised, str(output), n_jobs=jobs, review=sheet)
        written.append((sheet.path.read_bytes(), output.read_bytes()))
    assert written[0] == written[1]
    rows = sheet_rows(tmp_path / "review1.csv")
    lines = (tmp_path / "labels1.jsonl").read_text(encoding="utf-8").splitlines()
    decisions = [json.loads(line)["decision"] for line in lines]
    to_review = [own for own in decisions if "review" in own.values()]
    assert len(rows) == summary.n_on_sheet == min(12, len(to_review))
    assert summary.n_to_review == len(to_review) > 12
    assert summary.n_auto == sum(list(own.values()).count("auto") for own in decisions) > 0
    assert {row["coder"] for row in rows} == {"ana"}
    assert {row["inclusion_probability"] for row in rows} == {""}
    assert all(row["text"].startswith("The ") and row["outlet"] == "wire" for row in rows)
    # A title that a spreadsheet would take as a formula.
    assert all(row["title"].startswith("'=Story") for row in rows)


def test_articles_that_are_coded_already_are_not_on_the_sheet(
    promised: dict[str, Model], tmp_path: Path, small_parts: None
) -> None:
    """Nor is there a sheet, and an old one goes, if there is nothing to ask."""
    inputs = court_files(tmp_path / "in")
    whole = ReviewSheet(tmp_path / "whole.csv", 1000)
    everything = predict([inputs], promised, str(tmp_path / "whole.jsonl"), review=whole)
    ids = [row["article_id"] for row in sheet_rows(whole.path)]
    for jobs in (1, 2):
        rest = ReviewSheet(tmp_path / f"rest{jobs}.csv", 10, coded=frozenset(ids[:7]))
        output = str(tmp_path / f"rest{jobs}.jsonl")
        summary = predict([inputs], promised, output, n_jobs=jobs, review=rest)
        assert [row["article_id"] for row in sheet_rows(rest.path)] == ids[7:17]
        assert (summary.n_coded, summary.n_on_sheet) == (7, 10)
        assert summary.n_to_review == everything.n_to_review == len(ids)
    nothing = replace(whole, coded=frozenset(ids))
    output = str(tmp_path / "nothing.jsonl")
    summary = predict([inputs], promised, output, review=nothing, force=True)
    assert (summary.n_coded, summary.n_on_sheet) == (len(ids), 0)
    assert not whole.path.exists()


def test_the_sheet_of_an_interrupted_command_is_complete(
    promised: dict[str, Model],
    tmp_path: Path,
    small_parts: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inputs = court_files(tmp_path / "in")
    whole = ReviewSheet(tmp_path / "whole.csv", 20)
    predict([inputs], promised, str(tmp_path / "whole.jsonl"), review=whole)
    monkeypatch.setattr("tenor.prediction.bulk.MIN_KEPT_PARTS", 1)
    sheet = ReviewSheet(tmp_path / "later.csv", 20)

    def fail(*args: object, **keywords: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("tenor.prediction.bulk.join_rows", fail)
        with pytest.raises(KeyboardInterrupt):
            predict([inputs], promised, str(tmp_path / "later.jsonl"), review=sheet)
    assert not sheet.path.exists()
    assert list((tmp_path / ".later.jsonl.parts").glob("*.review.jsonl"))
    predict([inputs], promised, str(tmp_path / "later.jsonl"), review=sheet)
    assert sheet.path.read_bytes() == whole.path.read_bytes()


def test_the_sheet_is_no_input_of_the_next_command(
    promised: dict[str, Model], tmp_path: Path
) -> None:
    inputs = court_files(tmp_path / "in")
    sheet = ReviewSheet(inputs / "review.csv", 5)
    first = predict([inputs], promised, str(tmp_path / "x.csv"), review=sheet)
    again = predict([inputs], promised, str(tmp_path / "x.csv"), review=sheet, force=True)
    assert again == first


def test_articles_that_are_left_out_are_not_reviewed(
    promised: dict[str, Model], tmp_path: Path
) -> None:
    inputs = court_files(tmp_path / "in")
    sheet = ReviewSheet(tmp_path / "review.xlsx")
    summary = predict(
        [inputs],
        promised,
        str(tmp_path / "x.csv"),
        options=RowOptions(only=("transport",)),
        review=sheet,
    )
    assert summary.n_rows == 20
    assert summary.n_auto + summary.n_review == 20
    workbook = openpyxl.load_workbook(sheet.path).active
    assert workbook is not None
    assert workbook.max_row == 1 + summary.n_to_review < 20


def test_a_sheet_needs_a_promise_and_a_name_that_is_free(
    models: dict[str, Model], promised: dict[str, Model], tmp_path: Path
) -> None:
    output = str(tmp_path / "x.csv")
    with pytest.raises(InputError, match="no model of themes has a promise"):
        predict(["in"], models, output, review=ReviewSheet(tmp_path / "r.csv"))
    with pytest.raises(OutputError, match=r"\.csv"):
        predict(["in"], promised, output, review=ReviewSheet(tmp_path / "r.txt"))
    (tmp_path / "r.csv").touch()
    with pytest.raises(OutputError, match="exists already"):
        predict(["in"], promised, output, review=ReviewSheet(tmp_path / "r.csv"))
    with pytest.raises(OutputError, match="cannot hold both labels and the sheet"):
        predict(["in"], promised, output, review=ReviewSheet(tmp_path / "x.csv"))
    with pytest.raises(InputError, match="'0' articles to review"):
        predict(["in"], promised, output, review=ReviewSheet(tmp_path / "s.csv", 0))
    with pytest.raises(InputError, match="the name of its coder"):
        predict(["in"], promised, output, review=ReviewSheet(tmp_path / "s.csv", 9, " "))
