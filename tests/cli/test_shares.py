"""The output of ``tenor shares``."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tenor.cli.shares import shares
from tenor.errors import OutputError
from tenor.workflow.shares.result import Group, TaskShares

from ..conftest import Project
from ..workflow.shares.test_files import example


@pytest.fixture
def results(monkeypatch: pytest.MonkeyPatch) -> list[TaskShares]:
    """Give the command these results, and record its arguments as their notes."""
    result = replace(example(), run_id="4f1c")
    results = [result]

    def pretend(source: Path, models: list[str], **arguments: object) -> list[TaskShares]:
        return [replace(row, notes=(f"{source} {models} {arguments}",)) for row in results]

    monkeypatch.setattr("tenor.workflow.shares.shares.shares", pretend)
    monkeypatch.setenv("COLUMNS", "120")
    return results


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.usefixtures("results")
def test_it_prints_the_three_shares_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    shares(Path("corpus"), by="outlet")
    printed = lines(capsys)
    assert printed[0] == "shares of articles: themes"
    assert printed[1] == "label outlet articles raw count hand-coded corrected coded worth more"
    assert printed[3] == "war 400 25.0% 20.0% [10.0, 30.0] 22.0% [15.0, 29.0] 60 150 20"
    assert printed[4] == "war =1+1 100 25.0% 0 all 90"
    assert (
        "2 intervals are wider than 5.0% on a side: 'more' says how many more articles to code"
        in printed
    )
    assert "no drawn article is coded, so that there is no share: =1+1" in printed
    assert "0 of 1 difference between outlets have an interval without 0" in printed
    assert "Methods." in printed
    assert printed[-2] == "run 4f1c"


@pytest.mark.usefixtures("results")
def test_percentage_points_become_shares_and_options_are_passed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shares(Path("corpus"), model=["m"], margin=3.0, of="stories", assume=["unseen"])
    [note] = [line for line in lines(capsys) if line.startswith("note:")]
    assert "corpus ['m']" in note
    assert "'margin': 0.03" in note
    assert "'assume': ['unseen']" in note
    assert "'of': 'stories'" in note


def test_clear_differences_are_printed_the_largest_first(
    results: list[TaskShares], capsys: pytest.CaptureFixture[str]
) -> None:
    from tenor.evaluation import Interval
    from tenor.evaluation.shares import ShareDifference

    [row] = results[0].differences
    clear = [
        replace(row, difference=ShareDifference("a", "b", value, Interval(value - 0.05, 0.5)))
        for value in (0.1, 0.3)
    ]
    results[0] = replace(results[0], differences=(row, *clear))
    shares(Path("corpus"), by="outlet")
    printed = lines(capsys)
    at = next(i for i, line in enumerate(printed) if line.startswith("2 of 3 differences"))
    assert printed[at + 3 : at + 5] == [
        "war =1+1 wire +30.0 [+25.0, +50.0]",
        "war =1+1 wire +10.0 [+5.0, +50.0]",
    ]


def test_what_is_assumed_stands_in_the_heading(
    results: list[TaskShares], capsys: pytest.CaptureFixture[str]
) -> None:
    results[0] = replace(results[0], assumption="label-shift")
    shares(Path("corpus"), by="outlet")
    assert lines(capsys)[0] == "shares of articles: themes (assumes label-shift)"


def test_many_rows_are_in_the_file(
    results: list[TaskShares], capsys: pytest.CaptureFixture[str]
) -> None:
    [row] = [row for row in results[0].rows if row.group == Group()]
    results[0] = replace(results[0], rows=(row,) * 50)
    shares(Path("corpus"), by="outlet")
    assert "and 10 more rows, which --output writes; --only chooses labels" in lines(capsys)


@pytest.mark.usefixtures("results")
def test_json_has_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    shares(Path("corpus"), by="outlet", as_json=True)
    data = json.loads(capsys.readouterr().out)["data"]
    [task] = data["tasks"]
    assert (task["task"], task["of"], task["by"], task["margin"]) == (
        "theme",
        "articles",
        ["outlet"],
        0.05,
    )
    first, second, _ = task["shares"]
    assert first["corrected"] == 0.22
    assert first["corrected_interval"] == [0.15, 0.29]
    assert first["effective_n"] == 150.5
    assert (second["outlet"], second["corrected"], second["more_codings"]) == ("=1+1", None, 90)
    assert task["differences"][0]["difference"] == 0.1
    assert task["methods"] == "Methods."


@pytest.mark.usefixtures("results")
def test_files_are_written_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output, figure, methods = (tmp_path / name for name in ("s.csv", "s.svg", "m.txt"))
    shares(Path("corpus"), by="outlet", output=output, figure=figure, methods=methods)
    printed = lines(capsys)
    assert f"tables: {output}, {tmp_path / 's.differences.csv'}" in printed
    assert f"figure: {figure}" in printed
    assert f"methods paragraph: {methods}" in printed
    assert "Methods." not in printed
    assert methods.read_text(encoding="utf-8") == "Methods.\n"
    assert figure.read_bytes().startswith(b"<?xml")
    with pytest.raises(OutputError, match="exists already"):
        shares(Path("corpus"), output=output)


@pytest.mark.usefixtures("in_the_project")
def test_the_corpus_of_a_file_of_labels_is_that_of_the_project(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named: list[object] = []

    def record(source: Path, models: list[str], **arguments: object) -> list[TaskShares]:
        named.append(arguments["corpus"])
        return []

    monkeypatch.setattr("tenor.workflow.shares.shares.shares", record)
    labels = tmp_path / "labels.csv"
    labels.touch()
    shares(labels)
    shares(labels, corpus=Path("other"))
    shares(project.corpus.path)
    assert named == [Path("data/corpus"), Path("other"), None]
