"""The output of ``tenor predict``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tenor.cli.predict import predict
from tenor.errors import OutputError

MODEL = "tenor-theme@champion"

pytestmark = pytest.mark.usefixtures("in_the_project")


def test_the_drift_of_a_batch_is_a_line_with_its_warnings_and_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Scores of training articles are not like those of held-out articles."""
    output, details = str(tmp_path / "labels.csv"), tmp_path / "drift.json"
    predict(["data/articles"], output=output, model=[MODEL], drift=details, jobs=1, as_json=True)
    printed, notes = capsys.readouterr()
    [line] = [line for line in notes.splitlines() if line.startswith("drift, ")]
    assert line.startswith(f"drift, {MODEL}: ")
    assert line.endswith(", 0% from new outlets, 0% from new months")
    assert "  warning: scores are not like those of held-out articles for " in notes
    [drift] = json.loads(printed)["data"]["drift"]
    assert (drift["model"], drift["n_articles"]) == (MODEL, 276)
    assert drift["unknown_share"] < drift["held_out_unknown_share"]
    assert json.loads(details.read_text())["drift"] == [drift]


def test_few_articles_have_a_line_only_where_it_is_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    output = str(tmp_path / "labels.csv")
    predict(["data/new"], output=output, model=[MODEL], jobs=1)
    assert "drift" not in capsys.readouterr().err
    predict(
        ["data/new"],
        output=output,
        model=[MODEL],
        drift=tmp_path / "drift.html",
        jobs=1,
        force=True,
    )
    assert f"drift, {MODEL}: not measured, since it takes 50 articles" in capsys.readouterr().err
    assert (tmp_path / "drift.html").read_text().startswith("<!doctype html>")


def test_the_file_is_checked_before_anything_is_labelled(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"drift\.txt' must end in \.html"):
        predict(
            ["data/new"],
            output=str(tmp_path / "labels.csv"),
            model=[MODEL],
            drift=tmp_path / "drift.txt",
        )
    assert list(tmp_path.iterdir()) == []
