"""What commands print of rejected inputs and codings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tenor.cli.rejections import print_rejected, print_rejected_inputs
from tenor.cli.report import Report


def test_reasons_come_first_then_examples_with_places_then_the_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    examples = [(f"sheet.csv, row {i}", f"fault {i}\x1b") for i in range(2, 9)]
    report = Report("codings import")
    reasons = {"double": 1, "unknown_label": 1200}
    print_rejected(report, "coding", reasons, examples, Path("rejected.jsonl"))
    assert capsys.readouterr().err == (
        "1,201 codings rejected: 1,200 unknown_label, 1 double\n"
        "  sheet.csv, row 2: fault 2\ufffd\n"
        "  sheet.csv, row 3: fault 3\ufffd\n"
        "  sheet.csv, row 4: fault 4\ufffd\n"
        "  sheet.csv, row 5: fault 5\ufffd\n"
        "  sheet.csv, row 6: fault 6\ufffd\n"
        "  1,196 more and all details are in rejected.jsonl\n"
    )
    assert report.data == {
        "n_rejected": 1201,
        "rejected": reasons,
        "rejected_file": Path("rejected.jsonl"),
    }


def test_nothing_is_printed_if_nothing_is_rejected(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report("prep")
    print_rejected(report, "input", {}, [], None)
    assert capsys.readouterr() == ("", "")
    assert report.data == {"n_rejected": 0, "rejected": {}, "rejected_file": None}


def test_a_file_of_rejected_inputs_is_summed_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rejected.jsonl"
    row = {"source_path": "a.txt", "reason": "empty", "detail": "the file is empty"}
    path.write_text(json.dumps(row) + "\n")
    print_rejected_inputs(Report("predict"), path)
    assert capsys.readouterr().err == (
        f"1 input rejected: 1 empty\n  a.txt: the file is empty\n  all details are in {path}\n"
    )
