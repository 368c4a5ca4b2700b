"""The output of ``tenor agree``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.cli.agree import agree
from tenor.workflow.prep import prepare

from ..conftest import Project


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_it_prints_verdicts_pairs_and_disagreements(
    project: Project,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    agree(project.corpus.path, output=tmp_path / "report")
    printed = lines(capsys)
    assert "orle-dam 2 13 77% 0.664 fewer than 20 articles" in printed
    assert "school-merger: favor 2 9 100% 1.000 fewer than 20 articles" in printed
    assert "ana, ben bridge-toll 10 80% 0.686" in printed
    assert "6 disagreements, the first 5:" in printed
    assert printed[-1].endswith("agreement.csv, pairs.csv, disagreements.csv, agreement.png")
    assert any("rule of three" in line for line in printed)


@pytest.mark.usefixtures("in_the_project")
def test_a_model_is_compared_with_people(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """The row has both alphas, the interval of the difference, and the verdict."""
    agree(project.corpus.path, model=["tenor-theme@champion"])
    printed = lines(capsys)
    heading = (
        "agreement of the model with people, on articles that it labelled and two people judged:"
    )
    table = printed[printed.index(heading) + 3 :]
    assert table[0].startswith("themes 30 0.987 0.")
    assert table[0].rsplit("] ")[-1] in ("below", "inside", "inconclusive")
    note = "note: model tenor-theme@champion: held-out predictions of its run"
    assert any(line.startswith(note) for line in printed)


def test_control_characters_in_names_are_not_printed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("article_id,title,text\na1,One,Some text here.\n")
    (tmp_path / "book.toml").write_text('version = "1"\n[[themes]]\nname = "x"\n')
    (tmp_path / "c.csv").write_text(
        "article_id,task,label,coder\na1,theme,x,\x1b[31mana\na1,theme,none,[red]ben\n"
    )
    prepare(
        tmp_path / "a.csv",
        tmp_path / "book.toml",
        tmp_path / "corpus",
        codings=[tmp_path / "c.csv"],
    )
    agree(tmp_path / "corpus")
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert "\ufffd[31mana: x; [red]ben: none | a1 One" in printed
