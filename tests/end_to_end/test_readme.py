"""The README shows what really happens."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ..conftest import Project
from .test_installed_command import demo, tenor

__all__ = ["demo"]

README = Path(__file__).parents[2] / "README.md"
NUMBER = re.compile(r"(?<![\w.])\d*\.\d+(?![\w.])")
TOLERANCE = 0.15
"""How far a printed score may move with the versions of the libraries below."""


def _blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", README.read_text(encoding="utf-8"), re.M | re.S)


def _same(shown: str, real: str) -> bool:
    if NUMBER.sub("#", shown).split() != NUMBER.sub("#", real).split():
        return False
    pairs = zip(NUMBER.findall(shown), NUMBER.findall(real), strict=True)
    return all(abs(float(a) - float(b)) <= TOLERANCE for a, b in pairs)


def _assert_shown(shown: str, real: str) -> None:
    """Every shown line is printed, in order; a line ``...`` stands for any lines."""
    lines = [line for line in real.splitlines() if line.strip()]
    at, anywhere = 0, False
    for line in filter(str.strip, shown.splitlines()):
        if line == "...":
            anywhere = True
            continue
        if anywhere:
            while at < len(lines) and not _same(line, lines[at]):
                at += 1
        assert at < len(lines), f"not printed: {line}"
        assert _same(line, lines[at]), f"shown: {line}\nprinted: {lines[at]}"
        at, anywhere = at + 1, False


def test_what_the_first_screen_shows_is_what_the_demo_prints(
    demo: tuple[Path, str, float],
) -> None:
    first = _blocks("console")[0]
    command, shown = first.split("\n", 1)
    assert command == "$ tenor demo"
    _assert_shown(shown, demo[1])


def test_the_other_commands_print_what_is_shown(demo: tuple[Path, str, float]) -> None:
    for block in _blocks("console")[1:]:
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, shown = part.split("\n", 1)
            done = tenor(*command.split()[1:], cwd=demo[0])
            assert done.returncode == 0, done.stderr
            _assert_shown(shown, done.stdout)


def test_the_python_example_runs(demo: tuple[Path, str, float]) -> None:
    _, code = _blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=demo[0], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    # 545 as prepared, and 205 more where the rules have voted before.
    assert re.match(r"240 articles, (545|750) judgements\n", done.stdout)


def test_the_labeling_function_votes(project: Project, tmp_path: Path) -> None:
    from tenor.labeling import load_functions

    functions, _ = _blocks("python")
    (tmp_path / "mine.py").write_text(functions, encoding="utf-8")
    [function] = load_functions(tmp_path / "mine.py", project.corpus.codebook)
    assert (function.name, function.label) == ("full_of_figures", "economy")


def test_every_command_of_the_contract_is_there(project: Project) -> None:
    shown = tenor("--help", cwd=project.folder).stdout
    commands = (
        "init codebook prep label codings agree adjudicate train evaluate runs compare models "
        "predict ui demo"
    )
    for name in commands.split():
        assert re.search(rf"^  {name} ", shown, re.M)
        assert re.search(rf"^tenor {name}\b", README.read_text(encoding="utf-8"), re.M)


def test_the_codebook_and_the_spec_that_are_shown_are_valid() -> None:
    from tenor import Codebook
    from tenor.models import Experiment

    codebook, spec = _blocks("toml")
    assert Codebook.parse(codebook).target_names == ("bridge-toll",)
    assert Experiment.parse(spec).search is not None


@pytest.mark.parametrize("link", re.findall(r"\]\(([^#)]+)\)", README.read_text("utf-8")))
def test_links_lead_somewhere(link: str) -> None:
    assert (README.parent / link).exists()
