"""The files of an agreement report."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tenor.codebook import THEMES, Task
from tenor.errors import OutputError
from tenor.evaluation import Agreement, Interval
from tenor.evaluation.model_agreement import ModelAgreement
from tenor.labeling import Disagreement
from tenor.workflow.agreement.agree import AgreementReport
from tenor.workflow.agreement.disagreements import PairAgreement
from tenor.workflow.agreement.files import FILES, write_report
from tenor.workflow.agreement.machines import MachineAgreement
from tenor.workflow.agreement.measure import LabelAgreement

TOLL = Task.stance("toll")
REPORT = AgreementReport(
    (
        LabelAgreement(THEMES, "=cmd()", 2, Agreement(29, 0.8, -0.25, Interval(-0.5, 0.125))),
        LabelAgreement(TOLL, "", 0, Agreement(0, None, None, None, "no overlap")),
    ),
    (MachineAgreement("=gpt", TOLL, "favor", ModelAgreement(9, 0.75, 0.5, Interval(-1.0, 0.5))),),
    (PairAgreement("@ana", "ben", TOLL, 3, 1.0, None),),
    (
        Disagreement(
            "a1",
            TOLL,
            ("favor",),
            {"ana": ("favor",), "ben": ("against",)},
            "+1 for the\rtoll",
        ),
    ),
    (),
)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_report_is_four_tables_and_a_figure(tmp_path: Path) -> None:
    """Undefined values are empty cells."""
    write_report(REPORT, tmp_path / "report")
    assert sorted(path.name for path in (tmp_path / "report").iterdir()) == sorted(FILES)
    first, second = table(tmp_path / "report" / "agreement.csv")
    assert (first["alpha"], first["alpha_low"], first["alpha_high"]) == (
        "-0.2500",
        "-0.5000",
        "0.1250",
    )
    assert first["verdict"] == "not reliable"
    assert (second["task"], second["target"], second["label"]) == ("stance", "toll", "")
    assert (second["alpha"], second["percent_agreement"]) == ("", "")
    assert second["verdict"] == "undefined: no overlap"
    assert (tmp_path / "report" / "agreement.png").read_bytes().startswith(b"\x89PNG")


def test_no_cell_is_run_as_a_formula_by_a_spreadsheet(tmp_path: Path) -> None:
    """Labels, coders and titles are text of unknown origin."""
    write_report(REPORT, tmp_path / "report")
    assert table(tmp_path / "report" / "agreement.csv")[0]["label"] == "'=cmd()"
    [machine] = table(tmp_path / "report" / "machines.csv")
    assert list(machine.values()) == [
        "'=gpt",
        "stance",
        "toll",
        "favor",
        "9",
        "0.7500",
        "0.5000",
        "-1.0000",
        "0.5000",
        "inconclusive",
    ]
    [pair] = table(tmp_path / "report" / "pairs.csv")
    assert list(pair.values()) == ["'@ana", "ben", "toll", "3", "1.0000", ""]
    [row] = table(tmp_path / "report" / "disagreements.csv")
    assert row["title"] == "'+1 for the toll"


def test_only_a_report_is_replaced_by_a_report(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    write_report(REPORT, folder)
    with pytest.raises(OutputError, match="exists already; name another folder, or use --force"):
        write_report(REPORT, folder)
    write_report(REPORT, folder, force=True)
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"holds 'notes\.txt', which is no file of"):
        write_report(REPORT, folder, force=True)
    assert (folder / "notes.txt").read_text() == "mine"
    with pytest.raises(OutputError, match="is a file; name a folder"):
        write_report(REPORT, folder / "notes.txt", force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
