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
    assert "orle-dam 2 67 91% 0.866 [.75, .95] reliable" in printed
    assert "bridge-toll 2 64 86% 0.789 [.65, .91] tentative" in printed
    assert "ana, ben school-merger 63 92% 0.882" in printed
    assert "79 disagreements, the first 5:" in printed
    assert printed[-1].endswith(
        "agreement.csv, machines.csv, pairs.csv, disagreements.csv, agreement.png"
    )
    assert not any("rule of three" in line for line in printed)


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
    assert table[0].startswith("themes 276 0.878 0.")
    assert table[0].rsplit("] ")[-1] in ("below", "inside", "inconclusive")
    note = "note: model tenor-theme@champion: held-out predictions of its run"
    assert any(line.startswith(note) for line in printed)


def _agree_on(folder: Path) -> None:
    """Prepare the articles, codebook and codings of a folder, and run the command on the corpus."""
    codings = [folder / "c.csv"]
    prepare(folder / "a.csv", folder / "book.toml", folder / "corpus", codings=codings)
    agree(folder / "corpus")


def test_a_machine_stands_beside_people(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("article_id,title,text\na1,One,Some text.\na2,Two,A text.\n")
    (tmp_path / "book.toml").write_text('version = "1"\n[[themes]]\nname = "x"\n')
    (tmp_path / "c.csv").write_text(
        "article_id,task,label,coder,origin\na1,theme,x,ana,\na1,theme,x,ben,\n"
        "a2,theme,none,ana,\na2,theme,none,ben,\na1,theme,x,gpt,machine\na2,theme,none,gpt,machine\n"
    )
    _agree_on(tmp_path)
    printed = lines(capsys)
    heading = "agreement of machines with people, on articles that two people judged:"
    table = printed[printed.index(heading) + 3 :]
    assert table[:2] == [
        "gpt themes 2 1.000 1.000 inconclusive",
        "gpt x 2 1.000 1.000 inconclusive",
    ]


def test_perfect_agreement_is_printed_with_the_disagreement_that_is_still_possible(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Coders who agree on all of 60 articles may disagree on up to 5 % of all articles."""
    ids = [f"a{i}" for i in range(60)]
    articles = "".join(f"{i},Title {i},First{i} second{i} third{i} fourth{i}.\n" for i in ids)
    (tmp_path / "a.csv").write_text(f"article_id,title,text\n{articles}")
    (tmp_path / "book.toml").write_text('version = "1"\n[[themes]]\nname = "x"\n')
    codings = "".join(
        f"{article_id},theme,{'none' if i % 2 else 'x'},{coder}\n"
        for i, article_id in enumerate(ids)
        for coder in ("ana", "ben")
    )
    (tmp_path / "c.csv").write_text(f"article_id,task,label,coder\n{codings}")
    _agree_on(tmp_path)
    printed = lines(capsys)
    assert "x 2 60 100% 1.000 reliable" in printed
    assert "by the rule of three, they may disagree on up to 5% of all articles (60 judged)" in (
        printed
    )


def test_control_characters_in_names_are_not_printed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Codings with such a coder are rejected, and titles are printed without them."""
    (tmp_path / "a.csv").write_text("article_id,title,text\na1,One,Some text here.\n")
    (tmp_path / "book.toml").write_text('version = "1"\n[[themes]]\nname = "x"\n')
    (tmp_path / "c.csv").write_text(
        "article_id,task,label,coder\na1,theme,x,\x1b[31mana\na1,theme,x,eva\n"
        "a1,theme,none,[red]ben\n"
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
    assert "[red]ben: none; eva: x | a1 One" in printed
