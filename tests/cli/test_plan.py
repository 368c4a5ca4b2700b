"""``tenor plan``: what it prints, and the command that draws what it plans."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from typer.main import get_command

from tenor.cli.main import app
from tenor.corpus import Corpus, load_draws

from ..corpus.draws.examples import write_corpus


def run(*arguments: str) -> Result:
    return CliRunner().invoke(get_command(app), arguments)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return write_corpus(tmp_path / "corpus", n=40)


def test_the_printed_command_draws_the_plan(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the articles that all coders get."""
    monkeypatch.chdir(tmp_path)
    result = run(
        *["plan", str(corpus.path), "--share", "sport", "--expected", "20", "--coders", "2"],
        *["--hours", "0.5", "--by", "outlet"],
    )
    lines = result.stdout.splitlines()
    assert lines[0] == "share of 'sport', expected to be 20.0 % by the expected share:"
    assert lines[3].split()[:4] == ["outlet", "each", "6", "12"]
    assert "code 12 articles, 6 of them by each of 2 coders (for alpha) and the others by one" in (
        lines
    )
    assert "  18 codings, 0.5 hours for each coder at 20 an hour" in lines
    command = shlex.split(lines[-1])
    assert command[:3] == ["tenor", "codings", "sheet"]
    drawn = run(*command[1:])
    assert drawn.exit_code == 0
    [draw] = load_draws(corpus)
    assert (draw.n, draw.design, draw.unit) == (12, "outlet each", "articles")
    assert (draw.drawn["coders"] == "coder1; coder2").sum() == 6


def test_one_coder_is_told_that_agreement_cannot_be_measured(corpus: Corpus) -> None:
    arguments = ["plan", str(corpus.path), "--share", "sport", "--expected", "20"]
    lines = run(*arguments, "--margin", "20").stdout.splitlines()
    assert "  by one coder alone, agreement cannot be measured; plan --coders 2 for it" in lines


@pytest.mark.parametrize("options", [[], ["--margin", "3", "--hours", "2"]])
def test_a_plan_has_a_margin_or_hours(corpus: Corpus, options: list[Any]) -> None:
    result = run("plan", str(corpus.path), "--share", "sport", *options)
    assert result.exit_code == 2
    assert "use either --margin POINTS or --hours HOURS" in result.stderr
