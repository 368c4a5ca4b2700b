"""``tenor explain``."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tenor.cli import main as command_line
from tenor.workflow.loading import export_bundle

from ..conftest import Project
from ..workflow.report_page import Page

pytestmark = pytest.mark.usefixtures("in_the_project")

WIRE = "data/new/wire.jsonl"
COURIER = "data/new/courier/leader-keep-the-charge.txt"
THEMES = "tenor-theme@champion"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command; returns its exit code, its output, and the lines of standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["tenor", "explain", *arguments])
        monkeypatch.setenv("COLUMNS", "80")
        capsys.readouterr()
        with pytest.raises(SystemExit) as raised:
            command_line.main()
        printed = capsys.readouterr()
        return int(raised.value.code or 0), printed.out, printed.err

    return run


def squeezed(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def test_a_theme_is_explained_by_scores_terms_calibration_and_marked_text(
    project: Project, run: Run
) -> None:
    code, out, _ = run(COURIER, "--model", THEMES, "--label", "transport", "--terms", "3")
    assert code == 0
    lines = squeezed(out)
    assert lines[0] == "leader-keep-the-charge.txt: Six months on, a case for patience"
    assert lines[2].startswith(f"{THEMES}, themes: transport")
    assert lines[3] == "label probability threshold raw score decision"
    assert lines[5].startswith("transport 0.9")
    assert lines[5].endswith("predicted")
    start = lines.index("transport:")
    assert lines[start + 1] == "contribution term field"
    values = [float(line.split()[0]) for line in lines[start + 3 : start + 9]]
    *parts, total = values
    assert sum(parts) == pytest.approx(total, abs=0.003)
    assert "bridge" in lines[start + 3]
    assert "other terms)" in lines[start + 6]
    assert lines[start + 7].endswith("(intercept)")
    assert lines[start + 8].endswith("(sum: raw score)")
    assert lines[start + 9].startswith("probability of transport: 0.9")
    assert "[+word] speaks for transport, [-word] against it; more signs, more strongly:" in lines
    assert "[+++bridge]" in out
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= 80


def test_champions_are_the_default_and_say_why_they_predict_nothing(run: Run) -> None:
    code, out, _ = run(COURIER)
    assert code == 0
    assert "tenor-stance-bridge-toll@champion, stance towards bridge-toll: favor" in out
    assert re.search("^favor, compared with (neutral|against):$", out, re.M)
    line = next(line for line in out.splitlines() if line.startswith("tenor-stance-orle-dam"))
    assert line == (
        "tenor-stance-orle-dam@champion, stance towards orle-dam: none, because the article does "
        "not name 'orle-dam' (dam, the dam, Orle Dam, Hallow Ford dam, hydropower scheme)"
    )


def test_an_article_is_read_from_standard_input_without_a_known_term(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = "Ωψφ\n\nψφω ωψφ ψωφ\x1b[2J".encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
    code, out, _ = run("-", "--model", THEMES)
    assert code == 0
    assert "the model knows none of the" in out
    assert "(sum: raw score)" in out


def test_no_escape_sequence_of_an_article_or_id_reaches_the_terminal(
    tmp_path: Path, run: Run
) -> None:
    row = {"id": "\x1b[31ma", "title": "Ferry \x1b[2J toll", "text": "The \x1b]0;x\x07ferry."}
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n")
    for options in ([], ["--output", str(tmp_path / "a.html")], ["--json"]):
        code, out, err = run(str(tmp_path / "a.jsonl"), "--model", THEMES, *options)
        assert code == 0
        assert not {"\x1b", "\x07"} & set(out + err)
    assert "\x1b" not in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_json_has_every_term_whatever_the_number_of_those_that_are_listed(
    project: Project, run: Run
) -> None:
    """The same object is written to a file."""
    options = (WIRE, "--id", "wire-merger-vote-postponed", "--model", THEMES, "--terms", "1")
    code, out, _ = run(*options, "--json")
    assert code == 0
    data = json.loads(out)["data"]
    assert (data["n_articles"], data["n_rejected"]) == (1, 0)
    [article] = data["articles"]
    assert article["article_id"] == "wire-merger-vote-postponed"
    [explanation, *_] = article["models"][0]["explanations"]
    assert len(explanation["terms"]) > 50
    total = explanation["intercept"] + sum(t["contribution"] for t in explanation["terms"])
    assert total == pytest.approx(explanation["score"], abs=1e-9)


def test_a_page_or_json_is_written_and_not_replaced(tmp_path: Path, run: Run) -> None:
    page, record = tmp_path / "a.html", tmp_path / "a.json"
    arguments = (WIRE, "--n", "2", "--model", THEMES, "--output")
    assert run(*arguments, str(page)) == (0, f"{page}: 2 articles explained\n", "")
    assert Page(page.read_text(encoding="utf-8")).tags.count("h2") == 2
    assert run(*arguments, str(record))[0] == 0
    written = json.loads(record.read_text(encoding="utf-8"))
    assert [article["models"][0]["model"] for article in written["articles"]] == [THEMES] * 2
    code, _, err = run(*arguments, str(page))
    assert (code, "exists already" in err) == (1, True)
    assert run(*arguments, str(page), "--force")[0] == 0
    code, _, err = run(*arguments, str(tmp_path / "a.csv"))
    assert (code, "must end in .html or .json" in err) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([WIRE], "has several articles: choose one by --id, such as 'wire-"),
        ([WIRE, "--id", "wire-merger-vote-postpond"], "did you mean 'wire-merger-vote-postponed'?"),
        ([WIRE, "--n", "1", "--label", "transprot"], "did you mean 'transport'?"),
        ([WIRE, "--n", "1", "--against", "favour"], "did you mean 'favor'?"),
        (["nothing.txt"], "'nothing.txt' does not exist"),
        ([WIRE, "--n", "1", "--model", "nobody"], "'nobody' is neither a bundle nor a model"),
    ],
)
def test_wrong_input_is_one_sentence(arguments: list[str], message: str, run: Run) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (1, "")
    assert message in err
    assert len(err.splitlines()) == 1


def test_rejected_inputs_are_noted_with_exit_code_3(tmp_path: Path, run: Run) -> None:
    """Not where the article that is named was found."""
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text("Harbor opens\n\nShips came at dawn.")
    code, out, err = run(str(tmp_path), "--model", THEMES)
    assert code == 3
    assert out.startswith("b.txt: Harbor opens\n")
    assert err == f"1 input rejected, such as '{tmp_path}/a.txt': it is empty\n"
    assert run(str(tmp_path), "--model", THEMES, "--id", "b.txt")[::2] == (0, "")


IMPORTED = """
import sys
from tenor.cli.main import main
sys.argv = ["tenor", "explain", *sys.argv[1:]]
try:
    main()
finally:
    heavy = {"mlflow", "sklearn", "pandas", "scipy", "numba", "pyarrow"} & set(sys.modules)
    print("imported", sorted(heavy), file=sys.stderr)
"""


@pytest.mark.parametrize("output", ["", "page.html", "record.json"])
def test_one_article_is_explained_by_a_bundle_without_a_heavy_import(
    tmp_path: Path, output: str
) -> None:
    export_bundle(THEMES, tmp_path / "bundle")
    options = ["--output", str(tmp_path / output)] if output else []
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, COURIER, "--model", str(tmp_path / "bundle"), *options],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ("1 article explained" if output else "leader-keep-the-charge.txt: ") in done.stdout
    assert done.stderr == "imported []\n"
